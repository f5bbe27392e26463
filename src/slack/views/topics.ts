import type { Button, KnownBlock } from '@slack/types';
import type { NoGuideAnswer, TopicsAnswer } from '../../answer/answer.js';
import { groupName, outermostGroups, type TopicGroup } from '../../answer/topics.js';
import type { Page } from '../../guide/page.js';
import {
  actions,
  button,
  type Choice,
  contextLine,
  header,
  type Message,
  messageOf,
  section,
  selectMenu,
} from '../block-kit/blocks.js';
import { bold, cutPlain } from '../block-kit/mrkdwn/escape.js';
import { count } from './format.js';
import { openButton, pageRow } from './pages.js';
import { turnButtons } from './paging.js';

/** Rows of one message: more do not fit its budget. */
const ROWS = 10;
/** What rows, headings and the menu may take of a message, as JSON. */
const ROOM = 9_000;
/** From this many rows on, a group that fits whole into the next message starts there. */
const ENOUGH_ROWS = 4;
/** A heading as JSON, at most. */
const HEADING = 260;

/** All pages of the guide, under the headings of their groups. `part` counts from 0. */
export function topicsMessage(answer: TopicsAnswer, part = 0): Message {
  const { parts, stops } = layOutTopics(answer);
  const shown = Math.min(part, parts.length - 1);
  const total = count(answer.pages.length, 'page');
  const turns = turnButtons(shown, parts.length, turn, ['Previous', 'Next']);
  const menu = stops.length > 0 ? selectMenu('Go to…', stops) : undefined;
  return messageOf([
    header('Topics'),
    contextLine(parts.length > 1 ? `${total} · part ${shown + 1} of ${parts.length}` : total),
    ...(menu ? [actions([menu])] : []),
    ...(answer.pages.length === 0 ? [section('There is nothing here yet.')] : []),
    ...(parts[shown] ?? []).flatMap(rowBlocks),
    ...(turns.length > 0 ? [actions(turns)] : []),
  ]);
}

function turn(part: number): Choice['action'] {
  return { do: 'list:open', what: 'topics', part };
}

/** The pages of a group that one message shows. */
interface Rows {
  readonly group: TopicGroup;
  /** The group began in an earlier message. */
  readonly goesOn: boolean;
  readonly pages: Page[];
}

function rowBlocks({ group, goesOn, pages }: Rows): KnownBlock[] {
  const name = groupName(group);
  const heading = name === '' ? [] : [header(goesOn ? `${cutPlain(name, 120)} (continued)` : name)];
  return [...heading, ...pages.map((page) => pageRow(page))];
}

interface Layout {
  /** What each message shows. */
  readonly parts: readonly (readonly Rows[])[];
  /** Where the menu leads; empty if there is none. */
  readonly stops: readonly Choice[];
}

/** Of a large guide, the layout takes longer than everything else in its list. */
const layouts = new WeakMap<TopicsAnswer, Layout>();

function layOutTopics(answer: TopicsAnswer): Layout {
  let layout = layouts.get(answer);
  if (layout === undefined) {
    const { pages, groups } = answer;
    const listed = pages.length > ROWS && groups.length > 1 ? fewGroups(groups) : undefined;
    const menuRoom = listed === undefined ? 0 : menuSize(listed.map(({ group }) => groupName(group)));
    const parts = partsOf(groups, ROOM - menuRoom);
    layout = { parts, stops: listed === undefined ? [] : stopsOf(listed, parts) };
    layouts.set(answer, layout);
  }
  return layout;
}

/** Splits the groups into messages. A group stays together where it can. */
function partsOf(groups: readonly TopicGroup[], room: number): Rows[][] {
  const parts: Rows[][] = [[]];
  let rows = 0;
  let left = room;
  const startPart = (): void => {
    parts.push([]);
    rows = 0;
    left = room;
  };
  for (const group of groups) {
    const sizes = group.pages.map((page) => JSON.stringify(pageRow(page)).length + 1);
    const size = sizes.reduce((sum, each) => sum + each, HEADING);
    const fitsWhole = sizes.length <= ROWS && size <= room;
    if (rows >= ENOUGH_ROWS && fitsWhole && (rows + sizes.length > ROWS || size > left)) startPart();
    let current: Rows | undefined;
    for (const [index, page] of group.pages.entries()) {
      const rowSize = sizes[index] ?? 0;
      if (rows > 0 && (rows === ROWS || rowSize + (current === undefined ? HEADING : 0) > left)) {
        startPart();
        current = undefined;
      }
      if (current === undefined) {
        current = { group, goesOn: index > 0, pages: [] };
        parts.at(-1)?.push(current);
        left -= HEADING;
      }
      current.pages.push(page);
      rows += 1;
      left -= rowSize;
    }
  }
  return parts;
}

/** Lines of the menu: more do not fit the message's budget. */
const STOPS = 20;
/** Characters of a line. */
const STOP_NAME = 50;

/** A group that the menu leads to, with its place among all groups. */
interface Listed {
  readonly group: TopicGroup;
  readonly place: number;
}

/** All groups; of very many, the outermost ones; of very many of these, some at equal distances. */
function fewGroups(groups: readonly TopicGroup[]): Listed[] {
  const listed = (some: readonly TopicGroup[]): Listed[] => some.map((group, place) => ({ group, place }));
  if (groups.length <= STOPS) return listed(groups);
  const outermost = listed(outermostGroups(groups));
  const step = Math.ceil(outermost.length / STOPS);
  return outermost.filter(({ place }) => place % step === 0);
}

function menuSize(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + JSON.stringify(cutPlain(name, STOP_NAME)).length + 140, 250);
}

function stopsOf(listed: readonly Listed[], parts: Layout['parts']): Choice[] {
  const partOf = new Map<Page, number>();
  for (const [part, rows] of parts.entries()) {
    for (const { pages } of rows) for (const page of pages) partOf.set(page, part);
  }
  return listed.map(({ group, place }): Choice => {
    const [first] = group.pages;
    const part = first === undefined ? 0 : (partOf.get(first) ?? 0);
    // Two options must not have the same value.
    return {
      text: cutPlain(groupName(group), STOP_NAME) || 'Beginning',
      action: { do: 'list:open', what: 'topics', part, group: place },
    };
  });
}

/** More buttons than this are a wall. All topics are one press away. */
const BUTTONS = 50;
/** Buttons of one row of Slack. */
const ROW = 25;
const NAME = 150;
/** With more groups than this, Home has those of the outermost parts only. */
const FEW_GROUPS = 12;
/** Groups on Home. */
const GROUPS = 20;

/** The topics on Home, as buttons in their groups. Of a large guide, each group shows its first pages. */
export function topicButtons(answer: TopicsAnswer | NoGuideAnswer): KnownBlock[] {
  if (answer.kind === 'no-guide' || answer.pages.length === 0)
    return [section('The guide is not loaded yet. Open this page again in a few minutes.')];
  const { pages, groups } = answer;
  return [
    ...(groups.length > 1 ? groupBlocks(answer) : buttonRows(pages.slice(0, BUTTONS).map((page) => openButton(page)))),
    ...(groups.length <= 1 && pages.length > BUTTONS ? [contextLine(`and ${pages.length - BUTTONS} more`)] : []),
    actions([
      button(`All ${count(pages.length, 'topic')}, with summaries`, turn(0)),
      button('Checklists in the guide', { do: 'list:open', what: 'checklists', part: 0 }),
    ]),
  ];
}

/** A heading for each group, and its first pages. What is left out is behind a button next to the heading. */
function groupBlocks(answer: TopicsAnswer): KnownBlock[] {
  const { groups } = answer;
  const all = groups.length <= FEW_GROUPS ? groups : outermostGroups(groups);
  const shown = all.slice(0, GROUPS);
  const most = fairShare(shown.map(({ pages }) => pages.length));
  const { parts } = layOutTopics(answer);
  const partOf = (page: Page): number => parts.findIndex((part) => part.some(({ pages }) => pages.includes(page)));
  const blocks = shown.flatMap((group): KnownBlock[] => {
    const [first] = group.pages;
    const name = groupName(group);
    const label = { label: `All pages of ${name || 'the beginning'}` };
    const rest =
      first === undefined || group.pages.length <= most
        ? undefined
        : button(`All ${group.pages.length}`, turn(partOf(first)), label);
    return [
      ...(name === '' && rest === undefined ? [] : [section(bold(cutPlain(name, NAME) || 'First'), rest)]),
      ...buttonRows(group.pages.slice(0, most).map((page) => openButton(page))),
    ];
  });
  return all.length > GROUPS ? [...blocks, contextLine(`and ${all.length - GROUPS} more parts of the guide`)] : blocks;
}

/** How many buttons each group may have, so that all of them have `BUTTONS` at most, and at least one each. */
function fairShare(sizes: readonly number[]): number {
  let share = 1;
  while (share < BUTTONS && sizes.reduce((sum, size) => sum + Math.min(size, share + 1), 0) <= BUTTONS) share += 1;
  return share;
}

function buttonRows(buttons: readonly Button[]): KnownBlock[] {
  return Array.from({ length: Math.ceil(buttons.length / ROW) }, (_, row) =>
    actions(buttons.slice(row * ROW, (row + 1) * ROW)),
  );
}
