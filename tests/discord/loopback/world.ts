/** What the loopback Discord holds: one server, its channels, threads, people and messages. No network here. */
import { ChannelType, MessageFlags, MessageType, PermissionFlagsBits } from 'discord.js';
import type { Embed, Row } from './shapes.ts';

/** 2015-01-01, from which Discord counts the milliseconds in its ids. */
const DISCORD_EPOCH = 1_420_070_400_000n;

export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string;
  readonly bot: boolean;
}

export interface Channel {
  readonly id: string;
  readonly type: ChannelType.GuildText | ChannelType.PublicThread | ChannelType.DM;
  readonly name: string;
  /** A thread's channel. */
  readonly parent?: string;
  /** A direct message's person. */
  readonly recipient?: User;
}

export interface Message {
  readonly id: string;
  readonly channel: string;
  readonly author: User;
  readonly type: MessageType;
  readonly nonce?: string;
  readonly replyTo?: string;
  /** Only this person sees it. */
  readonly onlyFor?: string;
  /** The interaction token that it came from. */
  readonly token?: string;
  content: string;
  embeds: Embed[];
  components: Row[];
  flags: number;
  editedAt?: number;
  deleted?: boolean;
  /** Body as it was sent, the last one after edits. */
  body?: unknown;
  /** How often it was written: 1, and one more for each edit. */
  writes: number;
}

export interface NewMessage {
  readonly channel: string;
  readonly author: User;
  readonly content?: string;
  readonly embeds?: Embed[];
  readonly components?: Row[];
  readonly flags?: number;
  readonly nonce?: string;
  readonly replyTo?: string;
  readonly onlyFor?: string;
  readonly token?: string;
  readonly type?: MessageType;
  readonly body?: unknown;
}

/** What a bot needs in a channel to do what Plenary does there; tests take some away. */
export const ENOUGH =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.ReadMessageHistory;

export type World = ReturnType<typeof createWorld>;

export function createWorld(now: () => number) {
  let counter = 0n;
  const newId = (at = now()): string =>
    String(((BigInt(Math.floor(at)) - DISCORD_EPOCH) << 22n) | (counter++ & 0x3fffffn));
  /** Ids tell when they were made. */
  const writtenAt = (id: string): number => Number((BigInt(id) >> 22n) + DISCORD_EPOCH);
  const newUser = (name: string, bot = false): User => ({
    id: newId(),
    username: name.toLowerCase(),
    global_name: name,
    bot,
  });

  const bot = newUser('Plenary', true);
  const guild = { id: newId(), name: 'Bureau', owner: newUser('Owner') };
  const users = new Map<string, User>([[bot.id, bot]]);
  const channels = new Map<string, Channel>();
  const messages: Message[] = [];
  /** What the bot may do in the server; as a setting, so that a test can take a permission away. */
  const allowed = { permissions: ENOUGH };
  /** The role that Discord makes for a bot, with its name; people pick it too. */
  const botRole = newId();

  const addChannel = (channel: Omit<Channel, 'id'> & { id?: string }): Channel => {
    const made = { id: newId(), ...channel };
    channels.set(made.id, made);
    return made;
  };

  const authorPayload = (user: User) => ({ ...user, discriminator: '0', avatar: null, public_flags: 0 });
  /** What people may do, as a setting. */
  const members = { may: ENOUGH };
  const memberPayload = (user: User) => ({
    user: authorPayload(user),
    roles: [],
    nick: null,
    joined_at: '2024-01-01T00:00:00.000000+00:00',
    deaf: false,
    mute: false,
    flags: 0,
    permissions: String(members.may),
  });

  const channelPayload = (channel: Channel) => {
    if (channel.type === ChannelType.DM)
      return {
        id: channel.id,
        type: channel.type,
        recipients: [authorPayload(channel.recipient!)],
        last_message_id: null,
        flags: 0,
      };
    const common = {
      id: channel.id,
      type: channel.type,
      guild_id: guild.id,
      name: channel.name,
      last_message_id: null,
      flags: 0,
    };
    if (channel.type === ChannelType.PublicThread)
      return {
        ...common,
        parent_id: channel.parent,
        owner_id: bot.id,
        message_count: 0,
        member_count: 1,
        rate_limit_per_user: 0,
        thread_metadata: {
          archived: false,
          auto_archive_duration: 1440,
          archive_timestamp: new Date(now()).toISOString(),
          locked: false,
        },
        member: { id: channel.id, user_id: bot.id, join_timestamp: new Date(now()).toISOString(), flags: 0 },
      };
    return {
      ...common,
      position: 0,
      permission_overwrites: [],
      parent_id: null,
      topic: null,
      nsfw: false,
      rate_limit_per_user: 0,
    };
  };

  const guildPayload = () => {
    const of = (type: ChannelType) => [...channels.values()].filter((c) => c.type === type).map(channelPayload);
    return {
      id: guild.id,
      name: guild.name,
      owner_id: guild.owner.id,
      unavailable: false,
      member_count: users.size,
      large: false,
      joined_at: '2024-01-01T00:00:00.000000+00:00',
      preferred_locale: 'en-GB',
      premium_tier: 0,
      nsfw_level: 0,
      roles: [
        {
          id: guild.id,
          name: '@everyone',
          permissions: String(allowed.permissions),
          position: 0,
          color: 0,
          hoist: false,
          managed: false,
          mentionable: false,
          flags: 0,
        },
        {
          id: botRole,
          name: bot.global_name,
          permissions: '0',
          position: 1,
          color: 0,
          hoist: false,
          managed: true,
          mentionable: true,
          tags: { bot_id: bot.id },
          flags: 0,
        },
      ],
      members: [memberPayload(bot)],
      channels: of(ChannelType.GuildText),
      threads: of(ChannelType.PublicThread),
      features: [],
      emojis: [],
      stickers: [],
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    };
  };

  const mentioned = (content: string): User[] =>
    [...new Set([...content.matchAll(/<@!?(\d+)>/g)].map((m) => m[1]!))].flatMap((id) => users.get(id) ?? []);

  const messagePayload = (message: Message): Record<string, unknown> => {
    const channel = channels.get(message.channel)!;
    const reference = message.replyTo === undefined ? undefined : messages.find((m) => m.id === message.replyTo);
    const mentions = mentioned(message.content);
    if (reference && !mentions.includes(reference.author) && !message.author.bot) mentions.push(reference.author);
    return {
      id: message.id,
      channel_id: message.channel,
      // Without it discord.js drops what is written in a direct message.
      channel_type: channel.type,
      ...(channel.type === ChannelType.DM
        ? {}
        : {
            guild_id: guild.id,
            member: { ...memberPayload(message.author), user: undefined, permissions: undefined },
          }),
      author: authorPayload(message.author),
      type: message.type,
      content: message.content,
      timestamp: new Date(writtenAt(message.id)).toISOString(),
      edited_timestamp: message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
      tts: false,
      mention_everyone: /@(everyone|here)/.test(message.content) && !message.author.bot,
      mentions: mentions.map((u) => authorPayload(u)),
      mention_roles: [...message.content.matchAll(/<@&(\d+)>/g)].map((m) => m[1]),
      attachments: [],
      embeds: message.embeds,
      components: message.components,
      pinned: false,
      flags: message.flags,
      ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
      ...(message.replyTo === undefined
        ? {}
        : {
            message_reference: {
              type: 0,
              message_id: message.replyTo,
              channel_id: message.channel,
              // Without it discord.js drops what is written in a direct message.
              channel_type: channel.type,
              guild_id: guild.id,
            },
          }),
      ...(channels.get(message.id)?.parent === message.channel
        ? { thread: channelPayload(channels.get(message.id)!) }
        : {}),
    };
  };

  const addMessage = (message: NewMessage): Message => {
    const made: Message = {
      type: message.replyTo === undefined ? MessageType.Default : MessageType.Reply,
      content: '',
      embeds: [],
      components: [],
      ...message,
      flags: (message.flags ?? 0) | (message.onlyFor === undefined ? 0 : MessageFlags.Ephemeral),
      id: newId(),
      writes: 1,
    };
    messages.push(made);
    return made;
  };

  return {
    bot,
    botRole,
    guild,
    users,
    channels,
    messages,
    allowed,
    members,
    newId,
    writtenAt,
    newUser,
    addChannel,
    addMessage,
    authorPayload,
    memberPayload,
    channelPayload,
    guildPayload,
    messagePayload,
    /** Messages of a channel that are still there and that everybody sees, oldest first. */
    inChannel: (id: string): Message[] =>
      messages.filter((m) => m.channel === id && !m.deleted && m.onlyFor === undefined),
  };
}
