/**
 * A Discord of the project's own on loopback: a gateway and a REST side that the real discord.js client talks to, with
 * people who write and press, and faults that can be made on purpose.
 *
 * @example
 * const discord = await startDiscord();
 * // DISCORD_API_URL=discord.url, DISCORD_TOKEN=discord.portal.token
 * const ann = discord.person('Ann');
 * const asked = ann.say(discord.channel, '@Plenary when was the 24th Guangdong plenary?');
 * discord.thread(asked); // the messages in the thread that was opened on it
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChannelType } from 'discord.js';
import { createGateway, type Portal } from './gateway.ts';
import { createPerson, type Person } from './people.ts';
import { createRest } from './rest.ts';
import { type Channel, createWorld, type Message } from './world.ts';

export { controlsOf, type Person, type Seen, textOf } from './people.ts';
export type { Call, Fault, Interaction } from './rest.ts';
export type { Command, Control, Embed, MessageBody } from './shapes.ts';
export type { Channel, Message } from './world.ts';

export type LoopbackDiscord = Awaited<ReturnType<typeof startDiscord>>;

export async function startDiscord(portalSettings: Partial<Portal> = {}) {
  const clock = { ahead: 0 };
  const now = (): number => Date.now() + clock.ahead;
  const portal: Portal = { token: 'loopback-bot-token-000001', messageContent: true, ...portalSettings };
  const world = createWorld(now);
  const address = { port: 0 };
  const gatewayUrl = (): string => `ws://127.0.0.1:${address.port}/gateway`;
  const gateway = createGateway(world, portal, gatewayUrl);
  const rest = createRest(world, gateway, portal, now, gatewayUrl);
  const down = { is: false };

  const server = createServer((request, response) => {
    if (down.is) return void request.socket.destroy();
    rest.receive(request, response).catch((error: unknown) => {
      response.writeHead(599).end(String(error));
      throw error;
    });
  });
  server.on('upgrade', (request, socket, head) =>
    down.is ? socket.destroy() : gateway.upgrade(request, socket, head),
  );
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  address.port = (server.address() as AddressInfo).port;

  const channel: Channel = world.addChannel({ type: ChannelType.GuildText, name: 'general' });
  const people = new Map<string, Person>();

  return {
    url: `http://127.0.0.1:${address.port}/api`,
    portal,
    world,
    gateway,
    rest,
    guild: world.guild.id,
    bot: world.bot,
    channel,
    newChannel: (name: string): Channel => {
      const made = world.addChannel({ type: ChannelType.GuildText, name });
      gateway.tell('CHANNEL_CREATE', 1, () => world.channelPayload(made));
      return made;
    },
    person(name: string, bot = false): Person {
      const known = people.get(name);
      if (known) return known;
      const made = createPerson(name, world, gateway, rest, now, bot);
      people.set(name, made);
      return made;
    },
    /** What the bot wrote in a channel or thread, oldest first. */
    written: (where: Channel): Message[] => world.inChannel(where.id).filter((m) => m.author.id === world.bot.id),
    /** What the bot wrote in the thread on a message. */
    thread: (on: Message): Message[] => world.inChannel(on.id).filter((m) => m.author.id === world.bot.id),
    threadOn(on: Message): Channel {
      const found = world.channels.get(on.id);
      if (!found) throw new Error('no thread was opened on that message');
      return found;
    },
    /** Resolves when no call came in for `ms` and none is waiting for its answer. */
    async quiet(ms = 250): Promise<void> {
      let seen = -1;
      while (seen !== rest.calls.length || rest.waiting.now > 0) {
        seen = rest.calls.length;
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
    },
    /** Discord's clock goes ahead, so that interactions and messages grow old. */
    skip: (ms: number): void => {
      clock.ahead += ms;
    },
    /** Refuses every connection until `up`. */
    down: (): void => {
      down.is = true;
      gateway.cut();
      server.closeAllConnections();
    },
    up: (): void => {
      down.is = false;
    },
    async stop(): Promise<void> {
      gateway.stop();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
