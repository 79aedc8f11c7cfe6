/** The knowledge as it is edited while the bot runs: the good one stays in use, and those who should know hear of faults. */
import type { Clock, Plenary } from '../../src/index.ts';
import type { Edit } from '../files/watch.ts';
import type { Log } from './log.ts';

export interface FaultyEdit {
  /** When it was found, in milliseconds since 1970. */
  readonly at: number;
  /** As `file:line:column what is wrong`. */
  readonly faults: readonly string[];
}

export interface Edits {
  /** What is wrong on disk, while the knowledge before it stays in use. */
  faulty(): FaultyEdit | undefined;
  /** `hear` is called when an edit is faulty in another way than the one before, and with nothing when all is good again. */
  listen(hear: (faulty: FaultyEdit | undefined) => void): void;
}

export interface CurrentKnowledge {
  /** The bot over the last good knowledge. */
  plenary(): Plenary;
  readonly edits: Edits;
  take(edit: Edit): void;
}

/** So many faults are logged in one line; the rest is told by `npm run knowledge`. */
const MOST_LOGGED = 20;

export function keepKnowledge(first: Plenary, log: Log, now: Clock): CurrentKnowledge {
  let plenary = first;
  let faulty: FaultyEdit | undefined;
  const listeners: ((faulty: FaultyEdit | undefined) => void)[] = [];
  const tell = (): void => {
    for (const hear of listeners) hear(faulty);
  };
  return {
    plenary: () => plenary,
    edits: { faulty: () => faulty, listen: (hear) => void listeners.push(hear) },
    take: (edit) => {
      if (edit.kind === 'faulty') {
        const known = faulty?.faults.join('\n') === edit.faults.join('\n');
        faulty = { at: known ? faulty!.at : now(), faults: edit.faults };
        log.error(
          { count: edit.faults.length, faults: edit.faults.slice(0, MOST_LOGGED), knowledge: plenary.version },
          'an edit of the knowledge is faulty; the knowledge before it stays in use',
        );
        if (!known) tell();
        return;
      }
      const [before, mended] = [plenary.version, faulty !== undefined];
      plenary = edit.plenary;
      faulty = undefined;
      if (plenary.version !== before)
        log.info(
          { before, knowledge: plenary.version, facts: plenary.overview().facts },
          'took over the edited knowledge',
        );
      else if (mended) log.info({ knowledge: plenary.version }, 'the edit of the knowledge was taken back');
      if (mended) tell();
    },
  };
}
