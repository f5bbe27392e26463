import type { Button, SectionBlock } from '@slack/types';
import type { Correction, Trail } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { button, section } from '../block-kit/blocks.js';
import { cutPlain, escapeEntities, escapeKeepingCode, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';

/** A button that opens a page in place; its label is the page's title unless the title already stands beside it. */
export function openButton(
  page: Page,
  { text = page.title, trail = { slugs: [] } }: { text?: string; trail?: Trail } = {},
): Button {
  return button(
    text,
    { do: 'page:open', slug: page.slug, trail },
    text === page.title ? {} : { label: `${text} ${page.title}` },
  );
}

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

const SHOWN = 3;
const WORD = 40;

/** "Showing results for *deploy* (you typed “deplyo”)", or nothing where nothing was corrected. */
export function correctionNote(corrections: readonly Correction[]): string[] {
  if (corrections.length === 0) return [];
  const words = corrections
    .slice(0, SHOWN)
    .map(
      ({ read, typed }) =>
        `*${escapeMrkdwn(cutPlain(read, WORD))}* (you typed “${escapeMrkdwn(cutPlain(typed, WORD))}”)`,
    );
  return [`Showing results for ${words.join(', ')}`];
}
