/** A faulty edit of the knowledge, told where curators read: once for each way of being faulty, and as well as can be. */
import { createHash } from 'node:crypto';
import type { Digest } from '../../src/index.ts';
import type { FaultyEdit } from '../shared/edits.ts';
import type { House } from '../shared/platform.ts';
import { WORDS } from '../shared/words.ts';
import type { Board } from './deliver.ts';

/** So many faults stand in a message; the rest is told by `npm run knowledge`. */
const MOST_SHOWN = 5;

/** Posts it in every curators' channel of the platform that is not paused; what cannot be posted is logged. */
export async function tellCurators(house: House, board: Board, { at, faults }: FaultyEdit): Promise<void> {
  const { state, log } = house;
  const { platform } = board;
  const channels = (await state.digests()).filter((d) => d.platform === platform && d.curators && !d.paused);
  const mark = createHash('sha256')
    .update(`${at}\n${faults.join('\n')}`)
    .digest('hex')
    .slice(0, 12);
  for (const { channel } of channels)
    try {
      const to = { channel: channel.slice(platform.length + 1), period: `edit-${mark}`, due: at };
      await board.post(to, messageOn(faults, house));
    } catch (error) {
      log.error({ platform, channel, err: error }, 'curators could not be told of a faulty edit');
    }
}

function messageOn(faults: readonly string[], house: House): Digest {
  const { version } = house.plenary();
  const { heading, more, what } = WORDS.faultyEdit;
  const shown = faults.slice(0, MOST_SHOWN);
  const left = faults.length - shown.length;
  return {
    title: heading,
    parts: [
      {
        about: 'faulty-edit',
        heading: what,
        blocks: [{ type: 'list', items: left > 0 ? [...shown, more(left)] : shown }],
      },
    ],
    legend: '',
    sources: [],
    language: 'en',
    version,
  };
}
