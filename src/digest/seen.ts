/** Which facts and documents a channel has been told of, so that a later digest can say what is new or changed. */
import type { Fact, Knowledge } from '../model/fact.ts';

/**
 * All facts and documents of the knowledge as one short text: twelve characters for each, six that name it and six
 * that change with what it says. Kept by the store as it is.
 */
export function snapshotOf(knowledge: Knowledge): string {
  const marks = [
    ...[...knowledge.documents.keys()].map((id) => documentMark(id)),
    ...[...knowledge.facts.values()].map((fact) => hash(fact.id) + contentOf(fact)),
  ];
  return marks.sort().join('');
}

export interface News {
  /** Ids of documents. */
  readonly documents: readonly string[];
  readonly facts: readonly { readonly fact: Fact; readonly how: 'new' | 'changed' }[];
}

/** What the knowledge says now that a snapshot did not. A fact that was merely moved or renumbered is no news. */
export function newsSince(snapshot: string, knowledge: Knowledge): News {
  const marks = new Set<string>();
  const contents = new Set<string>();
  const byName = new Map<string, string>();
  for (let i = 0; i + MARK <= snapshot.length; i += MARK) {
    const [name, content] = [snapshot.slice(i, i + HALF), snapshot.slice(i + HALF, i + MARK)];
    marks.add(name + content);
    contents.add(content);
    byName.set(name, content);
  }
  const now = new Set([...knowledge.facts.values()].map(contentOf));
  return {
    documents: [...knowledge.documents.keys()].filter((id) => !marks.has(documentMark(id))).sort(),
    facts: [...knowledge.facts.values()].flatMap((fact) => {
      if (contents.has(contentOf(fact))) return [];
      const before = byName.get(hash(fact.id));
      // What had its name and is still said has another name now: a fact was put in before it.
      return [{ fact, how: before !== undefined && !now.has(before) ? 'changed' : 'new' }];
    }),
  };
}

const HALF = 6;
const MARK = 2 * HALF;

const documentMark = (id: string): string => hash(`document ${id}`) + hash(id);

/** What a fact tells people; not the words by which it is found, nor where it is written. */
const contentOf = ({ subject, role, values, complete, with: more, from, asOf, state, gist }: Fact): string =>
  hash(JSON.stringify([subject, role, values, complete, more, from, asOf, state, gist]));

/** Six letters and digits (31 bits): among a thousand facts two are alike once in some two thousand knowledges. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  let g = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    h = Math.imul(h ^ c, 0x01000193);
    g = Math.imul(g ^ c, 0x5bd1e995) ^ (g >>> 15);
  }
  const mixed = (BigInt((h ^ (h >>> 13)) >>> 0) * 0x10000n + BigInt((g ^ (g >>> 11)) & 0xffff)) % 36n ** BigInt(HALF);
  return mixed.toString(36).padStart(HALF, '0');
}
