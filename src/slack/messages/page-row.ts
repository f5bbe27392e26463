import type { SectionBlock } from '@slack/types';
import type { Trail } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeKeepingCode, escapeMrkdwn } from '../mrkdwn/escape.js';
import { openButton } from './open-button.js';

const NAME = 150;
const SUMMARY = 160;

/** A page's title, short enough for a list. */
export function pageName(page: Page): string {
  return escapeEntities(cutPlain(page.title, NAME));
}

/** A page in a list: title, summary, and a button that opens it. */
export function pageRow(page: Page, trail?: Trail): SectionBlock {
  return section(
    `*${escapeMrkdwn(cutPlain(page.title, NAME)).replaceAll('*', '∗')}*${page.summary === '' ? '' : `\n${escapeKeepingCode(cutPlain(page.summary, SUMMARY))}`}`,
    openButton(page, { text: 'Open', ...(trail && { trail }) }),
  );
}
