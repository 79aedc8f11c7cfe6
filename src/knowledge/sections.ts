/** Cuts the text of a source document into the sections that its register names. Pure: reading the text is the adapter's. */
import type { SourceDocument } from '../model/fact.ts';

/** The text of each place, or why the text and the register do not fit. */
export type Cut = { readonly places: ReadonlyMap<string, string> } | { readonly faults: readonly SectionFault[] };

/** A section that does not fit the text, and what to write instead. */
export interface SectionFault {
  readonly at: string;
  readonly message: string;
}

/**
 * Letters and digits only, each with its place in the original. The copies have no-break spaces, runs of U+FFFD where a
 * rule stood, page breaks in the middle of a sentence and two kinds of quotation marks: none of that may decide whether
 * the start of a section is found. "Co-operation 6. The CE" and "cooperation\n\n6. The CE" are the same start.
 */
function squeeze(text: string): { readonly squeezed: string; readonly at: readonly number[] } {
  let squeezed = '';
  const at: number[] = [];
  for (let i = 0; i < text.length; ) {
    const point = String.fromCodePoint(text.codePointAt(i) ?? 0);
    for (const unit of point.normalize('NFKC').toLowerCase())
      if (/[\p{L}\p{N}]/u.test(unit)) {
        for (let k = 0; k < unit.length; k++) at.push(i);
        squeezed += unit;
      }
    i += point.length;
  }
  return { squeezed, at };
}

/** A section goes from its own start up to the next one's; nothing of the text is left out. */
export function cutSections(text: string, document: SourceDocument): Cut {
  const { squeezed, at } = squeeze(text);
  const faults: SectionFault[] = [];
  const found: { at: string; from: number }[] = [];
  const names = new Set<string>();
  let from = 0;
  for (const section of document.sections) {
    const say = (message: string): void => void faults.push({ at: section.at, message });
    if (names.has(section.at)) say('two sections have this name; each place is named once');
    names.add(section.at);
    const start = squeeze(section.starts).squeezed;
    const first = start === '' ? -1 : squeezed.indexOf(start);
    if (first < 0) {
      say(`the text has no "${section.starts}"; write the first words of the section as they stand in the text`);
      continue;
    }
    if (squeezed.indexOf(start, first + 1) >= 0) {
      say(`"${section.starts}" stands more than once in the text; write a few more words`);
      continue;
    }
    if (first < from) {
      say(
        `"${section.starts}" stands before the start of the section above it; put the sections in the order of the text`,
      );
      continue;
    }
    if (found.length === 0 && first > 0)
      say('the text goes on before it; add a section for what stands in front, or start earlier');
    found.push({ at: section.at, from: at[first] ?? 0 });
    from = first + 1;
  }
  if (faults.length > 0) return { faults };
  return { places: new Map(found.map((s, i) => [s.at, text.slice(s.from, found[i + 1]?.from ?? text.length)])) };
}
