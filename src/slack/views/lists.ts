import type { KnownBlock } from '@slack/types';
import type { ChecklistsAnswer, HelpAnswer, TopicsAnswer } from '../../answer/answer.js';
import { checklistsOf } from '../../answer/choose-checklist.js';
import { progressOf } from '../../checklist/progress.js';
import type { Run } from '../../checklist/run.js';
import { actions, button, contextLine, header, type Message, section } from '../block-kit/blocks.js';
import { escapeEntities, link } from '../block-kit/mrkdwn/escape.js';
import { checklistRow } from './checklist-rows.js';
import type { RenderContext } from './context.js';
import { count, personLink, progressBar, progressWords, runTitle, when } from './format.js';
import { messageOf } from './message-text.js';
import { undeliverableText } from './notices.js';
import { browseTopicsButton, pageRow } from './pages.js';
import { turnButtons, windowsOf } from './paging.js';

/** Rows of one message: more do not fit its budget. */
const TOPICS = 10;

/** All pages of the guide. `part` counts from 0. */
export function topicsMessage({ pages }: TopicsAnswer, part = 0): Message {
  const parts = Math.max(1, Math.ceil(pages.length / TOPICS));
  const shown = Math.min(part, parts - 1);
  const total = count(pages.length, 'page');
  return messageOf([
    header('Topics'),
    contextLine(parts > 1 ? `${total} · part ${shown + 1} of ${parts}` : total),
    ...(pages.length === 0 ? [section('There is nothing here yet.')] : []),
    ...pages.slice(shown * TOPICS, (shown + 1) * TOPICS).map((page) => pageRow(page)),
    ...turns('topics', shown, parts),
  ]);
}

interface Entry {
  readonly heading: string;
  readonly blocks: readonly KnownBlock[];
}

/** The channel's open runs first, then those whose message is missing, then what can be posted. `part` counts from 0. */
export function checklistsMessage(answer: ChecklistsAnswer, { messageUrl }: RenderContext, part = 0): Message {
  const runs = answer.runs === undefined || answer.runs === 'unreadable' ? [] : answer.runs;
  const lists = checklistsOf(answer.pages);
  const entry =
    (heading: string) =>
    (run: Run): Entry => ({
      heading,
      blocks: runRow(run, run.message === undefined ? undefined : messageUrl(run.channel, run.message)),
    });
  const entries: Entry[] = [
    ...runs.filter(({ undeliverableReason }) => undeliverableReason === undefined).map(entry('Open in this channel')),
    ...runs.filter(({ undeliverableReason }) => undeliverableReason !== undefined).map(entry('Message missing')),
    ...lists.map((list) => ({ heading: 'In the guide', blocks: [checklistRow(list)] })),
  ];
  const windows = windowsOf(entries, ({ blocks }) => JSON.stringify(blocks).length, { characters: 8_500, entries: 12 });
  const shown = Math.min(part, Math.max(0, windows.length - 1));
  const total = `${runs.length > 0 ? `${runs.length} open here · ` : ''}${count(lists.length, 'checklist')} in the guide`;
  return messageOf([
    header('Checklists'),
    contextLine(windows.length > 1 ? `${total} · part ${shown + 1} of ${windows.length}` : total),
    ...(answer.runs === 'unreadable'
      ? [contextLine("⚠️ I can't load this channel's open checklists right now. Try again in a minute.")]
      : []),
    ...(entries.length === 0 ? [section('There is nothing here yet.')] : []),
    ...(windows[shown] ?? []).flatMap(({ heading, blocks }, index, all) => [
      ...(all[index - 1]?.heading === heading ? [] : [contextLine(`*${heading}*`)]),
      ...blocks,
    ]),
    ...turns('checklists', shown, windows.length),
  ]);
}

const ARCHIVE = {
  title: 'Archive this checklist?',
  text: 'You can still view and copy it, but its items can no longer be ticked.',
  yes: 'Archive',
};

/** An open run in the list of a channel: its progress, its message, and what can be done with it. */
function runRow(run: Run, url: string | undefined): KnownBlock[] {
  const { id, message, undeliverableReason } = run;
  const progress = progressOf(run);
  const title = runTitle(run);
  const isMissing = undeliverableReason !== undefined;
  const repost = isMissing ? 'Post again' : 'Repost here';
  return [
    section(
      [
        link(title, isMissing ? undefined : url),
        `${progressBar(progress)}  ${progressWords(progress)} · posted by ${personLink(run.postedBy)} ${when(run.postedAt)}`,
        ...(isMissing ? [`⚠️ ${undeliverableText(undeliverableReason)}`] : []),
      ].join('\n'),
    ),
    actions([
      button(
        repost,
        { do: 'run:repost', run: id, ...(message !== undefined && { from: message }) },
        { label: `${repost}: ${title}` },
      ),
      button('Manage…', { do: 'run:manage', run: id, part: 0 }, { label: `Manage ${title}` }),
      button('History', { do: 'run:history', run: id, part: 0 }, { label: `History of ${title}` }),
      button('Copy as Markdown', { do: 'run:copy', run: id, part: 0 }, { label: `Copy ${title} as Markdown` }),
      button('Archive', { do: 'run:archive', run: id }, { label: `Archive ${title}`, confirm: ARCHIVE }),
    ]),
  ];
}

function turns(what: 'topics' | 'checklists', part: number, parts: number): KnownBlock[] {
  const buttons = turnButtons(part, parts, (to) => ({ do: 'list:open', what, part: to }), ['Previous', 'Next']);
  return buttons.length === 0 ? [] : [actions(buttons)];
}

/** The commands, under the name that this workspace gave the command. */
export function helpMessage({ commands, examples }: HelpAnswer, { command }: RenderContext): Message {
  const lines = commands.map(
    ({ usage, description }) => `• \`${escapeEntities(`${command} ${usage}`)}\` – ${escapeEntities(description)}`,
  );
  const exampleButtons = examples.map((question) => button(question, { do: 'question:ask', question }));
  return messageOf([
    header('Ask the guide'),
    section('Type a question in your own words. Only you see the answer until you share it.'),
    ...(examples.length > 0 ? [section('*Try one of these:*'), actions(exampleButtons)] : []),
    section(`*What you can type:*\n${lines.join('\n')}`),
    actions([button('Search as you type', { do: 'search:open' }), browseTopicsButton]),
  ]);
}
