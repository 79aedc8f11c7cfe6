/** Text from people and from the knowledge, so that Discord shows it as it is written. */

/** Marks that mean something anywhere in a line; a backslash before any punctuation mark makes it plain. */
const ANYWHERE = /[\\*_~`|<>[\]@]/g;
/** Marks that make a heading, quotation, small print or list where they begin a line: `# a`, `-# a`, `- a`, `1. a`. */
const AT_START = /^(\s*)([#+-]|\d+(?=[.)]))/gm;
/** What makes an address a link. */
const LINK = /:(?=\/\/)/g;

/** Escapes Markdown, mentions, emoji codes and links: `*a* <@1> https://b` → `\*a\* \<\@1\> https\://b`. */
export const escapeText = (text: string): string =>
  text
    .replace(ANYWHERE, '\\$&')
    .replace(LINK, '\\:')
    .replace(AT_START, (_, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    );
