import type { Button, KnownBlock } from '@slack/types';
import type { Page, Section } from '../../guide/page.js';
import { contextLine, section } from '../block-kit/blocks.js';
import { bold, cutPlain } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import { toolButton, toolRows } from '../block-kit/tool-buttons.js';
import { pageTexts } from './pages.js';
import {
  nextSteps,
  publicLink,
  readButton,
  type SlackbotContext,
  TEXT,
  TITLE,
  withinLimits,
} from './slackbot-parts.js';

/** A part of a page, as `read_page` answers it. */
export interface SlackbotPagePart {
  readonly page: Page;
  readonly section?: string;
  readonly sections: readonly Section[];
  readonly number: number;
  readonly of: number;
}

export function slackbotPage(part: SlackbotPagePart, { pageUrl }: SlackbotContext): KnownBlock[] {
  const { page, number, of, section: anchor, sections } = part;
  const { slug } = page;
  const from = anchor ? { section: anchor } : {};
  const turn = (to: number, text: string): Button | undefined =>
    toolButton(text, { tool: 'read_page', args: { page: slug, ...from, part: to } });
  const head = [pageTexts(page).title, ...(of > 1 ? [contextLine(`Part ${number} of ${of}`)] : [])];
  const url = pageUrl({ kind: 'page', slug, ...(anchor && { anchor }) });
  const foot = [
    ...toolRows([
      ...(number < of ? [turn(number + 1, 'Read on')] : []),
      ...publicLink('Open in the browser', url),
      ...(number > 1 ? [turn(number - 1, 'Back')] : []),
      ...(anchor === undefined ? [] : [readButton(page, undefined, 'From the beginning')]),
    ]),
    ...(number === of ? nextSteps(page) : []),
  ];
  const texts = sections.flatMap(({ content, heading }) => [
    ...(heading === undefined ? [] : [bold(cutPlain(heading, TITLE))]),
    ...layOut(content, pageUrl, TEXT),
  ]);
  return [
    ...head,
    ...withinLimits(
      texts.map((text) => section(text)),
      [...head, ...foot],
    ),
    ...foot,
  ];
}
