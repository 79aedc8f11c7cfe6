/** Which facts and documents a channel has been told of, so that a later digest can say what is new or changed. */
import type { Snapshot } from '../model/delivery.ts';
import type { Fact, Knowledge } from '../model/fact.ts';

/** What the knowledge holds, each fact and each document with a hash of what it says. */
export const snapshotOf = (knowledge: Knowledge): Snapshot['facts'] =>
  Object.fromEntries([
    ...[...knowledge.documents.keys()].map((id) => [documentKey(id), '']),
    ...[...knowledge.facts.values()].map((fact) => [fact.id, contentOf(fact)]),
  ]);

export interface News {
  /** Ids of documents. */
  readonly documents: readonly string[];
  readonly facts: readonly { readonly fact: Fact; readonly how: 'new' | 'changed' }[];
}

/** What the knowledge says now that a snapshot did not. A fact that was merely moved or renumbered is no news. */
export function newsSince(snapshot: Snapshot['facts'], knowledge: Knowledge): News {
  const before = new Map(Object.entries(snapshot));
  const contents = new Set(before.values());
  const now = new Set([...knowledge.facts.values()].map(contentOf));
  return {
    documents: [...knowledge.documents.keys()].filter((id) => !before.has(documentKey(id))).sort(),
    facts: [...knowledge.facts.values()].flatMap((fact) => {
      if (contents.has(contentOf(fact))) return [];
      const old = before.get(fact.id);
      // What had its name and is still said has another name now: a fact was put in before it.
      return [{ fact, how: old !== undefined && !now.has(old) ? 'changed' : 'new' }];
    }),
  };
}

/** No fact is called so: those begin with the id of an entity. */
const documentKey = (id: string): string => `document ${id}`;

/** What a fact tells people; not the words by which it is found, nor where it is written. */
const contentOf = ({ subject, role, values, complete, with: more, from, asOf, state, gist }: Fact): string =>
  hash(JSON.stringify([subject, role, values, complete, more, from, asOf, state, gist]));

/** Eleven letters and digits, over 53 bits: no two of some thousand facts look alike by chance. */
function hash(text: string): string {
  let h = 0xdeadbeef;
  let g = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    h = Math.imul(h ^ c, 2654435761);
    g = Math.imul(g ^ c, 1597334677);
  }
  h = Math.imul(h ^ (h >>> 16), 2246822507) ^ Math.imul(g ^ (g >>> 13), 3266489909);
  g = Math.imul(g ^ (g >>> 16), 2246822507) ^ Math.imul(h ^ (h >>> 13), 3266489909);
  return (4_294_967_296 * (g & 0x1fffff) + (h >>> 0)).toString(36).padStart(11, '0');
}
