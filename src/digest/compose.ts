/**
 * A digest, made from the knowledge for one channel and one period. Pure: the period, what the channel was told
 * before and what people asked in vain come in as arguments.
 */
import { documentName } from '../answer/compose.ts';
import { say } from '../answer/words.ts';
import type { Engine } from '../engine.ts';
import type { Snapshot } from '../model/delivery.ts';
import type { Digest, DigestPart } from '../model/digest.ts';
import type { Fact } from '../model/fact.ts';
import { anniversariesIn, datesAhead } from './dates.ts';
import { distinct, type Item, itemInWords, legendOf, shortenText, tellFact } from './items.ts';
import { rotationKey, worthKnowing } from './rotation.ts';
import { newsSince } from './seen.ts';

/** What was asked and judged since the digest before; `text` only where it may be shown to others. */
export interface Asked {
  /** Questions that were not answered, merged by what they ask, the most frequent first. */
  readonly unanswered: readonly { readonly text?: string; readonly count: number }[];
  /** Answers that somebody found not helpful or wrong. */
  readonly judged: readonly {
    readonly text?: string;
    readonly verdict: 'unhelpful' | 'wrong';
    readonly count: number;
  }[];
}

export interface DigestInput {
  /** First and last day, ISO. */
  readonly period: { readonly from: string; readonly to: string };
  /** The snapshot of the knowledge at the channel's last digest, or when it was set up; without it nothing is new. */
  readonly seen?: Snapshot['facts'] | undefined;
  /** What the channel was told before: the `told` of its digests. */
  readonly told: readonly string[];
  /** For the curators' channel. */
  readonly asked?: Asked | undefined;
}

export interface Composed {
  readonly digest: Digest;
  /** To be kept, in place of what was told before, once the digest is posted. */
  readonly told: readonly string[];
}

/** Lines of each part; how many more there are is said. */
const MOST = { news: 5, anniversaries: 4, ahead: 5, unanswered: 5, judged: 5 } as const;
/** More than all that can be told is not kept. */
const MOST_TOLD = 400;

export function composeDigest(engine: Engine, { period, seen, told, asked }: DigestInput): Composed {
  const before = new Set(told);
  const cites: Item['cites'][number][] = [];
  const parts: DigestPart[] = [];
  const keys: string[] = [];

  /** Adds a part where there are lines; what is beyond `most` is told as a number. */
  function add(about: DigestPart['about'], items: readonly Item[], most: number): void {
    const shown = items.slice(0, most);
    if (shown.length === 0) return;
    for (const item of shown) {
      cites.push(...item.cites);
      keys.push(...(item.keys ?? []));
    }
    const lines = shown.map((item) => itemInWords(engine, item));
    const more = items.length - most;
    if (more > 0) lines.push(say(engine.wording, `digest-more-${about}`, { number: String(more) }));
    parts.push({
      about,
      heading: say(engine.wording, `digest-heading-${about}`),
      blocks: [{ type: 'list', items: lines }],
    });
  }

  add('news', seen === undefined ? [] : newsItems(engine, seen), MOST.news);
  add('anniversaries', anniversariesIn(engine, period), MOST.anniversaries);
  add('ahead', datesAhead(engine, period, before), MOST.ahead);
  const worth = worthKnowing(engine, before);
  if (worth) {
    keys.push(worth.key);
    cites.push(...worth.items.flatMap((i) => i.cites));
    parts.push({
      about: 'worth-knowing',
      heading: say(engine.wording, 'digest-heading-worth-knowing', { name: worth.name }),
      blocks: [{ type: 'list', items: worth.items.map((item) => itemInWords(engine, item)) }],
    });
  }
  if (asked) parts.push(...askedParts(engine, asked));

  const { wording } = engine;
  const kept = worth?.newRound ? told.filter((key) => !key.startsWith(rotationKey(''))) : told;
  return {
    digest: {
      title: say(wording, `digest-title-${lengthOf(period)}`, { dates: daysInWords(engine, period) }),
      parts,
      legend: legendOf(engine, cites),
      sources: distinct(cites).map((c) => ({ ...c, title: documentName(c.document, wording) })),
      language: wording.language.id,
      version: wording.knowledge.version,
    },
    told: [...kept, ...keys].slice(-MOST_TOLD),
  };
}

/** New documents first, then facts, those about meetings and agreements before the rest. */
function newsItems(engine: Engine, seen: Snapshot['facts']): Item[] {
  const { wording } = engine;
  const news = newsSince(seen, wording.knowledge);
  const documents = news.documents.map((id): Item => {
    const document = wording.knowledge.documents.get(id)!;
    return {
      text: say(wording, 'digest-new-document', { title: document.title, issuer: document.issuer }),
      cites: [{ document: id, at: '' }],
    };
  });
  const facts = news.facts
    .flatMap(({ fact, how }) => {
      const text = tellFact(engine, fact);
      return text ? [{ fact, item: { text: say(wording, `digest-${how}`, { text }), cites: fact.from } }] : [];
    })
    .sort((a, b) => rankOf(a.fact) - rankOf(b.fact));
  const items = [...documents, ...facts.map((f) => f.item)];
  return items.filter((item, i) => items.findIndex((o) => o.text === item.text) === i);
}

/** Whole sentences before single values, and each of them by kind. */
const rankOf = ({ subject, gist }: Fact): number => {
  const rank = FIRST.indexOf(subject.split('/')[0]!);
  return (gist ? 0 : FIRST.length + 1) + (rank < 0 ? FIRST.length : rank);
};
const FIRST = ['meeting', 'agreement', 'mechanism', 'scheme'];

function askedParts(engine: Engine, { unanswered, judged }: Asked): DigestPart[] {
  const { wording } = engine;
  const times = (count: number): string =>
    say(wording, count === 1 ? 'digest-once' : 'digest-times', { number: String(count) });
  const part = (about: 'unanswered' | 'judged', lines: readonly string[], silent: number): DigestPart[] => {
    const all = [
      ...lines.slice(0, MOST[about]),
      ...(lines.length > MOST[about]
        ? [say(wording, `digest-more-${about}`, { number: String(lines.length - MOST[about]) })]
        : []),
      ...(silent > 0
        ? [say(wording, `digest-private-${about}`, { number: String(silent), times: times(silent) })]
        : []),
    ];
    return all.length === 0
      ? []
      : [{ about, heading: say(wording, `digest-heading-${about}`), blocks: [{ type: 'list', items: all }] }];
  };
  const sum = (all: readonly { readonly text?: string; readonly count: number }[]): number =>
    all.reduce((n, a) => n + (a.text === undefined ? a.count : 0), 0);
  return [
    ...part(
      'unanswered',
      unanswered.flatMap(({ text, count }) =>
        text === undefined
          ? []
          : [say(wording, 'digest-unanswered', { question: shortenText(text), times: times(count) })],
      ),
      sum(unanswered),
    ),
    ...part(
      'judged',
      judged.flatMap(({ text, verdict, count }) =>
        text === undefined
          ? []
          : [say(wording, `digest-judged-${verdict}`, { question: shortenText(text), times: times(count) })],
      ),
      sum(judged),
    ),
  ];
}

function lengthOf({ from, to }: DigestInput['period']): 'day' | 'days' | 'week' | 'month' {
  const days = (Date.parse(to) - Date.parse(from)) / DAY + 1;
  return days === 1 ? 'day' : days < WEEK ? 'days' : days <= WEEK ? 'week' : 'month';
}
const DAY = 86_400_000;
const WEEK = 7;

/** `15–21 July 2024`, `29 July – 4 August 2024` */
function daysInWords({ wording }: Engine, { from, to }: DigestInput['period']): string {
  const format = new Intl.DateTimeFormat(wording.language.locale, { dateStyle: 'long', timeZone: 'UTC' });
  // Releases of Node differ in the spaces around the dash.
  return format
    .formatRange(Date.parse(from), Date.parse(to))
    .replace(/\s*–\s*/, (_dash, at: number, all: string) => (/^\d+$/.test(all.slice(0, at)) ? '–' : ' – '));
}
