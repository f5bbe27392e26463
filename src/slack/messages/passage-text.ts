import type { Passage } from '../../answer/answer.js';
import { emphasise } from '../../answer/emphasis.js';
import type { Page } from '../../guide/page.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeMrkdwn } from '../mrkdwn/escape.js';
import { layOut } from '../mrkdwn/lay-out.js';
import type { PageUrl } from '../mrkdwn/page-url.js';

/** A passage is a taste: a screenful on a phone. */
export const PASSAGE = 1_200;
const HEADING = 150;

/** The passage under its heading, the matched words in bold. Where it is cut, it says where the rest is. */
export function passageText(page: Page, passage: Passage, pageUrl: PageUrl): string {
  const [text = '', ...rest] = layOut(emphasise(passage.content, passage.words), pageUrl, PASSAGE);
  const more = rest.length > 0 ? '\n_Read the page for the rest._' : '';
  return `${headingLine(page, passage.section, pageUrl)}${text}${more}`;
}

export function headingLine(page: Page, section: Passage['section'], pageUrl: PageUrl): string {
  if (section.heading === undefined) return '';
  const heading = cutPlain(section.heading, HEADING);
  const url = pageUrl({ kind: 'page', slug: page.slug, anchor: section.anchor });
  return url === undefined
    ? `*${escapeMrkdwn(heading).replaceAll('*', '∗')}*\n`
    : `*<${escapeEntities(url)}|${escapeEntities(heading).replaceAll('|', '¦')}>*\n`;
}
