/** Who is served when: a thread's messages in order, threads beside each other, and the engine one question at a time. */
import { setImmediate as letOthersIn } from 'node:timers/promises';
// p-limit: the smallest well-kept limiter of concurrency; typed.
import pLimit from 'p-limit';

export interface Turns {
  /** Runs the tasks of one thread one after the other; those of other threads do not wait for it. */
  inOrder<T>(thread: string, task: () => Promise<T>): Promise<T>;
  /**
   * Runs what takes the processor (some 10 to 50 ms a question) one at a time and lets the network in between, so that
   * two hundred questions at once do not keep an acknowledgement waiting.
   */
  think<T>(work: () => T | Promise<T>): Promise<T>;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
}

export function createTurns(): Turns {
  const threads = new Map<string, Promise<unknown>>();
  const one = pLimit(1);
  return {
    inOrder<T>(thread: string, task: () => Promise<T>): Promise<T> {
      const before = threads.get(thread) ?? Promise.resolve();
      const mine = before.then(task, task);
      threads.set(thread, mine);
      const leave = (): void => {
        if (threads.get(thread) === mine) threads.delete(thread);
      };
      mine.then(leave, leave);
      return mine;
    },
    think: (work) =>
      one(async () => {
        await letOthersIn();
        return work();
      }),
    async idle(): Promise<void> {
      while (threads.size > 0) await Promise.allSettled(threads.values());
    },
  };
}
