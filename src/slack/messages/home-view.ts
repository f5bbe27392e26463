import type { HomeView, KnownBlock } from '@slack/types';
import type { Page } from '../../guide/page.js';
import { actions, button, context, divider, header, section } from '../blocks.js';
import { input } from '../inputs.js';
import { escapeEntities } from '../mrkdwn/escape.js';
import { plainText } from '../plain-text.js';
import { count } from './count.js';
import { openButton } from './open-button.js';
import { type OwnRuns, ownRunBlocks } from './own-runs.js';
import type { RenderContext } from './render-context.js';

/** The `action_id` of the field whose Enter asks a question. */
export const SEARCH_FIELD = 'search';

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
        button('Search as you type', { do: 'open-search' }),
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
      button(`All ${count(pages.length, 'topic')}, with summaries`, { do: 'list', what: 'topics', part: 0 }),
      button('Checklists of the guide', { do: 'list', what: 'checklists', part: 0 }),
    ]),
  ];
}
