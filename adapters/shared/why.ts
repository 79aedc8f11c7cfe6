/** "Why this answer?" in neutral blocks: how the question was read, what was used, and from which knowledge. */
import type { Block, Plenary, Trace } from '../../src/index.ts';

type Word = Trace['clauses'][number]['words'][number];

export function explainInBlocks(trace: Trace, plenary: Plenary): Block[] {
  const { answer } = trace;
  return [
    ...trace.clauses.flatMap(({ text, asks, words }): Block[] => [
      { type: 'text', text: `How “${text}” was read${asks.length > 0 ? ` (it asks ${asks.join(', ')})` : ''}:` },
      { type: 'list', items: describeWords(words, plenary) },
    ]),
    ...listed('Facts used:', answer.facts),
    ...listed(
      'Where they stand:',
      answer.sources.map((s) => `${s.document} ${s.at}: ${s.title}`),
    ),
    { type: 'text', text: `Status: ${answer.status}. Knowledge ${plenary.version}.` },
  ];
}

/** Each word with what it was taken for; words of one name together, words of the frame in one line at the end. */
function describeWords(words: readonly Word[], plenary: Plenary): string[] {
  const lines: { said: string; meant: string }[] = [];
  const frame: string[] = [];
  for (const word of words) {
    if (saysNothing(word)) {
      frame.push(word.word);
      continue;
    }
    const said = `${word.word}${word.typed === undefined ? '' : ` (typed “${word.typed}”)`}`;
    const meant = inWords(mostTelling(word, plenary), plenary);
    const last = lines.at(-1);
    if (last?.meant === meant) last.said += ` ${said}`;
    else lines.push({ said, meant });
  }
  return [
    ...lines.map(({ said, meant }) => `${said}: ${meant}`),
    ...(frame.length > 0 ? [`carries no meaning of its own: ${frame.join(' ')}`] : []),
  ];
}

/** A word may stand for several things; a name it belongs to says most. */
function mostTelling({ read }: Word, plenary: Plenary): string {
  const senses = read.split(', ');
  return senses.find((sense) => plenary.card(sense) !== undefined) ?? senses[0] ?? read;
}

/** Words of the frame of a question, and marks. */
const saysNothing = ({ read }: Word): boolean => read === 'frame' || read === 'free';

const SENSES: Readonly<Record<string, string>> = {
  word: 'looked for in the facts as it is',
  'not known': 'a word that is not known here',
  frame: 'a word of the question itself',
  pronoun: 'what was spoken of before',
  negation: 'denies',
  exclusion: 'leaves something out',
};

/** `place/chongqing` → Chongqing (place/chongqing); `concept sign` → the idea “sign”. */
function inWords(sense: string, plenary: Plenary): string {
  const [kind = '', ...rest] = sense.split(' ');
  const what = rest.join(' ');
  const name = plenary.card(sense)?.title;
  if (name !== undefined) return `${name} (${sense})`;
  switch (kind) {
    case 'concept':
      return `the idea “${what}”`;
    case 'class':
      return `a kind of thing, “${what}”`;
    case 'stranger':
      return `${what}, a name of which nothing is known here`;
    case 'ordinal':
      return `number ${what} of a series`;
    default:
      return SENSES[sense] ?? sense;
  }
}

const listed = (head: string, items: readonly string[]): Block[] =>
  items.length === 0
    ? []
    : [
        { type: 'text', text: head },
        { type: 'list', items },
      ];
