import type { KnownBlock } from '@slack/types';
import type { PageAnswer } from '../../answer/answer.js';
import { actions, context, header, type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeKeepingCode, escapeMrkdwn } from '../mrkdwn/escape.js';
import { cardButtons } from './card-buttons.js';
import { correctionNote } from './correction-note.js';
import { nextStepBlocks } from './next-steps.js';
import { otherMatches } from './other-matches.js';
import { passageText } from './passage-text.js';
import type { RenderContext } from './render-context.js';

/** A summary is two sentences; what is longer is in the page. */
const SUMMARY = 600;

/** The private card: what the page says about the question, and where to go from it. `part` pages through many next steps. */
export function pageCard(answer: PageAnswer, look: RenderContext, part = 0): Message {
  return {
    text: cardText(answer),
    blocks: [
      header(answer.page.title),
      ...notes(answer),
      ...cardBody(answer, look),
      ...nextStepBlocks(answer, part),
      actions(cardButtons(answer, look)),
      ...otherMatches(answer),
    ],
  };
}

/** Title and summary in a line: what screen readers and notifications read. */
export function cardText({ page }: Pick<PageAnswer, 'page'>): string {
  return escapeEntities(cutPlain(page.summary === '' ? page.title : `${page.title}: ${page.summary}`, SUMMARY));
}

/** Summary and passage: what a private and a shared card have in common. */
export function cardBody({ page, passage }: PageAnswer, { pageUrl }: RenderContext): KnownBlock[] {
  return [
    ...(page.summary === '' ? [] : [section(escapeKeepingCode(cutPlain(page.summary, SUMMARY)))]),
    ...(passage ? [section(passageText(page, passage, pageUrl))] : []),
  ];
}

function notes({ corrections, cameThrough, page }: PageAnswer): KnownBlock[] {
  const breadcrumb =
    cameThrough.length === 0
      ? []
      : [
          [...cameThrough, page]
            .slice(-4)
            .map(({ title }) => cutPlain(title, 40))
            .join(' › '),
        ];
  const lines = [...breadcrumb.map(escapeMrkdwn), ...correctionNote(corrections)];
  return lines.length === 0 ? [] : [context(lines.join('\n'))];
}
