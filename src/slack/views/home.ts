import type { HomeView, KnownBlock } from '@slack/types';
import type { NoGuideAnswer, TopicsAnswer } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { SEARCH_FIELD } from '../block-kit/action-value.js';
import { actions, button, contextLine, divider, header, input, plainText, section } from '../block-kit/blocks.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { type OwnRuns, ownRunBlocks } from './home-runs.js';
import { openButton } from './pages.js';
import { topicButtons } from './topics.js';

/** The longest question that the app reads. */
const QUESTION = 300;

export interface Home {
  readonly topics: TopicsAnswer | NoGuideAnswer;
  readonly runs: OwnRuns;
  /** Questions that this guide answers, to try. */
  readonly examples: readonly string[];
  /** The pages that the person opened last, newest first. */
  readonly lately: readonly Page[];
  /** The id of the person whose Home it is. */
  readonly person: string;
}

/** The app's own page: how to ask, what a person read lately, their open checklists, and the topics of the guide. */
export function homeView({ topics, runs, examples, lately, person }: Home, context: RenderContext): HomeView {
  return {
    type: 'home',
    blocks: [
      header('Ask the guide'),
      section(
        `Type \`${escapeEntities(context.command)}\` and a question in any conversation, in your own words. Only you see the answer until you share it.`,
        button('Search as you type', { do: 'search:open' }),
      ),
      searchField(),
      ...(examples.length === 0
        ? []
        : [
            contextLine('For example:'),
            actions(examples.map((question) => button(question, { do: 'question:ask', question }))),
          ]),
      divider,
      ...(lately.length === 0
        ? []
        : [header('Recently read'), actions(lately.map((page) => openButton(page))), divider]),
      ...ownRunBlocks(runs, person, context),
      divider,
      header('Topics'),
      ...topicButtons(topics),
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
