import type { Button, KnownBlock } from '@slack/types';
import type { ChecklistAnswer } from '../../answer/answer.js';
import { ruleWords } from '../../checklist/rules.js';
import { checkVariables, fillerOf, type Values, type VariableProblem, valuesOf } from '../../checklist/variables.js';
import type { Checklist, ChecklistItem, Page } from '../../guide/page.js';
import type { PlannedRun } from '../block-kit/action-value.js';
import { actions, button, contextLine, header, type Message, messageOf, section } from '../block-kit/blocks.js';
import { limits } from '../block-kit/limits.js';
import { bold, cutPlain, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import type { PageUrl } from '../block-kit/mrkdwn/render-markdown.js';
import { itemNumbers, itemText, unbold } from './checklist-items.js';
import type { RenderContext } from './context.js';
import { count, runTitle } from './format.js';
import { openButton } from './pages.js';
import { turnButtons, windowsOf } from './paging.js';
import { problemText } from './refusals.js';

/** A checklist as one person sees it before it is posted. `part` pages through a long one. */
export function checklistPreview(answer: ChecklistAnswer, context: RenderContext, part = 0): Message {
  const { page, checklist, name, values = {} } = answer;
  const problems = checkVariables(checklist, values);
  const known = withoutProblems(values, problems);
  const planned = planOf(answer, context);
  const heading = runTitle({
    title: fill(checklist, known).text(checklist.title),
    ...(name !== undefined && { name }),
  });
  const head = [
    header(heading),
    contextLine(
      `${sizeOf(checklist)} · Post it, and everyone in the ${context.thread ? 'thread' : 'channel'} can tick items off.`,
    ),
    ...variableLine(checklist, known),
    ...problemLines(problems),
    ...struckLine(checklist),
  ];
  const foot = (shown: number, parts: number): KnownBlock =>
    actions([
      ...postButtons(planned, context, problems.length === 0 && isCarried(values, planned)),
      ...turnButtons(shown, parts, (to) => ({ do: 'checklist:preview', part: to, ...planned }), [
        'Previous items',
        'More items',
      ]),
      openButton(page, { text: 'Read the page' }),
    ]);
  const room = limits.messageCharacters - JSON.stringify([...head, foot(1, 3)]).length - RESERVE;
  const rows = rowsOf(checklist, known, context.pageUrl, room);
  const windows = windowsOf(rows, ({ size }) => size, { characters: room, entries: 40 });
  const shown = Math.min(part, Math.max(0, windows.length - 1));
  return messageOf([
    ...head,
    ...(windows.length > 1 ? [contextLine(`Part ${shown + 1} of ${windows.length}`)] : []),
    ...withHeadings(windows[shown] ?? [], rows),
    foot(shown, windows.length),
  ]);
}

/** For the line that says which part it is, and what separates blocks. */
const RESERVE = 250;

function sizeOf({ items, phases }: Checklist): string {
  const total = count(items.filter(({ parent }) => parent === undefined).length, 'item');
  return phases.length > 1 ? `${total} in ${phases.length} phases` : total;
}

function withoutProblems(values: Values, problems: readonly VariableProblem[]): Values {
  const wrong = new Set(problems.map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !wrong.has(name)));
}

/** Fills in what is known; other names stay as they are written. */
function fill(checklist: Checklist, values: Values): ReturnType<typeof fillerOf> {
  const known = valuesOf(checklist, values);
  return fillerOf({ variables: checklist.variables.filter(({ name }) => Object.hasOwn(known, name)) }, known);
}

/** Values that buttons remember, as JSON: a message has several buttons, and must not become too long. */
const CARRIED = 400;

/** Whether buttons have room for these values. Otherwise the dialog asks for them again. */
export function fitsButton(values: Values): boolean {
  return JSON.stringify(values).replaceAll('<', '\\u003c').length <= CARRIED;
}

function planOf({ page, checklist, name, values = {} }: ChecklistAnswer, { thread }: RenderContext): PlannedRun {
  const declared = new Set(checklist.variables.map((variable) => variable.name));
  const carried = Object.fromEntries(Object.entries(values).filter(([variable]) => declared.has(variable)));
  return {
    slug: page.slug,
    ...listOf(page, checklist),
    ...(name !== undefined && { name }),
    ...(Object.keys(carried).length > 0 && fitsButton(carried) && { values: carried }),
    ...(thread !== undefined && { thread }),
  };
}

function isCarried(values: Values, { values: carried = {} }: PlannedRun): boolean {
  return Object.keys(values).every((name) => Object.hasOwn(carried, name));
}

/** Names a checklist in a button, unless it is the page's first. */
export function listOf({ checklists: [first] }: Page, { id }: Checklist): { list?: string } {
  return first?.id === id ? {} : { list: id };
}

/** One press posts it if nothing has to be asked for first. */
function postButtons(planned: PlannedRun, { inDialog, newId, thread }: RenderContext, isReady: boolean): Button[] {
  const options = (text: string, style: { style?: 'primary' } = {}): Button =>
    button(text, { do: 'checklist:options', ...planned }, style);
  if (inDialog) return [options(thread === undefined ? 'Post to a channel…' : 'Post…', { style: 'primary' })];
  if (!isReady) return [options('Post…', { style: 'primary' })];
  return [
    button(
      thread === undefined ? 'Post to this channel' : 'Post to this thread',
      { do: 'checklist:post', run: newId(), ...planned },
      { style: 'primary' },
    ),
    options('Post with options…'),
  ];
}

const VARIABLES = 8;
const NAME = 40;
const VALUE = 40;

/** What it asks for, and what is known of it. */
function variableLine(checklist: Checklist, known: Values): KnownBlock[] {
  const { variables } = checklist;
  if (variables.length === 0) return [];
  const values = valuesOf(checklist, known);
  const words = variables.slice(0, VARIABLES).map(({ name, required }) => {
    const label = cutPlain(name, NAME);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) return `${escapeMrkdwn(label)}: ${bold(cutPlain(value, VALUE))}`;
    return required ? `${bold(label)} is asked for` : `${escapeMrkdwn(label)} is optional`;
  });
  const more = variables.length > VARIABLES ? ` · and ${variables.length - VARIABLES} more` : '';
  return [contextLine(`${words.join(' · ')}${more}`)];
}

const PROBLEMS = 3;

/** What is missing is asked for: only what was typed can be wrong. */
function problemLines(problems: readonly VariableProblem[]): KnownBlock[] {
  const wrong = problems.filter(({ problem }) => problem !== 'missing').slice(0, PROBLEMS);
  return wrong.length === 0 ? [] : [contextLine(`⚠️ ${escapeMrkdwn(wrong.map((each) => problemText(each)).join(' '))}`)];
}

const STRUCK = 3;
const STRUCK_TITLE = 60;

function struckLine({ struck }: Checklist): KnownBlock[] {
  if (struck.length === 0) return [];
  const titles = struck
    .slice(0, STRUCK)
    .map((title) => `~${escapeMrkdwn(cutPlain(title, STRUCK_TITLE)).replaceAll('~', '∼')}~`);
  const more = struck.length > STRUCK ? ` and ${struck.length - STRUCK} more` : '';
  return [contextLine(`Left out, as in the guide: ${titles.join(', ')}${more}`)];
}

interface Row {
  readonly block: KnownBlock;
  readonly size: number;
  /** The title of its phase. */
  readonly phase?: string;
}

/** Enough for the heading of a phase. */
const HEADING = 250;
const SHORT_DETAIL = 100;

/** Each item, by phases; first those in none. */
function rowsOf(checklist: Checklist, known: Values, pageUrl: PageUrl, room: number): Row[] {
  const numbers = itemNumbers(checklist);
  const filler = fill(checklist, known);
  const groups = [undefined, ...checklist.phases].map((phase) => ({
    phase,
    items: checklist.items.filter((item) => item.phase === phase?.id),
  }));
  return groups.flatMap(({ phase, items }) =>
    items.map((item): Row => {
      const parent = items.find(({ id }) => id === item.parent);
      const rules = rulesOf(item, parent);
      const number = numbers.get(item.id) ?? '';
      const rendered = (max?: number) => itemRow(filler.item(item), { number, rules, pageUrl, max });
      const whole = rendered();
      const fits = JSON.stringify(whole).length + HEADING <= room;
      const block = fits ? whole : rendered(SHORT_DETAIL);
      return {
        block,
        size: JSON.stringify(block).length + 1 + (item === items[0] ? HEADING : 0),
        ...(phase && { phase: filler.text(phase.title) }),
      };
    }),
  );
}

const RULE = 120;

/** What it asks for, in words. What a part of an item has of that item is not said again. */
function rulesOf(item: ChecklistItem, parent: ChecklistItem | undefined): string[] {
  const inherited = parent ? ruleWords(parent.rules) : [];
  const words = ruleWords(item.rules).filter((each) => !inherited.includes(each));
  return [...(item.checked ? ['starts ticked'] : []), ...words].map((each) => escapeMrkdwn(cutPlain(each, RULE)));
}

interface RowParts {
  readonly number: string;
  readonly rules: readonly string[];
  readonly pageUrl: PageUrl;
  /** Characters of the detail. */
  readonly max: number | undefined;
}

function itemRow(item: ChecklistItem, { number, rules, pageUrl, max }: RowParts): KnownBlock {
  const { title, detail } = itemText(item, number, pageUrl, max);
  const lines = [
    // A part of the item above is not as loud.
    item.parent === undefined ? `*${unbold(title)}*` : title,
    ...(rules.length === 0 ? [] : [`↳ ${rules.join(' · ')}`]),
    ...(detail === '' ? [] : [detail]),
  ];
  return section(lines.join('\n'));
}

/** The rows of one window, with the headings of their phases. */
function withHeadings(window: readonly Row[], rows: readonly Row[]): KnownBlock[] {
  return window.flatMap(({ block, phase }, index) => {
    const isNew = phase !== undefined && window[index - 1]?.phase !== phase;
    if (!isNew) return [block];
    const goesOn = index === 0 && rows[rows.indexOf(window[0] as Row) - 1]?.phase === phase;
    return [header(goesOn ? `${cutPlain(phase, 120)} (continued)` : phase), block];
  });
}
