/** Records to keep. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Claim, Delivery, DigestSetting, Exchange, Feedback } from '../../src/index.ts';

export const DAY = 24 * 3_600_000;
export const conversation = { focus: ['meeting/a'], named: [], question: 'q', facts: ['f'] } as const;
export const claim = (id: string, at: number, platform = 'slack'): Claim => ({ id, platform, at, task: { text: id } });
export const exchange = (id: string, at: number): Exchange => ({
  id,
  at,
  thread: 't',
  person: 'slack:U1',
  question: 'q',
  status: 'answered',
  facts: ['f'],
  options: [],
  suggestions: [],
  version: 'v',
  private: false,
});
export const feedback = (id: string, person: string, at: number, verdict: Feedback['verdict']): Feedback => ({
  exchange: id,
  person,
  at,
  verdict,
  question: 'q',
  status: 'answered',
  facts: ['f'],
  private: false,
});
export const setting = (channel: string, knowledge?: string): DigestSetting => ({
  channel,
  platform: 'slack',
  schedule: {
    rhythm: { every: 'week', day: 1 },
    time: '09:00',
    zone: 'Asia/Hong_Kong',
    holidays: 'shift',
    quiet: { from: '22:00', to: '07:30' },
  },
  paused: false,
  curators: false,
  by: 'slack:U1',
  at: 5,
  since: 5,
  told: { rotation: [], ...(knowledge === undefined ? {} : { knowledge }) },
});
export const delivery = (channel: string, period: string, due: number, stage: Delivery['stage'] = 'due'): Delivery => ({
  channel,
  platform: 'slack',
  period,
  stage,
  due,
  at: due,
  attempts: 0,
});
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'plenary-state-'));
