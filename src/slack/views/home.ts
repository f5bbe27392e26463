import type { HomeView, KnownBlock } from '@slack/types';
import { progressOf } from '../../checklist/progress.js';
import { partOutside, type Run, seesWholeOutside } from '../../checklist/run.js';
import type { Page } from '../../guide/page.js';
import { SEARCH_FIELD } from '../block-kit/action-value.js';
import { actions, button, contextLine, divider, header, input, plainText, section } from '../block-kit/blocks.js';
import { escapeEntities, link } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { count, personLink, progressBar, progressWords, runTitle, when } from './format.js';
import { undeliverableText } from './notices.js';
import { openButton } from './pages.js';

/** The longest question that the app reads. */
const QUESTION = 300;
/** More buttons than this are a wall. All topics are one press away. */
const TOPICS = 50;
const ROW = 25;

export interface Home {
  readonly pages: readonly Page[];
  readonly runs: OwnRuns;
  /** The id of the person whose Home it is. */
  readonly person: string;
}

/** The app's own page: how to ask, a person's open checklists, and the topics of the guide. */
export function homeView({ pages, runs, person }: Home, context: RenderContext): HomeView {
  return {
    type: 'home',
    blocks: [
      header('Ask the guide'),
      section(
        `Type \`${escapeEntities(context.command)}\` and a question in any conversation, in your own words. Only you see the answer until you share it.`,
        button('Search as you type', { do: 'search:open' }),
      ),
      searchField(),
      divider,
      header('Your open checklists'),
      ...ownRunBlocks(runs, person, context),
      divider,
      header('Topics'),
      ...topicBlocks(pages),
    ],
  };
}

function searchField(): KnownBlock {
  return {
    ...input(
      SEARCH_FIELD,
      'Or ask here',
      {
        type: 'plain_text_input',
        action_id: SEARCH_FIELD,
        max_length: QUESTION,
        placeholder: plainText('A question or keywords'),
        dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      },
      { hint: 'Press Enter. The answer opens in a dialog.' },
    ),
    dispatch_action: true,
  };
}

function topicBlocks(pages: readonly Page[]): KnownBlock[] {
  // A guide has a page: it is still to be fetched.
  if (pages.length === 0) return [section('The guide is not loaded yet. Open this page again in a few minutes.')];
  const buttons = pages.slice(0, TOPICS).map((page) => openButton(page));
  const rows = Array.from({ length: Math.ceil(buttons.length / ROW) }, (_, row) =>
    actions(buttons.slice(row * ROW, (row + 1) * ROW)),
  );
  return [
    ...rows,
    ...(pages.length > TOPICS ? [contextLine(`and ${pages.length - TOPICS} more`)] : []),
    actions([
      button(`All ${count(pages.length, 'topic')}, with summaries`, { do: 'list:open', what: 'topics', part: 0 }),
      button('Checklists in the guide', { do: 'list:open', what: 'checklists', part: 0 }),
    ]),
  ];
}

/** The newest open runs that a person posted, worked on or has items in, and how many more there are. */
export type OwnRuns = { readonly runs: readonly Run[]; readonly more: number } | 'unreadable';

/** The most runs that Home shows. */
export const OWN_RUNS = 15;

/** Each run with its progress, its channel, and how many open items the person has in it. */
function ownRunBlocks(own: OwnRuns, person: string, context: RenderContext): KnownBlock[] {
  const elsewhere = `\`${escapeEntities(context.command)} checklists\` lists those of a channel.`;
  if (own === 'unreadable')
    return [contextLine("⚠️ I can't load your checklists right now. Open this page again in a minute.")];
  if (own.runs.length === 0)
    return [
      section(`None right now. Open checklists that you posted, worked on or have items in appear here. ${elsewhere}`),
    ];
  return [
    ...own.runs.map((run) => row(run, person, context)),
    contextLine(own.more > 0 ? `and ${own.more} more. ${elsewhere}` : elsewhere),
  ];
}

function row(run: Run, person: string, { messageUrl }: RenderContext): KnownBlock {
  const { channel, message, undeliverableReason } = run;
  const part = partOutside(run, person);
  const title = runTitle(part);
  const progress = progressOf(run);
  const url = message === undefined || undeliverableReason !== undefined ? undefined : messageUrl(channel, message);
  const theirs = part.items.filter(({ assignee, state }) => assignee?.id === person && state.kind === 'open');
  const [open, label] = seesWholeOutside(run, person)
    ? ['Manage…', `Manage ${title}`]
    : ['Your items…', `Your items in ${title}`];
  return section(
    [
      link(title, url),
      `${progressBar(progress)}  ${progressWords(progress)}${place(channel)} · posted by ${personLink(run.postedBy)} ${when(run.postedAt)}`,
      ...(theirs.length > 0 ? [`📌 ${count(theirs.length, 'open item')} assigned to you`] : []),
      ...(undeliverableReason === undefined ? [] : [`⚠️ ${undeliverableText(undeliverableReason)}`]),
    ].join('\n'),
    part.items.length === 0
      ? undefined
      : button(open, { do: 'run:manage', run: run.id, part: 0, home: true }, { label }),
  );
}

/** Slack shows a channel's name only to people who may see it. A direct message has none. */
function place(channel: string): string {
  return /^[CG][A-Z0-9]+$/.test(channel) ? ` · <#${channel}>` : '';
}
