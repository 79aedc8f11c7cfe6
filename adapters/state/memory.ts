/** The state in memory: the twin of the file, for tests and for chats that need not be remembered. */
import type { Clock, StateStore } from '../../src/index.ts';
import { emptyRecords, type Records, type Retention, storeOver, USUAL_RETENTION } from './records.ts';

export function openMemoryState(
  now: Clock = Date.now,
  retention: Retention = USUAL_RETENTION,
  records: Records = emptyRecords(),
): StateStore {
  return { ...storeOver(records, async () => {}, now, retention), close: async () => {} };
}
