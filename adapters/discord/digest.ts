/** Digests in Discord: `/digest …`, who may, and posts that are made once and can be found again. */
import { createHash } from 'node:crypto';
import {
  type APIEmbed,
  type ChatInputCommandInteraction,
  type Client,
  DiscordAPIError,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  type SendableChannels,
  SnowflakeUtil,
} from 'discord.js';
import type { Block, Digest, FormExample, Plenary } from '../../src/index.ts';
import { type DigestCommand, readDigestCommand } from '../digests/commands.ts';
import { type Board, type Mark, NotPosted } from '../digests/deliver.ts';
import { intoPages, partText, shorten } from '../shared/paging.ts';
import type { House } from '../shared/platform.ts';
import { type Desk, personId } from './desk.ts';
import { escapeText } from './escape.ts';
import { describeFault } from './faults.ts';
import { checkMessage, MOST } from './limits.ts';
import { type DiscordMessage, message, renderText } from './message.ts';

const EXAMPLES: Readonly<Record<FormExample, string>> = {
  daily: 'rhythm: daily time: 09:00',
  weekly: 'rhythm: weekly day: Monday time: 09:00',
  monthly: 'rhythm: monthly date: 1 time: 09:00',
  zone: 'rhythm: weekly day: Monday time: 09:00 zone: Asia/Hong_Kong',
  holidays: 'rhythm: weekly day: Monday time: 09:00 holidays: leave it out',
  quiet: 'rhythm: weekly day: Monday time: 09:00 quiet: 22:00-07:00',
};

export const FORMS = {
  set: (example: FormExample) => `/digest set ${EXAMPLES[example]}`,
  show: '/digest show',
  preview: '/digest preview',
  resume: '/digest resume',
  who: 'members with the permission Manage Channels, and those whom PLENARY_ADMINS names,',
};

/** Lines of one embed. */
const LINES = 3_600;
/** Left free below what Discord takes; no digest comes near it. */
const ROOM = 200;

/** In one message: a digest in two would be one that can be posted by half. `due` is shown, and found again by. */
export function renderDigest(digest: Digest, plenary: Plenary, due?: number, asText = false): DiscordMessage {
  if (asText) {
    const when = due === undefined ? '' : `\n-# <t:${Math.floor(due / 1_000)}:D>`;
    const [text = '', ...rest] = partText(escapeText(plenary.digests.plain(digest)), MOST.content - when.length - 2);
    return message(`${text}${rest.length > 0 ? ' …' : ''}${when}`);
  }
  const title = shorten(escapeText(digest.title), MOST.title);
  const footer = shorten(digest.legend, MOST.footer);
  const lines = within(
    MOST.embedsTogether - title.length - footer.length - ROOM,
    digest.parts.flatMap(({ heading, blocks }, i) => [
      `${i === 0 ? '' : '\n'}**${escapeText(heading)}**`,
      ...blocks.flatMap(linesOf).map((line) => escapeText(line)),
    ]),
  );
  const embeds = intoPages(lines, (line) => line.length + 1, LINES).map(
    (own): APIEmbed => ({ description: own.join('\n').trim() }),
  );
  const last = embeds.length - 1;
  return message(
    '',
    embeds.map((embed, i) => ({
      ...(i === 0 ? { title } : {}),
      ...embed,
      ...(i === last && footer ? { footer: { text: footer } } : {}),
      ...(i === last && due !== undefined ? { timestamp: new Date(due).toISOString() } : {}),
    })),
  );
}

/** As many of the lines as fit; `…` says that there were more. */
function within(most: number, lines: readonly string[]): string[] {
  let size = 0;
  const count = lines.findIndex((line) => {
    size += line.length + 1;
    return size > most;
  });
  return count < 0 ? [...lines] : [...lines.slice(0, count), '…'];
}

function linesOf(block: Block): readonly string[] {
  switch (block.type) {
    case 'text':
    case 'note':
      return [block.text];
    case 'list':
      return block.items.map((item) => `• ${item}`);
    case 'fields':
      return block.fields.map(({ name, value }) => `${name}: ${value}`);
    case 'options':
      return [];
    default:
      return block satisfies never;
  }
}

/** Messages looked through at once. */
const PAGE = 100;

/** @param connected the client; undefined while there is none. */
export function createDiscordBoard(house: House, connected: () => Client<true> | undefined): Board {
  async function channelOf(id: string): Promise<SendableChannels> {
    const client = connected();
    if (!client) throw new NotPosted('Plenary is not connected to Discord', NOT_CONNECTED_MS);
    const channel = await client.channels.fetch(id);
    if (!channel?.isSendable()) throw new NotPosted('nothing can be posted in that channel');
    return channel;
  }

  return {
    platform: 'discord',
    post: async (mark, digest) => {
      try {
        const channel = await channelOf(mark.channel);
        const me = channel.isDMBased() ? null : channel.guild.members.me;
        const asText =
          me && !channel.isDMBased() ? !channel.permissionsFor(me).has(PermissionFlagsBits.EmbedLinks) : false;
        const body = renderDigest(digest, house.plenary(), mark.due, asText);
        const faults = checkMessage(body);
        if (faults.length > 0) throw new NotPosted(`over Discord's limits: ${faults.join('; ')}`);
        const posted = await channel.send({ ...body, nonce: nonceOf(mark), enforceNonce: true });
        return `${posted.channelId} ${posted.id}`;
      } catch (error) {
        // With 4xx nothing was done. Everything else, discord.js's own tries with the same nonce included, leaves it open.
        if (error instanceof DiscordAPIError && error.status < 500)
          throw new NotPosted(describeFault(error).why, undefined, { cause: error });
        throw error;
      }
    },
    find: async (mark, since) => {
      const channel = await channelOf(mark.channel);
      const me = channel.client.user.id;
      const own: string[] = [];
      let after = String(SnowflakeUtil.generate({ timestamp: Math.max(since, DISCORD_BEGAN) }));
      for (;;) {
        const found = await channel.messages.fetch({ after, limit: PAGE, cache: false });
        for (const m of found.values())
          if (
            m.author.id === me &&
            (m.embeds.some((e) => e.timestamp !== null && Date.parse(e.timestamp) === mark.due) ||
              m.content.includes(`<t:${Math.floor(mark.due / 1_000)}:D>`))
          )
            own.push(m.id);
        if (found.size < PAGE)
          return own.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).map((id) => `${mark.channel} ${id}`);
        after = [...found.keys()].reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b));
      }
    },
    remove: async (message) => {
      const [channel = '', id = ''] = message.split(' ');
      try {
        await (await channelOf(channel)).messages.delete(id);
      } catch (error) {
        if (!(error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage)) throw error;
      }
    },
  };
}

const NOT_CONNECTED_MS = 5_000;
/** Ids count from the first second of 2015. */
const DISCORD_BEGAN = Date.UTC(2015, 0, 1);

/** The same for the same digest, at most 25 characters: Discord posts what comes with it once within some minutes. */
const nonceOf = ({ channel, period }: Mark): string =>
  createHash('sha256').update(`digest ${channel} ${period}`).digest('hex').slice(0, 24);

/** What a digest needs in its channel. Reading what was posted is for finding out whether a doubtful one is there. */
const NEEDED = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Embed Links': PermissionFlagsBits.EmbedLinks,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
} as const;

export async function runDigest(
  interaction: ChatInputCommandInteraction,
  { digests, house }: Desk,
): Promise<DiscordMessage[]> {
  const say = (key: string, places: Readonly<Record<string, string>> = {}): string =>
    house.plenary().wording(`digest-${key}`, places);
  if (!interaction.inGuild()) return [renderText(say('channels-only'))];
  const person = personId(interaction.user.id);
  const said = await digests.run(readCommand(interaction), {
    channel: `discord:${interaction.channelId}`,
    person,
    may: async () =>
      interaction.memberPermissions.has(PermissionFlagsBits.ManageChannels) ||
      house.config.PLENARY_ADMINS.includes(person),
    hindrance: async () => {
      const lacking = Object.entries(NEEDED).flatMap(([name, bit]) =>
        interaction.appPermissions.has(bit) ? [] : [name],
      );
      return lacking.length > 0 ? say('lacks', { permissions: lacking.join(', ') }) : undefined;
    },
  });
  return [renderText(said.text), ...(said.digest ? [renderDigest(said.digest, house.plenary())] : [])];
}

function readCommand({ options }: ChatInputCommandInteraction): DigestCommand {
  const what = options.getSubcommand();
  if (what === 'curators') return { do: 'curators', on: options.getBoolean('on', true) };
  if (what !== 'set') return readDigestCommand(what);
  const said = (name: string): string | undefined => options.getString(name) ?? undefined;
  const date = options.getInteger('date');
  const holidays = said('holidays');
  const quiet = said('quiet');
  // The same line that people write elsewhere, so that it is read in one place.
  const line = [
    said('rhythm'),
    said('day'),
    date === null ? undefined : `${date}th`,
    said('time'),
    said('zone'),
    holidays && `holidays ${holidays}`,
    quiet && `quiet ${quiet}`,
  ];
  return { do: 'set', line: line.filter((part) => part).join(' ') };
}
