/**
 * The bot as `plenary serve` runs it, except that it ends itself without a word at a step that DIES_AT names, such as
 * `slack:C1 posting before`: before or after that stage of that channel's digest is kept. Each name works once; which
 * have worked stands in DIED.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { readConfig } from '../../adapters/config.ts';
import { readKnowledge } from '../../adapters/files/read.ts';
import { PLATFORMS } from '../../adapters/platforms.ts';
import { serve } from '../../adapters/serve.ts';
import { createPlenary, loadKnowledge, type StateStore } from '../../src/index.ts';

const { DIES_AT = '', DIED = '' } = process.env;
const names = DIES_AT.split(',');

function dieAt(name: string): void {
  const died = existsSync(DIED) ? readFileSync(DIED, 'utf8').split('\n') : [];
  if (!names.includes(name) || died.includes(name)) return;
  appendFileSync(DIED, `${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}

const mortal = (state: StateStore): StateStore => ({
  ...state,
  keepDelivery: async (delivery, setting) => {
    dieAt(`${delivery.channel} ${delivery.stage} before`);
    await state.keepDelivery(delivery, setting);
    dieAt(`${delivery.channel} ${delivery.stage} after`);
  },
});

const loaded = loadKnowledge(readKnowledge());
if (!('knowledge' in loaded)) throw new Error('the knowledge has faults');
const plenary = createPlenary(loaded.knowledge);

const read = readConfig(process.env);
if ('faults' in read) throw new Error(read.faults.join('\n'));
const { config } = read;
const entries = PLATFORMS.filter((p) => p.isConfigured(config)).map((entry) => ({
  ...entry,
  create: (house: Parameters<typeof entry.create>[0]) => entry.create({ ...house, state: mortal(house.state) }),
}));
process.exit(await serve(entries, plenary, config, process.env));
