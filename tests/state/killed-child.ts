/** Keeps digests, feedback and handled events as fast as it can, and says of each when it is kept; until it is killed. */
import { once } from 'node:events';
import { openFileState } from '../../adapters/state/file.ts';
import { feedback, setting } from './samples.ts';

const [folder, run] = process.argv.slice(2) as [string, string];
// Started while another one is still writing: it begins when it is told to.
await once(process.stdin, 'data');
const state = await openFileState(folder);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function digests(): Promise<void> {
  for (let at = 0; ; at++) {
    await state.keepDigest({ ...setting(`slack:C${run}`), at });
    say(`digest slack:C${run} ${at}`);
  }
}
async function verdicts(): Promise<void> {
  for (let i = 0; ; i++) {
    await state.keepFeedback(feedback(`e${run}-${i}`, 'slack:U1', Date.now(), 'wrong'));
    say(`feedback e${run}-${i} ${state.pseudonym('slack:U1')}`);
  }
}
async function events(name: string): Promise<void> {
  for (let i = 0; ; i++) {
    const id = `slack:${name}${run}-${i}`;
    if ((await state.claim({ id, platform: 'slack', at: Date.now(), task: { text: id } })) !== 'new')
      throw new Error(`${id} was there`);
    await state.done(id);
    say(`handled ${id}`);
  }
}
await Promise.all([digests(), verdicts(), events('a'), events('b')]);
