/**
 * The same words are asked about several times over, one question at a time: what was worked out of the last one is kept.
 * No WeakMap: what that holds lives on until the whole heap is swept, and every small sweep before copies it around.
 */
export function oncePerQuestion<Q extends object, T>(work: (question: Q) => T): (question: Q) => T {
  let last: { readonly question: Q; readonly value: T } | undefined;
  return (question) => {
    if (last?.question !== question) last = { question, value: work(question) };
    return last.value;
  };
}
