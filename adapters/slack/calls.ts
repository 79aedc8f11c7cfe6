/** Calls to Slack: each body checked before it is sent, rate limits waited for, and nothing posted twice. */
import { setTimeout as pause } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import type { Log } from '../shared/log.ts';
import { checkMessage, checkView } from './limits.ts';
import type { SlackMessage } from './render.ts';

/** Slack said no, with its code; trying again does not help. */
export class Refused extends Error {
  constructor(
    readonly method: string,
    readonly reason: string,
  ) {
    super(`Slack refused ${method}: ${reason}`);
  }
}

const BAD_TOKEN: ReadonlySet<string> = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'user_removed_from_team',
  'team_disabled',
  'not_allowed_token_type',
  'org_login_required',
  'ekm_access_denied',
  'missing_scope',
  'no_permission',
]);
/** Codes with which Slack says that a token is no good, and will not be later. */
export const isBadToken = (reason: string): boolean => BAD_TOKEN.has(reason);

/** Codes with which Slack speaks of a bad moment of its own; what was asked for may have happened or not. */
const PASSING: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

/** Slack says to come back later: nothing was done. */
export class TooFast extends Error {
  constructor(
    method: string,
    /** Milliseconds. */
    readonly wait: number,
  ) {
    super(`Slack limits ${method}: again in ${wait} ms`);
  }
}

/** Slack could not be reached, or its answer was lost: what was sent may have landed or not. */
export class Away extends Error {
  constructor(method: string, cause: unknown) {
    super(`Slack did not answer ${method}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** What was sent did certainly not arrive: there was no connection, or Slack took nothing. */
export class Unsent extends Away {}

/** A private reply was lost on the way, after its event was marked as done. Nobody can look whether it arrived. */
export class LostReply extends Away {
  constructor(cause: Away) {
    super('a private reply', cause);
    this.arrived = cause instanceof Unsent ? 'no' : 'perhaps';
  }
  readonly arrived: 'no' | 'perhaps';
}

/** What a connection that was never made is told by, besides a system call that is `connect`. */
const NO_CONNECTION: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const wasNoConnection = (error: unknown): boolean => {
  const { cause } = error as { cause?: { code?: string; syscall?: string } };
  return cause?.syscall === 'connect' || NO_CONNECTION.has(cause?.code ?? '');
};

/** Slack is away, or the process ends: the same call may do later. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Away || (error instanceof Error && error.name === 'AbortError');

export interface Place {
  readonly channel: string;
  readonly thread?: string | undefined;
}

export interface View {
  readonly type: 'modal' | 'home';
  readonly title?: { readonly type: 'plain_text'; readonly text: string };
  readonly close?: { readonly type: 'plain_text'; readonly text: string };
  readonly blocks: SlackMessage['blocks'];
}

export interface Calls {
  /** Who the token belongs to. */
  whoAmI(): Promise<{
    readonly user: string;
    readonly bot: string;
    readonly name: string;
    readonly team: string;
    readonly teamName: string;
  }>;
  /**
   * Posts the reply to an exchange. `doubtful`: it may be there already (an earlier try was lost), so look first.
   * @returns where it stands.
   */
  post(
    place: Place,
    message: SlackMessage,
    exchange: string,
    doubtful: boolean,
  ): Promise<{ channel: string; ts: string }>;
  update(channel: string, ts: string, message: SlackMessage): Promise<void>;
  /** For one person's eyes in a channel. */
  whisper(place: Place, user: string, message: SlackMessage): Promise<void>;
  /** Answers a command or a press at its own address; in a thread, what is private stands there too. */
  respond(
    url: string,
    message: SlackMessage,
    how: 'private' | 'replace' | 'in channel',
    thread?: string,
  ): Promise<void>;
  openModal(trigger: string, view: View): Promise<void>;
  publishHome(user: string, view: View): Promise<void>;
  /** What kind of channel it is; kept for a while. */
  channel(id: string): Promise<{ readonly private: boolean; readonly shared: boolean }>;
  /** Whether Plenary is in a channel, asked anew; of one that it cannot see nothing is known. */
  membership(id: string): Promise<{ readonly member: boolean; readonly shared: boolean }>;
  /** Whether somebody administers the workspace. */
  isAdmin(user: string): Promise<boolean>;
  /**
   * Posts with one call and never a second one. @returns where it stands.
   * @throws Refused or TooFast when nothing was posted; Away when it may have been.
   */
  postOnce(channel: string, message: SlackMessage, metadata: Metadata): Promise<string>;
  /** Plenary's own messages in a channel since a time in milliseconds, by what they carry. @returns where they stand, oldest first. */
  findOwn(channel: string, since: number, is: (metadata: Metadata) => boolean): Promise<string[]>;
  /** Takes a message of its own back, as `postOnce` names it; one that is gone is no fault. */
  remove(message: string): Promise<void>;
}

/** What a message carries for the app that posted it; people do not see it. */
export interface Metadata {
  readonly event_type?: string;
  readonly event_payload?: Readonly<Record<string, unknown>>;
}

/** What a method answers; each is read where it is called. */
type Result = Readonly<Record<string, unknown>>;

/** Slack answers in well under a second; a call that hangs is as good as lost. */
const CALL_MS = 10_000;
/** Waits between tries of calls that do no harm when they land twice. */
const AGAIN_MS = [300, 1_000, 3_000] as const;
/** Channels change their kind seldom. */
const CHANNEL_MS = 10 * 60_000;
/** How far back a lost reply is looked for: threads are shorter than that within ten minutes. */
const LOOK_BACK = 100;

const METADATA = 'plenary_reply';

interface CallsOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: Log;
  readonly now: () => number;
  /** Aborted when the process ends: nothing waits any longer. */
  readonly stopping: AbortSignal;
}

export function createCalls({ token, apiUrl, log, now, stopping }: CallsOptions): Calls {
  // Its own retries would post twice, and its waiting for a rate limit would hold all channels up.
  const client = new webApi.WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_MS,
    logger: quiet,
  });
  const channels = new Map<string, { at: number; kind: { private: boolean; shared: boolean } }>();

  /** One call, and what became of it. */
  async function callOnce(method: string, args: Readonly<Record<string, unknown>>): Promise<Result> {
    try {
      return (await client.apiCall(method, { ...args })) as unknown as Result;
    } catch (error) {
      if (error instanceof webApi.WebAPIRateLimitedError) throw new TooFast(method, error.retryAfter * 1_000);
      if (error instanceof webApi.WebAPIPlatformError && !PASSING.has(error.data.error))
        throw new Refused(method, error.data.error);
      throw new Away(method, error);
    }
  }

  /** One try, after as many waits as Slack asks for. */
  async function tryOnce(method: string, args: Readonly<Record<string, unknown>>): Promise<Result> {
    for (;;) {
      try {
        return await callOnce(method, args);
      } catch (error) {
        if (!(error instanceof TooFast)) throw error;
        log.warn({ platform: 'slack', method, channel: args.channel, ms: error.wait }, 'rate limited; waiting');
        await pause(error.wait, undefined, { signal: stopping });
      }
    }
  }

  /** For calls that may land twice. */
  async function call(method: string, args: Readonly<Record<string, unknown>>): Promise<Result> {
    for (const wait of AGAIN_MS) {
      try {
        return await tryOnce(method, args);
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        await pause(wait, undefined, { signal: stopping });
      }
    }
    return tryOnce(method, args);
  }

  /** The reply to an exchange, where it is already there: it carries the exchange in its metadata. */
  async function findReply({ channel, thread }: Place, exchange: string): Promise<string | undefined> {
    const found = await call(thread ? 'conversations.replies' : 'conversations.history', {
      channel,
      ...(thread ? { ts: thread } : {}),
      include_all_metadata: true,
      limit: LOOK_BACK,
    });
    const messages = (found.messages ?? []) as {
      ts: string;
      metadata?: { event_type?: string; event_payload?: { exchange?: string } };
    }[];
    return messages.find((m) => m.metadata?.event_type === METADATA && m.metadata.event_payload?.exchange === exchange)
      ?.ts;
  }

  async function post(place: Place, message: SlackMessage, exchange: string, doubtful: boolean) {
    checked(message, checkMessage);
    const { channel, thread } = place;
    const body = {
      channel,
      ...(thread ? { thread_ts: thread } : {}),
      ...message,
      ...SAFE,
      metadata: { event_type: METADATA, event_payload: { exchange } },
    };
    let unsure = doubtful;
    for (const wait of [...AGAIN_MS, undefined]) {
      try {
        // Nobody can look into a conversation that is named by a person only.
        const there = unsure && !channel.startsWith('U') ? await findReply(place, exchange) : undefined;
        if (there) return { channel, ts: there };
        const posted = await tryOnce('chat.postMessage', body);
        return { channel: String(posted.channel ?? channel), ts: String(posted.ts) };
      } catch (error) {
        if (!(error instanceof Away) || wait === undefined || channel.startsWith('U')) throw error;
        unsure = true;
        await pause(wait, undefined, { signal: stopping });
      }
    }
    throw new Away('chat.postMessage', 'all tries failed');
  }

  async function respond(
    url: string,
    message: SlackMessage,
    how: 'private' | 'replace' | 'in channel',
    thread?: string,
  ): Promise<void> {
    checked(message, checkMessage);
    const body = {
      ...message,
      ...SAFE,
      response_type: how === 'in channel' ? 'in_channel' : 'ephemeral',
      replace_original: how === 'replace',
      ...(thread ? { thread_ts: thread } : {}),
    };
    for (;;) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.any([stopping, AbortSignal.timeout(CALL_MS)]),
      }).catch((error: unknown) => {
        throw wasNoConnection(error) ? new Unsent('response_url', error) : new Away('response_url', error);
      });
      if (answer.ok) return;
      const status = `HTTP ${answer.status}`;
      if (answer.status === 503) throw new Unsent('response_url', status);
      if (answer.status !== 429)
        throw answer.status >= 500 ? new Away('response_url', status) : new Refused('response_url', status);
      try {
        await pause(Number(answer.headers.get('retry-after') ?? '1') * 1_000, undefined, { signal: stopping });
      } catch (error) {
        throw new Unsent('response_url', error);
      }
    }
  }

  return {
    whoAmI: async () => {
      const me = await tryOnce('auth.test', {});
      return {
        user: String(me.user_id),
        bot: String(me.bot_id ?? ''),
        name: String(me.user ?? me.user_id),
        team: String(me.team_id ?? ''),
        teamName: String(me.team ?? ''),
      };
    },
    post,
    update: async (channel, ts, message) => {
      checked(message, checkMessage);
      await call('chat.update', { channel, ts, ...message, parse: 'none', link_names: false });
    },
    whisper: async ({ channel, thread }, user, message) => {
      checked(message, checkMessage);
      await tryOnce('chat.postEphemeral', {
        channel,
        user,
        ...(thread ? { thread_ts: thread } : {}),
        ...message,
        ...SAFE,
      });
    },
    respond,
    openModal: async (trigger_id, view) => {
      await tryOnce('views.open', { trigger_id, view: checked(view, checkView) });
    },
    publishHome: async (user_id, view) => {
      await call('views.publish', { user_id, view: checked(view, checkView) });
    },
    channel: async (id) => {
      const kept = channels.get(id);
      if (kept && now() - kept.at < CHANNEL_MS) return kept.kind;
      const found = (await call('conversations.info', { channel: id })).channel as {
        is_private?: boolean;
        is_im?: boolean;
        is_mpim?: boolean;
        is_ext_shared?: boolean;
      };
      const kind = {
        private: Boolean(found.is_private || found.is_im || found.is_mpim),
        shared: Boolean(found.is_ext_shared),
      };
      channels.set(id, { at: now(), kind });
      return kind;
    },
    membership: async (id) => {
      try {
        const found = (await call('conversations.info', { channel: id })).channel as {
          is_member?: boolean;
          is_ext_shared?: boolean;
        };
        return { member: Boolean(found.is_member), shared: Boolean(found.is_ext_shared) };
      } catch (error) {
        if (error instanceof Refused) return { member: false, shared: false };
        throw error;
      }
    },
    isAdmin: async (user) => {
      const found = (await call('users.info', { user })).user as { is_admin?: boolean; is_owner?: boolean };
      return Boolean(found.is_admin || found.is_owner);
    },
    postOnce: async (channel, message, metadata) => {
      checked(message, checkMessage);
      const posted = await callOnce('chat.postMessage', { channel, ...message, ...SAFE, metadata });
      return `${String(posted.channel ?? channel)} ${String(posted.ts)}`;
    },
    findOwn: async (channel, since, is) => {
      const own: string[] = [];
      let cursor = '';
      do {
        const found = await call('conversations.history', {
          channel,
          oldest: String(since / 1_000),
          include_all_metadata: true,
          limit: LOOK_BACK,
          ...(cursor ? { cursor } : {}),
        });
        const messages = (found.messages ?? []) as { ts: string; metadata?: Metadata }[];
        for (const m of messages) if (m.metadata && is(m.metadata)) own.push(`${channel} ${m.ts}`);
        cursor = (found.response_metadata as { next_cursor?: string } | undefined)?.next_cursor ?? '';
      } while (cursor);
      return own.sort();
    },
    remove: async (message) => {
      const [channel, ts] = message.split(' ');
      try {
        await call('chat.delete', { channel, ts });
      } catch (error) {
        if (!(error instanceof Refused && error.message.includes('message_not_found'))) throw error;
      }
    },
  };
}

/** Nothing in a message unfurls, and no name in it is looked for. */
const SAFE = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false, mrkdwn: true } as const;

/** @throws Error when a body is over a limit: a fault of Plenary, told before Slack tells it. */
function checked<T>(body: T, check: (body: T) => string[]): T {
  const faults = check(body);
  if (faults.length > 0) throw new Error(`over Slack's limits: ${faults.join('; ')}`);
  return body;
}

/** The client's own words are left out: its warnings come as errors here, and its debugging shows what people typed. */
const nothing = (): void => {};
export const quiet = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => webApi.LogLevel.ERROR,
  setName: nothing,
};
