/** One at a time within a thread, any number of threads side by side. */
// p-limit: a queue with a concurrency, tiny, typed, by a well-known maintainer.
import pLimit, { type LimitFunction } from 'p-limit';

export interface Line {
  /** Runs `work` when all that was queued under the same key has ended. */
  queue<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createLine(): Line {
  const lines = new Map<string, LimitFunction>();
  return {
    queue: async (key, work) => {
      const line = lines.get(key) ?? pLimit(1);
      lines.set(key, line);
      try {
        return await line(work);
      } finally {
        if (line.activeCount + line.pendingCount <= 1 && lines.get(key) === line && line.pendingCount === 0)
          lines.delete(key);
      }
    },
  };
}
