import type { Button, KnownBlock } from '@slack/types';
import type { Page } from '../../guide/page.js';
import { contextLine, linkButton, section } from '../block-kit/blocks.js';
import { limits } from '../block-kit/limits.js';
import { escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { toolButton, toolChoices, toolRows } from '../block-kit/tool-buttons.js';
import type { AgeOf } from './context.js';

/** What the cards of Slackbot are drawn with. */
export interface SlackbotContext {
  readonly pageUrl: PageUrl;
  /** The command for people in channels. */
  readonly command: string;
  /** Whether the person may call a tool by a button. */
  readonly canCall: (tool: string) => boolean;
  readonly ageOf?: AgeOf;
}

/** Characters of a title. */
export const TITLE = 150;
/** Characters of an item. */
export const ITEM = 200;
/** Characters of one text. Slack allows 3,000. */
export const TEXT = 2_500;

export function readButton({ slug, title }: Page, anchor?: string, text = 'Read the page'): Button | undefined {
  const args = { page: slug, ...(anchor && { section: anchor }) };
  return toolButton(text, { tool: 'read_page', args }, `${text}: ${title}`);
}

/** Slack follows only addresses of public hosts by https. */
export function publicLink(text: string, url: string | undefined): Button[] {
  if (url === undefined || url.length > limits.url || !URL.canParse(url)) return [];
  const { hostname, protocol } = new URL(url);
  const isPublic =
    protocol === 'https:' &&
    /\.[a-z][a-z0-9-]*$/i.test(hostname) &&
    !/\.(?:local|localhost|internal|test)$/i.test(hostname);
  return isPublic ? [linkButton(text, url)] : [];
}

export function toRead({ slug, title }: Page): { text: string; args: { page: string } } {
  return { text: title, args: { page: slug } };
}

/** Steps to other pages call a tool; those that lead out are links. */
export function nextSteps({ nextSteps: steps }: Page): KnownBlock[] {
  const pages = steps.flatMap(({ text, to }) => (to.kind === 'page' ? [{ text, args: { page: to.slug } }] : []));
  const links = steps.flatMap(({ text, to }) => (to.kind === 'outside' ? publicLink(text, to.url) : []));
  const blocks = [
    ...toolChoices('read_page', 'Choose a page', pages),
    // They share an `action_id`, too.
    ...toolRows(links.slice(0, LINKS)),
  ];
  return blocks.length === 0 ? [] : [section('*What do you want to learn next?*'), ...blocks];
}

const LINKS = 3;

/** For the line that says that there is more. */
const RESERVE = 200;

/** What a card has room for. Slackbot would drop all blocks of one that is too long. @param around what stands above and below */
export function withinLimits(blocks: readonly KnownBlock[], around: readonly KnownBlock[] = []): KnownBlock[] {
  const room = limits.messageCharacters - JSON.stringify(around).length - RESERVE;
  const most = limits.messageBlocks - around.length - 1;
  let size = 0;
  const fitting = blocks.findIndex((block, index) => {
    size += JSON.stringify(block).length + 1;
    return size > room || index >= most;
  });
  return fitting === -1
    ? [...blocks]
    : [...blocks.slice(0, fitting), contextLine(escapeEntities('There is more. Ask Slackbot for the rest.'))];
}
