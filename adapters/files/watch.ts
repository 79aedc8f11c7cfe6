/** Knowledge files changed on disk: checked, and taken over without a restart; a faulty edit leaves the good knowledge. */
import { join } from 'node:path';
import { setImmediate as letOthersIn } from 'node:timers/promises';
// chokidar: one event for what editors do in many ways, on every system; typed, one small dependency. Version 4 runs on all of Node 20.
import { watch } from 'chokidar';
import {
  createInSteps,
  formatFaults,
  loadInSteps,
  type Plenary,
  type SourceFile,
  type Steps,
} from '../../src/index.ts';
import { PROJECT, readKnowledge } from './read.ts';

/** What became of an edit. */
export type Edit =
  | { readonly kind: 'taken'; readonly plenary: Plenary }
  /** `faults` as `file:line:column what is wrong`; the knowledge is the one before. */
  | { readonly kind: 'faulty'; readonly faults: readonly string[] };

export interface KnowledgeWatch {
  close(): Promise<void>;
}

export interface WatchOptions {
  /** Where `knowledge/` and `seeds/` are. */
  readonly root?: string;
  /** How long nothing must change before it is read: editors write in pieces, and people save several files. */
  readonly settleMs?: number;
  readonly read?: (root: string) => SourceFile[];
}

const SETTLE_MS = 500;
/** How long reading keeps everything else waiting at a time, where a single step does not take longer. */
const SLICE_MS = 15;

/**
 * Watches the knowledge. Resolves when watching has begun.
 * @param told an edit was taken over, or is faulty; once for each edit, one after the other
 */
export async function watchKnowledge(
  told: (edit: Edit) => void,
  { root = PROJECT, settleMs = SETTLE_MS, read = readKnowledge }: WatchOptions = {},
): Promise<KnowledgeWatch> {
  const watcher = watch(
    ['knowledge', 'seeds'].map((folder) => join(root, folder)),
    {
      ignoreInitial: true,
      ignored: (path, stats) => stats?.isFile() === true && !path.endsWith('.yaml'),
    },
  );
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  /** Counts changes: an edit that was overtaken by the next one is not worth finishing. */
  let changes = 0;
  let reading: Promise<void> = Promise.resolve();

  async function readAnew(): Promise<void> {
    const change = changes;
    const overtaken = (): boolean => closed || change !== changes;
    if (overtaken()) return;
    let files: SourceFile[];
    try {
      files = read(root);
    } catch (error) {
      // A file may be gone between being listed and being read: then there is another change to come.
      return told({ kind: 'faulty', faults: [`the knowledge cannot be read: ${(error as Error).message}`] });
    }
    const loaded = await inSlices(loadInSteps(files), overtaken);
    if (!loaded) return;
    if ('faults' in loaded) return told({ kind: 'faulty', faults: formatFaults(loaded.faults).split('\n') });
    const plenary = await inSlices(createInSteps(loaded.knowledge), overtaken);
    if (plenary) told({ kind: 'taken', plenary });
  }

  watcher.on('all', () => {
    changes++;
    clearTimeout(timer);
    timer = setTimeout(() => {
      reading = reading.then(readAnew);
    }, settleMs);
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
    // The system may have no watches left: the bot answers all the same.
    watcher.on('error', (error) => {
      const why = (error as Error).message;
      told({ kind: 'faulty', faults: [`the knowledge cannot be watched (${why}); start again after an edit`] });
      resolve();
    });
  });
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await watcher.close();
      await reading;
    },
  };
}

/** Runs steps and lets others in between; undefined when `overtaken` said so meanwhile. */
async function inSlices<T>(steps: Steps<T>, overtaken: () => boolean): Promise<T | undefined> {
  for (let begun = performance.now(); !overtaken(); ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - begun < SLICE_MS) continue;
    await letOthersIn();
    begun = performance.now();
  }
  return undefined;
}
