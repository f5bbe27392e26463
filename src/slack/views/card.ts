import type { Button, KnownBlock, StaticSelect } from '@slack/types';
import { FifoMap, LruMap } from 'toad-cache';
import type { PageAnswer, Passage, Trail } from '../../answer/answer.js';
import { emphasise, wordsIn } from '../../answer/excerpt.js';
import { iconEmoji } from '../../guide/icons.js';
import type { NextStep, Page } from '../../guide/page.js';
import { plainText } from '../../guide/text.js';
import type { ButtonAction } from '../block-kit/action-value.js';
import {
  actions,
  button,
  contextLine,
  linkButton,
  type Message,
  menu,
  messageOf,
  section,
} from '../block-kit/blocks.js';
import { shortHash } from '../block-kit/checked-json.js';
import { bold, cutPlain, escapeEntities, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { checklistButtons } from './checklist-rows.js';
import type { RenderContext } from './context.js';
import { verdictButtons, verdictLine } from './feedback.js';
import { alsoAsked, askedLine, correctionNote, openButton, pageTexts } from './pages.js';

/** The private card: what the page says about the question, and where to go from it. `part` pages through many next steps. */
export function pageCard(answer: PageAnswer, context: RenderContext, part = 0): Message {
  return messageOf([
    ...askedLine(answer.question, notes(answer), context),
    pageTexts(answer.page).title,
    ...cardBody(answer, context),
    ...alsoAsked(answer.secondQuestion),
    ...nextSteps(answer, { part }),
    actions([
      ...backButton(answer.trail, answer.cameThrough.at(-1)),
      ...pageButtons(answer, context),
      ...verdictButtons(answer, context),
      ...menu([
        { text: 'Share…', action: shareAction(answer) },
        { text: 'Search the guide', action: { do: 'search:open' } },
        { text: 'Browse all topics', action: { do: 'list:open', what: 'topics', part: 0 } },
      ]),
    ]),
    ...verdictLine(context),
    ...otherMatches(answer),
  ]);
}

/**
 * The card as everyone in the channel sees it. Its buttons answer the person who presses them privately and leave the card as it is.
 * @param sharer the person's id in Slack
 */
export function sharedCard(answer: PageAnswer, sharer: string, context: RenderContext): Message {
  const { page } = answer;
  return messageOf([
    pageTexts(page).title,
    contextLine(`Shared by <@${sharer}> with ${escapeMrkdwn(context.command)}`),
    ...cardBody(answer, context),
    ...nextSteps({ page, trail: { slugs: [] } }, { anew: true }),
    actions(pageButtons(answer, context, { anew: true })),
  ]);
}

/** Breadcrumb and corrections. */
function notes({ corrections, cameThrough, page }: PageAnswer): string[] {
  const breadcrumb = [...cameThrough, page]
    .slice(-4)
    .map(({ title }) => cutPlain(title, 40))
    .join(' › ');
  return [...(cameThrough.length === 0 ? [] : [escapeMrkdwn(breadcrumb)]), ...correctionNote(corrections)];
}

/** What the page says. With a passage, the summary is small: what was asked for is what people should see first. */
export function cardBody(
  { page, passage, secondPassage, keyword, isPreferred }: PageAnswer,
  { ageOf, pageUrl }: Pick<RenderContext, 'ageOf' | 'pageUrl'>,
): KnownBlock[] {
  const age = ageOf?.(page);
  const { lead, summary } = pageTexts(page);
  return [
    ...(passage ? [...(passage.saysSummary ? [] : lead), section(passageText(page, passage, pageUrl))] : summary),
    ...(secondPassage ? [section(passageText(page, secondPassage, pageUrl, 'second'))] : []),
    ...(keyword === undefined ? [] : [contextLine(`Matched by the keyword “${escapeMrkdwn(cutPlain(keyword, 80))}”`)]),
    ...(isPreferred ? [contextLine('First because this channel prefers this page')] : []),
    ...(age === undefined ? [] : [contextLine(age)]),
  ];
}

/** What a passage of 1,200 characters takes with its links and formats. */
const PASSAGE = 1_600;
const HEADINGS = 200;

const SECTIONS = 500;
const PASSAGES = 16;
/** Passages of the sections that were shown last. Rendering one takes a third of the time of a card. */
const rendered = new LruMap<FifoMap<string>>(SECTIONS);

/** What a passage takes in a thread, where other people read too. */
const SHORT_PASSAGE = 700;

/** The same, cut short for a thread: the rest is on the card. A long one begins at the block that has most of the words. */
export function shortPassage(page: Page, passage: Passage, pageUrl: PageUrl): string {
  return passageText(page, fromBestBlock(passage, pageUrl), pageUrl, 'short');
}

function fromBestBlock(passage: Passage, pageUrl: PageUrl): Passage {
  const { content, start, words } = passage;
  if (words.size === 0 || content.length < 2) return passage;
  const counts = content.map((block) => wordsOf([block], words));
  const best = counts.indexOf(Math.max(...counts));
  // A line such as "There are four causes:" belongs to what follows.
  const announces = (place: number): boolean => plainText(content.slice(place, place + 1)).endsWith(':');
  const to = announces(best) ? best + 2 : best + 1;
  // Where everything up to it fits, nothing has to go.
  if (layOut(content.slice(0, to), pageUrl, SHORT_PASSAGE).length === 1) return passage;
  const from = best > 0 && announces(best - 1) ? best - 1 : best;
  return { ...passage, content: content.slice(from), start: start + from };
}

/** How many of the words the blocks have. */
function wordsOf(blocks: Passage['content'], words: ReadonlySet<string>): number {
  const found = new Set(wordsIn(plainText(blocks).toLowerCase()));
  return [...words].filter((word) => found.has(word)).length;
}

/** A passage under its headings, with the matched words in bold. */
function passageText(
  page: Page,
  passage: Passage,
  pageUrl: PageUrl,
  rank: 'first' | 'second' | 'short' = 'first',
): string {
  const { section: from, content, start, words } = passage;
  const url = pageUrl({ kind: 'page', slug: page.slug, anchor: from.anchor });
  // A section is known by its object, which is another one when the guide is read again.
  let passages = rendered.get(from);
  if (passages === undefined) {
    passages = new FifoMap(PASSAGES);
    rendered.set(from, passages);
  }
  // A second passage may have the same blocks as a first one, but cut shorter.
  const key = `${rank} ${start} ${content.length} ${url} ${[...words].sort().join(' ')}`;
  let text = passages.get(key);
  if (text === undefined) {
    text = renderPassage(passage, { url, pageUrl, max: rank === 'short' ? SHORT_PASSAGE : PASSAGE });
    passages.set(key, text);
  }
  return text;
}

function renderPassage(
  { path, content, words }: Passage,
  { url, pageUrl, max }: { url: string | undefined; pageUrl: PageUrl; max: number },
): string {
  const [laidOut = '', ...rest] = layOut(emphasise(content, words), pageUrl, max);
  // A line that announces what was cut off says nothing.
  const text = rest.length > 0 ? laidOut.replace(/\n+[^\n]*:$/, '') : laidOut;
  const where = max === PASSAGE ? 'Read the page' : 'Press More';
  const more = rest.length > 0 ? `\n_${where} for the rest._` : '';
  if (path.length === 0) return `${text}${more}`;
  const headings = cutPlain(path.join(' › '), HEADINGS);
  const line =
    url === undefined ? bold(headings) : `*<${escapeEntities(url)}|${escapeEntities(headings).replaceAll('|', '¦')}>*`;
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
  return [
    section('*What do you want to learn next?*'),
    actions([
      ...steps
        .slice(first, first + NEXT_STEPS)
        .map((step) => nextStepButton(step, (to) => ({ do: 'page:open', slug: to, trail: onwards, ...asNew }))),
      ...(first > 0 ? [turn(first / NEXT_STEPS - 1, 'Earlier choices')] : []),
      ...(left > 0 ? [turn(first / NEXT_STEPS + 1, `More choices (${left})`)] : []),
    ]),
  ];
}

/** @param open what opens a page of the guide */
export function nextStepButton({ text, icon, to }: NextStep, open: (slug: string) => ButtonAction): Button {
  const style = { emoji: iconEmoji(icon) };
  return to.kind === 'outside' ? linkButton(text, to.url, style) : button(text, open(to.slug), style);
}

/** Checklist, and the whole page: in a dialog at the section of the passage, or where it is published. */
function pageButtons(
  { page, passage }: PageAnswer,
  { pageUrl }: RenderContext,
  asNew: { anew?: true } = {},
): (Button | StaticSelect)[] {
  const { slug } = page;
  const anchor = passage?.section.anchor ? passage.section.anchor : undefined;
  const url = pageUrl({ kind: 'page', slug, ...(anchor && { anchor }) });
  return [
    ...checklistButtons(page, asNew),
    url === undefined
      ? button('Read the page', { do: 'page:read', slug, ...(anchor && { section: shortHash(anchor) }), ...asNew })
      : linkButton('Read the page', url),
  ];
}

/** Characters of a question that a value has room for, even if each is an escaped one. */
const SHARED_QUESTION = 300;

/** Shares the card with its passage: by the question or the section that led to the page. */
function shareAction({ page: { slug }, passage, trail }: PageAnswer): ButtonAction {
  if (passage === undefined) return { do: 'page:share', slug };
  const { question } = trail;
  // Of a very long question, the section has to do.
  return question === undefined || question.length > SHARED_QUESTION
    ? { do: 'page:share', slug, section: passage.section.anchor }
    : { do: 'page:share', slug, question };
}

function backButton(trail: Trail, before: Page | undefined): Button[] {
  if (before === undefined) return [];
  const earlier = { ...trail, slugs: trail.slugs.slice(0, trail.slugs.lastIndexOf(before.slug)) };
  return [button('Back', { do: 'page:open', slug: before.slug, trail: earlier }, { label: `Back to ${before.title}` })];
}

/** Pages that match the question nearly as well. */
function otherMatches({ others, trail }: PageAnswer): KnownBlock[] {
  if (others.length === 0) return [];
  return [
    contextLine('Not what you meant? These matched too:'),
    actions(others.map((page) => openButton(page, { trail }))),
  ];
}
