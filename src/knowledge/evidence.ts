/**
 * What stands in a section, asked by phrases: from its text, or from an imprint that holds no sentence of it.
 */

/** One word of a text in its normal form. */
export interface Word {
  /** Lower case. */
  readonly text: string;
  readonly capital: boolean;
  /** First of its sentence, where a capital says nothing. */
  readonly opens: boolean;
  /** What stands between the word before and this one. */
  readonly gap: string;
}

/** Whether the phrase stands there, word by word; a phrase without words stands nowhere. */
export interface Evidence {
  readonly stands: (phrase: string) => boolean;
}

/**
 * The same words must come out of the text and of what is written about it, so spelling that the copies spoil is evened
 * out on both sides:
 * - no-break spaces, page breaks and U+FFFD rules are white space; quotation marks are dropped, `Kong's` is `kong`;
 * - hyphens and slashes part words (`Guangdong-Hong Kong` has `Hong Kong` in it), except behind `co`: the texts have
 *   "co-operation" and "cooperation" side by side;
 * - a capital inside a word starts a new one: "ZhongshanChenxinghai", "GuangdongHong KongMacao";
 * - digits in groups are one number ("65 000", "65,000"), and `%` is `per cent`.
 */
export function readWords(text: string): Word[] {
  const even = text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/gu, '')
    .replace(/[‘’ʼ`´]/gu, "'")
    .replace(/(?<=\p{L})'s(?!\p{L})/giu, '')
    .replace(/(?<=s)'(?!\p{L})/giu, '')
    .replace(/(?<=\p{L})'(?=\p{L})/gu, '')
    .replace(
      /(?<![\d.])(\d{1,3})((?:[ ,]\d{3})+)(?!\d)/gu,
      (_, head: string, rest: string) => head + rest.replace(/[ ,]/g, ''),
    )
    .replace(/\s*%|(?<=\d)\s+percent(?!\p{L})/giu, ' per cent')
    .replace(/(?<![\p{L}\d])(co)[-‐‑]\s?(\p{L})/giu, (_, co: string, next: string) => co + next.toLowerCase())
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, '-');
  const words: Word[] = [];
  let end = 0;
  for (const m of even.matchAll(/\d+(?:\.\d+)?(?:st|nd|rd|th)?(?!\p{L})|[\p{L}\p{M}\d]+/gu)) {
    const gap = even.slice(end, m.index);
    words.push({
      text: m[0].toLowerCase(),
      capital: /^\p{Lu}/u.test(m[0]),
      opens: words.length === 0 || /[.!?](?:["')\]*]|\s)*\s/u.test(gap),
      gap,
    });
    end = m.index + m[0].length;
  }
  return words;
}

export const normalise = (text: string): string =>
  readWords(text)
    .map((w) => w.text)
    .join(' ');

export function textEvidence(text: string): Evidence {
  const all = ` ${normalise(text)} `;
  return {
    stands: (phrase) => {
      const wanted = normalise(phrase);
      return wanted !== '' && all.includes(` ${wanted} `);
    },
  };
}

/** Three words in a row are enough to tell one phrase from another, and too few to read a sentence back. */
const SHINGLE = 3;

/** FNV-1a, 32 bits: 8 hex digits. A section has under 2000 shingles, so one that is not there passes once in 2 million. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}

/**
 * What is kept of a section: every run of one, two and three words, hashed and sorted. The source texts are not ours to
 * publish; this holds no word of them and no order, and still any name, number, date or term that a fact claims can be
 * looked up, also one that nobody thought of when it was recorded. A longer phrase stands if all its runs of three do.
 */
export function imprint(text: string): string[] {
  const words = readWords(text).map((w) => w.text);
  const found = new Set<string>();
  for (let length = 1; length <= SHINGLE; length++)
    for (let i = 0; i + length <= words.length; i++) found.add(hash(words.slice(i, i + length).join(' ')));
  return [...found].sort();
}

export function imprintEvidence(hashes: Iterable<string>): Evidence {
  const known = new Set(hashes);
  return {
    stands: (phrase) => {
      const words = readWords(phrase).map((w) => w.text);
      if (words.length === 0) return false;
      const length = Math.min(SHINGLE, words.length);
      for (let i = 0; i + length <= words.length; i++)
        if (!known.has(hash(words.slice(i, i + length).join(' ')))) return false;
      return true;
    },
  };
}
