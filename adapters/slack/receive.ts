/** Messages: mentions, direct messages, follow-ups in a thread, and questions changed soon after they were asked. */
import type { Exchange, Message } from '../../src/index.ts';
import type { Outcome } from '../shared/converse.ts';
import { WORDS } from '../shared/words.ts';
import { isPassing, type Place, Refused } from './calls.ts';
import { type Desk, personId } from './desk.ts';
import { readTyped } from './escape.ts';
import type { Heard } from './events.ts';
import { renderAnswer, renderText } from './render.ts';

/** So long after it was asked, a changed question changes its reply; later people have read it. */
const EDIT_SECONDS = 60;
/** What somebody means who says only the name. */
const GREETING = 'hello';

export const exchangeOf = (heard: Pick<Heard, 'channel' | 'ts'>): string => `slack:${heard.channel}:${heard.ts}`;

/** The conversation a message belongs to; a direct message's own threads are conversations of their own. */
export function threadOf(heard: Heard): string {
  if (heard.thread) return `slack:${heard.channel}:${heard.thread}`;
  return heard.how === 'direct' ? directThread(heard.user) : exchangeOf(heard);
}
export const directThread = (user: string): string => `slack:dm:${user}`;

/** Where the reply goes: into the thread of the message, in a direct message beside it. */
const placeOf = (heard: Heard): Place => ({
  channel: heard.channel,
  thread: heard.thread ?? (heard.how === 'direct' ? undefined : heard.ts),
});

/** Whether an event is for Plenary, decided before anything is kept about it. */
export async function concerns(heard: Heard, desk: Desk): Promise<boolean> {
  const { config, state } = desk.house;
  if (heard.user === desk.me.user) return false;
  if (heard.how !== 'direct') {
    if (config.SLACK_CHANNELS.length > 0 && !config.SLACK_CHANNELS.includes(heard.channel)) return false;
    if (heard.shared && !config.SLACK_SHARED_CHANNELS) return false;
  }
  if (heard.edited)
    return heard.edited.afterSeconds <= EDIT_SECONDS && (await state.exchange(exchangeOf(heard))) !== undefined;
  if (heard.how !== 'message') return true;
  // In a channel a mention comes as an event of its own too.
  if (readTyped(heard.text, desk.me.user).mentionsBot) return heard.group;
  return heard.thread !== undefined && (await state.conversation(threadOf(heard))) !== undefined;
}

/** `again`: an earlier try was lost on the way, and its reply may be there. */
export async function answerHeard(heard: Heard, again: boolean, desk: Desk): Promise<void> {
  const { converse, calls, house, line } = desk;
  const exchange = exchangeOf(heard);
  const typed = readTyped(heard.text, desk.me.user);
  const addressed: Message['addressed'] =
    typed.mentionsBot || heard.how === 'mention' ? 'mention' : heard.how === 'direct' ? 'direct' : 'thread';
  const message: Message = {
    thread: threadOf(heard),
    text: typed.text === '' ? GREETING : typed.text,
    addressed,
    mentionsOthers: typed.mentionsOthers,
  };
  await line.queue(message.thread, () =>
    telling(
      desk,
      exchange,
      (text) => calls.whisper(placeOf(heard), heard.user, renderText(text)),
      async () => {
        const asked = { id: exchange, person: personId(heard.user), message, private: await isPrivate(heard, desk) };
        const outcome = await converse.ask({ ...asked, edited: again || heard.edited !== undefined });
        if (outcome.kind === 'silence')
          return void house.log.debug({ platform: 'slack', id: exchange, why: outcome.why }, 'silent');
        if (outcome.kind === 'slower') return calls.whisper(placeOf(heard), heard.user, renderText(outcome.text));
        await placeReply(outcome, heard, again, desk);
      },
    ),
  );
}

async function placeReply(
  outcome: Extract<Outcome, { kind: 'reply' }>,
  heard: Heard,
  again: boolean,
  desk: Desk,
): Promise<void> {
  const { calls, converse, house } = desk;
  const { answer, exchange } = outcome;
  const message = renderAnswer(answer, house.plenary(), {
    exchange: exchange.id,
    contact: house.config.PLENARY_CONTACT,
  });
  const there = readReply(exchange.reply);
  if (there) return calls.update(there.channel, there.ts, message);
  const posted = await calls.post(placeOf(heard), message, exchange.id, again);
  await converse.placed(exchange, `${posted.channel} ${posted.ts}`);
  house.log.info(
    {
      platform: 'slack',
      id: exchange.id,
      status: answer.status,
      facts: answer.facts.length,
      question: exchange.question,
    },
    'answered',
  );
}

/** Where the reply to an exchange stands. */
export function readReply(reply: Exchange['reply']): { readonly channel: string; readonly ts: string } | undefined {
  const [channel, ts] = reply?.split(' ') ?? [];
  return channel && ts ? { channel, ts } : undefined;
}

/** What Slack does not tell is taken to be private. */
async function isPrivate(heard: Heard, { calls, house }: Desk): Promise<boolean> {
  if (heard.how === 'direct' || heard.group) return true;
  try {
    return (await calls.channel(heard.channel)).private;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    house.log.warn({ platform: 'slack', channel: heard.channel, why: error.reason }, 'taken to be a private channel');
    return true;
  }
}

/**
 * Runs `work`; what goes wrong in it for good becomes one plain sentence to the person and a line in the log.
 * Where Slack is away, or the process ends, the error goes on to the caller: it is tried again later.
 */
export async function telling(
  desk: Desk,
  id: string,
  tell: (text: string) => Promise<void>,
  work: () => Promise<void>,
): Promise<void> {
  const { log } = desk.house;
  try {
    await work();
  } catch (error) {
    if (isPassing(error)) throw error;
    log.error({ platform: 'slack', id, err: error }, 'could not answer');
    try {
      await tell(WORDS.failed);
    } catch (untold) {
      log.error({ platform: 'slack', id, err: untold }, 'could not say so either');
    }
  }
}
