import type { Annotated } from './annotate.ts';

/** A question is read alone and within the conversation: what is worked out of its words alone is kept as long as it. */
export function oncePerQuestion<T>(work: (question: Annotated) => T): (question: Annotated) => T {
  const known = new WeakMap<Annotated, { readonly value: T }>();
  return (question) => {
    const found = known.get(question) ?? { value: work(question) };
    known.set(question, found);
    return found.value;
  };
}
