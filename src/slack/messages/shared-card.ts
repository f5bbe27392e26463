import type { PageAnswer } from '../../answer/answer.js';
import { actions, context, header, linkButton, type Message } from '../blocks.js';
import { checklistButton } from './card-buttons.js';
import { nextStepBlocks } from './next-steps.js';
import { cardBody, cardText } from './page-card.js';
import type { RenderContext } from './render-context.js';

/**
 * The card as everyone in the channel sees it. Its buttons answer whoever presses privately and leave the card as it is.
 * @param sharer the person's id in Slack
 */
export function sharedCard(answer: PageAnswer, sharer: string, look: RenderContext): Message {
  const { page } = answer;
  const url = look.pageUrl({ kind: 'page', slug: page.slug });
  const buttons = [
    ...(page.checklist ? [checklistButton(page.slug, page.checklist.items.length, true)] : []),
    ...(url === undefined ? [] : [linkButton('Read the page', url)]),
  ];
  return {
    text: cardText(answer),
    blocks: [
      header(page.title),
      context(`Shared by <@${sharer}> with ${look.command}`),
      ...cardBody(answer, look),
      ...nextStepBlocks({ ...answer, trail: { slugs: [] } }, 0, true),
      ...(buttons.length > 0 ? [actions(buttons)] : []),
    ],
  };
}
