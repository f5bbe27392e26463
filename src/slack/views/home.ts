import type { HomeView, KnownBlock } from '@slack/types';
import { progressOf, type Run } from '../../checklist/run.js';
import type { Page } from '../../guide/page.js';
import { SEARCH_FIELD } from '../block-kit/action-value.js';
import { actions, button, context, divider, header, input, plainText, section } from '../block-kit/blocks.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { count, linked, personLink, progressBar, progressWords, runTitle, when } from './format.js';
import { parkedWords } from './notices.js';
import { openButton } from './pages.js';

/** As long a question is read; Slack's field takes no more. */
const QUESTION = 300;
/** More buttons than this are a wall; all topics are one press away. */
const TOPICS = 50;
const ROW = 25;

export interface Home {
  readonly pages: readonly Page[];
  readonly runs: OwnRuns;
  /** Who looks at it. */
  readonly person: string;
}

/** What the app shows on its own page: how to ask, the checklists that a person is at, and what the guide is about. */
export function homeView({ pages, runs, person }: Home, look: RenderContext): HomeView {
  return {
    type: 'home',
    blocks: [
      header('Ask the guide'),
      section(
        `Type \`${escapeEntities(look.command)}\` and a question in any conversation, in your own words. Only you see the answer until you share it.`,
        button('Search as you type', { do: 'search:open' }),
      ),
      searchField(),
      divider,
      header('Your open checklists'),
      ...ownRunBlocks(runs, person, look),
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
        placeholder: plainText('A question, or words to look for'),
        dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      },
      { hint: 'Press Enter; the answer opens in a dialog.' },
    ),
    dispatch_action: true,
  };
}

function topicBlocks(pages: readonly Page[]): KnownBlock[] {
  if (pages.length === 0) return [section('There is nothing here yet.')];
  const buttons = pages.slice(0, TOPICS).map((page) => openButton(page));
  const rows = Array.from({ length: Math.ceil(buttons.length / ROW) }, (_, row) =>
    actions(buttons.slice(row * ROW, (row + 1) * ROW)),
  );
  return [
    ...rows,
    ...(pages.length > TOPICS ? [context(`and ${pages.length - TOPICS} more`)] : []),
    actions([
      button(`All ${count(pages.length, 'topic')}, with summaries`, { do: 'list:open', what: 'topics', part: 0 }),
      button('Checklists of the guide', { do: 'list:open', what: 'checklists', part: 0 }),
    ]),
  ];
}

/** The newest open runs that a person is at, and how many more there are. */
export type OwnRuns = { readonly runs: readonly Run[]; readonly more: number } | 'unreadable';

/** As many are shown on Home. */
export const OWN_RUNS = 15;

/** A person's open runs in short: how far each is, where it stands, and what of it is theirs. */
export function ownRunBlocks(own: OwnRuns, person: string, look: RenderContext): KnownBlock[] {
  const elsewhere = `\`${escapeEntities(look.command)} checklists\` shows those of a channel.`;
  if (own === 'unreadable')
    return [context('⚠️ Your checklists cannot be read at the moment. Please open this page again in a minute.')];
  if (own.runs.length === 0)
    return [section(`None at the moment. What you post, tick or are given shows here while it is open. ${elsewhere}`)];
  return [
    ...own.runs.map((run) => row(run, person, look)),
    context(own.more > 0 ? `and ${own.more} more. ${elsewhere}` : elsewhere),
  ];
}

function row(run: Run, person: string, { messageUrl }: RenderContext): KnownBlock {
  const { channel, message, parkedReason } = run;
  const title = runTitle(run);
  const progress = progressOf(run);
  const url = message === undefined || parkedReason !== undefined ? undefined : messageUrl(channel, message);
  const theirs = run.items.filter(({ assignee, state }) => assignee?.id === person && state.kind === 'open');
  return section(
    [
      linked(title, url),
      `${progressBar(progress)}  ${progressWords(progress)}${place(channel)} · posted by ${personLink(run.postedBy)} ${when(run.postedAt)}`,
      ...(theirs.length > 0 ? [`📌 ${count(theirs.length, 'open item')} given to you`] : []),
      ...(parkedReason === undefined ? [] : [`⚠️ ${parkedWords(parkedReason)}`]),
    ].join('\n'),
    button('Manage…', { do: 'run:manage', run: run.id, part: 0, home: true }, { label: `Manage ${title}` }),
  );
}

/** Each reader sees the name of a channel only where they may; a direct message has none. */
function place(channel: string): string {
  return /^[CG][A-Z0-9]+$/.test(channel) ? ` · <#${channel}>` : '';
}
