/** The one table of settings. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeConfig, readConfig, readEnvironment, SETTINGS, secretsOf } from '../../adapters/config.ts';

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  const read = readConfig(environment);
  return 'faults' in read ? read.faults : [];
};
const GOOD = { SLACK_BOT_TOKEN: 'xoxb-secret-1', SLACK_APP_TOKEN: 'xapp-secret-2' };

describe('settings', () => {
  it('need nothing, and take what is set', () => {
    expect(faultsOf({})).toEqual([]);
    const read = readConfig({
      ...GOOD,
      PORT: '8080',
      SLACK_CHANNELS: 'C012AB, C3',
      PLENARY_ADMINS: 'slack:U1 discord:2',
      LOG_TEXT: 'yes',
      RETENTION_DAYS: '',
    });
    expect(read).toMatchObject({
      config: {
        PORT: 8080,
        SLACK_CHANNELS: ['C012AB', 'C3'],
        PLENARY_ADMINS: ['slack:U1', 'discord:2'],
        LOG_TEXT: true,
        RETENTION_DAYS: 90,
      },
    });
  });

  it('tell all faults at once, in words, and no secret', () => {
    const faults = faultsOf({
      SLACK_BOT_TOKEN: 'hunter2-hunter2',
      PORT: '99999',
      TIME_ZONE: 'Mars',
      LOG_LEVEL: 'loud',
      SLACK_API_URL: 'nowhere',
      PLENARY_ADMINS: 'me',
      DISCORD_TOKEN: 'hunter2',
    });
    for (const name of [
      'SLACK_BOT_TOKEN',
      'PORT',
      'TIME_ZONE',
      'LOG_LEVEL',
      'SLACK_API_URL',
      'PLENARY_ADMINS',
      'DISCORD_TOKEN',
    ])
      expect(
        faults.some((f) => f.startsWith(`${name}: `)),
        name,
      ).toBe(true);
    expect(faults.join()).not.toContain('hunter2');
  });

  it('need tokens in pairs', () => {
    expect(faultsOf({ SLACK_BOT_TOKEN: 'xoxb-1' })).toHaveLength(1);
    expect(faultsOf({ SLACK_APP_TOKEN: 'xapp-1' })).toHaveLength(1);
    expect(faultsOf({ SLACK_SIGNING_SECRET: '12345678' })).toHaveLength(1);
    expect(faultsOf(GOOD)).toEqual([]);
  });

  it('are printed with what they do, their default and whether they are set, never a secret', () => {
    const printed = describeConfig({ ...GOOD, PORT: '8080' });
    for (const [name, { what }] of Object.entries(SETTINGS)) {
      expect(printed).toContain(name);
      expect(printed).toContain(what);
    }
    expect(printed).toContain('set to 8080');
    expect(printed).not.toContain('secret-1');
    expect(secretsOf({ ...GOOD, PORT: '8080' })).toEqual(Object.values(GOOD));
  });

  it('come from .env too, under what the environment says', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'plenary-env-')), '.env');
    expect(readEnvironment(file, { PORT: '1' })).toEqual({ PORT: '1' });
    writeFileSync(file, 'PORT=2\nHOST="0.0.0.0" # everywhere\n');
    expect(readEnvironment(file, { PORT: '1' })).toEqual({ PORT: '1', HOST: '0.0.0.0' });
  });
});
