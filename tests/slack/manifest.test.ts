/** The manifest and the listeners say the same, and no scope is asked for that nothing needs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROJECT } from '../../adapters/files/read.ts';
import { LISTENERS } from '../../adapters/slack/listeners.ts';
import { startBot } from './bench.ts';
import { BOT_USER } from './loopback/slack.ts';

const manifest = z
  .object({
    features: z.looseObject({
      app_home: z.looseObject({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
      slash_commands: z.array(
        z.looseObject({ command: z.string(), description: z.string().max(2_000), should_escape: z.boolean() }),
      ),
      shortcuts: z.array(
        z.looseObject({ callback_id: z.string(), name: z.string().max(24), type: z.literal('message') }),
      ),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.looseObject({
      event_subscriptions: z.looseObject({ bot_events: z.array(z.string()) }),
      interactivity: z.looseObject({ is_enabled: z.boolean() }),
    }),
  })
  .loose()
  .parse(parse(readFileSync(join(PROJECT, 'adapters', 'slack', 'manifest.yaml'), 'utf8')));

/** Scopes that events need, and those of the methods that Plenary calls. */
const OF_EVENT: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
};
const OF_METHOD: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'apps.connections.open': [],
  'views.open': [],
  'views.publish': [],
  response_url: [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'users.info': ['users:read'],
  'conversations.info': ['channels:read', 'groups:read', 'mpim:read'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
};

describe('manifest', () => {
  const { features, oauth_config, settings } = manifest;

  it('has each listener, and a listener for each entry', () => {
    const events = new Set(settings.event_subscriptions.bot_events.map((e) => e.split('.')[0]));
    expect([...events].sort()).toEqual(Object.keys(LISTENERS.events).sort());
    expect(features.slash_commands.map((c) => c.command).sort()).toEqual(Object.keys(LISTENERS.commands).sort());
    expect(features.shortcuts.map((s) => s.callback_id).sort()).toEqual(Object.keys(LISTENERS.shortcuts).sort());
    expect(settings.interactivity.is_enabled).toBe(Object.keys(LISTENERS.actions).length > 0);
    expect(features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: true });
  });

  it('asks for the scopes that are used and no others', async () => {
    const bot = await startBot();
    const ts = bot.slack.write('C1', `<@${BOT_USER}> when was the 24th Guangdong plenary?`);
    bot.slack.fail('chat.postMessage', { status: 500 });
    bot.slack.command('/coop', 'help');
    bot.slack.openHome();
    await bot.settled();
    bot.slack.edit('C1', ts, `<@${BOT_USER}> where was the 24th Guangdong plenary held?`);
    await bot.settled();
    await bot.stop();
    const methods = new Set(bot.slack.calls.map((c) => c.method));
    for (const method of methods) expect(OF_METHOD, `the scope of ${method}`).toHaveProperty([method]);
    const needed = new Set([
      ...settings.event_subscriptions.bot_events.flatMap((e) => OF_EVENT[e] ?? []),
      ...Object.values(OF_METHOD).flat(),
      'commands',
    ]);
    expect([...oauth_config.scopes.bot].sort()).toEqual([...needed].sort());
  });
});
