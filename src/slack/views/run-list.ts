import type { Button, KnownBlock, Overflow } from '@slack/types';
import type { ChecklistsAnswer } from '../../answer/answer.js';
import { checklistsOf } from '../../answer/choose-checklist.js';
import { guideRowsBefore, kindOf, positionAfter, positionInGuide } from '../../answer/run-list.js';
import { phaseProgress, progressOf } from '../../checklist/progress.js';
import { LEAD } from '../../checklist/rules.js';
import type { Run } from '../../checklist/run.js';
import type { WhichRuns } from '../../checklist/run-store.js';
import type { ButtonAction } from '../block-kit/action-value.js';
import { actions, button, contextLine, header, type Message, menu, messageOf, section } from '../block-kit/blocks.js';
import { limits } from '../block-kit/limits.js';
import { bold, cutPlain, escapeEntities, link } from '../block-kit/mrkdwn/escape.js';
import { checklistRow } from './checklist-rows.js';
import type { RenderContext } from './context.js';
import { count, personLink, progressBar, progressWords, runTitle, when } from './format.js';
import { undeliverableText } from './notices.js';
import { windowsOf } from './paging.js';

interface Entry {
  readonly heading: string;
  readonly blocks: readonly KnownBlock[];
  /** Where the list goes on after it. */
  readonly next: string;
}

const HEADINGS: Readonly<Record<WhichRuns, string>> = {
  open: 'Open in this channel',
  finished: 'Finished',
  archived: 'Archived',
};

/** Rows of one part. */
const ROWS = 12;
/** What the headings of the rows take as JSON, and what separates blocks. */
const RESERVE = 500;

/**
 * The channel's runs: open, finished, and archived ones if they were asked for; then what can be posted.
 * @param earlier where the parts before this one begin, oldest first; empty texts for the beginning
 */
export function checklistsMessage(
  answer: ChecklistsAnswer,
  context: RenderContext,
  earlier: readonly string[] = [],
): Message {
  const { runs: found = { runs: [], more: false }, text, archived } = answer;
  const { runs, more } = found === 'unreadable' ? { runs: [], more: false } : found;
  const guide = checklistsOf(answer.pages);
  const guideFrom = guideRowsBefore(answer.from);
  const entries: Entry[] = [
    ...runs.map((run) => ({
      heading: HEADINGS[kindOf(run)],
      blocks: runRow(run, urlOf(run, context)),
      next: positionAfter(run),
    })),
    // They come after the last run.
    ...(more ? [] : guide.slice(guideFrom)).map((list, index) => ({
      heading: 'In the guide',
      blocks: [checklistRow(list)],
      next: positionInGuide(guideFrom + index + 1),
    })),
  ];
  const head = [
    header(headingOf(answer)),
    ...(text === undefined && !archived ? [contextLine(overview(guide.length, context))] : []),
    ...(found === 'unreadable'
      ? [contextLine("⚠️ I can't load this channel's checklists right now. Try again in a minute.")]
      : []),
    ...(entries.length === 0 && found !== 'unreadable' ? [section(emptyText(answer))] : []),
  ];
  const foot = (next: string | undefined): KnownBlock[] => footButtons(answer, context, { earlier, next });
  const frame = JSON.stringify([...head, ...foot(entries[0]?.next)]).length + RESERVE;
  const room = { characters: limits.messageCharacters - frame, entries: ROWS };
  const [shown = []] = windowsOf(entries, ({ blocks }) => JSON.stringify(blocks).length, room, 1);
  const goesOn = more || shown.length < entries.length;
  return messageOf([
    ...head,
    ...shown.flatMap(({ heading, blocks }, index) => [
      ...(shown[index - 1]?.heading === heading ? [] : [contextLine(`*${heading}*`)]),
      ...blocks,
    ]),
    ...foot(goesOn ? shown.at(-1)?.next : undefined),
  ]);
}

function headingOf({ text, archived }: ChecklistsAnswer): string {
  if (archived) return 'Archived checklists of this channel';
  return text === undefined ? 'Checklists' : `Checklists with “${text}”`;
}

/** How to find one, where there is a channel around the list. */
function overview(inGuide: number, { command, inDialog }: RenderContext): string {
  const total = `${count(inGuide, 'checklist')} in the guide`;
  return inDialog ? total : `${total} · \`${escapeEntities(command)} checklists shop-api\` finds a run by its name`;
}

function emptyText({ text, archived }: ChecklistsAnswer): string {
  if (archived) return 'Nothing is archived in this channel.';
  if (text === undefined) return 'There is nothing here yet.';
  return `No checklist of this channel or of the guide has ${bold(cutPlain(text, 100))} in its name.`;
}

function footButtons(
  { archived, from, runs, text }: ChecklistsAnswer,
  { inDialog }: RenderContext,
  { earlier, next }: { readonly earlier: readonly string[]; readonly next: string | undefined },
): KnownBlock[] {
  const wanted = { ...(text !== undefined && { text }), ...(archived && { archived }) };
  const buttons = [
    ...turns({ ...wanted, ...(from !== undefined && { from }) }, earlier, next),
    ...(runs === undefined || archived || inDialog
      ? []
      : [button('Archived', { do: 'list:open', what: 'checklists', part: 0, archived: true })]),
    ...(text === undefined && !archived
      ? []
      : [button('All checklists', { do: 'list:open', what: 'checklists', part: 0 })]),
    ...(text === undefined ? [] : [button('Ask the guide', { do: 'question:ask', question: text })]),
  ];
  return buttons.length === 0 ? [] : [actions(buttons)];
}

/** Positions that Previous remembers: more do not fit a button together with the words. */
const MAX_EARLIER = 5;

function turns(
  { from: here = '', ...wanted }: { readonly text?: string; readonly archived?: true; readonly from?: string },
  earlier: readonly string[],
  next: string | undefined,
): Button[] {
  const open = (from: string, before: readonly string[]): ButtonAction => ({
    do: 'list:open',
    what: 'checklists',
    part: 0,
    ...wanted,
    ...(from !== '' && { from }),
    ...(before.length > 0 && { earlier: before.slice(-MAX_EARLIER) }),
  });
  const previous = earlier.at(-1) ?? '';
  return [
    ...(here === ''
      ? []
      : [button(previous === '' ? 'Back to the start' : 'Previous', open(previous, earlier.slice(0, -1)))]),
    ...(next === undefined ? [] : [button('Next', open(next, [...earlier, here]))]),
  ];
}

/** Where the message of a run is; undefined if it is missing. */
export function urlOf(
  { channel, message, thread, undeliverableReason }: Run,
  { messageUrl }: Pick<RenderContext, 'messageUrl'>,
): string | undefined {
  if (message === undefined || undeliverableReason !== undefined) return undefined;
  return messageUrl(channel, message, thread);
}

const ARCHIVE = {
  title: 'Archive this checklist?',
  text: 'Its items can no longer be ticked. You can still find and copy it, and anyone can unarchive it.',
  yes: 'Archive',
};

/** A run in the list of a channel: how far it is, its message, and what can be done with it. */
function runRow(run: Run, url: string | undefined): KnownBlock[] {
  const { undeliverableReason } = run;
  return [
    section(
      [
        link(runTitle(run), url),
        factsOf(run).join(' · '),
        ...(undeliverableReason === undefined ? [] : [`⚠️ ${undeliverableText(undeliverableReason)}`]),
      ].join('\n'),
    ),
    actions(rowButtons(run)),
  ];
}

const PHASE = 30;

function factsOf(run: Run): string[] {
  const { archivedAt, archivedBy, completedAt, postedAt, postedBy } = run;
  const progress = progressOf(run);
  const lead = run.roles.find(({ name }) => name === LEAD)?.holder;
  const who = lead ? `led by ${personLink(lead)}` : `posted by ${personLink(postedBy)}`;
  const facts = [`${progressBar(progress)}  ${progressWords(progress)}`];
  if (archivedAt !== undefined)
    return [...facts, `archived${archivedBy ? ` by ${personLink(archivedBy)}` : ''} ${when(archivedAt)}`];
  if (completedAt !== undefined) return [...facts, `finished ${when(completedAt)}`, who];
  const current = phaseProgress(run).find(({ isComplete, phase }) => !isComplete && phase !== undefined)?.phase;
  return [
    ...facts,
    ...(current ? [`in ${bold(cutPlain(current.title, PHASE))}`] : []),
    lead ? `${who}, posted ${when(postedAt)}` : `${who} ${when(postedAt)}`,
  ];
}

function rowButtons(run: Run): (Button | Overflow)[] {
  const { archivedAt, id, message, thread, undeliverableReason } = run;
  const title = runTitle(run);
  const showAll = button('Show all', { do: 'run:all', run: id, part: 0 }, { label: `Show all items of ${title}` });
  const history = { text: 'History', action: { do: 'run:history', run: id, part: 0 } } as const;
  const copy = { text: 'Copy as Markdown', action: { do: 'run:copy', run: id, part: 0 } } as const;
  if (archivedAt !== undefined)
    return [
      showAll,
      button('Unarchive', { do: 'run:unarchive', run: id }, { label: `Unarchive ${title}` }),
      ...menu([history, copy]),
    ];
  const repost =
    undeliverableReason !== undefined ? 'Post again' : thread === undefined ? 'Repost here' : 'Repost in its thread';
  return [
    showAll,
    button(
      repost,
      { do: 'run:repost', run: id, ...(message !== undefined && { from: message }) },
      { label: `${repost}: ${title}` },
    ),
    button('Archive', { do: 'run:archive', run: id }, { label: `Archive ${title}`, confirm: ARCHIVE }),
    ...menu([{ text: 'Manage', action: { do: 'run:manage', run: id, part: 0 } }, history, copy]),
  ];
}
