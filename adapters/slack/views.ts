/** The home tab, and the modal behind "Why this answer?". */
import type { Plenary, Trace } from '../../src/index.ts';
import { describeKnowledge, describeSource } from '../shared/sources.ts';
import { explainInBlocks } from '../shared/why.ts';
import { WORDS } from '../shared/words.ts';
import {
  actions,
  boldSections,
  button,
  context,
  fieldBlocks,
  header,
  listBlocks,
  type SlackBlock,
  sections,
} from './blocks.ts';
import type { View } from './calls.ts';
import { MOST } from './limits.ts';
import { fitText, renderBlock, type SlackMessage } from './render.ts';

/** Questions of the language files that the knowledge answers; a test of the core holds that. */
const EXAMPLES = ['example-1', 'example-2', 'example-3'] as const;

export function renderHome(plenary: Plenary): View {
  const { mechanisms } = plenary.overview();
  return {
    type: 'home',
    blocks: [
      header('Plenary'),
      ...sections(describeKnowledge(plenary)),
      ...sections(
        'Ask me in a channel by naming me, here in Messages, or with /coop. Look agreements up with /agreement.',
      ),
      header('Try one of these'),
      ...actions(
        EXAMPLES.map((key, i) => ({ question: plenary.wording(key), i })).map(({ question, i }) =>
          button(`ask:${i}`, question, question),
        ),
      ),
      header('Mechanisms and their latest session'),
      ...fieldBlocks(
        mechanisms.map(({ name, latest }) => ({ name, value: latest || 'no dated session in the documents' })),
      ),
      header('Sources'),
      ...sourceBlocks(plenary),
      ...context([`Knowledge ${plenary.version}`]),
    ],
  };
}

const sourceBlocks = (plenary: Plenary): SlackBlock[] =>
  plenary.sources().flatMap((d) => {
    const { title, about } = describeSource(d, plenary);
    return [...boldSections(title), ...context([about])];
  });

/** `/coop sources`. */
export function renderSources(plenary: Plenary): SlackMessage {
  const lines = plenary.sources().map((d) => describeSource(d, plenary));
  return {
    text: fitText(lines.map(({ title, about }) => `• ${title}. ${about}`).join('\n')),
    blocks: [header('Sources'), ...sourceBlocks(plenary)],
  };
}

/** `/coop help`. */
export function renderHelp(plenary: Plenary): SlackMessage {
  const lines = [
    '/coop QUESTION answers privately; a button shares the answer with the channel.',
    '/coop sources lists the documents that answers come from.',
    '/agreement [words] [with PARTY] [on AREA] [in YEAR] looks agreements up; alone it lists all, newest first.',
    '/coop digest tells which digest is posted in this channel; /coop digest weekly mon 09:00 sets one up.',
    'In a channel, name me: the answer stands in the thread, and follow-up questions there need no name.',
  ];
  const lead = plenary.wording('help');
  return { text: fitText([lead, ...lines].join('\n')), blocks: [...sections(lead), ...listBlocks(lines)] };
}

export function renderWhy(trace: Trace, plenary: Plenary): View {
  const all: SlackBlock[] = explainInBlocks(trace, plenary).flatMap(renderBlock);
  const fitting = all.length <= MOST.viewBlocks ? all : all.slice(0, MOST.viewBlocks - 1);
  const left = all.length - fitting.length;
  return {
    type: 'modal',
    title: { type: 'plain_text', text: WORDS.why },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      ...fitting,
      ...(left > 0 ? context([`${left} more parts do not fit here; npm run ask -- --explain shows them all.`]) : []),
    ],
  };
}
