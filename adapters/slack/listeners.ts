/** Everything Plenary listens to in Slack, in one table; a test holds the manifest to it. */
import type { App } from '@slack/bolt';
import type { Desk } from './desk.ts';
import { readCommanded, readHeard, readPressed } from './events.ts';
import {
  askAboutMessage,
  askFromHome,
  judge,
  pick,
  runAgreement,
  runCoop,
  share,
  showHome,
  suggest,
  turnLookup,
  turnPage,
  why,
} from './interact.ts';
import { answerHeard } from './receive.ts';

type Body = Readonly<Record<string, unknown>>;
interface Met {
  readonly body: Body;
  /** The id under which it was claimed. */
  readonly claim: string;
  /** An earlier try was lost on the way. */
  readonly again: boolean;
  readonly desk: Desk;
}
type Listener = (met: Met) => Promise<void>;

const heard: Listener = async ({ body, again, desk }) => {
  const message = readHeard(body);
  if (message) await answerHeard(message, again, desk);
};
const pressed =
  (run: (p: NonNullable<ReturnType<typeof readPressed>>, met: Met) => Promise<void>): Listener =>
  async (met) => {
    const p = readPressed(met.body);
    if (p) await run(p, met);
  };
const commanded =
  (run: (c: NonNullable<ReturnType<typeof readCommanded>>, met: Met) => Promise<void>): Listener =>
  async (met) => {
    const c = readCommanded(met.body);
    if (c) await run(c, met);
  };

export const LISTENERS = {
  events: {
    app_mention: heard,
    message: heard,
    app_home_opened: async ({ body, desk }) => {
      const { user, tab } = body.event as { user: string; tab?: string };
      if (tab === 'home') await showHome(user, desk);
    },
  },
  commands: {
    '/coop': commanded((c, { claim, again, desk }) => runCoop(c, claim, again, desk)),
    '/agreement': commanded((c, { claim, desk }) => runAgreement(c, claim, desk)),
  },
  shortcuts: {
    ask_plenary: pressed((p, { claim, again, desk }) => askAboutMessage(p, claim, again, desk)),
  },
  /** By the part of the action id before the colon. */
  actions: {
    pick: pressed((p, { desk }) => pick(p, desk)),
    suggest: pressed((p, { claim, again, desk }) => suggest(p, claim, again, desk)),
    ask: pressed((p, { again, desk }) => askFromHome(p, again, desk)),
    page: pressed((p, { desk }) => turnPage(p, desk)),
    look: pressed((p, { desk }) => turnLookup(p, desk)),
    why: pressed((p, { desk }) => why(p, desk)),
    judge: pressed((p, { desk }) => judge(p, desk)),
    share: pressed((p, { claim, desk }) => share(p, claim, desk)),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Listener>>>>;

/** Registers the table with Bolt. Acknowledging is the gate's. */
export function listen(app: App, desk: Desk): void {
  const run =
    (listener: Listener) =>
    ({ body, context }: { body: unknown; context: Readonly<Record<string, unknown>> }): Promise<void> =>
      listener({ body: body as Body, claim: String(context.claim ?? ''), again: context.again === true, desk });
  for (const [name, listener] of Object.entries(LISTENERS.events)) app.event(name, run(listener));
  for (const [name, listener] of Object.entries(LISTENERS.commands)) app.command(name, run(listener));
  for (const [name, listener] of Object.entries(LISTENERS.shortcuts)) app.shortcut(name, run(listener));
  for (const [name, listener] of Object.entries(LISTENERS.actions))
    app.action(new RegExp(`^${name}(:|$)`), run(listener));
}
