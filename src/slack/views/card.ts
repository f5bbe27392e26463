import type { Button, KnownBlock } from '@slack/types';
import { FifoMap, LruMap } from 'toad-cache';
import type { PageAnswer, Passage, Trail } from '../../answer/answer.js';
import { emphasise } from '../../answer/emphasis.js';
import type { NextStep, Page } from '../../guide/page.js';
import { actions, button, contextLine, linkButton, type Message, section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeEntities, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import type { RenderContext } from './context.js';
import { count } from './format.js';
import { iconEmoji } from './icons.js';
import { correctionNote, openButton, pageTexts } from './pages.js';

/** The private card: what the page says about the question, and where to go from it. `part` pages through many next steps. */
export function pageCard(answer: PageAnswer, context: RenderContext, part = 0): Message {
  const { line, title } = pageTexts(answer.page);
  return {
    text: line,
    blocks: [
      title,
      ...notes(answer),
      ...body(answer, context.pageUrl),
      ...nextSteps(answer, { part }),
      actions(cardButtons(answer, context)),
      ...otherMatches(answer),
    ],
  };
}

/**
 * The card as everyone in the channel sees it. Its buttons answer the person who presses them privately and leave the card as it is.
 * @param sharer the person's id in Slack
 */
export function sharedCard(answer: PageAnswer, sharer: string, { command, pageUrl }: RenderContext): Message {
  const { page } = answer;
  const { line, title } = pageTexts(page);
  const url = pageUrl({ kind: 'page', slug: page.slug });
  const buttons = [
    ...checklistButton(page, { anew: true }),
    ...(url === undefined ? [] : [linkButton('Read the page', url)]),
  ];
  return {
    text: line,
    blocks: [
      title,
      contextLine(`Shared by <@${sharer}> with ${command}`),
      ...body(answer, pageUrl),
      ...nextSteps({ page, trail: { slugs: [] } }, { anew: true }),
      ...(buttons.length > 0 ? [actions(buttons)] : []),
    ],
  };
}

/** Breadcrumb and corrections. */
function notes({ corrections, cameThrough, page }: PageAnswer): KnownBlock[] {
  const breadcrumb = [...cameThrough, page]
    .slice(-4)
    .map(({ title }) => cutPlain(title, 40))
    .join(' › ');
  const lines = [...(cameThrough.length === 0 ? [] : [escapeMrkdwn(breadcrumb)]), ...correctionNote(corrections)];
  return lines.length === 0 ? [] : [contextLine(lines.join('\n'))];
}

function body({ page, passage }: PageAnswer, pageUrl: PageUrl): KnownBlock[] {
  return [...pageTexts(page).summary, ...(passage ? [section(passageText(page, passage, pageUrl))] : [])];
}

/** A passage is an extract: a screenful on a phone. */
const PASSAGE = 1_200;
const HEADING = 150;

const SECTIONS = 500;
const PASSAGES = 16;
/** Passages of the sections that were shown last. Rendering one takes a third of the time of a card. */
const rendered = new LruMap<FifoMap<string>>(SECTIONS);

/** The passage under its heading, with the matched words in bold. */
function passageText(page: Page, passage: Passage, pageUrl: PageUrl): string {
  const { section: from, content, words } = passage;
  const url = pageUrl({ kind: 'page', slug: page.slug, anchor: from.anchor });
  // A section is known by its object, which is another one when the guide is read again.
  let passages = rendered.get(from);
  if (passages === undefined) {
    passages = new FifoMap(PASSAGES);
    rendered.set(from, passages);
  }
  const key = `${content[0] && from.content.indexOf(content[0])} ${content.length} ${url} ${[...words].sort().join(' ')}`;
  let text = passages.get(key);
  if (text === undefined) {
    text = renderPassage(passage, url, pageUrl);
    passages.set(key, text);
  }
  return text;
}

function renderPassage({ section: from, content, words }: Passage, url: string | undefined, pageUrl: PageUrl): string {
  const [text = '', ...rest] = layOut(emphasise(content, words), pageUrl, PASSAGE);
  const more = rest.length > 0 ? '\n_Read the page for the rest._' : '';
  if (from.heading === undefined) return `${text}${more}`;
  const heading = cutPlain(from.heading, HEADING);
  const line =
    url === undefined ? bold(heading) : `*<${escapeEntities(url)}|${escapeEntities(heading).replaceAll('|', '¦')}>*`;
  return `${line}\n${text}${more}`;
}

/** More buttons than this are a wall. The others are one press away. */
const NEXT_STEPS = 8;

/** "What do you want to learn next?" with a button for each next step. */
function nextSteps(
  { page, trail }: Pick<PageAnswer, 'page' | 'trail'>,
  { part = 0, anew }: { part?: number; anew?: true } = {},
): KnownBlock[] {
  const { nextSteps: steps, slug } = page;
  if (steps.length === 0) return [];
  const first = Math.min(part, Math.ceil(steps.length / NEXT_STEPS) - 1) * NEXT_STEPS;
  const left = steps.length - first - NEXT_STEPS;
  const asNew = anew ? { anew } : {};
  const turn = (to: number, label: string): Button =>
    button(label, { do: 'page:open', slug, trail, part: to, ...asNew });
  const onwards: Trail = { ...trail, slugs: [...trail.slugs, slug] };
  const stepButton = ({ text, icon, to }: NextStep): Button => {
    const style = { emoji: iconEmoji(icon) };
    return to.kind === 'outside'
      ? linkButton(text, to.url, style)
      : button(text, { do: 'page:open', slug: to.slug, trail: onwards, ...asNew }, style);
  };
  return [
    section('*What do you want to learn next?*'),
    actions([
      ...steps.slice(first, first + NEXT_STEPS).map(stepButton),
      ...(first > 0 ? [turn(first / NEXT_STEPS - 1, 'Earlier choices')] : []),
      ...(left > 0 ? [turn(first / NEXT_STEPS + 1, `More choices (${left})`)] : []),
    ]),
  ];
}

/** What can be done with the page itself. */
function cardButtons({ page, trail, cameThrough }: PageAnswer, { inDialog, pageUrl }: RenderContext): Button[] {
  const url = pageUrl({ kind: 'page', slug: page.slug });
  return [
    ...backButton(trail, cameThrough.at(-1)),
    ...checklistButton(page),
    ...(inDialog
      ? []
      : [button('Share', { do: 'page:share', slug: page.slug, trail }, { label: 'Share this card with the channel' })]),
    url === undefined
      ? button('Read the page', { do: 'page:read', slug: page.slug })
      : linkButton('Read the page', url),
  ];
}

function backButton(trail: Trail, before: Page | undefined): Button[] {
  if (before === undefined) return [];
  const earlier = { ...trail, slugs: trail.slugs.slice(0, trail.slugs.lastIndexOf(before.slug)) };
  return [button('Back', { do: 'page:open', slug: before.slug, trail: earlier }, { label: `Back to ${before.title}` })];
}

function checklistButton({ slug, checklist }: Page, asNew: { anew?: true } = {}): Button[] {
  if (checklist === undefined) return [];
  const text = `Checklist (${count(checklist.items.length, 'item')})`;
  return [button(text, { do: 'checklist:preview', slug, part: 0, ...asNew })];
}

/** Pages that also matched the question. */
function otherMatches({ others, trail }: PageAnswer): KnownBlock[] {
  if (others.length === 0) return [];
  return [
    contextLine('Not what you meant? These matched too:'),
    actions(others.map((page) => openButton(page, { trail }))),
  ];
}
