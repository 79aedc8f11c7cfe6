/** Questions counted by day, so that the report reaches further back than the questions themselves are kept. */
import type { Exchange, Tally } from '../../src/index.ts';

/** The names that are kept of one day; more than these are told apart by nobody. */
const MOST_GUESSES = 200;
/** The same for people. */
const MOST_ASKERS = 2_000;

/** In UTC: `2024-07-12`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The day's tally with one more question in it. */
export function addToTally(tally: Tally | undefined, exchange: Exchange, asker: string): Tally {
  const { askers, ...counts } = tally ?? emptyTally(dayOf(exchange.at));
  return {
    ...change(counts, exchange, 1),
    askers: askers.includes(asker) || askers.length >= MOST_ASKERS ? askers : [...askers, asker],
  };
}

/** Takes a question out of its day's tally, since it is asked anew; who asked stays. */
export function takeFromTally(tallies: Record<string, Tally>, exchange: Exchange): void {
  const day = dayOf(exchange.at);
  const tally = Object.hasOwn(tallies, day) ? tallies[day] : undefined;
  if (tally) tallies[day] = { ...change(tally, exchange, -1), askers: tally.askers };
}

const emptyTally = (day: string): Tally => ({
  day,
  statuses: {},
  facts: {},
  guesses: [],
  privateGuesses: 0,
  askers: [],
});

function change(tally: Omit<Tally, 'askers'>, exchange: Exchange, by: 1 | -1): Omit<Tally, 'askers'> {
  const guesses = exchange.guesses ?? [];
  const told = exchange.private ? [] : guesses;
  return {
    day: tally.day,
    statuses: count(tally.statuses, [exchange.status], by),
    facts: count(tally.facts, exchange.facts, by),
    guesses: told.reduce((counted, guess) => countGuess(counted, guess, by), tally.guesses),
    privateGuesses: Math.max(0, tally.privateGuesses + by * (guesses.length - told.length)),
  };
}

function count(counts: Readonly<Record<string, number>>, keys: readonly string[], by: number): Record<string, number> {
  const changed = new Map(Object.entries(counts));
  for (const key of keys) changed.set(key, (changed.get(key) ?? 0) + by);
  return Object.fromEntries([...changed].filter(([, n]) => n > 0));
}

function countGuess(
  guesses: Tally['guesses'],
  { typed, read }: Tally['guesses'][number] | { typed: string; read: string },
  by: number,
): Tally['guesses'] {
  const known = guesses.find((g) => g.typed === typed && g.read === read);
  if (known) return guesses.map((g) => (g === known ? { ...g, times: g.times + by } : g)).filter((g) => g.times > 0);
  return by < 0 || guesses.length >= MOST_GUESSES ? guesses : [...guesses, { typed, read, times: by }];
}
