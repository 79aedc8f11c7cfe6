/** What people do: write, edit, call commands, type into an option, press and pick. */
import { randomBytes } from 'node:crypto';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  ComponentType,
  InteractionType,
} from 'discord.js';
import type { Gateway } from './gateway.ts';
import type { Interaction, Rest } from './rest.ts';
import type { Choice, Control, Embed } from './shapes.ts';
import type { Channel, Message, User, World } from './world.ts';

/** An interaction as the person sees it. */
export interface Seen {
  readonly interaction: Interaction;
  /** The message that answers it, when there is one and it no longer says "thinking". */
  message(): Message | undefined;
  choices(): readonly Choice[] | undefined;
  followUps(): readonly Message[];
}

export type Person = ReturnType<typeof createPerson>;

export function createPerson(name: string, world: World, gateway: Gateway, rest: Rest, now: () => number, bot = false) {
  const user: User = world.newUser(name, bot);
  world.users.set(user.id, user);

  const where = (channel: Channel): object =>
    channel.type === ChannelType.DM
      ? { channel_id: channel.id, channel: world.channelPayload(channel), user: world.authorPayload(user), context: 1 }
      : {
          channel_id: channel.id,
          channel: world.channelPayload(channel),
          guild_id: world.guild.id,
          guild: { id: world.guild.id, features: [], locale: 'en-GB' },
          guild_locale: 'en-GB',
          member: world.memberPayload(user),
          context: 0,
        };

  function interact(channel: Channel, kind: Interaction['kind'], type: number, data: object, on?: Message): Seen {
    const interaction: Interaction = {
      id: world.newId(),
      token: randomBytes(16).toString('hex'),
      kind,
      by: user,
      channel: channel.id,
      startedAt: now(),
      followUps: [],
      ...(on ? { on: on.id } : {}),
    };
    rest.interactions.set(interaction.id, interaction);
    gateway.tell('INTERACTION_CREATE', 0, () => ({
      id: interaction.id,
      application_id: world.bot.id,
      type,
      token: interaction.token,
      version: 1,
      locale: 'en-GB',
      entitlements: [],
      authorizing_integration_owners: {},
      app_permissions: String(world.allowed.permissions),
      attachment_size_limit: 10_485_760,
      data,
      ...where(channel),
      ...(on ? { message: world.messagePayload(on) } : {}),
    }));
    return {
      interaction,
      message: () => world.messages.find((m) => m.id === interaction.original && !m.deleted && !(m.flags & 128)),
      choices: () => interaction.response?.data.choices,
      followUps: () => interaction.followUps,
    };
  }

  const commandId = (name: string): string => {
    for (const list of rest.commands.values()) for (const c of list) if (c.name === name) return c.id!;
    throw new Error(`nobody registered the command “${name}”`);
  };
  /** `digest set` is the subcommand `set` of `digest`. */
  const optionType = (command: string, option: string): number => {
    const [name, ...parts] = command.split(' ');
    for (const list of rest.commands.values()) {
      let options = list.find((c) => c.name === name)?.options;
      for (const part of parts) options = options?.find((o) => o.name === part)?.options;
      const found = options?.find((o) => o.name === option);
      if (found) return found.type;
    }
    throw new Error(`/${command} has no option “${option}”`);
  };
  type Values = Readonly<Record<string, string | number | boolean>>;
  const options = (command: string, values: Values, focused?: string): object[] =>
    Object.entries(values).map(([option, value]) => ({
      name: option,
      type: optionType(command, option),
      value,
      ...(option === focused ? { focused: true } : {}),
    }));

  return {
    ...user,
    user,
    /** `<@id>` of the bot is written as `@Plenary`, of others as `<@id>`. */
    say(channel: Channel, text: string, replyTo?: Message): Message {
      const content = text.replaceAll('@Plenary', `<@${world.bot.id}>`);
      const message = world.addMessage({
        channel: channel.id,
        author: user,
        content,
        ...(replyTo ? { replyTo: replyTo.id } : {}),
      });
      rest.tellMessage('MESSAGE_CREATE', message);
      return message;
    },
    edit(message: Message, text: string): void {
      message.content = text.replaceAll('@Plenary', `<@${world.bot.id}>`);
      message.editedAt = now();
      rest.tellMessage('MESSAGE_UPDATE', message);
    },
    direct(): Channel {
      const open = [...world.channels.values()].find((c) => c.recipient?.id === user.id);
      return open ?? world.addChannel({ type: ChannelType.DM, name: '', recipient: user });
    },
    /** `digest set` calls the subcommand `set` of `digest`. */
    slash(channel: Channel, command: string, values: Values = {}): Seen {
      const [name = '', part] = command.split(' ');
      const own = options(command, values);
      return interact(channel, 'command', InteractionType.ApplicationCommand, {
        id: commandId(name),
        name,
        type: ApplicationCommandType.ChatInput,
        options:
          part === undefined ? own : [{ name: part, type: ApplicationCommandOptionType.Subcommand, options: own }],
      });
    },
    type(
      channel: Channel,
      command: string,
      option: string,
      typed: string,
      others: Readonly<Record<string, string>> = {},
    ): Seen {
      return interact(channel, 'autocomplete', InteractionType.ApplicationCommandAutocomplete, {
        id: commandId(command),
        name: command,
        type: ApplicationCommandType.ChatInput,
        options: options(command, { ...others, [option]: typed }, option),
      });
    },
    menu(channel: Channel, command: string, target: Message): Seen {
      return interact(channel, 'command', InteractionType.ApplicationCommand, {
        id: commandId(command),
        name: command,
        type: ApplicationCommandType.Message,
        target_id: target.id,
        resolved: { messages: { [target.id]: world.messagePayload(target) } },
      });
    },
    /** Presses the button with this label (or custom id). */
    press(message: Message, label: string): Seen {
      const control = controlsOf(message).find((c) => c.label === label || c.custom_id === label);
      if (!control?.custom_id)
        throw new Error(
          `no button “${label}” among: ${controlsOf(message)
            .map((c) => c.label)
            .join(', ')}`,
        );
      if (control.disabled) throw new Error(`the button “${label}” cannot be pressed`);
      return interact(
        world.channels.get(message.channel)!,
        'component',
        InteractionType.MessageComponent,
        { custom_id: control.custom_id, component_type: ComponentType.Button, id: 1 },
        message,
      );
    },
    /** Picks the option with this label from the message's select menu. */
    pick(message: Message, label: string): Seen {
      const menu = controlsOf(message).find((c) => c.options?.some((o) => o.label === label));
      const option = menu?.options?.find((o) => o.label === label);
      if (!menu?.custom_id || !option) throw new Error(`no choice “${label}” in the message`);
      return interact(
        world.channels.get(message.channel)!,
        'component',
        InteractionType.MessageComponent,
        { custom_id: menu.custom_id, component_type: ComponentType.StringSelect, values: [option.value], id: 1 },
        message,
      );
    },
  };
}

export const controlsOf = (message: Message): Control[] => message.components.flatMap((r) => r.components);

/** Everything that can be read in a message, line by line. */
export const textOf = (message: Message): string =>
  [
    message.content,
    ...message.embeds.flatMap((e: Embed) => [
      e.author?.name,
      e.title,
      e.description,
      ...(e.fields ?? []).flatMap((f) => [f.name, f.value]),
      e.footer?.text,
    ]),
  ]
    .filter((t) => t)
    .join('\n');
