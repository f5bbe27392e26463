import type { ModalView } from '@slack/types';
import { exportCsv } from '../../checklist/csv.js';
import { exportMarkdown, exportRun, type RunExport } from '../../checklist/export.js';
import type { ItemEvent, Run, RunEvent } from '../../checklist/run.js';
import { actions, button, dialog, section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeEntities, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { evidenceText, itemNumbers } from './checklist-items.js';
import { day, personLink, runTitle, said, when } from './format.js';
import { copyField, copyTexts, pagedBlocks } from './paging.js';

const EVENT_ITEM = 80;
const EVENT_TEXT = 300;
const EVENTS = 50;

/** Who did what and when, latest first. */
export function historyDialog(run: Run, history: readonly RunEvent[], part = 0): ModalView {
  const numbers = itemNumbers(run);
  const titles = new Map(run.items.map(({ id, title }) => [id, `${numbers.get(id)}. ${cutPlain(title, EVENT_ITEM)}`]));
  return dialog({
    kind: 'history',
    title: 'History',
    blocks: [
      section(bold(runTitle(run))),
      ...(history.length === 0 ? [section('Nothing has happened yet.')] : []),
      ...pagedBlocks(history.toReversed(), {
        part,
        max: EVENTS,
        render: (event) => section(`${when(event.at)}  ${personLink(event.by)} ${whatHappened(event, run, titles)}`),
        turn: (to) => ({ do: 'run:history', run: run.id, part: to }),
      }),
    ],
  });
}

function whatHappened(event: RunEvent, run: Run, titles: ReadonlyMap<string, string>): string {
  const quoted = (text: string): string => `“${said(text, EVENT_TEXT)}”`;
  const item = 'item' in event ? bold(titles.get(event.item) ?? 'a deleted item') : '';
  switch (event.kind) {
    case 'posted':
      return 'posted the checklist';
    case 'reposted':
      return 'reposted it';
    case 'archived':
      return 'archived it';
    case 'unarchived':
      return 'took it out of the archive';
    case 'bypassed':
      return `opened the gate${ofPhase(event, run)}: ${quoted(event.reason)}`;
    case 'bypass withdrawn':
      return `closed the gate${ofPhase(event, run)} again`;
    case 'role':
      if (event.to === undefined) return `took the role ${escapeMrkdwn(event.role)} back`;
      return event.to.id === event.by.id
        ? `took the role ${escapeMrkdwn(event.role)}`
        : `gave the role ${escapeMrkdwn(event.role)} to ${personLink(event.to)}`;
    case 'added':
      return `added ${item}`;
    case 'approved':
      return `approved ${item}${given(event.evidence)}`;
    case 'approval withdrawn':
      return `withdrew the approval of ${item}`;
    case 'done':
      return `completed ${item}${given(event.evidence)}`;
    case 'reopened':
      return `reopened ${item}`;
    case 'skipped':
      return `skipped ${item}: ${quoted(event.reason)}`;
    case 'assigned':
      return event.to ? `assigned ${item} to ${personLink(event.to)}${untold(event)}` : `unassigned ${item}`;
    case 'due':
      return event.due === undefined ? `removed the due date from ${item}` : `set ${item} due ${day(event.due)}`;
    case 'note':
      return event.note === undefined
        ? `removed the note from ${item}`
        : `added a note to ${item}: ${quoted(event.note)}`;
  }
}

function given(evidence: string | undefined): string {
  return evidence === undefined ? '' : `: ${evidenceText(evidence, EVENT_TEXT)}`;
}

function ofPhase({ phase }: { readonly phase?: string }, { phases }: Run): string {
  const title = phases.find(({ id }) => id === phase)?.title;
  return title === undefined ? '' : ` for ${escapeMrkdwn(cutPlain(title, EVENT_ITEM))}`;
}

/** What the assigner may have to do themselves: tell the assignee. */
function untold({ to, untold: reason }: Extract<ItemEvent, { kind: 'assigned' }>): string {
  if (to === undefined || reason === undefined) return '';
  return reason === 'uncertain'
    ? `\n⚠️ It is not certain that ${personLink(to)} was told.`
    : `\n⚠️ ${personLink(to)} could not be told: Slack refused the message (\`${escapeEntities(reason)}\`).`;
}

const FIELDS = 20;

type CopyFormat = 'md' | 'json' | 'csv';

const FORMATS: Readonly<Record<CopyFormat, { readonly name: string; readonly write: (run: RunExport) => string }>> = {
  md: { name: 'Markdown', write: exportMarkdown },
  json: { name: 'JSON', write: (run) => JSON.stringify(run, undefined, 2) },
  csv: { name: 'CSV', write: exportCsv },
};

export interface CopyOptions {
  /** Default: Markdown. */
  readonly format?: CopyFormat | undefined;
  readonly part?: number;
  /** Only JSON has it. */
  readonly history?: readonly RunEvent[];
}

/** The run as Markdown, JSON or CSV, in text fields to copy from, with buttons for the other formats. */
export function copyDialog(run: Run, { format = 'md', part = 0, history = [] }: CopyOptions = {}): ModalView {
  const { name, write } = FORMATS[format];
  const texts = copyTexts(write(exportRun(run, history)));
  const copyAs = (wanted: CopyFormat, to = 0) =>
    ({ do: 'run:copy', run: run.id, part: to, ...(wanted !== 'md' && { format: wanted }) }) as const;
  const others = (Object.keys(FORMATS) as CopyFormat[]).filter((each) => each !== format);
  return dialog({
    kind: 'copy',
    title: `Copy as ${name}`,
    submit: 'Done',
    blocks: [
      section("Select the text and copy it. Changes that you make here aren't saved."),
      actions(others.map((each) => button(`Copy as ${FORMATS[each].name}`, copyAs(each)))),
      ...pagedBlocks([...texts.entries()], {
        part,
        max: FIELDS,
        render: ([index]) => copyField(format, name, texts, index),
        turn: (to) => copyAs(format, to),
      }),
    ],
  });
}
