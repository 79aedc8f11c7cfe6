/**
 * Posts each digest when it is due, exactly once. That posting has begun is kept before the platform is called, and
 * that it is done afterwards; what was begun and not done is looked up on the platform before it is posted again. One
 * that arrives even after that is taken back.
 */
import { randomInt } from 'node:crypto';
import pLimit from 'p-limit';
import { type Delivery, type Digest, type DigestSetting, type Due, type Period, whatIsDue } from '../../src/index.ts';
import type { Line } from '../shared/line.ts';
import type { House } from '../shared/platform.ts';
import { gatherAsked } from './asked.ts';
import { tellCurators } from './faulty.ts';
import { holidaysFor } from './holidays.ts';

/** What a digest carries so that it can be found again. */
export interface Mark {
  /** As the platform writes it, without the platform's name: `C012AB`. */
  readonly channel: string;
  /** First day of its period, ISO. */
  readonly period: string;
  /** When it was due, in milliseconds since 1970. */
  readonly due: number;
}

/** The platform as a place to post digests. */
export interface Board {
  readonly platform: string;
  /**
   * Calls the platform once.
   * @returns where the message stands.
   * @throws NotPosted when nothing was posted for sure; anything else leaves it open.
   */
  post(mark: Mark, digest: Digest): Promise<string>;
  /** Where the digest stands, the oldest first, as far as it was posted since a time in milliseconds. */
  find(mark: Mark, since: number): Promise<readonly string[]>;
  /** Takes a message of its own back; one that is gone already is no fault. */
  remove(message: string): Promise<void>;
}

/** The platform said no. */
export class NotPosted extends Error {
  constructor(
    message: string,
    /** In how many milliseconds it may say yes, when it told. */
    readonly again?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface Deliveries {
  start(): void;
  /** Settings were changed: looks anew what is due. */
  wake(): void;
  /** Ends; what is in hand is finished, but no later than the process's end allows. */
  stop(): Promise<void>;
}

/** A clock that is set, or a machine that slept: it is looked at least so often. */
const LOOK_MS = 60_000;
const DAY = 86_400_000;
/** After a no, from the first wait to the longest. */
const AGAIN_MS = [60_000, 300_000, 900_000, 3_600_000] as const;
/** Channels that are posted to at the same time, at nine on a Monday. */
const AT_ONCE = 4;
/** A missed one is kept to be seen; of very many the last are enough. */
const MOST_MISSED = 30;
/** What was posted again in doubt is looked at for so long: the first one may still arrive. */
const WATCHED_MS = DAY;

export function createDeliveries(house: House, board: Board, line: Line): Deliveries {
  const { state, log, now, config } = house;
  const { platform } = board;
  const limit = pLimit(AT_ONCE);
  /** Channels that said no, and until when they are left alone. */
  const refused = new Map<string, number>();
  /** When what was posted again in doubt is looked at next, by channel and period. */
  const watched = new Map<string, number>();
  /** When a channel is due next, worked out for this very setting. */
  const planned = new Map<string, { readonly for: DigestSetting; readonly at: number }>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  let again = false;

  /** One look at all channels; the timer is set for the next. */
  async function look(): Promise<void> {
    const settings = (await state.digests()).filter((s) => s.platform === platform);
    const open = (await state.deliveries()).filter(
      (d) => d.platform === platform && (d.stage === 'posting' || isWatched(d)),
    );
    const channels = new Set([...settings.map((s) => s.channel), ...open.map((d) => d.channel)]);
    const waiting = new Set(settings.filter((s) => planned.get(s.channel)?.for === s).map((s) => s.channel));
    for (const { channel } of open) waiting.delete(channel);
    const next = await Promise.all(
      [...channels].map((channel) => {
        const plan = planned.get(channel);
        return plan && waiting.has(channel) && now() < plan.at ? plan.at : limit(() => guarded(channel));
      }),
    );
    const wait = Math.min(LOOK_MS, ...next.map((at) => at - now()));
    if (!stopped) timer = setTimeout(run, Math.max(0, wait));
  }

  function run(): void {
    clearTimeout(timer);
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = look()
      .catch((error: unknown) => {
        log.error({ platform, err: error }, 'digests could not be looked at; tried again in a minute');
        if (!stopped) timer = setTimeout(run, LOOK_MS);
      })
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          run();
        }
      });
  }

  /** @returns when to look at the channel next, in milliseconds since 1970. */
  async function guarded(channel: string): Promise<number> {
    if (stopped) return now() + LOOK_MS;
    try {
      return await line.queue(digestLine(channel), () => settle(channel));
    } catch (error) {
      // It stays as it is kept: what was begun is looked up first.
      log.error({ platform, channel, err: error }, 'a digest could not be finished; tried again');
      return now() + AGAIN_MS[0];
    }
  }

  const isWatched = (d: Delivery): boolean => d.stage === 'posted' && d.doubtful === true && now() < d.at + WATCHED_MS;

  /** @returns when to look at the channel next: for its next digest, or for one that may come twice. */
  async function settle(channel: string): Promise<number> {
    const next = await deliver(channel);
    const watching = (await state.deliveries(channel)).filter(isWatched);
    return Math.min(next, ...(await Promise.all(watching.map(takeBack))));
  }

  /** Of a digest that stands there twice the first is left. @returns when to look again, ever later. */
  async function takeBack(delivery: Delivery): Promise<number> {
    const { channel, period, at } = delivery;
    const key = `${channel} ${period}`;
    const next = watched.get(key) ?? at;
    if (now() < next) return next;
    const [first, ...more] = await board.find(markOf(delivery), delivery.due - CLOCKS_DIFFER_MS);
    for (const message of more) {
      await board.remove(message);
      log.warn({ platform, channel, period, message }, 'a digest arrived after it was posted again; one is taken back');
    }
    if (first && first !== delivery.message) await state.keepDelivery({ ...delivery, message: first });
    const later = now() + Math.max(config.DIGEST_DOUBT_MS, now() - at);
    watched.set(key, later);
    return later;
  }

  async function deliver(channel: string): Promise<number> {
    const setting = await state.digest(channel);
    const begun = (await state.deliveries(channel)).filter((d) => d.stage === 'posting');
    for (const delivery of begun) {
      const until = delivery.at + config.DIGEST_DOUBT_MS;
      // A post that was on its way when the answer was lost may still arrive.
      if (now() < until) return until;
      await clearUp(delivery, setting);
    }
    const current = await state.digest(channel);
    if (!current || current.paused) return now() + LOOK_MS;
    const due = await dueNow(current);
    const passed = await passOver(current, due.missed);
    if (!due.now) {
      const next = due.next?.at ?? now() + DAY;
      planned.set(channel, { for: passed, at: next });
      return next;
    }
    const delivery = await state.delivery(channel, due.now.from);
    const notBefore = refused.get(channel) ?? 0;
    if (now() < notBefore) return notBefore;
    return post(passed, due.now, delivery);
  }

  async function dueNow({ schedule, since, told }: DigestSetting): Promise<Due> {
    const before = { since, ...(told.period === undefined ? {} : { last: told.period }) };
    return whatIsDue(schedule, before, now(), await holidaysFor(schedule, now()));
  }

  /** Missed for good: kept as skipped, said in the log, and never looked at again. */
  async function passOver(setting: DigestSetting, missed: Due['missed']): Promise<DigestSetting> {
    const last = missed.at(-1);
    if (!last) return setting;
    for (const { period, why } of missed.slice(-MOST_MISSED))
      log.warn(
        { platform, channel: setting.channel, period: period.from },
        why === 'holiday'
          ? 'a digest is left out: a public holiday'
          : 'a digest was missed and is skipped: its period is over',
      );
    if (missed.length > MOST_MISSED)
      log.warn(
        { platform, channel: setting.channel, from: missed[0]!.period.from, digests: missed.length },
        'more digests before were missed and are skipped',
      );
    const on = { ...setting, since: last.period.due };
    const skipped = missed.slice(-MOST_MISSED).map(
      ({ period, why }): Delivery => ({
        ...delivered(setting, period, 'skipped'),
        why: why === 'holiday' ? 'a public holiday' : 'its period was over',
      }),
    );
    await Promise.all(skipped.map((d, i) => state.keepDelivery(d, i === skipped.length - 1 ? on : undefined)));
    return on;
  }

  const delivered = (setting: DigestSetting, period: Period, stage: Delivery['stage']): Delivery => ({
    channel: setting.channel,
    platform,
    period: period.from,
    stage,
    due: period.due,
    at: now(),
    attempts: 0,
  });

  /** Posts one. @returns when to look next. */
  async function post(setting: DigestSetting, period: Period, before: Delivery | undefined): Promise<number> {
    const { channel } = setting;
    const attempts = before?.attempts ?? 0;
    const plenary = house.plenary();
    const { digest, told } = await composeFor(house, setting, period);
    const tells = { knowledge: plenary.version, rotation: told, period: period.from };
    const done: DigestSetting = { ...setting, since: period.due, told: tells };
    const delivery: Delivery = {
      ...delivered(setting, period, 'posting'),
      attempts: attempts + 1,
      tells,
      ...(before?.doubtful ? { doubtful: true } : {}),
    };
    if (digest.parts.length === 0) {
      log.info({ platform, channel, period: period.from }, 'a digest is left out: there is nothing to say');
      await state.keepDelivery({ ...delivery, stage: 'skipped', why: 'nothing to say' }, done);
      return now();
    }
    await state.keepSnapshot({ version: plenary.version, at: now(), facts: plenary.digests.snapshot() });
    await state.keepDelivery(delivery);
    try {
      const message = await board.post(markOf(delivery), digest);
      await state.keepDelivery({ ...delivery, stage: 'posted', at: now(), message }, done);
      log.info({ platform, channel, period: period.from, message }, 'posted a digest');
      return now();
    } catch (error) {
      if (!(error instanceof NotPosted)) {
        // Whether it landed is open; the wait before looking begins now.
        await state.keepDelivery({ ...delivery, at: now() });
        log.warn(
          { platform, channel, period: period.from, err: error },
          'whether a digest was posted is not known; it is looked up',
        );
        return now() + config.DIGEST_DOUBT_MS;
      }
      const wait = error.again ?? AGAIN_MS[Math.min(attempts, AGAIN_MS.length - 1)]! + randomInt(JITTER_MS);
      await state.keepDelivery({ ...delivery, stage: 'due', at: now() });
      refused.set(channel, now() + wait);
      log.error(
        { platform, channel, period: period.from, why: error.message, ms: wait },
        'a digest could not be posted; tried again',
      );
      return now() + wait;
    }
  }

  /** What a process that ended, or an answer that was lost, left open. */
  async function clearUp(delivery: Delivery, setting: DigestSetting | undefined): Promise<void> {
    const { channel, period } = delivery;
    const [message] = await board.find(markOf(delivery), delivery.at - CLOCKS_DIFFER_MS);
    if (message) {
      const done =
        setting && delivery.tells
          ? { ...setting, since: Math.max(setting.since, delivery.due), told: delivery.tells }
          : undefined;
      await state.keepDelivery({ ...delivery, stage: 'posted', at: now(), message }, done);
      log.info({ platform, channel, period, message }, 'a digest that was begun had been posted');
      return;
    }
    const due = setting && !setting.paused ? await dueNow(setting) : undefined;
    if (due?.now?.from === period) {
      await state.keepDelivery({ ...delivery, stage: 'due', at: now(), doubtful: true });
      return;
    }
    await state.keepDelivery({
      ...delivery,
      stage: 'skipped',
      at: now(),
      why: 'it was begun, did not arrive, and is no longer due',
    });
    log.warn(
      { platform, channel, period },
      'a digest was begun and did not arrive; it is skipped: it is no longer due',
    );
  }

  house.edits?.listen((faulty) => {
    if (!faulty || stopped) return;
    tellCurators(house, board, faulty).catch((error: unknown) =>
      log.error({ platform, err: error }, 'curators could not be told of a faulty edit'),
    );
  });

  return {
    start: () => {
      stopped = false;
      run();
    },
    wake: run,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Many channels that are refused at once do not all come back at once. */
const JITTER_MS = 5_000;
/** How far the platform's clock may be behind this one. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** The line in which everything about a channel's digest waits for its turn. */
export const digestLine = (channel: string): string => `digest ${channel}`;

const markOf = ({ platform, channel, period, due }: Delivery): Mark => ({
  channel: channel.slice(platform.length + 1),
  period,
  due,
});

/** The digest of a channel for a period: what it was not told yet, and for curators what people asked. */
export async function composeFor(
  house: House,
  { told, curators, channel, at, since }: Pick<DigestSetting, 'told' | 'curators' | 'channel' | 'at' | 'since'>,
  period: Pick<Period, 'from' | 'to'>,
): Promise<ReturnType<ReturnType<House['plenary']>['digests']['compose']>> {
  const { state } = house;
  const seen = told.knowledge === undefined ? undefined : await state.snapshot(told.knowledge);
  const posted = (await state.deliveries(channel)).filter((d) => d.stage === 'posted').at(-1);
  const asked = curators ? await gatherAsked(house, posted?.at ?? Math.min(at, since)) : undefined;
  return house.plenary().digests.compose({ period, seen: seen?.facts, told: told.rotation, asked });
}
