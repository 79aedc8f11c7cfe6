/** What people do about a channel's digest: set it up, see it, preview, pause, resume, turn it off. The same everywhere. */
import {
  type Digest,
  type DigestSetting,
  dateIn,
  type FormExample,
  type Period,
  periodOn,
  type Told,
  whatIsDue,
} from '../../src/index.ts';
import type { Line } from '../shared/line.ts';
import type { House } from '../shared/platform.ts';
import { composeFor, type Deliveries, digestLine } from './deliver.ts';
import { holidaysFor } from './holidays.ts';

export type DigestCommand =
  | { readonly do: 'show' | 'preview' | 'pause' | 'resume' | 'off' }
  /** `line` as `weekly mon 09:00`; empty for the form alone. */
  | { readonly do: 'set'; readonly line: string }
  | { readonly do: 'curators'; readonly on: boolean };

export interface Asking {
  /** `slack:C012AB` */
  readonly channel: string;
  /** `slack:U012AB` */
  readonly person: string;
  /** Whether they may change it; asked only where something is to be changed. */
  may(): Promise<boolean>;
  /** What keeps a digest from being posted in this channel, said to a person; undefined when nothing does. */
  hindrance(): Promise<string | undefined>;
}

/** The platform's own words: how a command is written, and who may. */
export interface Forms {
  /** The command that sets one up, by example: `/coop digest weekly mon 09:00`. */
  set(example: FormExample): string;
  readonly show: string;
  readonly preview: string;
  readonly resume: string;
  /** `workspace admins` */
  readonly who: string;
}

/** A reply for the one who asked; with a preview, the digest itself. */
export interface Said {
  readonly text: string;
  readonly digest?: Digest;
}

export interface DigestCommands {
  run(command: DigestCommand, asking: Asking): Promise<Said>;
}

const CHANGES: ReadonlySet<DigestCommand['do']> = new Set(['set', 'pause', 'resume', 'off', 'curators']);

/** `weekly mon 09:00`, `preview`, `curators on` … → what is to be done. */
export function readDigestCommand(text: string): DigestCommand {
  const line = text.trim();
  const [first = '', ...rest] = line.toLowerCase().split(/\s+/);
  switch (first) {
    case '':
    case 'show':
      return { do: 'show' };
    case 'preview':
    case 'pause':
    case 'resume':
    case 'off':
      if (rest.length === 0) return { do: first };
      break;
    case 'curators':
      if (rest.length === 1 && (rest[0] === 'on' || rest[0] === 'off')) return { do: 'curators', on: rest[0] === 'on' };
      break;
    case 'set':
      return { do: 'set', line: line.slice(first.length).trim() };
  }
  return { do: 'set', line };
}

export function createDigestCommands(
  house: House,
  platform: string,
  forms: Forms,
  line: Line,
  deliveries: Pick<Deliveries, 'wake'>,
): DigestCommands {
  const { state, config, now, log } = house;
  const say = (key: string, places: Readonly<Record<string, string>> = {}): string =>
    house.plenary().wording(`digest-${key}`, places);
  const said = (key: string, places: Readonly<Record<string, string>> = {}): Said => ({ text: say(key, places) });
  const none = (): Said => said('none', { like: forms.set('weekly') });

  async function change(command: DigestCommand, asking: Asking, setting: DigestSetting | undefined): Promise<Said> {
    const by = asking.person;
    if (command.do === 'set') return set(command.line, asking, setting);
    if (!setting) return none();
    switch (command.do) {
      case 'pause':
        await state.keepDigest({ ...setting, paused: true, by });
        return said(setting.paused ? 'paused-already' : 'paused', { resume: forms.resume });
      case 'resume': {
        if (!setting.paused) return show(setting);
        // What was due in between is not made up for.
        const resumed = { ...setting, paused: false, by, since: now() };
        await state.keepDigest(resumed);
        return said('resumed', { next: await nextInWords(resumed) });
      }
      case 'off':
        await state.dropDigest(setting.channel);
        return said('off', { like: forms.set('weekly') });
      case 'curators':
        await state.keepDigest({ ...setting, curators: command.on, by });
        return said(command.on ? 'curators-on' : 'curators-off');
      default:
        return show(setting);
    }
  }

  async function set(text: string, asking: Asking, old: DigestSetting | undefined): Promise<Said> {
    const plenary = house.plenary();
    const read = plenary.digests.read(text, { zone: config.TIME_ZONE, current: old?.schedule });
    if ('fault' in read) return said('form', { why: read.fault.why, like: forms.set(read.fault.example) });
    const hindrance = await asking.hindrance();
    if (hindrance) return { text: hindrance };
    const { schedule } = read;
    const anew =
      !old ||
      old.paused ||
      JSON.stringify([schedule.rhythm, schedule.time, schedule.zone]) !==
        JSON.stringify([old.schedule.rhythm, old.schedule.time, old.schedule.zone]);
    const setting: DigestSetting = {
      channel: asking.channel,
      platform,
      schedule,
      paused: false,
      curators: old?.curators ?? false,
      by: asking.person,
      at: old?.at ?? now(),
      since: anew ? now() : old.since,
      told: old?.told ?? (await firstTold(asking.channel)),
    };
    await state.keepDigest(setting);
    log.info({ platform, channel: asking.channel, schedule }, 'a digest was set up');
    return said('set', {
      schedule: plenary.digests.describe(schedule),
      next: await nextInWords(setting),
      preview: forms.preview,
    });
  }

  /** What the channel knows to begin with: the knowledge as it is, and what it was told before it was turned off. */
  async function firstTold(channel: string): Promise<Told> {
    const plenary = house.plenary();
    await state.keepSnapshot({ version: plenary.version, at: now(), facts: plenary.digests.snapshot() });
    const last = (await state.deliveries(channel)).filter((d) => d.stage === 'posted').at(-1);
    return {
      rotation: last?.tells?.rotation ?? [],
      knowledge: plenary.version,
      ...(last ? { period: last.period } : {}),
    };
  }

  async function show(setting: DigestSetting | undefined): Promise<Said> {
    if (!setting) return none();
    const { digests } = house.plenary();
    const { zone } = setting.schedule;
    const posted = (await state.deliveries(setting.channel)).filter((d) => d.stage === 'posted').at(-1);
    return {
      text: [
        say('shown', { schedule: digests.describe(setting.schedule) }),
        setting.paused
          ? say('shown-paused', { resume: forms.resume })
          : say('shown-next', { next: await nextInWords(setting) }),
        ...(posted ? [say('shown-last', { last: digests.moment(posted.at, zone) })] : []),
        ...(setting.curators ? [say('shown-curators')] : []),
      ].join(' '),
    };
  }

  async function preview(asking: Asking, setting: DigestSetting | undefined): Promise<Said> {
    const period: Pick<Period, 'from' | 'to'> =
      (setting && (await next(setting))?.period) ?? periodOn(dateIn(config.TIME_ZONE, now()), 'week', config.TIME_ZONE);
    const { digest } = await composeFor(
      house,
      setting ?? { channel: asking.channel, told: { rotation: [] }, curators: false, at: now(), since: now() },
      period,
    );
    return { text: say(setting ? 'preview' : 'preview-unset', { like: forms.set('weekly') }), digest };
  }

  async function next({ schedule, since, told }: DigestSetting): Promise<{ period: Period; at: number } | undefined> {
    const holidays = await holidaysFor(schedule, now());
    const before = { since, ...(told.period === undefined ? {} : { last: told.period }) };
    const due = whatIsDue(schedule, before, now(), holidays);
    return due.now ? { period: due.now, at: now() } : due.next;
  }

  async function nextInWords(setting: DigestSetting): Promise<string> {
    const { zone } = setting.schedule;
    const found = await next(setting);
    return found ? house.plenary().digests.moment(found.at, zone) : say('never');
  }

  return {
    run: async (command, asking) => {
      if (CHANGES.has(command.do) && !(await asking.may()))
        return said('may-not', { who: forms.who, show: forms.show, preview: forms.preview });
      const { channel } = asking;
      if (command.do === 'show') return show(await state.digest(channel));
      if (command.do === 'preview') return preview(asking, await state.digest(channel));
      // In line behind a digest that is just being posted here.
      const reply = await line.queue(digestLine(channel), async () =>
        change(command, asking, await state.digest(channel)),
      );
      deliveries.wake();
      return reply;
    },
  };
}
