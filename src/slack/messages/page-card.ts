import type { KnownBlock } from '@slack/types';
import type { PageAnswer } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { actions, context, header, type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeKeepingCode, escapeMrkdwn } from '../mrkdwn/escape.js';
import { cardButtons } from './card-buttons.js';
import { correctionNote } from './correction-note.js';
import { nextStepBlocks } from './next-steps.js';
import { otherMatches } from './other-matches.js';
import { type MessageParts, renderParts } from './part.js';
import { passageText } from './passage-text.js';
import type { RenderContext } from './render-context.js';

/** A summary is two sentences; what is longer is in the page. */
const SUMMARY = 600;

/** The private card: what the page says about the question, and where to go from it. `part` pages through many next steps. */
export function pageCard(answer: PageAnswer, look: RenderContext, part = 0): Message {
  return renderParts(cardParts(answer, look, part), answer.trail);
}

/** The card. Of what is said of the page alone, only the buttons tell how the asker came. */
export function cardParts(answer: PageAnswer, look: RenderContext, part = 0): MessageParts {
  const { page, passage } = answer;
  const { pageUrl } = look;
  return {
    text: [{ of: { page, as: 'text' }, render: () => cardText(answer) }],
    blocks: [
      { of: { page, as: 'header' }, render: () => [header(page.title)] },
      ...notes(answer).map((note) => ({ render: () => [context(note)] })),
      { of: { page, as: 'summary' }, render: () => summary(page) },
      ...(passage ? [{ page, passage, pageUrl, render: () => passageBlocks(answer, look) }] : []),
      {
        of: { page, as: 'onwards' },
        render: (trail) => [...nextStepBlocks({ page, trail }, part), actions(cardButtons({ ...answer, trail }, look))],
      },
      ...otherMatches(answer),
    ],
  };
}

/** Title and summary in a line: what screen readers and notifications read. */
export function cardText({ page }: Pick<PageAnswer, 'page'>): string {
  return escapeEntities(cutPlain(page.summary === '' ? page.title : `${page.title}: ${page.summary}`, SUMMARY));
}

/** Summary and passage: what a private and a shared card have in common. */
export function cardBody(answer: PageAnswer, look: RenderContext): KnownBlock[] {
  return [...summary(answer.page), ...passageBlocks(answer, look)];
}

function summary(page: Page): KnownBlock[] {
  return page.summary === '' ? [] : [section(escapeKeepingCode(cutPlain(page.summary, SUMMARY)))];
}

function passageBlocks({ page, passage: found }: PageAnswer, { pageUrl }: RenderContext): KnownBlock[] {
  return found ? [section(passageText(page, found, pageUrl))] : [];
}

function notes({ corrections, cameThrough, page }: PageAnswer): string[] {
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
  return lines.length === 0 ? [] : [lines.join('\n')];
}
