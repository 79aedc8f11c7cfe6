/** Long answers in pages: nothing is cut in silence. */

/** Fills pages in order, each with at least one item and, where it can be, at most `most` of what `sizeOf` measures. */
export function intoPages<T>(
  items: readonly T[],
  sizeOf: (item: T) => number,
  most: number,
  mostItems = Number.POSITIVE_INFINITY,
): T[][] {
  const pages: T[][] = [];
  let size = 0;
  for (const item of items) {
    const page = pages.at(-1);
    if (page && size + sizeOf(item) <= most && page.length < mostItems) {
      page.push(item);
      size += sizeOf(item);
    } else {
      pages.push([item]);
      size = sizeOf(item);
    }
  }
  return pages;
}

/** A text in parts of at most `most` characters, parted at a sentence or a space where there is one. */
export function partText(text: string, most: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const head = rest.slice(0, most);
    const at = Math.max(head.lastIndexOf('. ') + 1, head.lastIndexOf('\n'));
    const cut = at > most / 2 ? at : head.lastIndexOf(' ') > most / 2 ? head.lastIndexOf(' ') : wholeCharacters(head);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' && parts.length > 0 ? parts : [...parts, rest];
}

/** A name where only so many characters fit; `…` says that it goes on. */
export const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, wholeCharacters(text.slice(0, most - 1))).trimEnd()}…`;

/** The length of a text without half of a character at its end. */
const wholeCharacters = (text: string): number => (/[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length);
