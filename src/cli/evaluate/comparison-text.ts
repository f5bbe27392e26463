import { type Evaluation, NO_PAGE, type QuestionOutcome } from '../../answer/evaluate.js';
import { counted, printableLine } from '../text/terminal.js';
import type { Comparison, EarlierEvaluation } from './comparison.js';

/** Rows of the table: a comment on GitHub may have 65,536 characters, and nobody reads more. */
const MAX_ROWS = 50;

/** A comparison as Markdown, for a comment or a job summary: what got worse first. */
export function comparisonText(comparison: Comparison, before: EarlierEvaluation, now: Evaluation): string {
  const { worse, better, added, removed } = comparison;
  const rows = [
    ...worse.map((change): Row => ['**worse**', change.now, outcomeText(change.before), outcomeText(change.now)]),
    ...added.filter(isMiss).map((outcome): Row => ['new', outcome, '', outcomeText(outcome)]),
    ...better.map((change): Row => ['better', change.now, outcomeText(change.before), outcomeText(change.now)]),
    ...added.filter((each) => !isMiss(each)).map((outcome): Row => ['new', outcome, '', outcomeText(outcome)]),
  ];
  const counts = [
    `${worse.length} worse`,
    `${better.length} better`,
    ...(added.length > 0 ? [`${added.length} new`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
  ];
  return [
    `### Questions: ${counts.join(', ')}`,
    '',
    `Of ${counted(now.questions, 'question')}, ${percent(now.hitAt1)} have the right page first (before: ${percent(before.hitAt1)} of ${before.questions}).`,
    ...(rows.length === 0 ? [] : ['', '| | question | page | before | now |', '| --- | --- | --- | --- | --- |']),
    ...rows
      .slice(0, MAX_ROWS)
      .map(
        ([what, { question, page }, ...texts]) =>
          `| ${what} | ${code(question)} | ${page === NO_PAGE ? 'none' : code(page)} | ${texts.join(' | ')} |`,
      ),
    ...(rows.length > MAX_ROWS ? ['', `And ${rows.length - MAX_ROWS} more.`] : []),
    '',
  ].join('\n');
}

type Row = readonly [what: string, outcome: QuestionOutcome, before: string, now: string];

function isMiss({ rank, isPassageRight }: QuestionOutcome): boolean {
  return rank !== 1 || isPassageRight === false;
}

/** What a person would see. */
function outcomeText({ page, kind, rank, isPassageRight, got }: QuestionOutcome): string {
  const first = got[0] === undefined ? '' : code(got[0]);
  if (kind === 'nothing') return page === NO_PAGE ? 'nothing, rightly' : 'nothing found';
  const form = kind === 'list' ? 'a list' : 'a card';
  if (page === NO_PAGE) return `${form} with ${first}`;
  if (rank === undefined) return `${form} with ${first}`;
  if (rank > 1) return `number ${rank}, after ${first}`;
  return `first, in ${form}${isPassageRight === false ? ', with the wrong passage' : ''}`;
}

/** As code, in which Markdown, HTML and mentions of people mean nothing. */
function code(text: string): string {
  const line = printableLine(text);
  const marks = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  // A mark after a backslash would end the cell for some readers, however it is escaped.
  const inside = line.replaceAll('\\|', '\\¦').replaceAll('|', '\\|');
  return marks.length > 1 ? `${marks} ${inside} ${marks}` : `${marks}${inside}${marks}`;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
