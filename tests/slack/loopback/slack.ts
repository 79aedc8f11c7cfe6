/** A Slack on loopback, written from what was measured with the real clients, that can fail on purpose. */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { allTexts, fires, type Json, judgeBlocks } from './judge.ts';

export const BOT_TOKEN = 'xoxb-loopback-1234567890';
export const APP_TOKEN = 'xapp-1-loopback-1234567890';
export const SECRET = 'loopback-signing-secret';
export const BOT_USER = 'U0BOT0001';
export const BOT_ID = 'B0BOT0001';
export const APP = 'A0APP0001';
export const TEAM = 'T0TEAM001';
export const PERSON = 'U0000001';
/** Administers the workspace. */
export const ADMIN = 'U0ADMIN01';

export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user?: string;
  readonly bot_id?: string;
  /** Only this person sees it. */
  readonly ephemeral?: string;
  text: string;
  blocks: Json[];
  readonly metadata?: Json;
  edited: boolean;
}

/** How a call fails: as Slack says it, or as a wire does. `landed` takes effect first and then loses the answer. */
export type Fault =
  | { retryAfter: number }
  | { status: number; landed?: boolean }
  /** Takes effect only after so many milliseconds, whether or not the caller still waits. */
  | { late: number }
  | { error: string }
  | 'destroy'
  | 'landed'
  | 'silence';

export interface Call {
  readonly method: string;
  readonly args: Json;
  readonly at: number;
}

export interface Delivery {
  readonly kind: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: Json;
  /** When it was first sent, and how long until it was acknowledged. */
  sent: number;
  acknowledgedAfter?: number;
  answer?: unknown;
}

export interface Options {
  /** Deliver over HTTP to this address instead of a socket. */
  readonly http?: string;
  /** How long an acknowledgement may take before the event is sent again; three times at most. */
  readonly redeliverAfter?: number;
  /** A mention in a direct message of several people comes as app_mention as well; it is not certain that it does. */
  readonly mentionsInGroups?: boolean;
}

const kindOf = (channel: string): string =>
  channel.startsWith('D') ? 'im' : channel.startsWith('GDM') ? 'mpim' : channel.startsWith('G') ? 'group' : 'channel';

const channelInfo = (id: string): Json => ({
  id,
  name: id.toLowerCase(),
  is_channel: !id.startsWith('D'),
  is_im: id.startsWith('D'),
  is_private: id.startsWith('G') || id.startsWith('D'),
  is_ext_shared: id.startsWith('CEXT'),
  is_member: !id.startsWith('COUT'),
});

export class LoopbackSlack {
  readonly messages: Posted[] = [];
  readonly calls: Call[] = [];
  readonly deliveries: Delivery[] = [];
  readonly views: Json[] = [];
  readonly homes: Json[] = [];
  /** Blocks of the last modal or private message: what a person looks at now. */
  latest: readonly Json[] = [];
  /** What Slack would have refused, or fired though nobody meant it to. */
  readonly faults: string[] = [];
  /** Asked of each call before anything else is: how it goes wrong, when it does. */
  interfere: (call: Call) => Fault | undefined = () => undefined;
  /** It is away: it cuts connections, refuses them, or takes them and says nothing. */
  away: 'cutting' | 'refusing' | 'silent' | undefined;
  /** Sockets are opened, and then not greeted. */
  greets = true;
  /** Acknowledgements are taken but treated as lost. */
  deaf = false;
  connections = 0;
  /** How often something was sent another time. */
  sentAgain = 0;
  /** Calls that are not answered yet. */
  serving = 0;
  /** Kept while it refuses connections, to come back at the same place. */
  port = 0;
  private readonly planned = new Map<string, Fault[]>();
  private readonly waiting: Delivery[] = [];
  private readonly pending = new Map<string, { delivery: Delivery; attempt: number }>();
  private readonly responses = new Map<string, { channel: string; user: string; uses: number; message?: Posted }>();
  private readonly wires = new Set<Socket>();
  private socket: WebSocket | undefined;
  private clock = 1_720_771_200;
  private count = 0;
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly sockets = new WebSocketServer({ noServer: true });

  constructor(private readonly options: Options = {}) {
    this.server.on('connection', (wire) => {
      if (this.away === 'cutting') return void wire.destroy();
      this.wires.add(wire);
      wire.on('close', () => this.wires.delete(wire));
    });
    this.server.on('upgrade', (request, wire, head) => {
      if (this.away === 'silent') return;
      if (this.away) return void wire.destroy();
      this.sockets.handleUpgrade(request, wire, head, (socket) => this.connect(socket));
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.port}/api/`;
  }

  get connected(): boolean {
    return this.socket?.readyState === 1;
  }

  async close(): Promise<void> {
    this.socket?.terminate();
    for (const wire of this.wires) wire.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** Sockets that are open just now; a bot has one. */
  get openSockets(): number {
    return [...this.sockets.clients].filter((socket) => socket.readyState === 1).length;
  }

  /** The next `times` calls of a method (`*`: any) fail like this. */
  fail(method: string, fault: Fault, times = 1): void {
    this.planned.set(method, [...(this.planned.get(method) ?? []), ...Array<Fault>(times).fill(fault)]);
  }

  mend(): void {
    this.planned.clear();
  }

  /** Cuts the socket without a word. */
  dropSocket(): void {
    this.socket?.terminate();
  }

  sayDisconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
    this.socket?.send(JSON.stringify({ type: 'disconnect', reason }));
  }

  goAway(how: NonNullable<LoopbackSlack['away']> = 'cutting'): void {
    this.away = how;
    if (how === 'silent') return void this.socket?.pause();
    if (how === 'refusing') this.server.close();
    for (const wire of this.wires) wire.destroy();
  }

  async comeBack(): Promise<void> {
    const how = this.away;
    this.away = undefined;
    if (how === 'silent') for (const wire of this.wires) wire.destroy();
    if (how === 'refusing') await this.open();
  }

  /** From now on messages are written at this time, in milliseconds, and later. */
  setClock(at: number): void {
    this.clock = Math.floor(at / 1_000);
  }

  nextTs(): string {
    this.clock += 1;
    this.count += 1;
    return `${this.clock}.${String(this.count).padStart(6, '0')}`;
  }

  // What people do.

  /** A person's message: kept, and delivered as Slack does, a mention also as app_mention. @returns its ts. */
  write(channel: string, text: string, more: { thread?: string; by?: string; extra?: Json } = {}): string {
    const { thread, by = PERSON, extra = {} } = more;
    const ts = this.nextTs();
    const event = {
      user: by,
      text,
      ts,
      channel,
      team: TEAM,
      event_ts: ts,
      ...(thread ? { thread_ts: thread } : {}),
      ...extra,
    };
    this.messages.push({
      channel,
      ts,
      ...(thread ? { thread_ts: thread } : {}),
      user: by,
      text,
      blocks: [],
      edited: false,
    });
    const im = channel.startsWith('D');
    const kind = kindOf(channel);
    const named = kind !== 'mpim' || this.options.mentionsInGroups === true;
    const mention = !im && named && text.includes(`<@${BOT_USER}>`) && extra.subtype === undefined;
    this.event({ type: 'message', channel_type: kind, ...event }, channel);
    if (mention) this.event({ type: 'app_mention', ...event }, channel);
    return ts;
  }

  /** The person changes what was written. */
  edit(channel: string, ts: string, text: string, secondsLater = 5): void {
    const message = this.messages.find((m) => m.channel === channel && m.ts === ts);
    if (!message) throw new Error(`no message ${ts} in ${channel}`);
    const previous = message.text;
    message.text = text;
    const own = {
      type: 'message',
      user: message.user,
      ts,
      ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    };
    const edited = { user: message.user, ts: `${Number(ts.split('.')[0]) + secondsLater}.000000` };
    this.event(
      {
        type: 'message',
        subtype: 'message_changed',
        channel,
        channel_type: kindOf(channel),
        hidden: true,
        message: { ...own, text, edited },
        previous_message: { ...own, text: previous },
        ts: edited.ts,
        event_ts: edited.ts,
      },
      channel,
    );
  }

  openHome(user = PERSON): void {
    this.event(
      { type: 'app_home_opened', user, tab: 'home', channel: `D${user}`, event_ts: this.nextTs() },
      `D${user}`,
    );
  }

  command(command: string, text: string, more: { channel?: string; by?: string } = {}): void {
    const { channel = 'C1', by = PERSON } = more;
    this.deliver('slash_commands', {
      command,
      text,
      user_id: by,
      user_name: by.toLowerCase(),
      channel_id: channel,
      channel_name: channel.toLowerCase(),
      team_id: TEAM,
      team_domain: 'loopback',
      api_app_id: APP,
      trigger_id: `trigger.${randomUUID()}`,
      response_url: this.responseUrl(channel, by),
    });
  }

  shortcut(callback: string, channel: string, message: Posted, by = PERSON): void {
    this.deliver('interactive', {
      type: 'message_action',
      callback_id: callback,
      trigger_id: `trigger.${randomUUID()}`,
      message_ts: message.ts,
      message: { type: 'message', user: message.user, text: message.text, ts: message.ts },
      channel: { id: channel, name: channel.toLowerCase() },
      user: { id: by, name: by.toLowerCase(), team_id: TEAM },
      team: { id: TEAM, domain: 'loopback' },
      response_url: this.responseUrl(channel, by),
      action_ts: this.nextTs(),
    });
  }

  /** Presses a button, or picks an entry of a menu, by its label. */
  press(on: Posted | { view: Json; user: string }, label: string, by = PERSON): void {
    const blocks = 'view' in on ? (on.view.blocks as Json[]) : on.blocks;
    const action = findAction(blocks, label);
    if (!action) throw new Error(`no choice “${label}” among: ${choicesOf(blocks).join(' | ')}`);
    const place =
      'view' in on
        ? { view: { type: 'home', ...on.view }, container: { type: 'view' } }
        : {
            channel: { id: on.channel, name: on.channel.toLowerCase() },
            message: {
              type: 'message',
              ts: on.ts,
              text: on.text,
              blocks: on.blocks,
              ...(on.thread_ts ? { thread_ts: on.thread_ts } : {}),
            },
            container: {
              type: 'message',
              message_ts: on.ts,
              channel_id: on.channel,
              is_ephemeral: on.ephemeral !== undefined,
            },
            response_url: this.responseUrl(on.channel, by, on),
          };
    this.deliver('interactive', {
      type: 'block_actions',
      user: { id: by, username: by.toLowerCase(), team_id: TEAM },
      team: { id: TEAM, domain: 'loopback' },
      api_app_id: APP,
      trigger_id: `trigger.${randomUUID()}`,
      ...place,
      actions: [{ ...action, action_ts: this.nextTs() }],
    });
  }

  /** The last event again, as after a lost acknowledgement. */
  redeliver(nth = this.deliveries.filter((d) => d.kind === 'events_api').length - 1): void {
    const delivery = this.deliveries.filter((d) => d.kind === 'events_api')[nth];
    if (!delivery) throw new Error('nothing was delivered yet');
    void this.send(delivery, 1);
  }

  /** Signed as Slack signs, and with whatever is wrong with it. @returns the status of the answer. */
  async postSigned(body: string, more: { secret?: string; age?: number; type?: string } = {}): Promise<number> {
    const timestamp = String(Math.floor(Date.now() / 1000) - (more.age ?? 0));
    const signature = createHmac('sha256', more.secret ?? SECRET)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex');
    const answer = await fetch(this.options.http!, {
      method: 'POST',
      headers: {
        'content-type': more.type ?? 'application/json',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    });
    return answer.status;
  }

  event(event: Json, channel: string, more: Json = {}): void {
    this.deliver('events_api', {
      type: 'event_callback',
      team_id: TEAM,
      api_app_id: APP,
      event,
      event_id: `Ev${randomUUID().slice(0, 8)}${this.deliveries.length}`,
      event_time: Math.floor(Number(this.clock)),
      is_ext_shared_channel: channel.startsWith('CEXT'),
      authorizations: [
        { team_id: TEAM, user_id: BOT_USER, is_bot: true, is_enterprise_install: false, enterprise_id: null },
      ],
      ...more,
    });
  }

  private deliver(kind: Delivery['kind'], payload: Json): void {
    const delivery: Delivery = { kind, payload, sent: performance.now() };
    this.deliveries.push(delivery);
    void this.send(delivery, 0);
  }

  private async send(delivery: Delivery, attempt: number): Promise<void> {
    if (attempt > 0) this.sentAgain += 1;
    if (this.options.http) return this.sendHttp(delivery, attempt);
    if (this.away || this.socket?.readyState !== 1) return void this.waiting.push(delivery);
    const envelope_id = randomUUID();
    this.pending.set(envelope_id, { delivery, attempt });
    this.socket.send(
      JSON.stringify({
        envelope_id,
        type: delivery.kind,
        payload: delivery.payload,
        accepts_response_payload: delivery.kind !== 'events_api',
        ...(delivery.kind === 'events_api'
          ? { retry_attempt: attempt, retry_reason: attempt > 0 ? 'timeout' : '' }
          : {}),
      }),
    );
    const { redeliverAfter } = this.options;
    if (redeliverAfter !== undefined && attempt < 3)
      setTimeout(() => {
        if (this.pending.delete(envelope_id) && delivery.kind === 'events_api') void this.send(delivery, attempt + 1);
      }, redeliverAfter).unref();
  }

  private async sendHttp(delivery: Delivery, attempt: number): Promise<void> {
    const form = delivery.kind !== 'events_api';
    const fields =
      delivery.kind === 'interactive'
        ? { payload: JSON.stringify(delivery.payload) }
        : (delivery.payload as Record<string, string>);
    const body = form ? new URLSearchParams(fields).toString() : JSON.stringify(delivery.payload);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const sent = performance.now();
    try {
      const answer = await fetch(this.options.http!, {
        method: 'POST',
        headers: {
          'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`,
          ...(attempt > 0 ? { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': 'http_timeout' } : {}),
        },
        body,
        signal: AbortSignal.timeout(3_000),
      });
      if (answer.ok && !this.deaf) delivery.acknowledgedAfter = performance.now() - sent;
      else if (attempt < 3) setTimeout(() => void this.send(delivery, attempt + 1), 100).unref();
    } catch {
      if (attempt < 3) setTimeout(() => void this.send(delivery, attempt + 1), 300).unref();
    }
  }

  private connect(socket: WebSocket): void {
    this.socket = socket;
    this.connections += 1;
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload: unknown };
      if (this.deaf) return;
      const pending = this.pending.get(envelope_id);
      if (!pending) return;
      this.pending.delete(envelope_id);
      pending.delivery.acknowledgedAfter ??= performance.now() - pending.delivery.sent;
      pending.delivery.answer = payload;
    });
    socket.on('close', () => {
      // Slack sends again, on the next socket, what was not acknowledged on this one.
      for (const [id, { delivery }] of this.pending) {
        this.pending.delete(id);
        this.waiting.push(delivery);
      }
    });
    if (!this.greets) return;
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: APP } }));
    for (const delivery of this.waiting.splice(0)) void this.send(delivery, 1);
  }

  private responseUrl(channel: string, user: string, message?: Posted): string {
    const id = randomUUID();
    this.responses.set(id, { channel, user, uses: 0, ...(message ? { message } : {}) });
    return `http://127.0.0.1:${this.port}/commands/${TEAM}/${id}`;
  }

  // What the bot does.

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.serving += 1;
    response.once('close', () => {
      this.serving -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.away === 'silent') return;
    const body = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', 'http://loopback');
    const reply = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
    };
    const method = url.pathname.startsWith('/api/') ? url.pathname.slice('/api/'.length) : 'response_url';
    const args = readForm(body, String(request.headers['content-type'] ?? ''));
    const call: Call = { method, args, at: performance.now() };
    this.calls.push(call);
    const fault = this.interfere(call) ?? this.planned.get(method)?.shift() ?? this.planned.get('*')?.shift();
    if (fault === 'silence') return;
    if (typeof fault === 'object' && 'late' in fault) await pause(fault.late);
    if (fault === 'destroy') return void response.destroy();
    if (typeof fault === 'object' && 'retryAfter' in fault)
      return reply(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) });
    if (typeof fault === 'object' && 'status' in fault && !fault.landed) return reply(fault.status, {});
    if (typeof fault === 'object' && 'error' in fault) return reply(200, { ok: false, error: fault.error });
    if (method === 'response_url') {
      const done = this.respond(url.pathname.split('/').at(-1) ?? '', args);
      return fault === 'landed'
        ? void response.destroy()
        : reply(done ? 200 : 404, done ? 'ok' : { ok: false, error: 'expired_url' });
    }
    const token = String(request.headers.authorization ?? '').replace('Bearer ', '') || String(args.token ?? '');
    if (token !== (method === 'apps.connections.open' ? APP_TOKEN : BOT_TOKEN))
      return reply(200, { ok: false, error: 'invalid_auth' });
    const result = this.call(method, args);
    if (fault === 'landed') return void response.destroy();
    if (typeof fault === 'object' && 'status' in fault) return reply(fault.status, {});
    reply(200, typeof result === 'string' ? { ok: false, error: result } : { ok: true, ...result });
  }

  /** @returns what a method answers, or the code of its error. */
  private call(method: string, args: Json): Json | string {
    switch (method) {
      case 'auth.test':
        return {
          url: 'https://loopback.slack.com/',
          team: 'Loopback',
          user: 'plenary',
          team_id: TEAM,
          user_id: BOT_USER,
          bot_id: BOT_ID,
        };
      case 'apps.connections.open':
        return { url: `ws://127.0.0.1:${this.port}/socket?ticket=${randomUUID()}` };
      case 'chat.postMessage': {
        if (!this.judge(args)) return 'invalid_blocks';
        const message = this.keep(args, {});
        return { channel: message.channel, ts: message.ts, message };
      }
      case 'chat.postEphemeral': {
        if (!this.judge(args)) return 'invalid_blocks';
        return { message_ts: this.keep(args, { ephemeral: String(args.user) }).ts };
      }
      case 'chat.update': {
        const message = this.messages.find((m) => m.channel === args.channel && m.ts === args.ts && !m.ephemeral);
        if (!message) return 'message_not_found';
        if (message.bot_id !== BOT_ID) return 'cant_update_message';
        if (!this.judge(args)) return 'invalid_blocks';
        message.text = String(args.text ?? '');
        message.blocks = (args.blocks as Json[] | undefined) ?? [];
        message.edited = true;
        return { channel: message.channel, ts: message.ts, text: message.text };
      }
      case 'chat.delete': {
        const at = this.messages.findIndex((m) => m.channel === args.channel && m.ts === args.ts && !m.ephemeral);
        if (at < 0) return 'message_not_found';
        if (this.messages[at]!.bot_id !== BOT_ID) return 'cant_delete_message';
        this.messages.splice(at, 1);
        return { channel: args.channel, ts: args.ts };
      }
      case 'conversations.info':
        return { channel: channelInfo(String(args.channel)) };
      case 'users.info':
        return { user: { id: args.user, is_admin: args.user === ADMIN, is_owner: false, is_bot: false } };
      case 'conversations.replies':
      case 'conversations.history': {
        const of = (m: Posted): boolean =>
          method === 'conversations.history' ? !m.thread_ts : m.thread_ts === args.ts || m.ts === args.ts;
        const messages = this.messages.filter((m) => m.channel === args.channel && !m.ephemeral && of(m));
        const after = messages.filter((m) => Number(m.ts) > Number(args.oldest ?? 0));
        const ordered = method === 'conversations.history' ? after.toReversed() : after;
        const from = Number(args.cursor ?? 0);
        const to = from + Number(args.limit ?? 100);
        const more = to < ordered.length;
        const shown = ordered.slice(from, to).map(({ metadata, ...m }) => ({
          ...m,
          ...(metadata && args.include_all_metadata ? { metadata } : {}),
        }));
        return { messages: shown, has_more: more, ...(more ? { response_metadata: { next_cursor: String(to) } } : {}) };
      }
      case 'views.open': {
        this.judgeView(args.view as Json);
        this.views.push(args.view as Json);
        this.latest = (args.view as Json).blocks as Json[];
        return { view: { id: `V${this.views.length}`, ...(args.view as Json) } };
      }
      case 'views.publish': {
        this.judgeView(args.view as Json);
        this.homes.push(args.view as Json);
        return { view: args.view };
      }
      default:
        this.faults.push(`the method ${method} is not known here`);
        return 'unknown_method';
    }
  }

  private respond(id: string, args: Json): boolean {
    const at = this.responses.get(id);
    if (!at || at.uses >= 5) return false;
    at.uses += 1;
    if (args.delete_original === true && at.message) {
      this.messages.splice(this.messages.indexOf(at.message), 1);
      if (args.text === undefined && args.blocks === undefined) return true;
    }
    if (!this.judge({ channel: at.channel, unfurl_links: false, unfurl_media: false, ...args })) return false;
    if (args.replace_original === true && at.message) {
      at.message.text = String(args.text ?? '');
      at.message.blocks = (args.blocks as Json[] | undefined) ?? [];
      at.message.edited = true;
      return true;
    }
    const inChannel = args.response_type === 'in_channel';
    this.keep({ ...args, channel: at.channel }, inChannel ? {} : { ephemeral: at.user });
    return true;
  }

  private keep(args: Json, more: { ephemeral?: string }): Posted {
    const to = String(args.channel);
    const message: Posted = {
      channel: to.startsWith('U') ? `D${to}` : to,
      ts: this.nextTs(),
      ...(args.thread_ts ? { thread_ts: String(args.thread_ts) } : {}),
      user: BOT_USER,
      bot_id: BOT_ID,
      text: String(args.text ?? ''),
      blocks: (args.blocks as Json[] | undefined) ?? [],
      ...(args.metadata ? { metadata: args.metadata as Json } : {}),
      edited: false,
      ...more,
    };
    this.messages.push(message);
    if (more.ephemeral) this.latest = message.blocks;
    return message;
  }

  private judge(args: Json): boolean {
    const blocks = (args.blocks as Json[] | undefined) ?? [];
    const text = String(args.text ?? '');
    const faults = judgeBlocks(blocks, 50);
    if (text.length > 40_000) faults.push('text longer than 40,000');
    if (text === '') faults.push('no text for notifications and screen readers');
    if (args.ts === undefined && (args.unfurl_links !== false || args.unfurl_media !== false))
      faults.push('unfurling is on');
    const fired = [text, ...allTexts(blocks)].flatMap(fires).filter((f) => f !== `<@${PERSON}>`);
    this.faults.push(...faults, ...fired.map((f) => `fires: ${f}`));
    return faults.length === 0;
  }

  private judgeView(view: Json): void {
    const title = String((view.title as { text?: string } | undefined)?.text ?? '');
    if (title.length > 24) this.faults.push('view title longer than 24');
    this.faults.push(...judgeBlocks(view.blocks as Json[], 100));
  }
}

/** Form-encoded with objects as JSON, or JSON. */
function readForm(body: string, type: string): Json {
  if (type.includes('json')) return JSON.parse(body || '{}') as Json;
  const args: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(body)) {
    if (/^[[{]/.test(value) && key !== 'text') args[key] = JSON.parse(value);
    else args[key] = value === 'true' ? true : value === 'false' ? false : value;
  }
  return args;
}

interface Element {
  readonly action_id: string;
  readonly block_id?: string;
  readonly type: string;
  readonly text?: { readonly text: string };
  readonly options?: readonly { readonly text: { readonly text: string }; readonly value: string }[];
}
const elementsOf = (blocks: readonly Json[]): Element[] =>
  blocks.flatMap((b) => [
    ...((b.type === 'actions' ? (b.elements as Element[]) : []) ?? []),
    ...(b.accessory ? [b.accessory as unknown as Element] : []),
  ]);

export const choicesOf = (blocks: readonly Json[]): string[] =>
  elementsOf(blocks).flatMap((e) => (e.options ? e.options.map((o) => o.text.text) : e.text ? [e.text.text] : []));

function findAction(blocks: readonly Json[], label: string): Json | undefined {
  for (const element of elementsOf(blocks)) {
    const option = element.options?.find((o) => o.text.text === label);
    if (option) return { ...element, selected_option: option };
    if (element.text?.text === label) return { ...element };
  }
  return undefined;
}
