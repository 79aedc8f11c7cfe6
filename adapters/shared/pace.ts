/** How many questions a person may ask a minute. */
// rate-limiter-flexible: counts by key in a window, in memory, typed, widely used.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface Pace {
  /** Counts a question of a person (`slack:U1`). @returns 0 when it may be asked, else in how many seconds. */
  take(person: string): Promise<number>;
}

export function createPace(perMinute: number): Pace {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return {
    take: async (person) => {
      try {
        await limiter.consume(person);
        return 0;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      }
    },
  };
}
