/** The client: least intents, its address, its troubles in the log, and a start that says what is wrong. */
import { setTimeout as wait } from 'node:timers/promises';
// discord.js: the issue asks for it; gateway with resume, rate limits of the REST side, types of every body.
import {
  Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  OAuth2Scopes,
  Options,
  Partials,
  PermissionFlagsBits,
  PermissionsBitField,
} from 'discord.js';
import type { Config } from '../config.ts';
import type { Log } from '../shared/log.ts';
import { describeFault } from './faults.ts';

const INTENTS = [
  // Channels and threads, without which no message has a place.
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
] as const;

/** What Plenary may do in a server, and no more; the invitation asks for these. */
export const PERMISSIONS = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.CreatePublicThreads,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.EmbedLinks,
  PermissionFlagsBits.ReadMessageHistory,
] as const;

/** A REST call is given up after this; discord.js then tries again, three times. */
const CALL_MS = 10_000;
/** Messages in memory for each channel: enough to find what an edit belongs to. */
const MESSAGES_KEPT = 20;

export function createClient(config: Config, readsContent: boolean): Client {
  return new Client({
    intents: readsContent ? [...INTENTS, GatewayIntentBits.MessageContent] : [...INTENTS],
    // Without them discord.js drops direct messages and edits of what it has not seen before.
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: { parse: [], repliedUser: false },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: MESSAGES_KEPT,
      ReactionManager: 0,
      PresenceManager: 0,
      GuildMemberManager: { maxSize: 50, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
    rest: { timeout: CALL_MS, ...(config.DISCORD_API_URL ? { api: config.DISCORD_API_URL } : {}) },
  });
}

/** Every trouble of the connection ends here, as a line in the log: none may end the process. */
export function watchConnection(client: Client, log: Log): void {
  client.on(Events.Error, (error) =>
    log.error({ platform: 'discord', ...describeFault(error) }, 'an error in the Discord client'),
  );
  client.on(Events.Warn, (text) => log.warn({ platform: 'discord' }, text));
  client.on(Events.ShardError, (error) =>
    log.warn({ platform: 'discord', ...describeFault(error) }, 'the connection to Discord failed; connecting again'),
  );
  client.on(Events.ShardReconnecting, () => log.info({ platform: 'discord' }, 'connecting to Discord again'));
  client.on(Events.ShardResume, (_, replayed) =>
    log.info({ platform: 'discord', replayed }, 'connected to Discord again; what was missed is being answered'),
  );
  client.rest.on('rateLimited', ({ global, route, timeToReset }) =>
    log.warn({ platform: 'discord', global, route, ms: timeToReset }, 'Discord asks to wait'),
  );
}

export const BAD_TOKEN =
  'Discord refuses DISCORD_TOKEN. Copy the token again from https://discord.com/developers/applications, your application, Bot (Reset Token), and start anew.';
export const NO_CONTENT =
  'Discord does not allow this bot the Message Content intent: slash commands, mentions and direct messages work, follow-ups in threads without a mention do not. To have them, switch it on at https://discord.com/developers/applications, your application, Bot, Message Content Intent, and start anew.';

/** Why Discord ended a connection for good, while running: the other platforms go on. */
export const endOf = (code: number): string =>
  code === GatewayCloseCodes.AuthenticationFailed
    ? BAD_TOKEN
    : `Discord closed the connection for good (${GatewayCloseCodes[code] ?? code}); start Plenary anew`;

/** Discord away at the start: how long to wait before the next attempts, in milliseconds. */
const WAITS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

/**
 * Connects, waiting for Discord where it is away.
 * @param listen adds the listeners to each client that is tried, before it connects.
 * @throws Error with what to do when Discord refuses the token or the start was given up.
 */
export async function connect(
  config: Config,
  log: Log,
  listen: (client: Client) => void,
  givenUp: AbortSignal,
): Promise<Client<true>> {
  let readsContent = true;
  for (let attempt = 0; ; attempt++) {
    const client = createClient(config, readsContent);
    watchConnection(client, log);
    listen(client);
    try {
      return await login(client, config.DISCORD_TOKEN ?? '');
    } catch (error) {
      await client.destroy().catch(() => {});
      if (isBadToken(error)) throw new Error(BAD_TOKEN, { cause: error });
      if (error instanceof Error && error.message === 'Used disallowed intents' && readsContent) {
        readsContent = false;
        log.warn({ platform: 'discord' }, NO_CONTENT);
        continue;
      }
      const ms = WAITS[Math.min(attempt, WAITS.length - 1)]!;
      log.warn({ platform: 'discord', ...describeFault(error), ms }, 'Discord cannot be reached; trying again');
      await wait(ms, undefined, { signal: givenUp });
    }
  }
}

async function login(client: Client, token: string): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve, reject) => {
    client.once(Events.ClientReady, resolve);
    // With a close code that rules out another attempt, nothing else would ever tell that the start failed.
    client.once(Events.ShardDisconnect, ({ code }) =>
      reject(
        new Error(code === GatewayCloseCodes.DisallowedIntents ? 'Used disallowed intents' : `closed with ${code}`),
      ),
    );
  });
  const [, connected] = await Promise.all([client.login(token), ready]);
  return connected;
}

const isBadToken = (error: unknown): boolean =>
  (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
  (error instanceof DiscordAPIError && error.status === 401) ||
  (error instanceof Error &&
    (error.message === 'Authentication failed' ||
      error.message === `closed with ${GatewayCloseCodes.AuthenticationFailed}`));

/** Where an administrator invites it, with the right scopes and permissions; always Discord itself, whatever DISCORD_API_URL. */
export function invitation(client: Client<true>): string {
  const link = new URL('https://discord.com/oauth2/authorize');
  link.searchParams.set('client_id', client.application.id);
  link.searchParams.set('scope', `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`);
  link.searchParams.set('permissions', String(PermissionsBitField.resolve([...PERMISSIONS])));
  return link.href;
}
