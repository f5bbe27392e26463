import type { Button, KnownBlock } from '@slack/types';
import type { PageAnswer, Passage, Trail } from '../../answer/answer.js';
import { emphasise } from '../../answer/emphasis.js';
import type { NextStep, Page } from '../../guide/page.js';
import { actions, button, context, header, linkButton, type Message, section } from '../block-kit/blocks.js';
import { cutPlain, escapeEntities, escapeKeepingCode, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import type { RenderContext } from './context.js';
import { count } from './format.js';
import { iconEmoji } from './icons.js';
import { correctionNote, openButton } from './pages.js';

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

/** What can be done with the page itself. */
export function cardButtons(answer: PageAnswer, { inDialog, pageUrl }: RenderContext): Button[] {
  const { page, trail, cameThrough } = answer;
  const before = cameThrough.at(-1);
  const earlier = { ...trail, slugs: trail.slugs.slice(0, trail.slugs.lastIndexOf(before?.slug ?? '')) };
  const url = pageUrl({ kind: 'page', slug: page.slug });
  return [
    ...(before
      ? [button('Back', { do: 'page:open', slug: before.slug, trail: earlier }, { label: `Back to ${before.title}` })]
      : []),
    ...(page.checklist ? [checklistButton(page.slug, page.checklist.items.length)] : []),
    ...(inDialog
      ? []
      : [button('Share', { do: 'page:share', slug: page.slug, trail }, { label: 'Share this card with the channel' })]),
    url === undefined
      ? button('Read the page', { do: 'page:read', slug: page.slug })
      : linkButton('Read the page', url),
  ];
}

export function checklistButton(slug: string, items: number, anew?: true): Button {
  return button(`Checklist (${count(items, 'item')})`, {
    do: 'checklist:preview',
    slug,
    part: 0,
    ...(anew && { anew }),
  });
}

/** More buttons than this are a wall; the rest is one press away. */
const SHOWN = 8;

/** "What do you want to learn next?" with a button for each next step. */
export function nextStepBlocks(answer: Pick<PageAnswer, 'page' | 'trail'>, part = 0, anew?: true): KnownBlock[] {
  const { nextSteps, slug } = answer.page;
  if (nextSteps.length === 0) return [];
  const first = Math.min(part, Math.ceil(nextSteps.length / SHOWN) - 1) * SHOWN;
  const left = nextSteps.length - first - SHOWN;
  const turn = (to: number, label: string): Button =>
    button(label, { do: 'page:open', slug, trail: answer.trail, part: to, ...(anew && { anew }) });
  const more = [
    ...(first > 0 ? [turn(first / SHOWN - 1, 'Earlier choices')] : []),
    ...(left > 0 ? [turn(first / SHOWN + 1, `More choices (${left})`)] : []),
  ];
  const trail = onwards(answer);
  return [
    section('*What do you want to learn next?*'),
    actions([...nextSteps.slice(first, first + SHOWN).map((step) => nextStepButton(trail, step, anew)), ...more]),
  ];
}

function nextStepButton(trail: Trail, { text, icon, to }: NextStep, anew?: true): Button {
  const look = { emoji: iconEmoji(icon) };
  return to.kind === 'outside'
    ? linkButton(text, to.url, look)
    : button(text, { do: 'page:open', slug: to.slug, trail, ...(anew && { anew }) }, look);
}

/** The trail of whatever is opened from this card. */
export function onwards({ page, trail }: Pick<PageAnswer, 'page' | 'trail'>): Trail {
  return {
    ...trail,
    slugs: [...trail.slugs, page.slug],
  };
}

/** Pages that also matched the question. */
export function otherMatches({ others, trail }: PageAnswer): KnownBlock[] {
  return others.length === 0
    ? []
    : [context('Not what you meant? These matched too:'), actions(others.map((page) => openButton(page, { trail })))];
}

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
