/** Digests in Slack: `/coop digest …`, who may, and posts that carry their period so that they can be found again. */
import type { Digest, FormExample, Plenary } from '../../src/index.ts';
import { type DigestCommands, readDigestCommand } from '../digests/commands.ts';
import { type Board, type Mark, NotPosted } from '../digests/deliver.ts';
import { boldSections, context, header, type SlackBlock } from './blocks.ts';
import { isPassing, Refused, TooFast } from './calls.ts';
import { type Desk, personId } from './desk.ts';
import type { Commanded } from './events.ts';
import { fitText, renderBlock, renderText, type SlackMessage } from './render.ts';

const EXAMPLES: Readonly<Record<FormExample, string>> = {
  daily: 'daily 09:00',
  weekly: 'weekly mon 09:00',
  monthly: 'monthly 1 09:00',
  zone: 'weekly mon 09:00 Asia/Hong_Kong',
  holidays: 'weekly mon 09:00 holidays skip',
  quiet: 'weekly mon 09:00 quiet 22:00-07:00',
};

export const FORMS = {
  set: (example: FormExample) => `/coop digest ${EXAMPLES[example]}`,
  show: '/coop digest',
  preview: '/coop digest preview',
  resume: '/coop digest resume',
  who: "the workspace's admins, and those whom PLENARY_ADMINS names,",
};

export function renderDigest(digest: Digest, plenary: Plenary): SlackMessage {
  const blocks: SlackBlock[] = [
    header(digest.title),
    ...digest.parts.flatMap((part) => [...boldSections(part.heading), ...part.blocks.flatMap(renderBlock)]),
    ...context(digest.legend === '' ? [] : [digest.legend]),
  ];
  return { text: fitText(plenary.digests.plain(digest)), blocks };
}

const METADATA = 'plenary_digest';
const metadataOf = ({ period, due }: Mark) => ({ event_type: METADATA, event_payload: { period, due } });

export function createSlackBoard({ calls, house }: Pick<Desk, 'calls' | 'house'>): Board {
  return {
    platform: 'slack',
    post: async (mark, digest) => {
      try {
        return await calls.postOnce(mark.channel, renderDigest(digest, house.plenary()), metadataOf(mark));
      } catch (error) {
        if (error instanceof TooFast) throw new NotPosted(error.message, error.wait, { cause: error });
        if (error instanceof Refused) throw new NotPosted(error.message, undefined, { cause: error });
        throw error;
      }
    },
    find: (mark, since) =>
      calls.findOwn(
        mark.channel,
        since,
        ({ event_type, event_payload }) => event_type === METADATA && event_payload?.period === mark.period,
      ),
    remove: (message) => calls.remove(message),
  };
}

/** `/coop digest …`: what is to be said to the person. */
export async function runDigest(
  c: Commanded,
  text: string,
  commands: DigestCommands,
  desk: Desk,
): Promise<SlackMessage> {
  const { house, calls } = desk;
  const say = (key: string): string => house.plenary().wording(`digest-${key}`);
  // A conversation of two has nobody to post for.
  if (c.channel.startsWith('D')) return renderText(say('channels-only'));
  const person = personId(c.user);
  const said = await commands.run(readDigestCommand(text), {
    channel: `slack:${c.channel}`,
    person,
    may: async () => house.config.PLENARY_ADMINS.includes(person) || (await isAdmin(c.user, desk)),
    hindrance: async () => {
      const { SLACK_CHANNELS: only, SLACK_SHARED_CHANNELS: shared } = house.config;
      if (only.length > 0 && !only.includes(c.channel)) return say('not-switched-on');
      const kind = await calls.membership(c.channel);
      if (!kind.member) return say('not-there');
      return kind.shared && !shared ? say('not-switched-on') : undefined;
    },
  });
  if (!said.digest) return renderText(said.text);
  const shown = renderDigest(said.digest, house.plenary());
  return {
    text: fitText(`${said.text}\n\n${house.plenary().digests.plain(said.digest)}`),
    blocks: [...context([said.text]), ...shown.blocks],
  };
}

async function isAdmin(user: string, { calls, house }: Desk): Promise<boolean> {
  try {
    return await calls.isAdmin(user);
  } catch (error) {
    if (isPassing(error)) throw error;
    house.log.warn(
      { platform: 'slack', err: error },
      'who is an admin could not be asked; does the app have the scope users:read?',
    );
    return false;
  }
}
