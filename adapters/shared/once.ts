/** Each event is answered once: claimed on disk, acknowledged, answered, marked as done; across restarts too. */
// p-limit: a queue with a concurrency, tiny, typed, by a well-known maintainer.
import pLimit from 'p-limit';
import type { Claim } from '../../src/index.ts';
import type { House } from './platform.ts';

/** What was claimed by a process that ended is finished if it is not older; later nobody waits for it any more. */
export const FINISH_FOR_MS = 10 * 60_000;

/** A rate limit that holds one of them up holds up no other channel. */
const AT_ONCE = 8;
/** The platform is away, then: the rest would fail as well, and is left for the next time. */
const MOST_FAILED = 3;

export interface Once {
  /**
   * Answers an event that was not seen before. `acknowledge` is called once the claim is kept, also for an event that
   * was seen; it resolves before the answer begins. A failing `answer` leaves the claim open for `finishLeft`.
   * @returns how the event was met; resolves when it is answered.
   */
  answer(
    id: string,
    task: unknown,
    steps: { acknowledge(): Promise<void>; answer(): Promise<void> },
  ): Promise<'answered' | 'seen' | 'failed'>;
  /** Claimed and unfinished, young enough and not in hand: finished with `finish`, which looks first whether the reply is there. */
  finishLeft(finish: (claim: Claim) => Promise<void>): Promise<void>;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
}

export function createOnce(house: Pick<House, 'state' | 'log' | 'now'>, platform: string): Once {
  const inHand = new Map<string, Promise<unknown>>();
  const { state, log, now } = house;

  async function work(id: string, run: () => Promise<void>): Promise<'answered' | 'failed'> {
    try {
      await run();
      await state.done(id);
      return 'answered';
    } catch (error) {
      log.error({ platform, id, err: error }, 'not answered yet; it is tried again');
      return 'failed';
    }
  }
  function hold<T>(id: string, begin: () => Promise<T>): Promise<T> {
    const held = begin().finally(() => inHand.delete(id));
    inHand.set(id, held);
    return held;
  }

  return {
    answer: (id, task, { acknowledge, answer }) => {
      if (inHand.has(id)) return acknowledge().then(() => 'seen' as const);
      return hold(id, async () => {
        const claimed = await state.claim({ id, platform, at: now(), task });
        await acknowledge();
        return claimed === 'new' ? work(id, answer) : 'seen';
      });
    },
    finishLeft: async (finish) => {
      const side = pLimit(AT_ONCE);
      let failed = 0;
      const finishOne = async (claim: Claim): Promise<void> => {
        if (inHand.has(claim.id) || failed >= MOST_FAILED) return;
        if (now() - claim.at > FINISH_FOR_MS) {
          log.warn({ platform, id: claim.id }, 'left unanswered: it is too old by now');
          await state.done(claim.id);
        } else if ((await hold(claim.id, () => work(claim.id, () => finish(claim)))) === 'failed') failed += 1;
      };
      await Promise.all((await state.unfinished(platform)).map((claim) => side(() => finishOne(claim))));
    },
    idle: async () => {
      while (inHand.size > 0) await Promise.allSettled(inHand.values());
    },
  };
}
