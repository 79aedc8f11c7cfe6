/** The REST side: routes over the world, Discord's rules for interactions and errors, and faults on purpose. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { ChannelType, GatewayIntentBits, InteractionResponseType, MessageFlags, MessageType } from 'discord.js';
import type { Gateway, Portal } from './gateway.ts';
import { refuseChoices, refuseCommands, refuseMessage } from './refuse.ts';
import type { Choice, Command, MessageBody } from './shapes.ts';
import type { Message, User, World } from './world.ts';

/** An interaction that a person began, and what came of it. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: 'command' | 'component' | 'autocomplete' | 'modal';
  readonly by: User;
  readonly channel: string;
  /** The message whose button was pressed. */
  readonly on?: string;
  readonly startedAt: number;
  /** Milliseconds until the first response. */
  firstAnswer?: number;
  response?: { readonly type: number; readonly data: MessageBody & { choices?: Choice[] } };
  /** What `@original` is. */
  original?: string;
  readonly followUps: Message[];
}

/** A body that came in, for the judges. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly at: number;
}

export type Fault =
  | {
      readonly status: number;
      readonly code?: number;
      readonly message?: string /** It was done all the same. */;
      readonly done?: boolean;
    }
  | { readonly retryAfter: number; readonly global?: boolean }
  /** Done only after so many milliseconds, whether or not the caller still waits. */
  | { readonly late: number }
  | 'destroy'
  /** It was done, and the answer is lost. */
  | 'landed'
  | 'silence';

interface Planned {
  readonly matches: RegExp;
  readonly fault: Fault;
  readonly met: () => void;
  left: number;
}

/** Discord remembers a nonce for some minutes. */
const NONCE_MS = 3 * 60_000;

class Refusal extends Error {
  readonly status: number;
  readonly body: object;
  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.body = { message, code, ...(errors ? { errors } : {}) };
  }
}
const unknown = (what: string, code: number): Refusal => new Refusal(404, code, `Unknown ${what}`);
const invalid = (faults: readonly string[]): void => {
  if (faults.length > 0)
    throw new Refusal(400, 50035, 'Invalid Form Body', {
      _errors: faults.map((message) => ({ code: 'BASE_TYPE', message })),
    });
};

type Answer = { readonly status: number; readonly json?: unknown };
type Handler = (ids: string[], body: never, query: URLSearchParams) => Answer;

export type Rest = ReturnType<typeof createRest>;

export function createRest(
  world: World,
  gateway: Gateway,
  portal: Portal,
  now: () => number,
  gatewayUrl: () => string,
) {
  const calls: Call[] = [];
  const planned: Planned[] = [];
  const interactions = new Map<string, Interaction>();
  const commands = new Map<string, Command[]>();
  /** In milliseconds; a setting, so that a test can rule nonces out. */
  const nonces = { keptFor: NONCE_MS };
  /** Calls that have no answer yet. */
  const waiting = { now: 0 };
  /** Calls that went wrong on purpose. */
  const failed = { now: 0 };

  const findChannel = (id: string) => {
    const channel = world.channels.get(id);
    if (!channel) throw unknown('Channel', 10003);
    return channel;
  };
  const findMessage = (channel: string, id: string): Message => {
    const message = world.messages.find(
      (m) => m.id === id && m.channel === channel && !m.deleted && m.onlyFor === undefined,
    );
    if (!message) throw unknown('Message', 10008);
    return message;
  };
  const shown = (message: Message, intents = -1): Record<string, unknown> => {
    const payload = world.messagePayload(message);
    const mayRead =
      intents & GatewayIntentBits.MessageContent ||
      message.author.id === world.bot.id ||
      world.channels.get(message.channel)?.type === ChannelType.DM ||
      message.content.includes(world.bot.id);
    return mayRead ? payload : { ...payload, content: '', embeds: [], attachments: [], components: [] };
  };
  const tellMessage = (t: string, message: Message): void => {
    const direct = world.channels.get(message.channel)?.type === ChannelType.DM;
    gateway.tell(t, direct ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages, (intents) =>
      shown(message, intents),
    );
  };

  function post(channel: string, body: MessageBody, more: { token?: string; onlyFor?: string } = {}): Message {
    invalid(refuseMessage(body));
    if (body.enforce_nonce && body.nonce !== undefined) {
      const since = now() - nonces.keptFor;
      const same = world.messages.find(
        (m) => m.nonce === String(body.nonce) && m.author.id === world.bot.id && world.writtenAt(m.id) > since,
      );
      if (same) return same;
    }
    const replyTo = body.message_reference?.message_id;
    if (replyTo !== undefined) findMessage(channel, replyTo);
    const message = world.addMessage({
      channel,
      author: world.bot,
      content: body.content ?? '',
      embeds: body.embeds ?? [],
      components: body.components ?? [],
      flags: body.flags ?? 0,
      body,
      ...(body.nonce === undefined ? {} : { nonce: String(body.nonce) }),
      ...(replyTo === undefined ? {} : { replyTo }),
      ...more,
    });
    if (message.onlyFor === undefined) tellMessage('MESSAGE_CREATE', message);
    return message;
  }

  function edit(message: Message, body: MessageBody): Message {
    const next = {
      content: body.content === undefined ? message.content : (body.content ?? ''),
      embeds: body.embeds === undefined ? message.embeds : (body.embeds ?? []),
      components: body.components === undefined ? message.components : (body.components ?? []),
    };
    invalid(refuseMessage(next));
    Object.assign(message, next, { body, editedAt: now(), flags: message.flags & ~MessageFlags.Loading });
    message.writes++;
    if (message.onlyFor === undefined) tellMessage('MESSAGE_UPDATE', message);
    return message;
  }

  const byToken = (token: string): Interaction => {
    const found = [...interactions.values()].find((i) => i.token === token);
    if (!found) throw unknown('Webhook', 10015);
    if (now() - found.startedAt > 15 * 60_000) throw new Refusal(401, 50027, 'Invalid Webhook Token');
    return found;
  };
  const original = (token: string): Message => {
    const interaction = byToken(token);
    const message = world.messages.find((m) => m.id === interaction.original && !m.deleted);
    if (!message) throw unknown('Message', 10008);
    return message;
  };

  function respond(
    [id, token]: string[],
    body: { type: number; data?: MessageBody & { choices?: Choice[] } },
  ): Message | undefined {
    const interaction = interactions.get(id!);
    if (!interaction || interaction.token !== token || now() - interaction.startedAt > 3000)
      throw unknown('interaction', 10062);
    if (interaction.response) throw new Refusal(400, 40060, 'Interaction has already been acknowledged.');
    const data = body.data ?? {};
    const onlyFor = (data.flags ?? 0) & MessageFlags.Ephemeral ? { onlyFor: interaction.by.id } : {};
    let message: Message | undefined;
    switch (body.type) {
      case InteractionResponseType.ChannelMessageWithSource:
        message = post(interaction.channel, data, { token: interaction.token, ...onlyFor });
        break;
      case InteractionResponseType.DeferredChannelMessageWithSource:
        message = world.addMessage({
          channel: interaction.channel,
          author: world.bot,
          flags: (data.flags ?? 0) | MessageFlags.Loading,
          token: interaction.token,
          ...onlyFor,
        });
        break;
      case InteractionResponseType.UpdateMessage:
        message = edit(world.messages.find((m) => m.id === interaction.on)!, data);
        break;
      case InteractionResponseType.DeferredMessageUpdate:
        message = world.messages.find((m) => m.id === interaction.on);
        break;
      case InteractionResponseType.ApplicationCommandAutocompleteResult:
        if (interaction.kind !== 'autocomplete') throw new Refusal(400, 50035, 'Invalid Form Body');
        invalid(refuseChoices(data.choices));
        break;
      default:
        break;
    }
    interaction.response = { type: body.type, data };
    interaction.firstAnswer = now() - interaction.startedAt;
    if (message) interaction.original = message.id;
    return message;
  }

  const may = (permission: bigint, code = 50013, message = 'Missing Permissions'): void => {
    if (!(world.allowed.permissions & permission)) throw new Refusal(403, code, message);
  };
  const VIEW = 1n << 10n;
  const SEND = 1n << 11n;
  const PUBLIC_THREADS = 1n << 35n;
  const SEND_IN_THREADS = 1n << 38n;
  const mayPost = (channel: string): void => {
    const { type } = findChannel(channel);
    if (type === ChannelType.DM) return;
    may(VIEW, 50001, 'Missing Access');
    may(type === ChannelType.PublicThread ? SEND_IN_THREADS : SEND);
  };

  const register = (scope: string, body: readonly Command[]): Answer => {
    invalid(refuseCommands(body));
    const made = body.map((c) => ({
      ...c,
      id: world.newId(),
      application_id: world.bot.id,
      version: world.newId(),
      type: c.type ?? 1,
    }));
    commands.set(scope, made);
    return { status: 200, json: made };
  };
  const registered = (scope: string): Answer => ({ status: 200, json: commands.get(scope) ?? [] });

  const routes: readonly [method: string, path: RegExp, handler: Handler][] = [
    [
      'GET',
      /^\/gateway\/bot$/,
      () => ({
        status: 200,
        json: {
          url: gatewayUrl(),
          shards: 1,
          session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 },
        },
      }),
    ],
    ['GET', /^\/users\/@me$/, () => ({ status: 200, json: world.authorPayload(world.bot) })],
    ['PUT', /^\/applications\/\d+\/commands$/, (_ids, body) => register('everywhere', body)],
    ['GET', /^\/applications\/\d+\/commands$/, () => registered('everywhere')],
    ['PUT', /^\/applications\/\d+\/guilds\/(\d+)\/commands$/, ([guild], body) => register(guild!, body)],
    ['GET', /^\/applications\/\d+\/guilds\/(\d+)\/commands$/, ([guild]) => registered(guild!)],
    ['GET', /^\/channels\/(\d+)$/, ([id]) => ({ status: 200, json: world.channelPayload(findChannel(id!)) })],
    [
      'POST',
      /^\/channels\/(\d+)\/messages$/,
      ([id], body: MessageBody) => {
        mayPost(id!);
        return { status: 200, json: shown(post(id!, body)) };
      },
    ],
    [
      'GET',
      /^\/channels\/(\d+)\/messages$/,
      ([id], _body, query) => {
        findChannel(id!);
        may(VIEW, 50001, 'Missing Access');
        const after = BigInt(query.get('after') ?? 0);
        const found = world.inChannel(id!).filter((m) => BigInt(m.id) > after);
        const most = Number(query.get('limit') ?? 50);
        return {
          status: 200,
          json: (query.has('after') ? found.slice(0, most) : found.slice(-most)).reverse().map((m) => shown(m)),
        };
      },
    ],
    ['GET', /^\/channels\/(\d+)\/messages\/(\d+)$/, ([c, m]) => ({ status: 200, json: shown(findMessage(c!, m!)) })],
    [
      'PATCH',
      /^\/channels\/(\d+)\/messages\/(\d+)$/,
      ([c, m], body) => {
        const message = findMessage(c!, m!);
        if (message.author.id !== world.bot.id)
          throw new Refusal(403, 50005, 'Cannot edit a message authored by another user');
        return { status: 200, json: shown(edit(message, body)) };
      },
    ],
    [
      'DELETE',
      /^\/channels\/(\d+)\/messages\/(\d+)$/,
      ([c, m]) => {
        findMessage(c!, m!).deleted = true;
        return { status: 204 };
      },
    ],
    ['POST', /^\/channels\/(\d+)\/typing$/, () => ({ status: 204 })],
    ['PUT', /^\/channels\/(\d+)\/messages\/(\d+)\/reactions\/[^/]+\/@me$/, () => ({ status: 204 })],
    [
      'POST',
      /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/,
      ([c, m], body: { name: string }) => {
        const message = findMessage(c!, m!);
        may(PUBLIC_THREADS);
        if (findChannel(c!).type !== ChannelType.GuildText)
          throw new Refusal(400, 50024, 'Cannot execute action on this channel type');
        if (world.channels.has(message.id))
          throw new Refusal(400, 160004, 'A thread has already been created for this message');
        if (!body.name || body.name.length > 100) invalid(['name: must be between 1 and 100 in length']);
        const thread = world.addChannel({
          id: message.id,
          type: ChannelType.PublicThread,
          name: body.name,
          parent: c!,
        });
        gateway.tell('THREAD_CREATE', GatewayIntentBits.Guilds, () => ({
          ...world.channelPayload(thread),
          newly_created: true,
        }));
        // As Discord does: the message is told anew with its thread, though nobody edited it.
        tellMessage('MESSAGE_UPDATE', message);
        const starter = world.addMessage({
          channel: thread.id,
          author: message.author,
          type: MessageType.ThreadStarterMessage,
        });
        tellMessage('MESSAGE_CREATE', starter);
        return { status: 201, json: world.channelPayload(thread) };
      },
    ],
    [
      'POST',
      /^\/users\/@me\/channels$/,
      (_ids, body: { recipient_id: string }) => {
        const user = world.users.get(body.recipient_id);
        if (!user) throw unknown('User', 10013);
        const open = [...world.channels.values()].find((ch) => ch.recipient?.id === user.id);
        return {
          status: 200,
          json: world.channelPayload(open ?? world.addChannel({ type: ChannelType.DM, name: '', recipient: user })),
        };
      },
    ],
    [
      'POST',
      /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
      (ids, body: { type: number }, query) => {
        const message = respond(ids, body);
        if (query.get('with_response') !== 'true') return { status: 204 };
        return {
          status: 200,
          json: {
            interaction: { id: ids[0], type: 2, response_message_id: message?.id },
            resource: { type: body.type, ...(message ? { message: world.messagePayload(message) } : {}) },
          },
        };
      },
    ],
    [
      'GET',
      /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/,
      ([t]) => ({ status: 200, json: world.messagePayload(original(t!)) }),
    ],
    [
      'PATCH',
      /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/,
      ([t], body) => ({ status: 200, json: world.messagePayload(edit(original(t!), body)) }),
    ],
    [
      'DELETE',
      /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/,
      ([t]) => {
        original(t!).deleted = true;
        return { status: 204 };
      },
    ],
    [
      'POST',
      /^\/webhooks\/\d+\/([^/]+)$/,
      ([t], body: MessageBody) => {
        const interaction = byToken(t!);
        if (!interaction.response) throw unknown('Webhook', 10015);
        const onlyFor = (body.flags ?? 0) & MessageFlags.Ephemeral ? { onlyFor: interaction.by.id } : {};
        const message = post(interaction.channel, body, { token: t!, ...onlyFor });
        interaction.followUps.push(message);
        return { status: 200, json: world.messagePayload(message) };
      },
    ],
  ];

  function handle(method: string, path: string, body: unknown, query: URLSearchParams): Answer {
    for (const [wanted, pattern, handler] of routes) {
      const match = method === wanted ? pattern.exec(path) : null;
      if (match) return handler(match.slice(1), body as never, query);
    }
    return { status: 404, json: { message: '404: Not Found', code: 0 } };
  }

  async function readBody(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  const reply = (response: ServerResponse, { status, json }: Answer, headers: Record<string, string> = {}): void => {
    const limits = {
      'x-ratelimit-limit': '50',
      'x-ratelimit-remaining': '49',
      'x-ratelimit-reset-after': '1',
      'x-ratelimit-bucket': 'loopback',
    };
    if (status === 204) response.writeHead(204, { ...limits, ...headers }).end();
    else
      response
        .writeHead(status, { 'content-type': 'application/json', ...limits, ...headers })
        .end(JSON.stringify(json));
  };
  const refuseForNow = (response: ServerResponse, seconds: number, global: boolean): void =>
    reply(
      response,
      { status: 429, json: { message: 'You are being rate limited.', retry_after: seconds, global } },
      {
        'retry-after': String(Math.ceil(seconds)),
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset-after': String(seconds),
        'x-ratelimit-scope': global ? 'global' : 'user',
        ...(global ? { 'x-ratelimit-global': 'true' } : {}),
      },
    );

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const path = decodeURIComponent(url.pathname.replace(/^\/api\/v10/, ''));
    const method = request.method ?? 'GET';
    waiting.now++;
    response.once('close', () => waiting.now--);
    const body = await readBody(request);
    const done = (answer: Answer): void => {
      calls.push({ method, path, body, status: answer.status, at: Date.now() });
      reply(response, answer);
    };
    const open = path.startsWith('/interactions/') || path.startsWith('/webhooks/');
    if (!open && request.headers.authorization !== `Bot ${portal.token}`)
      return done({ status: 401, json: { message: '401: Unauthorized', code: 0 } });

    const plan = planned.find((p) => p.left > 0 && p.matches.test(`${method} ${path}`));
    if (plan) {
      plan.left--;
      failed.now++;
      const { fault } = plan;
      plan.met();
      if (fault === 'silence') return;
      if (fault === 'landed') return void handle(method, path, body, url.searchParams);
      if (fault === 'destroy') return void request.socket.destroy();
      if ('late' in fault) {
        await pause(fault.late);
        return done(handle(method, path, body, url.searchParams));
      }
      if ('retryAfter' in fault) {
        calls.push({ method, path, body, status: 429, at: Date.now() });
        return refuseForNow(response, fault.retryAfter, fault.global ?? false);
      }
      if (fault.done) handle(method, path, body, url.searchParams);
      return done({ status: fault.status, json: { message: fault.message ?? 'made to fail', code: fault.code ?? 0 } });
    }
    try {
      done(handle(method, path, body, url.searchParams));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      done({ status: error.status, json: error.body });
    }
  }

  return {
    calls,
    interactions,
    commands,
    waiting,
    failed,
    nonces,
    receive,
    tellMessage,
    /** The next `times` calls like `POST /channels/1/messages` go wrong; `met` hears of each beforehand. */
    fail(matches: RegExp, fault: Fault, times = 1, met: () => void = () => {}): void {
      planned.push({ matches, fault, left: times, met });
    },
    heal(): void {
      planned.length = 0;
    },
  };
}
