/** What Slack sends, as far as Plenary reads it, and whether an event concerns Plenary at all. */
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const said = z.looseObject({
  user: text,
  bot_id: text,
  text,
  ts: text,
  thread_ts: text,
  edited: z.unknown().optional(),
});
const event = said.extend({
  type: z.string(),
  subtype: text,
  channel: text,
  channel_type: text,
  tab: text,
  message: said.optional().catch(undefined),
  previous_message: said.optional().catch(undefined),
});
const envelope = z.looseObject({
  event_id: z.string(),
  team_id: text,
  is_ext_shared_channel: z.boolean().optional().catch(undefined),
  event,
});

/** A message that somebody wrote to Plenary or beside it. */
export interface Heard {
  readonly event: string;
  readonly team: string;
  readonly user: string;
  readonly channel: string;
  /** As Slack has it, with its marks. */
  readonly text: string;
  /** Of the message; the reply goes to its thread. */
  readonly ts: string;
  readonly thread?: string;
  readonly how: 'mention' | 'direct' | 'message';
  /** In a direct message of several people: there a mention may come as a plain message alone. */
  readonly group: boolean;
  /** It was changed; `afterSeconds` since it was written. */
  readonly edited?: { readonly afterSeconds: number };
  readonly shared: boolean;
}

/** @returns what was heard, or undefined for everything that is no person's message: bots, joins, deletions, … */
export function readHeard(body: unknown): Heard | undefined {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return undefined;
  const { event: e, event_id, team_id = '', is_ext_shared_channel: shared = false } = parsed.data;
  if (e.type !== 'message' && e.type !== 'app_mention') return undefined;
  const changed = e.subtype === 'message_changed';
  const own = changed ? e.message : e.subtype === undefined ? e : undefined;
  // Slack also says "changed" when it unfurls a link or a thread grows.
  if (!own?.user || own.bot_id || !own.ts || !e.channel || (changed && own.text === e.previous_message?.text))
    return undefined;
  return {
    event: event_id,
    team: team_id,
    user: own.user,
    channel: e.channel,
    text: own.text ?? '',
    ts: own.ts,
    // A message that began a thread names itself as its thread.
    ...(own.thread_ts && own.thread_ts !== own.ts ? { thread: own.thread_ts } : {}),
    how: e.type === 'app_mention' ? 'mention' : e.channel_type === 'im' ? 'direct' : 'message',
    group: e.channel_type === 'mpim',
    ...(changed ? { edited: { afterSeconds: Number(e.ts ?? e.event_ts ?? own.ts) - Number(own.ts) } } : {}),
    shared,
  };
}

const press = z.looseObject({
  type: z.string(),
  trigger_id: z.string(),
  response_url: text,
  user: z.looseObject({ id: z.string() }),
  team: z.looseObject({ id: z.string() }).optional().catch(undefined),
  channel: z.looseObject({ id: z.string() }).optional().catch(undefined),
  container: z.looseObject({ is_ephemeral: z.boolean().optional() }).optional().catch(undefined),
  message: said.optional().catch(undefined),
  callback_id: text,
  actions: z
    .array(
      z.looseObject({
        action_id: z.string(),
        value: text,
        selected_option: z.looseObject({ value: z.string() }).optional().catch(undefined),
      }),
    )
    .optional(),
});

/** A button or an entry of a menu that was pressed, or a shortcut on a message. */
export interface Pressed {
  readonly trigger: string;
  readonly user: string;
  readonly team: string;
  /** What was pressed: `pick:0`, `why`; of a shortcut its callback id. */
  readonly action: string;
  readonly value: string;
  readonly respondTo: string | undefined;
  /** Where; undefined on the home tab. */
  readonly channel: string | undefined;
  readonly message: { readonly ts: string; readonly thread?: string; readonly text: string } | undefined;
  /** What it stands under is for one person's eyes. */
  readonly private: boolean;
}

export function readPressed(body: unknown): Pressed | undefined {
  const parsed = press.safeParse(body);
  if (!parsed.success) return undefined;
  const { trigger_id, response_url, user, team, channel, container, message, callback_id, actions } = parsed.data;
  const [action] = actions ?? [];
  return {
    trigger: trigger_id,
    user: user.id,
    team: team?.id ?? '',
    action: action?.action_id ?? callback_id ?? '',
    value: action?.selected_option?.value ?? action?.value ?? '',
    respondTo: response_url,
    channel: channel?.id,
    message: message?.ts
      ? {
          ts: message.ts,
          text: message.text ?? '',
          ...(message.thread_ts && message.thread_ts !== message.ts ? { thread: message.thread_ts } : {}),
        }
      : undefined,
    private: container?.is_ephemeral ?? false,
  };
}

const command = z.looseObject({
  command: z.string(),
  text: z.string().catch(''),
  user_id: z.string(),
  channel_id: z.string(),
  team_id: z.string().catch(''),
  trigger_id: z.string(),
  response_url: z.string(),
});

export interface Commanded {
  readonly command: string;
  readonly text: string;
  readonly user: string;
  readonly channel: string;
  readonly team: string;
  readonly trigger: string;
  readonly respondTo: string;
}

export function readCommanded(body: unknown): Commanded | undefined {
  const parsed = command.safeParse(body);
  if (!parsed.success) return undefined;
  const c = parsed.data;
  return {
    command: c.command,
    text: c.text,
    user: c.user_id,
    channel: c.channel_id,
    team: c.team_id,
    trigger: c.trigger_id,
    respondTo: c.response_url,
  };
}
