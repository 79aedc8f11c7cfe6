/** The gateway: hello, heartbeats, identify, resume with replay, and the ways in which it can let go. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord.js';
import { type WebSocket, WebSocketServer } from 'ws';
import type { World } from './world.ts';

interface Sent {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly events: Sent[];
  seq: number;
  socket: WebSocket | undefined;
  /** Nothing of it may be resumed any more. */
  dead: boolean;
}

/** What the owner of the application allowed in the developer portal. */
export interface Portal {
  /** A new one makes the old one invalid, as Reset Token does. */
  token: string;
  messageContent: boolean;
}

export type Gateway = ReturnType<typeof createGateway>;

export function createGateway(world: World, portal: Portal, url: () => string) {
  const server = new WebSocketServer({ noServer: true });
  const sessions: Session[] = [];
  const seen = { identifies: 0, resumes: 0, refusedResumes: 0, frames: [] as { op: number; at: number }[] };
  const faults = { deaf: false, heartbeat: 41_250 };

  const send = (socket: WebSocket, frame: object): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  };

  function dispatch(session: Session, t: string, d: unknown): void {
    const event: Sent = { op: 0, t, s: ++session.seq, d };
    session.events.push(event);
    if (session.socket) send(session.socket, event);
  }

  function identify(socket: WebSocket, d: { token?: string; intents?: number }): Session | undefined {
    seen.identifies++;
    if (d.token !== portal.token) return void socket.close(GatewayCloseCodes.AuthenticationFailed);
    const intents = d.intents ?? 0;
    if (intents & GatewayIntentBits.MessageContent && !portal.messageContent)
      return void socket.close(GatewayCloseCodes.DisallowedIntents);
    for (const other of sessions) other.dead = true;
    const session: Session = { id: randomUUID(), intents, events: [], seq: 0, socket, dead: false };
    sessions.push(session);
    dispatch(session, 'READY', {
      v: 10,
      user: { ...world.authorPayload(world.bot), verified: true, mfa_enabled: false, flags: 0 },
      guilds: [{ id: world.guild.id, unavailable: true }],
      session_id: session.id,
      resume_gateway_url: url(),
      application: { id: world.bot.id, flags: portal.messageContent ? 1 << 19 : 0 },
      shard: [0, 1],
    });
    dispatch(session, 'GUILD_CREATE', world.guildPayload());
    return session;
  }

  function resume(socket: WebSocket, d: { token?: string; session_id?: string; seq?: number }): Session | undefined {
    seen.resumes++;
    const session = sessions.find((s) => s.id === d.session_id && !s.dead);
    if (!session || d.token !== portal.token) {
      seen.refusedResumes++;
      return void send(socket, { op: GatewayOpcodes.InvalidSession, d: false });
    }
    session.socket = socket;
    for (const event of session.events.filter((e) => e.s > (d.seq ?? 0))) send(socket, event);
    dispatch(session, 'RESUMED', { _trace: [] });
    return session;
  }

  server.on('connection', (socket: WebSocket) => {
    let session: Session | undefined;
    send(socket, { op: GatewayOpcodes.Hello, d: { heartbeat_interval: faults.heartbeat } });
    socket.on('message', (raw) => {
      const frame = JSON.parse(String(raw)) as { op: number; d: never };
      seen.frames.push({ op: frame.op, at: Date.now() });
      if (frame.op === GatewayOpcodes.Heartbeat && !faults.deaf) send(socket, { op: GatewayOpcodes.HeartbeatAck });
      if (frame.op === GatewayOpcodes.Identify) session = identify(socket, frame.d);
      if (frame.op === GatewayOpcodes.Resume) session = resume(socket, frame.d);
    });
    socket.on('close', () => {
      if (session?.socket === socket) session.socket = undefined;
    });
    socket.on('error', () => socket.terminate());
  });

  const live = (): Session[] => sessions.filter((s) => !s.dead);

  return {
    seen,
    faults,
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
      server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request)),
    /** Tells every session that asked for `intent` (0: all), connected or to be resumed; what each sees may differ. */
    tell(t: string, intent: number, payload: (intents: number) => unknown): void {
      for (const session of live())
        if (intent === 0 || session.intents & intent) dispatch(session, t, payload(session.intents));
    },
    connected: (): boolean => live().some((s) => s.socket !== undefined),
    intents: (): number => live().at(-1)?.intents ?? 0,
    /** TCP lost, without a word. */
    cut: (): void => {
      for (const socket of server.clients) socket.terminate();
    },
    /** Op 7. */
    askToReconnect: (): void => {
      for (const socket of server.clients) send(socket, { op: GatewayOpcodes.Reconnect, d: null });
    },
    /** Op 9; after `resumable: false` the session is gone, with what was not delivered. */
    invalidate(resumable: boolean): void {
      for (const session of live()) {
        if (!resumable) session.dead = true;
        if (session.socket) send(session.socket, { op: GatewayOpcodes.InvalidSession, d: resumable });
      }
    },
    close: (code: number): void => {
      for (const socket of server.clients) socket.close(code);
    },
    /** Sends the newest dispatch with this name again, as a redelivery with its own sequence. */
    again(t: string): void {
      for (const session of live()) {
        const last = session.events.findLast((e) => e.t === t);
        if (last) dispatch(session, t, last.d);
      }
    },
    stop(): void {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
