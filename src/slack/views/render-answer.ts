import type { Answer, HelpAnswer } from '../../answer/answer.js';
import { actions, button, header, type Message, messageOf, section } from '../block-kit/blocks.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';
import { pageCard } from './card.js';
import { channelSettingsMessage } from './channel-settings.js';
import { checklistPreview } from './checklist-preview.js';
import type { RenderContext } from './context.js';
import { forgetMeMessage } from './forget-me.js';
import { browseTopicsButton } from './pages.js';
import { reportOffer } from './report.js';
import {
  chooseChecklistMessage,
  noChecklistMessage,
  noGuideMessage,
  nothingFoundMessage,
  pageGoneMessage,
  resultsMessage,
} from './results.js';
import { checklistsMessage } from './run-list.js';
import { searchMessage } from './search.js';
import { topicsMessage } from './topics.js';

/** Renders an answer as a message. `part` pages through what does not fit one. */
export function renderAnswer(answer: Answer, context: RenderContext, part = 0): Message {
  switch (answer.kind) {
    case 'page':
      return pageCard(answer, context, part);
    case 'results':
      return resultsMessage(answer, context);
    case 'nothing-found':
      return nothingFoundMessage(answer, context);
    case 'checklist':
      return checklistPreview(answer, context, part);
    case 'choose-checklist':
      return chooseChecklistMessage(answer);
    case 'no-checklist':
      return noChecklistMessage(answer);
    case 'topics':
      return topicsMessage(answer, part);
    case 'checklists':
      return checklistsMessage(answer, context);
    case 'help':
      return helpMessage(answer, context);
    case 'search':
      return searchMessage();
    case 'report':
      return reportOffer();
    case 'forget-me':
      return forgetMeMessage();
    case 'settings':
      return channelSettingsMessage();
    case 'page-gone':
      return pageGoneMessage(answer);
    case 'no-guide':
      return noGuideMessage();
  }
}

/** The commands, under the name that this workspace gave the command. */
function helpMessage({ commands, examples }: HelpAnswer, { command }: RenderContext): Message {
  const lines = commands.map(
    ({ usage, description }) => `• \`${escapeEntities(`${command} ${usage}`)}\` – ${escapeEntities(description)}`,
  );
  const exampleButtons = examples.map((question) => button(question, { do: 'question:ask', question }));
  return messageOf([
    header('Ask the guide'),
    section('Type a question in your own words. Only you see the answer until you share it.'),
    ...(examples.length > 0 ? [section('*Try one of these:*'), actions(exampleButtons)] : []),
    section(`*What you can type:*\n${lines.join('\n')}`),
    actions([button('Search as you type', { do: 'search:open' }), browseTopicsButton]),
  ]);
}
