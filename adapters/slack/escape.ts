/** Text between people and Slack: what they typed → plain words, and plain words → what Slack shows as it is written. */

const ZERO_WIDTH = '\u200b';

/**
 * Escapes what could fire (`<@U1>`, `<!channel>`, links) and keeps marks from formatting: `*a* <b>` shows as `*a* <b>`.
 * A zero-width space behind a mark takes its meaning away and leaves its look.
 */
export const escapeText = (text: string): string =>
  escapeEntities(text)
    .replace(/[*_~`]/g, `$&${ZERO_WIDTH}`)
    .replace(/^(\s*)(?=&gt;)/gm, `$1${ZERO_WIDTH}`)
    .replace(/:(?=\/\/)/g, `:${ZERO_WIDTH}`);

/** The plain text beside the blocks: nothing fires in it, and what is copied from it is what was meant. */
export const escapeEntities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export interface Typed {
  /** What was said, without the mention of Plenary and without Slack's marks. */
  readonly text: string;
  /** Somebody else, a group or the whole channel is named in it. */
  readonly mentionsOthers: boolean;
  readonly mentionsBot: boolean;
}

/** `<@UBOT> when was the <https://a.b|plenary> &amp; who?` → `when was the plenary & who?` */
export function readTyped(text: string, botUser: string): Typed {
  let mentionsOthers = false;
  let mentionsBot = false;
  const plain = text.replace(/<([^<>]*)>/g, (_, inside: string) => {
    const [target = '', label] = inside.split('|');
    if (target === `@${botUser}`) {
      mentionsBot = true;
      return ' ';
    }
    if (/^[@!]/.test(target)) {
      mentionsOthers = true;
      return ' ';
    }
    return label ?? (target.startsWith('#') ? ' ' : target);
  });
  const unescaped = plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return { text: unescaped.replace(/[^\S\n]+/g, ' ').trim(), mentionsOthers, mentionsBot };
}
