/**
 * Plenary in Discord.
 *
 * @example
 * const discord = createDiscordPlatform(house);
 * await discord.start(); // { as: 'Plenary#0' }
 */
import { type Client, Events, type Message, Status } from 'discord.js';
import { createDigestCommands } from '../digests/commands.ts';
import { createDeliveries } from '../digests/deliver.ts';
import { createConverse } from '../shared/converse.ts';
import { createLine } from '../shared/line.ts';
import { createOnce } from '../shared/once.ts';
import { finishWithin, type House, type Platform } from '../shared/platform.ts';
import { registerCommands } from './commands.ts';
import { connect, endOf, invitation } from './connect.ts';
import type { Desk } from './desk.ts';
import { createDiscordBoard, FORMS } from './digest.ts';
import { describeFault, isGone, isRefused } from './faults.ts';
import { finishCommand, interact, isCommandTask } from './interact.ts';
import { createReceive } from './receive.ts';

/** How often what could not be posted is tried again; it is found by a look into memory. */
const AGAIN_MS = 5_000;

export function createDiscordPlatform(house: House): Platform {
  const { log, config } = house;
  let client: Client<true> | undefined;
  const line = createLine();
  const deliveries = createDeliveries(
    house,
    createDiscordBoard(house, () => client),
    line,
  );
  const desk: Desk = {
    house,
    converse: createConverse(house),
    once: createOnce(house, 'discord'),
    line,
    digests: createDigestCommands(house, 'discord', FORMS, line, deliveries),
  };
  const receive = createReceive(desk);
  const stopping = new AbortController();
  let again: NodeJS.Timeout | undefined;
  let lose: (why: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    lose = resolve;
  });

  /** Bugs are logged with what they are; the process goes on for everybody else. */
  const guarded = (work: Promise<unknown>): void => {
    work.catch((error: unknown) =>
      log.error({ platform: 'discord', err: error }, 'a fault of Plenary; please report it'),
    );
  };
  const unlessStopping =
    <T>(work: (event: T) => Promise<unknown>) =>
    (event: T): void => {
      if (!stopping.signal.aborted) guarded(work(event));
    };

  const listen = (to: Client): void => {
    to.on(Events.MessageCreate, unlessStopping(receive.write));
    to.on(Events.MessageUpdate, (_, changed) => unlessStopping(receive.edit)(changed));
    to.on(
      Events.InteractionCreate,
      unlessStopping((interaction) => interact(interaction, desk)),
    );
    to.on(Events.ShardResume, () => guarded(finishLeft()));
  };

  async function fetchMessage(channel: string, id: string): Promise<Message | undefined> {
    try {
      const place = await client?.channels.fetch(channel);
      return place?.isTextBased() ? await place.messages.fetch({ message: id, force: true }) : undefined;
    } catch (error) {
      if (isGone(error) || isRefused(error)) return undefined;
      throw error;
    }
  }

  async function finishLeft(): Promise<void> {
    const connected = client;
    if (!connected) return;
    await desk.once.finishLeft((claim) =>
      isCommandTask(claim.task)
        ? finishCommand(connected, claim.id, claim.task, desk)
        : receive.finish(claim, fetchMessage),
    );
  }

  async function register(to: Client<true>): Promise<void> {
    try {
      const outcome = await registerCommands(to, config.DISCORD_GUILD_ID);
      log.info({ platform: 'discord', outcome, guild: config.DISCORD_GUILD_ID ?? 'everywhere' }, 'slash commands');
    } catch (error) {
      // Messages are still answered; those commands that are registered already work too.
      log.error({ platform: 'discord', ...describeFault(error) }, 'the slash commands could not be registered');
    }
  }

  return {
    name: 'discord',
    start: async () => {
      client = await connect(config, log, listen, stopping.signal);
      // Only for codes after which discord.js does not connect again by itself.
      client.on(Events.ShardDisconnect, ({ code }) => {
        if (!stopping.signal.aborted) lose(endOf(code));
      });
      await register(client);
      log.info({ platform: 'discord', link: invitation(client) }, 'invite Plenary to a server with this link');
      guarded(finishLeft());
      again = setInterval(() => guarded(finishLeft()), AGAIN_MS);
      again.unref();
      deliveries.start();
      return { as: client.user.tag };
    },
    stop: async () => {
      stopping.abort();
      clearInterval(again);
      await finishWithin(Promise.all([desk.once.idle(), deliveries.stop()]));
      await client?.destroy();
    },
    lost,
    connected: () => client?.ws.shards.every((shard) => shard.status === Status.Ready) ?? false,
  };
}
