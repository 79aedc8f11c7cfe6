/**
 * Stands between Slack and Bolt: what concerns Plenary is claimed on disk, then acknowledged, then handed to Bolt's
 * listeners; everything else is acknowledged and forgotten. Bolt alone would acknowledge before anything is kept, and
 * answer what is delivered twice twice.
 */
import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Claim } from '../../src/index.ts';
import { WORDS } from '../shared/words.ts';
import { LostReply, Unsent } from './calls.ts';
import type { Desk } from './desk.ts';
import { type Heard, readCommanded, readHeard, readPressed } from './events.ts';
import { concerns, exchangeOf } from './receive.ts';
import { renderText } from './render.ts';

/** Presses that may be handled twice without harm, and a modal that must open within 3 s: nothing is kept about them. */
const UNCLAIMED = /^(why|page|look|judge)\b/;

export interface Gate {
  /** The receiver whose events pass through here. */
  guard(receiver: Receiver): Receiver;
  /** Answers what was claimed and not finished. */
  finishLeft(): Promise<void>;
}

interface Task {
  readonly body: Readonly<Record<string, unknown>>;
  /** Its reply was lost, and may have arrived: not the reply is sent again, but a sentence that says so. */
  readonly perhapsLost?: boolean;
}

const nothing = async (): Promise<void> => {};

/** @param open is asked first: when it is not, as while the process ends, nothing is taken and Slack sends it again. */
export function createGate(desk: Desk, open: () => boolean): Gate {
  const { house, once } = desk;
  const { log, config } = house;
  let dispatch: (event: ReceiverEvent) => Promise<void> = nothing;

  async function pass(event: ReceiverEvent): Promise<void> {
    if (!open()) return;
    const acknowledge = (): Promise<void> =>
      // A lost acknowledgement is no reason not to answer: what comes again is known by then.
      Promise.resolve(event.ack()).catch((error: unknown) =>
        log.warn({ platform: 'slack', err: error }, 'an acknowledgement was lost'),
      );
    const body = event.body as Readonly<Record<string, unknown>>;
    if (!isAllowed(body, config.SLACK_WORKSPACES)) return acknowledge();
    const id = await claimOf(body, desk);
    if (id === 'none') return acknowledge();
    if (id === 'unclaimed') {
      await acknowledge();
      return dispatch({ ...event, ack: nothing }).catch((error: unknown) =>
        log.error({ platform: 'slack', err: error }, 'a press or a visit could not be answered'),
      );
    }
    const claim: Claim = { id, platform: 'slack', at: house.now(), task: keepable(body) satisfies Task };
    const met = await once.answer(id, claim.task, { acknowledge, answer: () => answer(claim, false) });
    if (met === 'seen') log.debug({ platform: 'slack', id }, 'seen before');
  }

  /** Hands on what was claimed. A private reply that was lost is claimed anew, since the claim that it had is done. */
  async function answer(claim: Claim, again: boolean): Promise<void> {
    const { body, perhapsLost } = claim.task as Task;
    try {
      if (perhapsLost) await tellLost(body, desk);
      else await dispatch({ body, ack: nothing, customProperties: { claim: claim.id, again } });
    } catch (error) {
      if (!(error instanceof LostReply)) throw error;
      log.warn({ platform: 'slack', id: claim.id, arrived: error.arrived, err: error }, 'a private reply was lost');
      const task: Task = { body, ...(error.arrived === 'perhaps' ? { perhapsLost: true } : {}) };
      await house.state.claim({ ...claim, id: nextTry(claim.id), task });
    }
  }

  return {
    guard: (receiver) => ({
      init: (app) => {
        dispatch = (event) => app.processEvent(event);
        // The same app, except that its events come through here.
        receiver.init(Object.create(app, { processEvent: { value: pass } }) as App);
      },
      start: (...args) => receiver.start(...args),
      stop: (...args) => receiver.stop(...args),
    }),
    finishLeft: () => once.finishLeft((claim) => answer(claim, true)),
  };
}

/** `slack:T1` → `slack:T1 try 2` → `slack:T1 try 3`. */
function nextTry(id: string): string {
  const [base = id, tried = '1'] = id.split(' try ');
  return `${base} try ${Number(tried) + 1}`;
}

async function tellLost(body: Task['body'], { calls, house }: Desk): Promise<void> {
  const respondTo = readCommanded(body)?.respondTo ?? readPressed(body)?.respondTo;
  if (!respondTo) return;
  try {
    await calls.respond(respondTo, renderText(WORDS.perhapsLost), 'private');
  } catch (error) {
    // It is tried again as long as it certainly did not arrive.
    if (error instanceof Unsent) throw error;
    house.log.error({ platform: 'slack', err: error }, 'nor could it be said that a reply may be lost');
  }
}

/** The id under which an event is claimed; `none` when it is not for Plenary. */
async function claimOf(body: Readonly<Record<string, unknown>>, desk: Desk): Promise<string> {
  const heard = readHeard(body);
  if (heard) return (await concerns(heard, desk)) ? claimOfHeard(heard) : 'none';
  const commanded = readCommanded(body);
  if (commanded) return `slack:${commanded.trigger}`;
  const pressed = readPressed(body);
  if (pressed) return UNCLAIMED.test(pressed.action) ? 'unclaimed' : `slack:${pressed.trigger}`;
  const event = body.event as { type?: unknown; subtype?: unknown } | undefined;
  return event?.type === 'app_home_opened' ? 'unclaimed' : 'none';
}

/** By the message and not by the event: a mention may come as two events. A change is an event of its own. */
const claimOfHeard = (heard: Heard): string => (heard.edited ? `slack:${heard.event}` : exchangeOf(heard));

function isAllowed(body: Readonly<Record<string, unknown>>, workspaces: readonly string[]): boolean {
  if (workspaces.length === 0) return true;
  const team = body.team_id ?? (body.team as { id?: unknown } | undefined)?.id;
  const enterprise = body.enterprise_id;
  return workspaces.some((w) => w === team || w === enterprise);
}

/** The event without what Slack says about itself. */
function keepable(body: Readonly<Record<string, unknown>>): Task {
  const { token: _token, authorizations: _authorizations, ...rest } = body;
  return { body: rest };
}
