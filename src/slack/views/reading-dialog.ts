import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Guide, Page, Section, Source } from '../../guide/page.js';
import { walkTree } from '../../guide/parse/tree.js';
import type { ButtonAction } from '../block-kit/action-value.js';
import { actions, button, type Choice, contextLine, dialog, header, section, selectMenu } from '../block-kit/blocks.js';
import { shortHash } from '../block-kit/checked-json.js';
import { encodeDialog, type Place } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { escapeMrkdwn, link } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { nextStepButton } from './card.js';
import { checklistButtons } from './checklist-rows.js';
import type { AgeOf } from './context.js';
import { turnButtons } from './paging.js';

/** Blocks of one part. With what stands above and below, they stay below Slack's 100. */
const BLOCKS = 85;
/** Characters of one part: far below Slack's 250 KB, so that it opens fast. */
const CHARACTERS = 60_000;

export interface Reading {
  /** Where it begins: the short hash of a section's anchor. Without one, or if the page no longer has it, at the beginning. */
  readonly section?: string | undefined;
  /** A long text has parts, counted from 0 at the place where it begins. */
  readonly part?: number;
  /** The slugs of the pages that were read before in this dialog, oldest first. */
  readonly back?: readonly string[];
  readonly place?: Place | undefined;
}

export interface ReadingContext {
  readonly pageUrl: PageUrl;
  readonly bySlug: Guide['bySlug'];
  readonly lastChanges?: Guide['lastChanges'] | undefined;
  readonly ageOf?: AgeOf;
}

/** A page to read: the whole, or from a section on. Slack cannot scroll a dialog, so the section that matched comes first. */
export function readingDialog(
  page: Page,
  { ageOf, pageUrl, bySlug, lastChanges }: ReadingContext,
  { section: hash, part = 0, back = [], place }: Reading = {},
): ModalView {
  const { sections, slug, title, updated = lastChanges?.get(page.file) } = page;
  const start =
    hash === undefined
      ? 0
      : Math.max(
          0,
          sections.findIndex(({ anchor }) => shortHash(anchor) === hash),
        );
  const from = sections[start];
  const parts = partsOf(sections.slice(start).flatMap((each) => sectionBlocks(each, pageUrl)));
  const shown = Math.min(part, parts.length - 1);
  const turns = turnButtons(shown, parts.length, (to) => turn(slug, to, start > 0 ? from : undefined));
  const age = ageOf?.(page);
  const facts = [
    ...(age ? [age] : updated ? [`Updated ${updated}`] : []),
    ...(start > 0 ? ['From the section that you opened'] : []),
    ...(parts.length > 1 ? [`Part ${shown + 1} of ${parts.length}`] : []),
  ];
  const top = [
    ...contentsMenu(page, start),
    ...backButton(back.at(-1), bySlug),
    ...(start > 0 ? [button('From the beginning', turn(slug, 0))] : []),
    ...checklistButtons(page),
    button('Share…', { do: 'page:share', slug, ...(start > 0 && from && { section: from.anchor }) }),
  ];
  return dialog({
    kind: 'reading',
    title,
    metadata: encodeDialog({ dialog: 'reading', slug, back, ...(place && { place }) }),
    blocks: [
      ...(title.length > limits.viewTitle ? [header(title)] : []),
      ...(facts.length > 0 ? [contextLine(escapeMrkdwn(facts.join(' · ')))] : []),
      actions(top),
      ...(parts[shown] ?? []),
      ...(turns.length > 0 ? [actions(turns)] : []),
      ...(shown === parts.length - 1 ? [...onwards(page, bySlug), ...sourceBlocks(page.sources)] : []),
    ],
  });
}

function turn(slug: string, part: number, from?: Section): ButtonAction {
  return { do: 'page:turn', slug, part, ...(from && { section: shortHash(from.anchor) }) };
}

function sectionBlocks({ heading, content }: Section, pageUrl: PageUrl): KnownBlock[] {
  return [
    ...(heading === undefined ? [] : [header(heading)]),
    ...layOut(content, pageUrl, limits.sectionText).map((text) => section(text)),
  ];
}

function partsOf(blocks: readonly KnownBlock[]): KnownBlock[][] {
  const parts: KnownBlock[][] = [];
  let characters = 0;
  for (const block of blocks) {
    const size = JSON.stringify(block).length;
    const current = parts.at(-1);
    if (current === undefined || current.length >= BLOCKS || characters + size > CHARACTERS) {
      parts.push([block]);
      characters = size;
    } else {
      current.push(block);
      characters += size;
    }
  }
  return parts.length > 0 ? parts : [[section('_This page has no text yet._')]];
}

/** A select has 100 options, and the beginning takes one. */
const HEADINGS = limits.selectOptions - 1;
/** For a page whose slug is too long for options. */
const HEADING_BUTTONS = 10;
/** Levels below the page's highest, which a list shows by an indent. */
const INDENT = '\u2003';

/** The headings of the page. Of very many, the higher levels. @param start the place of the section that the dialog begins with */
function contentsMenu(
  { sections, slug }: Page,
  start: number,
): (Button | NonNullable<ReturnType<typeof selectMenu>>)[] {
  const shown = highestLevels(sections.filter(({ heading }) => heading !== undefined));
  if (shown.length < 2) return [];
  const top = Math.min(...shown.map(({ depth }) => depth));
  const choices = shown.map(
    (each): Choice => ({
      text: `${INDENT.repeat(Math.min(each.depth - top, 3))}${each.heading}`,
      action: turn(slug, 0, each),
    }),
  );
  const beginning: Choice = { text: 'Beginning', action: turn(slug, 0) };
  const chosen = shown.findIndex(({ anchor }) => anchor === sections[start]?.anchor) + 1;
  const select = selectMenu('On this page', [beginning, ...choices], start > 0 ? chosen : undefined);
  return select ? [select] : choices.slice(0, HEADING_BUTTONS).map(({ text, action }) => button(text.trim(), action));
}

function highestLevels(sections: readonly Section[]): readonly Section[] {
  for (let depth = 6; depth > 1; depth -= 1) {
    const upTo = sections.filter((each) => each.depth <= depth);
    if (upTo.length <= HEADINGS) return upTo;
  }
  return sections.slice(0, HEADINGS);
}

function backButton(slug: string | undefined, bySlug: Guide['bySlug']): Button[] {
  const page = slug === undefined ? undefined : bySlug.get(slug);
  if (page === undefined) return [];
  return [button('Back', { do: 'page:read', slug: page.slug, back: true }, { label: `Back to ${page.title}` })];
}

/** More buttons than this are a wall. */
const ONWARDS = 10;

/** Next steps, then the other pages that the text links to. Both open in this dialog. */
function onwards(page: Page, bySlug: Guide['bySlug']): KnownBlock[] {
  const steps = page.nextSteps.slice(0, ONWARDS);
  const named = new Set([page.slug, ...steps.flatMap(({ to }) => (to.kind === 'page' ? [to.slug] : []))]);
  const linked = linkedPages(page, bySlug).filter(({ slug }) => !named.has(slug));
  const read = (slug: string): ButtonAction => ({ do: 'page:read', slug });
  return [
    ...(steps.length > 0
      ? [section('*What do you want to learn next?*'), actions(steps.map((step) => nextStepButton(step, read)))]
      : []),
    ...(linked.length > 0
      ? [
          contextLine('Pages that the text mentions:'),
          actions(linked.slice(0, ONWARDS).map(({ slug, title }) => button(title, read(slug)))),
        ]
      : []),
  ];
}

function linkedPages({ sections }: Page, bySlug: Guide['bySlug']): Page[] {
  const pages = new Set<Page>();
  for (const node of sections.flatMap(({ content }) => content)) {
    for (const { type, data } of walkTree(node)) {
      const target = type === 'link' ? data?.target : undefined;
      const page = target?.kind === 'page' ? bySlug.get(target.slug) : undefined;
      if (page) pages.add(page);
    }
  }
  return [...pages];
}

const SOURCE_BLOCKS = 3;

/** Where the page's facts are from. */
function sourceBlocks(sources: readonly Source[]): KnownBlock[] {
  const texts: string[] = [];
  for (const { title, url, checked } of sources) {
    const line = `• ${link(title, url)}${checked ? ` (checked ${escapeMrkdwn(checked)})` : ''}`;
    if (line.length > limits.contextText - 20) continue;
    const last = texts.length - 1;
    if (last >= 0 && `${texts[last]}\n${line}`.length <= limits.contextText) texts[last] += `\n${line}`;
    else texts.push(texts.length === 0 ? `*Sources*\n${line}` : line);
  }
  return texts.slice(0, SOURCE_BLOCKS).map((text) => contextLine(text));
}
