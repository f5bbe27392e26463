import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { type AskReport, questionEntry, reportCsv } from '../../asks/report.js';
import type { Guide } from '../../guide/page.js';
import {
  actions,
  button,
  contextLine,
  dialog,
  header,
  input,
  type Message,
  messageOf,
  option,
  plainText,
  section,
  selectMenu,
} from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { bold, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { count, cutEscaped } from './format.js';
import { copyField, copyTexts } from './paging.js';

/** The times that a report can be about. */
export const REPORT_DAYS = [7, 30, 90] as const;

const ENTRIES = 5;
/** What the lines of a part may take of a message, as JSON. One line takes half of it at most. */
const ROOM = 1_500;
const QUESTION = 120;
const TITLE = 60;
const COMMENT = 160;
const COMMENTS = 2;
const PAGES = 5;

/** What the authors of the guide may learn, in one message: the most frequent of everything. */
export function reportMessage(report: AskReport, days: number, { bySlug }: Pick<Guide, 'bySlug'>): Message {
  const { totals } = report;
  const name = (slug: string): string => bold(titleOf(slug, bySlug));
  const times = (number: number): string => (number === 1 ? 'once' : `${number} times`);
  const parts = [
    part('Questions without an answer', report.unanswered, ({ question, times: number, alike, comments }) =>
      [
        `“${shown(question)}” · ${times(number)}${alike.length > 0 ? `, in ${alike.length + 1} ways` : ''}`,
        ...comments.slice(0, COMMENTS).map(quoted),
      ].join('\n'),
    ),
    part('Pages that did not help', report.votedDown, ({ page, unhelpful, helpful, comments }) =>
      [
        `${name(page)} · ${times(unhelpful)}${helpful > 0 ? `, and helped ${times(helpful)}` : ''}`,
        ...comments.slice(0, COMMENTS).map(({ text }) => quoted(text)),
      ].join('\n'),
    ),
    part(
      'Lists where another page was chosen',
      report.chosenOther,
      ({ question, first, chosen, times: number }) =>
        `“${shown(question)}” · ${name(chosen)}, not ${name(first)} · ${times(number)}`,
    ),
    part(
      'Next steps that people left',
      report.left,
      ({ pages, times: number }) => `${pages.slice(-PAGES).map(name).join(' › ')} · ${times(number)}`,
    ),
    part('Most read', report.mostRead, ({ page, times: number }) => `${name(page)} · ${times(number)}`),
  ];
  return messageOf([
    header('What people asked'),
    contextLine(totalsLine(totals)),
    ...range(days),
    ...(totals.asked === 0 && parts.every((blocks) => blocks.length === 0)
      ? [section('Nobody has asked anything in this time.')]
      : parts.flat()),
    actions([
      ...(report.unanswered.length + report.chosenOther.length > 0
        ? [button('Add to questions…', { do: 'report:add', days })]
        : []),
      button('Copy as CSV', { do: 'report:csv', days }),
    ]),
    contextLine('It does not say who asked. `guidepost report` shows all of it.'),
  ]);
}

function totalsLine({ asked, people, answered, lists, nothing, helpful, unhelpful }: AskReport['totals']): string {
  const who = people === 0 ? '' : ` by ${people === 1 ? 'one person' : `${people} people`}`;
  const facts = [
    `${count(asked, 'question')}${who}`,
    `${answered} with a page, ${lists} with a list, ${nothing} without an answer`,
    ...(helpful + unhelpful > 0 ? [`${helpful} helpful, ${unhelpful} not`] : []),
  ];
  return facts.join(' · ');
}

function range(days: number): KnownBlock[] {
  const choices = REPORT_DAYS.map((each) => ({
    text: `Last ${each} days`,
    action: { do: 'report:show', days: each } as const,
  }));
  const menu = selectMenu('Time', choices, REPORT_DAYS.indexOf(days as (typeof REPORT_DAYS)[number]));
  return menu ? [actions([menu])] : [];
}

function part<T>(title: string, entries: readonly T[], line: (entry: T) => string): KnownBlock[] {
  if (entries.length === 0) return [];
  const lines: string[] = [];
  let room = ROOM;
  for (const entry of entries.slice(0, ENTRIES)) {
    const text = `• ${line(entry)}`;
    room -= JSON.stringify(text).length;
    if (room < 0 && lines.length > 0) break;
    lines.push(text);
  }
  const left = entries.length - lines.length;
  const more = left > 0 ? [`_and ${left} more_`] : [];
  return [section([`*${title}*`, ...lines, ...more].join('\n'))];
}

function shown(question: string): string {
  return escapeMrkdwn(cutEscaped(question, QUESTION));
}

function quoted(comment: string): string {
  return `> ${escapeMrkdwn(cutEscaped(comment, COMMENT))}`;
}

function titleOf(slug: string, bySlug: Guide['bySlug']): string {
  return cutEscaped(bySlug.get(slug)?.title ?? slug, TITLE);
}

/** The whole report to copy. */
export function reportCsvDialog(report: AskReport): ModalView {
  const all = copyTexts(reportCsv(report));
  const texts = all.slice(0, FIELDS);
  return dialog({
    kind: 'copy',
    title: 'Report as CSV',
    submit: 'Done',
    blocks: [
      section(
        `Select the text and copy it.${all.length > FIELDS ? ' This is the beginning: `guidepost report --csv FILE` writes all of it.' : ''}`,
      ),
      ...texts.map((_, index) => copyField('report', 'CSV', texts, index)),
    ],
  });
}

const FIELDS = 20;

/** The fields of the dialog. */
export const WHICH = 'which';
export const PAGE = 'page';

/** What an author can say about a question: that no page of the guide answers it. */
export const NO_PAGE = 'none';

/** Pairs a question with the page that answers it, for the guide's file of questions. */
export function toQuestionsDialog(report: AskReport, days: number, guide: Pick<Guide, 'pages' | 'bySlug'>): ModalView {
  const all = [...report.chosenOther, ...report.unanswered].map((each) => [each.id, each] as const);
  const asked = [...new Map(all).values()].slice(0, limits.selectOptions);
  const near = [
    ...report.chosenOther.map(({ chosen }) => chosen),
    ...report.unanswered.flatMap(({ closest }) => closest),
  ];
  const slugs = new Set([...near.filter((slug) => guide.bySlug.has(slug)), ...guide.pages.map(({ slug }) => slug)]);
  // A value has room for 150 characters.
  const pages = [...slugs].filter((slug) => slug.length <= limits.optionValue).slice(0, limits.selectOptions - 1);
  return dialog({
    kind: 'to-questions',
    title: 'Add to questions',
    submit: 'Show the lines',
    close: 'Cancel',
    metadata: encodeDialog({ dialog: 'to-questions', days }),
    blocks: [
      input(
        WHICH,
        'Question',
        select(
          WHICH,
          'Choose a question',
          asked.map(({ id, question }) => option(question, id)),
        ),
      ),
      input(
        PAGE,
        'Page that answers it',
        select(PAGE, 'Choose a page', [
          option('No page: the guide says that it has no answer', NO_PAGE),
          ...pages.map((slug) => option(titleOf(slug, guide.bySlug), slug)),
        ]),
      ),
    ],
  });
}

function select(action_id: string, placeholder: string, options: PlainTextOption[]) {
  return { type: 'static_select', action_id, placeholder: plainText(placeholder), options } as const;
}

/** The lines for the file of questions: the app cannot write to the guide's repository. */
export function questionLinesDialog(pair: { readonly question: string; readonly page: string }): ModalView {
  const texts = copyTexts(questionEntry(pair));
  return dialog({
    kind: 'copy',
    title: 'Add to questions',
    submit: 'Done',
    blocks: [
      section(
        'Copy these lines to the end of `questions.yml` in the guide’s folder. `guidepost evaluate` then checks the answer.',
      ),
      ...texts.map((_, index) => copyField('questions', 'Lines', texts, index)),
    ],
  });
}

/** In place of the report. */
export function noReportMessage(why: 'off' | 'not an author'): Message {
  return messageOf([
    section(
      why === 'off'
        ? 'It is not remembered what people ask. The person who runs this app can turn that on with `ASK_LOG=on`.'
        : 'The report is for the authors of the guide. The person who runs this app names them in `GUIDE_AUTHORS`.',
    ),
  ]);
}

/** Where the report is not shown at once. */
export function reportOffer(): Message {
  return messageOf([
    section('What people asked, for the authors of the guide:'),
    actions([button('Show the report', { do: 'report:show', days: 30 })]),
  ]);
}
