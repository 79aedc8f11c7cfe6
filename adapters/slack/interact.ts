/** Commands, shortcuts and buttons. */
import { createHash } from 'node:crypto';
import type { Exchange, Verdict } from '../../src/index.ts';
import { WORDS } from '../shared/words.ts';
import { Away, isPassing, LostReply, Refused } from './calls.ts';
import { type Desk, personId } from './desk.ts';
import { runDigest } from './digest.ts';
import { readTyped } from './escape.ts';
import type { Commanded, Pressed } from './events.ts';
import { readQuery, readQueryValue, renderLookup, shortQuery } from './lookup.ts';
import { directThread, readReply, telling } from './receive.ts';
import { readChoice, renderAnswer, renderText, type SlackMessage } from './render.ts';
import { renderHelp, renderHome, renderSources, renderWhy } from './views.ts';

/** Triggers are long; an exchange's id is short. */
const idOf = (trigger: string): string => `slack:${createHash('sha256').update(trigger).digest('hex').slice(0, 24)}`;

/**
 * The question above its answer, where it stands in no message: commands, shortcuts and suggestions are not shown in
 * the conversation. The id of an exchange that a message began names its channel and time.
 */
const leadOf = ({ id, question }: Pick<Exchange, 'id' | 'question'>): { readonly lead?: string } =>
  /^slack:[^:]+:/.test(id) || question === '' ? {} : { lead: `“${question}”` };

/** Follow-ups to commands are kept by person and channel. */
const commandThread = (channel: string, user: string): string => `slack:${channel}:${user}`;

/**
 * Sends what only one person sees. Nobody can look whether it landed, so it is marked as done before it is sent: then
 * a restart cannot send it twice.
 * @throws LostReply when it did not arrive, or perhaps not; the gate knows what is to be done then.
 */
async function sendPrivately(desk: Desk, event: string, send: () => Promise<void>): Promise<void> {
  await desk.house.state.done(event);
  try {
    await send();
  } catch (error) {
    throw error instanceof Away ? new LostReply(error) : error;
  }
}

interface PrivateQuestion {
  readonly event: string;
  /** An earlier reply to it was lost on the way. */
  readonly again: boolean;
  readonly trigger: string;
  readonly user: string;
  readonly thread: string;
  readonly text: string;
  readonly channel: string;
  readonly respondTo: string;
}

async function answerPrivately(question: PrivateQuestion, desk: Desk): Promise<void> {
  const { house, converse, calls, line } = desk;
  const { event, again, trigger, user, thread, text, channel, respondTo } = question;
  const send = (message: SlackMessage): Promise<void> =>
    sendPrivately(desk, event, () => calls.respond(respondTo, message, 'private'));
  await line.queue(thread, () =>
    telling(
      desk,
      event,
      (sentence) => send(renderText(sentence)),
      async () => {
        const message = { thread, text, addressed: 'command' as const };
        const asked = { id: idOf(trigger), person: personId(user), message, private: true };
        const outcome = await converse.ask({ ...asked, edited: again });
        if (outcome.kind === 'slower') return send(renderText(outcome.text));
        if (outcome.kind === 'silence') return;
        const { answer, exchange } = outcome;
        const share = answer.facts.length > 0 && (await mayShare(channel, desk));
        const { PLENARY_CONTACT: contact } = house.config;
        await send(
          renderAnswer(answer, house.plenary(), { exchange: exchange.id, share, contact, ...leadOf(exchange) }),
        );
        house.log.info(
          { platform: 'slack', id: exchange.id, status: answer.status, question: text },
          'answered privately',
        );
      },
    ),
  );
}

/** Not with outside organisations, unless that is allowed; direct messages have nobody to share with. */
async function mayShare(channel: string, { calls, house }: Desk): Promise<boolean> {
  if (channel.startsWith('D')) return false;
  if (house.config.SLACK_SHARED_CHANNELS) return true;
  try {
    return !(await calls.channel(channel)).shared;
  } catch (error) {
    // A private channel that Plenary is not in: nothing is known of it.
    if (error instanceof Refused || isPassing(error)) return false;
    throw error;
  }
}

/** `/coop`. */
export async function runCoop(c: Commanded, event: string, again: boolean, desk: Desk): Promise<void> {
  const { house, calls } = desk;
  const { text } = readTyped(c.text, desk.me.user);
  const whole = { help: renderHelp, '': renderHelp, sources: renderSources }[text.toLowerCase()];
  if (whole) return sendPrivately(desk, event, () => calls.respond(c.respondTo, whole(house.plenary()), 'private'));
  const digest = /^digests?\b(?<rest>.*)$/is.exec(text);
  if (digest) {
    const send = (message: SlackMessage): Promise<void> =>
      sendPrivately(desk, event, () => calls.respond(c.respondTo, message, 'private'));
    return telling(
      desk,
      event,
      (sentence) => send(renderText(sentence)),
      async () => send(await runDigest(c, digest.groups!.rest!, desk.digests, desk)),
    );
  }
  await answerPrivately(
    {
      event,
      again,
      trigger: c.trigger,
      user: c.user,
      thread: commandThread(c.channel, c.user),
      text,
      channel: c.channel,
      respondTo: c.respondTo,
    },
    desk,
  );
}

/** `/agreement`. */
export async function runAgreement(c: Commanded, event: string, desk: Desk): Promise<void> {
  const { house, calls } = desk;
  const send = (message: SlackMessage): Promise<void> =>
    sendPrivately(desk, event, () => calls.respond(c.respondTo, message, 'private'));
  await telling(
    desk,
    event,
    (text) => send(renderText(text)),
    async () => {
      const query = readQuery(shortQuery(readTyped(c.text, desk.me.user).text));
      const found = house.plenary().lookUp(query);
      const ids = found.rows.map((r) => r.id);
      // "Who signed it?" by /coop afterwards means the one that was found.
      await house.state.remember(commandThread(c.channel, c.user), {
        focus: ids.length === 1 ? ids : [],
        named: ids,
        question: c.text,
        facts: [],
      });
      await send(renderLookup(found, query, house.plenary()));
    },
  );
}

/** "Ask Plenary about this" on a message. */
export async function askAboutMessage(p: Pressed, event: string, again: boolean, desk: Desk): Promise<void> {
  if (!p.respondTo || !p.channel) return;
  const { text } = readTyped(p.message?.text ?? '', desk.me.user);
  await answerPrivately(
    {
      event,
      again,
      trigger: p.trigger,
      user: p.user,
      thread: commandThread(p.channel, p.user),
      text,
      channel: p.channel,
      respondTo: p.respondTo,
    },
    desk,
  );
}

/** Says something to the person who pressed, and to nobody else. */
async function tellPresser(p: Pressed, text: string, desk: Desk): Promise<void> {
  if (p.respondTo) await desk.calls.respond(p.respondTo, renderText(text), 'private', p.message?.thread);
}

/** Runs `work` on the exchange that a button belongs to; says so when that is forgotten. */
async function withExchange(
  p: Pressed,
  id: string,
  desk: Desk,
  work: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  await telling(
    desk,
    id,
    (text) => tellPresser(p, text, desk),
    async () => {
      const exchange = await desk.house.state.exchange(id);
      if (exchange) await work(exchange);
      else await tellPresser(p, WORDS.tooOld, desk);
    },
  );
}

/** Puts a new message where the old one with the buttons stands. */
async function replace(p: Pressed, exchange: Exchange, message: SlackMessage, { calls }: Desk): Promise<void> {
  const there =
    readReply(exchange.reply) ?? (p.channel && p.message ? { channel: p.channel, ts: p.message.ts } : undefined);
  if (p.private || !there) await calls.respond(p.respondTo ?? '', message, 'replace');
  else await calls.update(there.channel, there.ts, message);
}

/** A choice of "which one do you mean?": the reply becomes the answer. */
export async function pick(p: Pressed, desk: Desk): Promise<void> {
  const { index, exchange: id } = readChoice(p.value);
  await withExchange(p, id, desk, async (asked) => {
    const text = asked.options[index];
    if (text === undefined) return tellPresser(p, WORDS.tooOld, desk);
    const { house, converse } = desk;
    const message = { thread: asked.thread, text, addressed: 'command' as const };
    const outcome = await converse.ask({ id, person: asked.person, message, private: asked.private, edited: true });
    if (outcome.kind !== 'reply') return;
    const share = p.private && p.channel !== undefined && (await mayShare(p.channel, desk));
    await replace(
      p,
      asked,
      renderAnswer(outcome.answer, house.plenary(), {
        exchange: id,
        share,
        contact: house.config.PLENARY_CONTACT,
        ...leadOf(outcome.exchange),
      }),
      desk,
    );
  });
}

/** A suggested question: asked as though the person had typed it, where the suggestion stands. */
export async function suggest(p: Pressed, event: string, again: boolean, desk: Desk): Promise<void> {
  const { index, exchange: id } = readChoice(p.value);
  await withExchange(p, id, desk, async (earlier) => {
    const text = earlier.suggestions[index];
    if (text === undefined || !p.channel) return tellPresser(p, WORDS.tooOld, desk);
    if (p.private && p.respondTo)
      return answerPrivately(
        {
          event,
          again,
          trigger: p.trigger,
          user: p.user,
          thread: earlier.thread,
          text,
          channel: p.channel,
          respondTo: p.respondTo,
        },
        desk,
      );
    const place = { channel: p.channel, thread: p.message?.thread };
    await postAnswer({ p, text, thread: earlier.thread, place, private: earlier.private, again }, desk);
  });
}

/** A question of the home tab, answered in the direct message. */
export async function askFromHome(p: Pressed, again: boolean, desk: Desk): Promise<void> {
  await telling(
    desk,
    idOf(p.trigger),
    async () => {},
    () =>
      postAnswer(
        {
          p,
          text: p.value,
          thread: directThread(p.user),
          place: { channel: p.user },
          private: true,
          again,
        },
        desk,
      ),
  );
}

interface PublicQuestion {
  readonly p: Pressed;
  readonly text: string;
  readonly thread: string;
  readonly place: { readonly channel: string; readonly thread?: string | undefined };
  readonly private: boolean;
  readonly again: boolean;
}

async function postAnswer(
  { p, text, thread, place, private: isPrivate, again }: PublicQuestion,
  desk: Desk,
): Promise<void> {
  const { house, converse, calls, line } = desk;
  await line.queue(thread, async () => {
    const message = { thread, text, addressed: 'command' as const };
    const outcome = await converse.ask({
      id: idOf(p.trigger),
      person: personId(p.user),
      message,
      private: isPrivate,
      edited: again,
    });
    if (outcome.kind === 'slower') return tellPresser(p, outcome.text, desk);
    if (outcome.kind === 'silence') return;
    const { exchange, answer } = outcome;
    const rendered = renderAnswer(answer, house.plenary(), {
      exchange: exchange.id,
      ...leadOf(exchange),
      contact: house.config.PLENARY_CONTACT,
    });
    const { channel, ts } = await calls.post(place, rendered, exchange.id, again);
    await converse.placed(exchange, `${channel} ${ts}`);
  });
}

/** Shares a private answer with the channel, with who shared it. */
export async function share(p: Pressed, event: string, desk: Desk): Promise<void> {
  await withExchange(p, p.value, desk, async ({ question, before }) => {
    const { house, calls } = desk;
    if (!p.respondTo || !p.channel || !(await mayShare(p.channel, desk))) return tellPresser(p, WORDS.notHere, desk);
    const plenary = house.plenary();
    const { answer } = plenary.answer(question, before);
    const message = renderAnswer(answer, plenary, { lead: `“${question}”` });
    const { respondTo } = p;
    // The only name in a message that Plenary itself puts there, and only as a signature: Slack shows it as a name.
    const shared = {
      text: `${message.text}\n${WORDS.sharedBy(`<@${p.user}>`)}`,
      blocks: [...message.blocks, signature(p.user)],
    };
    await sendPrivately(desk, event, () => calls.respond(respondTo, shared, 'in channel'));
  });
}

const signature = (user: string): SlackMessage['blocks'][number] => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: WORDS.sharedBy(`<@${user}>`), verbatim: true }],
});

/** The modal behind "Why this answer?". A trigger lives for 3 s: nothing stands before it. */
export async function why(p: Pressed, desk: Desk): Promise<void> {
  await withExchange(p, p.value, desk, async ({ question, before }) => {
    const plenary = desk.house.plenary();
    await desk.calls.openModal(p.trigger, renderWhy(plenary.explain(question, before), plenary));
  });
}

export async function judge(p: Pressed, desk: Desk): Promise<void> {
  const verdict = p.action.slice('judge:'.length) as Verdict;
  await telling(
    desk,
    p.value,
    (text) => tellPresser(p, text, desk),
    async () => {
      const kept = await desk.converse.judge(p.value, personId(p.user), verdict);
      await tellPresser(p, kept ? WORDS.judged[verdict] : WORDS.tooOld, desk);
    },
  );
}

/** Another page of a long answer. */
export async function turnPage(p: Pressed, desk: Desk): Promise<void> {
  const { index: page, exchange: id } = readChoice(p.value);
  await withExchange(p, id, desk, async (exchange) => {
    const plenary = desk.house.plenary();
    const { answer } = plenary.answer(exchange.question, exchange.before);
    const sharing = p.private && p.channel !== undefined && (await mayShare(p.channel, desk));
    const { PLENARY_CONTACT: contact } = desk.house.config;
    const around = { exchange: id, page, share: sharing, contact, ...leadOf(exchange) };
    await replace(p, exchange, renderAnswer(answer, plenary, around), desk);
  });
}

/** Another page of agreements. */
export async function turnLookup(p: Pressed, desk: Desk): Promise<void> {
  const { respondTo } = p;
  if (!respondTo) return;
  await telling(
    desk,
    p.trigger,
    (text) => tellPresser(p, text, desk),
    async () => {
      const plenary = desk.house.plenary();
      const query = readQueryValue(p.value);
      await desk.calls.respond(respondTo, renderLookup(plenary.lookUp(query), query, plenary), 'replace');
    },
  );
}

export async function showHome(user: string, desk: Desk): Promise<void> {
  await desk.calls.publishHome(user, renderHome(desk.house.plenary()));
}
