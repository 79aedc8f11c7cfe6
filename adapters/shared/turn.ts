/** Questions take their turn at the processor, and the network is let in between two of them. */
import { setImmediate as letOthersIn } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Resolves when it is the caller's turn. A question takes some 10 to 50 ms; without turns, two hundred at once would
 * keep the acknowledgements of what comes after them waiting for seconds.
 */
export function takeTurn(): Promise<void> {
  last = last.then(() => letOthersIn());
  return last;
}
