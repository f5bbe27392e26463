import type { HomeView, KnownBlock } from '@slack/types';
import type { Page } from '../../guide/page.js';
import { SEARCH_FIELD } from '../block-kit/action-value.js';
import { actions, button, contextLine, divider, header, input, plainText, section } from '../block-kit/blocks.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { count } from './format.js';
import { type OwnRuns, ownRunBlocks } from './home-runs.js';
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
