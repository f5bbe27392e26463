import { type Evaluation, NO_PAGE, type QuestionOutcome } from '../../answer/evaluate.js';
import { counted, printableLine } from '../text/terminal.js';

/** An evaluation as `evaluate --json` printed it, as far as a comparison needs it. */
export type EarlierEvaluation = Pick<Evaluation, 'questions' | 'hitAt1' | 'outcomes'>;

export interface ChangedQuestion {
  readonly before: QuestionOutcome;
  readonly now: QuestionOutcome;
}

/** What a change of the guide, or of the questions, did to the answers. */
interface Comparison {
  readonly worse: readonly ChangedQuestion[];
  readonly better: readonly ChangedQuestion[];
  /** Questions that were not asked before. */
  readonly added: readonly QuestionOutcome[];
  /** How many questions are answered as well as before. */
  readonly same: number;
  /** How many questions are no longer asked. */
  readonly removed: number;
}

/** Compares two evaluations question by question. What a person would not notice, such as rank 7 in place of 8, is no change. */
export function compareEvaluations(before: EarlierEvaluation, now: Evaluation): Comparison {
  const earlier = new Map(before.outcomes.map((outcome) => [keyOf(outcome), outcome]));
  const worse: ChangedQuestion[] = [];
  const better: ChangedQuestion[] = [];
  const added: QuestionOutcome[] = [];
  let same = 0;
  for (const outcome of now.outcomes) {
    const old = earlier.get(keyOf(outcome));
    if (old === undefined) {
      added.push(outcome);
      continue;
    }
    const difference = gradeOf(outcome) - gradeOf(old);
    if (difference < 0) worse.push({ before: old, now: outcome });
    else if (difference > 0) better.push({ before: old, now: outcome });
    else same += 1;
  }
  const asked = new Set(now.outcomes.map(keyOf));
  const removed = [...earlier.keys()].filter((question) => !asked.has(question)).length;
  // The worst losses and the greatest gains first.
  const change = ({ before: old, now: outcome }: ChangedQuestion): number => gradeOf(outcome) - gradeOf(old);
  return {
    worse: worse.sort((a, b) => change(a) - change(b)),
    better: better.sort((a, b) => change(b) - change(a)),
    added,
    same,
    removed,
  };
}

/** The same question may be written with other quotes or spaces. */
function keyOf({ question }: QuestionOutcome): string {
  return question.replace(/\s+/g, ' ').trim();
}

/** How well a question is answered, from 0 to 7. The order of what a person sees: nothing, a wrong page, the page further down, the card. */
function gradeOf({ page, kind, rank, isPassageRight }: QuestionOutcome): number {
  if (page === NO_PAGE) return { nothing: 7, list: 2, card: 0 }[kind];
  if (rank === undefined) return 0;
  if (rank > 1) return Math.max(1, 5 - rank);
  return (isPassageRight === false ? 4 : 6) + (kind === 'card' ? 1 : 0);
}

/** Reads what `evaluate --json` printed. @returns undefined if it is something else */
export function readEvaluation(text: string): EarlierEvaluation | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = value as Partial<EarlierEvaluation> | null;
  const isWhole =
    typeof read?.questions === 'number' &&
    typeof read.hitAt1 === 'number' &&
    Array.isArray(read.outcomes) &&
    read.outcomes.every(isOutcome);
  return isWhole ? (read as EarlierEvaluation) : undefined;
}

function isOutcome(value: unknown): value is QuestionOutcome {
  const { question, page, kind, got, rank } = (value ?? {}) as Partial<Record<keyof QuestionOutcome, unknown>>;
  return (
    typeof question === 'string' &&
    typeof page === 'string' &&
    (kind === 'card' || kind === 'list' || kind === 'nothing') &&
    Array.isArray(got) &&
    got.every((slug) => typeof slug === 'string') &&
    (rank === undefined || typeof rank === 'number')
  );
}

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
