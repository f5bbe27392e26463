import { createHash } from 'node:crypto';
import { type Cell, toCsv } from '../checklist/csv.js';
import type { StoredAsk } from './ask-log.js';
import { type Session, toSessions } from './sessions.js';

/** What the authors of a guide can learn from what people asked in some time. Every list has the most frequent first. */
export interface AskReport {
  readonly from: Date;
  readonly to: Date;
  readonly totals: {
    readonly asked: number;
    /** How many people asked, as far as they are known. */
    readonly people: number;
    readonly answered: number;
    readonly lists: number;
    readonly nothing: number;
    readonly helpful: number;
    readonly unhelpful: number;
  };
  /** Questions that no page answers; those that are alike together. */
  readonly unanswered: readonly UnansweredQuestion[];
  /** Pages that did not help. */
  readonly votedDown: readonly VotedDownPage[];
  /** Questions with a list in which people chose another page than the first. */
  readonly chosenOther: readonly ChosenOther[];
  /** Next steps that people took, and went no further. */
  readonly left: readonly { readonly pages: readonly string[]; readonly times: number }[];
  readonly mostRead: readonly { readonly page: string; readonly times: number }[];
}

export interface UnansweredQuestion {
  /** Short, and the same for the same question in any report. */
  readonly id: string;
  readonly question: string;
  readonly times: number;
  /** Other ways in which it was asked. */
  readonly alike: readonly string[];
  /** The pages that were closest. */
  readonly closest: readonly string[];
  /** What people wrote that they wanted to know. */
  readonly comments: readonly string[];
}

export interface VotedDownPage {
  readonly page: string;
  readonly unhelpful: number;
  readonly helpful: number;
  readonly comments: readonly { readonly text: string; readonly question?: string }[];
}

export interface ChosenOther {
  readonly id: string;
  readonly question: string;
  readonly first: string;
  readonly chosen: string;
  readonly times: number;
}

/** What a report needs besides the events. */
export interface ReportParts {
  readonly from: Date;
  readonly to: Date;
  readonly wordsOf: WordsOf;
}

/** Makes the report. @param events oldest first */
export function makeReport(events: readonly StoredAsk[], { from, to, wordsOf }: ReportParts): AskReport {
  const sessions = toSessions(events);
  const asked = sessions.filter(({ outcome }) => outcome !== undefined);
  const count = (kind: string): number => asked.filter(({ outcome }) => outcome?.kind === kind).length;
  const votes = sessions.flatMap((session) => [...verdicts(session).values()]);
  return {
    ...{ from, to },
    totals: {
      asked: asked.length,
      people: new Set(asked.flatMap(({ person }) => person ?? [])).size,
      ...{ answered: count('page'), lists: count('list'), nothing: count('nothing') },
      helpful: votes.filter(Boolean).length,
      unhelpful: votes.filter((isHelpful) => !isHelpful).length,
    },
    unanswered: unanswered(asked, wordsOf),
    votedDown: votedDown(sessions),
    chosenOther: chosenOther(asked, wordsOf),
    left: left(sessions),
    mostRead: countEach(sessions.flatMap(({ seen }) => [...seen])).map(([page, times]) => ({ page, times })),
  };
}

function unanswered(asked: readonly Session[], wordsOf: WordsOf): UnansweredQuestion[] {
  const without = asked.flatMap(({ question = '', outcome, judged }) =>
    outcome?.kind === 'nothing'
      ? { question, closest: outcome.pages, comments: judged.flatMap(({ comment }) => comment ?? []) }
      : [],
  );
  return groupAlike(without, wordsOf).map(({ question, members }) => ({
    id: idOf(question),
    question,
    times: members.length,
    alike: [...new Set(members.map((each) => each.question))].filter((each) => each !== question),
    closest: countEach(members.flatMap(({ closest }) => closest)).map(([page]) => page),
    comments: members.flatMap(({ comments }) => comments),
  }));
}

/** The last verdict of a session on each page: who says No and then what was missing has said it once. */
function verdicts({ judged }: Session): Map<string, boolean> {
  return new Map(judged.flatMap(({ page, isHelpful }) => (page === undefined ? [] : [[page, isHelpful] as const])));
}

function votedDown(sessions: readonly Session[]): VotedDownPage[] {
  const pages = new Map<
    string,
    { unhelpful: number; helpful: number; comments: VotedDownPage['comments'][number][] }
  >();
  const of = (page: string) => {
    const known = pages.get(page) ?? { unhelpful: 0, helpful: 0, comments: [] };
    pages.set(page, known);
    return known;
  };
  for (const session of sessions) {
    for (const [page, isHelpful] of verdicts(session)) of(page)[isHelpful ? 'helpful' : 'unhelpful'] += 1;
    for (const { page, comment, question } of session.judged)
      if (page !== undefined && comment !== undefined)
        of(page).comments.push({ text: comment, ...(question !== undefined && { question }) });
  }
  return [...pages]
    .filter(([, { unhelpful }]) => unhelpful > 0)
    .map(([page, votes]) => ({ page, ...votes }))
    .sort((a, b) => b.unhelpful - a.unhelpful);
}

function chosenOther(asked: readonly Session[], wordsOf: WordsOf): ChosenOther[] {
  const choices = asked.flatMap(({ question = '', outcome, opened }) => {
    const [first] = outcome?.kind === 'list' ? outcome.pages : [];
    // The last one: a person who comes back to the list has not found it before.
    const chosen = opened.findLast(({ page, through }) => through.length === 0 && outcome?.pages.includes(page))?.page;
    return first === undefined || chosen === undefined || chosen === first ? [] : { question, first, chosen };
  });
  const pairs = new Map<string, typeof choices>();
  for (const choice of choices) {
    const pair = JSON.stringify([choice.first, choice.chosen]);
    pairs.set(pair, [...(pairs.get(pair) ?? []), choice]);
  }
  return [...pairs.values()]
    .flatMap((same) =>
      groupAlike(same, wordsOf).map(({ question, members }) => ({
        ...{ id: idOf(question), question, times: members.length },
        ...{ first: same[0]?.first ?? '', chosen: same[0]?.chosen ?? '' },
      })),
    )
    .sort((a, b) => b.times - a.times);
}

/** The way of each session that ended with a next step, unless its page helped or was opened to read. */
function left(sessions: readonly Session[]): AskReport['left'] {
  const ways = sessions.flatMap((session) => {
    const last = session.opened.at(-1);
    if (last === undefined || last.through.length === 0 || session.endsWithReading) return [];
    return verdicts(session).get(last.page) === true ? [] : JSON.stringify([...last.through, last.page]);
  });
  return countEach(ways).map(([way, times]) => ({ pages: JSON.parse(way), times }));
}

/** The same for the same question, however it is spaced and capitalized. */
export function idOf(question: string): string {
  const plain = question.toLowerCase().replace(/\s+/g, ' ').trim();
  return createHash('sha256').update(plain).digest('hex').slice(0, 8);
}

/** Pairs of a question and the page that answered it, as far as somebody has said so: they chose it from a list, or said that it helped. */
export function confirmedPairs(events: readonly StoredAsk[]): { readonly question: string; readonly page: string }[] {
  return toSessions(events).flatMap((session) => {
    const { question, outcome, opened } = session;
    if (question === undefined) return [];
    const helped = [...verdicts(session)].flatMap(([page, isHelpful]) => (isHelpful ? page : []));
    const chosen = opened.findLast(({ through }) => through.length === 0)?.page;
    const isWrong = chosen !== undefined && verdicts(session).get(chosen) === false;
    const page = helped.at(-1) ?? (outcome?.kind === 'page' || isWrong ? undefined : chosen);
    return page === undefined ? [] : { question, page };
  });
}

/** An entry of a file of questions, as `guidepost evaluate` reads it. @param page a slug, or `none` if the guide has no answer */
export function questionEntry({ question, page }: { readonly question: string; readonly page: string }): string {
  const text = question.replace(/\s+/g, ' ').trim();
  // A text in double quotes is the same in JSON and in YAML; a slug may look like a number or a word of YAML.
  const slug = /^(?!(?:true|false|null)$)[a-z][\w/-]*$/i.test(page) ? page : JSON.stringify(page);
  return `- question: ${JSON.stringify(text)}\n  page: ${slug}\n`;
}

/** The words of a question that say what it is about, such as its stems without words of grammar. */
type WordsOf = (text: string) => readonly string[];

/** Two questions are alike if this part of their words is the same (Dice's coefficient). */
const ALIKE = 0.6;

export interface Group<T> {
  /** What was asked most, in its words. */
  readonly question: string;
  readonly members: readonly T[];
}

/** Groups what has questions that are alike, the largest group first. */
function groupAlike<T extends { readonly question: string }>(all: readonly T[], wordsOf: WordsOf): Group<T>[] {
  const groups: { words: ReadonlySet<string>; members: T[] }[] = [];
  /** The groups that have a word, so that a question is compared only with those that share one. */
  const byWord = new Map<string, Set<(typeof groups)[number]>>();
  /** Most questions are asked in the same words again. */
  const byQuestion = new Map<string, (typeof groups)[number]>();
  for (const one of all) {
    const same = byQuestion.get(one.question);
    if (same !== undefined) {
      same.members.push(one);
      continue;
    }
    const words = new Set(wordsOf(one.question));
    const near = new Set([...words].flatMap((word) => [...(byWord.get(word) ?? [])]));
    let [best, likeness] = [undefined as (typeof groups)[number] | undefined, 0];
    for (const group of near) {
      const how = dice(words, group.words);
      if (how > likeness) [best, likeness] = [group, how];
    }
    if (best === undefined || likeness < ALIKE) {
      best = { words, members: [] };
      groups.push(best);
      for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(best));
    }
    best.members.push(one);
    byQuestion.set(one.question, best);
  }
  return groups
    .map(({ members }) => ({ question: mostFrequent(members.map(({ question }) => question)), members }))
    .sort((a, b) => b.members.length - a.members.length);
}

function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 0;
  let common = 0;
  for (const word of one) if (other.has(word)) common += 1;
  return (2 * common) / (one.size + other.size);
}

/** The first of those that occur most. */
function mostFrequent(texts: readonly string[]): string {
  return countEach(texts)[0]?.[0] ?? '';
}

/** Each text with how often it occurs, the most frequent first. */
function countEach(texts: Iterable<string>): [text: string, times: number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

const COLUMNS = ['part', 'id', 'times', 'question', 'page', 'other pages', 'comment'] as const;

/** A report as comma-separated values, a line for each entry and for each comment, after the line of the columns' names. */
export function reportCsv({ unanswered, votedDown, chosenOther, left, mostRead }: AskReport): string {
  const rows: Cell[][] = [
    ...unanswered.flatMap(({ id, times, question, alike, closest, comments }) => [
      ['unanswered', id, times, question, null, closest.join(' '), null],
      ...alike.map((other) => ['asked alike', id, null, other, null, null, null]),
      ...comments.map((comment) => ['comment', id, null, question, null, null, comment]),
    ]),
    ...votedDown.flatMap(({ page, unhelpful, helpful, comments }) => [
      ['not helpful', null, unhelpful, null, page, null, null],
      ...(helpful > 0 ? [['helpful', null, helpful, null, page, null, null]] : []),
      ...comments.map(({ text, question }) => ['comment', null, null, question ?? null, page, null, text]),
    ]),
    ...chosenOther.map(({ id, times, question, first, chosen }) => [
      'chosen',
      id,
      times,
      question,
      chosen,
      first,
      null,
    ]),
    ...left.map(({ pages, times }) => ['left', null, times, null, pages.at(-1) ?? null, pages.join(' '), null]),
    ...mostRead.map(({ page, times }) => ['read', null, times, null, page, null, null]),
  ];
  return toCsv([COLUMNS, ...rows]);
}
