/** What people asked in vain and what did not help them, for the curators' digest. */
import type { Asked } from '../../src/index.ts';
import type { House } from '../shared/platform.ts';

/** Since a time in milliseconds, merged by what was meant; what was asked in private has no words here. */
export async function gatherAsked({ state }: Pick<House, 'state'>, since: number): Promise<Asked> {
  const unanswered = (await state.unanswered()).flatMap(({ at, meaning, question: text }) =>
    at < since ? [] : [{ key: meaning, ...(text === undefined ? {} : { text }) }],
  );
  const judged = (await state.feedback()).flatMap(({ at, verdict, question, private: isPrivate, facts }) => {
    if (at < since || verdict === 'helpful') return [];
    const about = facts.length > 0 ? facts.join(' ') : question.toLowerCase();
    return [{ key: `${verdict} ${about}`, verdict, ...(isPrivate ? {} : { text: question }) }];
  });
  return { unanswered: merge(unanswered), judged: merge(judged) };
}

/** Those with the same key as one, in the words that somebody used in public last; the most frequent first. */
function merge<T extends { readonly key: string; readonly text?: string }>(
  all: readonly T[],
): (Omit<T, 'key'> & { count: number })[] {
  const merged = new Map<string, Omit<T, 'key'> & { count: number }>();
  for (const { key, ...one } of all) {
    const before = merged.get(key);
    const text = one.text ?? before?.text;
    merged.set(key, { ...one, ...(text === undefined ? {} : { text }), count: (before?.count ?? 0) + 1 });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count);
}
