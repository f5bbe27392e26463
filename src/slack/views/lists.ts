import type { Button, KnownBlock } from '@slack/types';
import type { ChecklistsAnswer, HelpAnswer, TopicsAnswer } from '../../answer/answer.js';
import { progressOf, type Run } from '../../checklist/run.js';
import type { Page } from '../../guide/page.js';
import { actions, button, context, header, type Message, section } from '../block-kit/blocks.js';
import { cutPlain, escapeEntities } from '../block-kit/mrkdwn/escape.js';
import type { RenderContext } from './context.js';
import { bold, count, linked, personLink, progressBar, progressWords, runTitle, when } from './format.js';
import { parkedWords } from './notices.js';
import { pageRow } from './pages.js';
import { windowsOf } from './paging.js';

/** Rows of one message: more do not fit its budget, and nobody reads them at once. */
const ROWS = 10;

/** All pages of the guide; `part` counts from 0. */
export function topicsMessage({ pages }: TopicsAnswer, part = 0): Message {
  const parts = Math.max(1, Math.ceil(pages.length / ROWS));
  const shown = Math.min(part, parts - 1);
  const total = count(pages.length, 'page');
  return {
    text: `Topics: ${total}`,
    blocks: [
      header('Topics'),
      context(parts > 1 ? `${total} · part ${shown + 1} of ${parts}` : total),
      ...(pages.length === 0 ? [section('There is nothing here yet.')] : []),
      ...pages.slice(shown * ROWS, (shown + 1) * ROWS).map((page) => pageRow(page)),
      ...turnButtons('topics', shown, parts),
    ],
  };
}

interface Entry {
  readonly heading: string;
  readonly blocks: readonly KnownBlock[];
}

/** The channel's open runs first, then those whose message cannot be reached, then what can be posted; `part` counts from 0. */
export function checklistsMessage(answer: ChecklistsAnswer, { messageUrl }: RenderContext, part = 0): Message {
  const runs = answer.runs === undefined || answer.runs === 'unreadable' ? [] : answer.runs;
  const row =
    (heading: string) =>
    (run: (typeof runs)[number]): Entry => ({
      heading,
      blocks: runRow(run, run.message === undefined ? undefined : messageUrl(run.channel, run.message)),
    });
  const entries: Entry[] = [
    ...runs.filter(({ parkedReason }) => parkedReason === undefined).map(row('Open in this channel')),
    ...runs.filter(({ parkedReason }) => parkedReason !== undefined).map(row('Not to be seen any more')),
    ...answer.pages.map((page) => ({ heading: 'In the guide', blocks: [checklistRow(page)] })),
  ];
  const windows = windowsOf(entries, ({ blocks }) => JSON.stringify(blocks).length, { characters: 8_500, entries: 12 });
  const shown = Math.min(part, Math.max(0, windows.length - 1));
  const total = `${runs.length > 0 ? `${runs.length} open here · ` : ''}${count(answer.pages.length, 'checklist')} in the guide`;
  return {
    text: `Checklists: ${total}`,
    blocks: [
      header('Checklists'),
      context(windows.length > 1 ? `${total} · part ${shown + 1} of ${windows.length}` : total),
      ...(answer.runs === 'unreadable'
        ? [context('⚠️ What is open in this channel cannot be read at the moment. Please try again in a minute.')]
        : []),
      ...(entries.length === 0 ? [section('There is nothing here yet.')] : []),
      ...(windows[shown] ?? []).flatMap(({ heading, blocks }, index, all) => [
        ...(all[index - 1]?.heading === heading ? [] : [context(`*${heading}*`)]),
        ...blocks,
      ]),
      ...turnButtons('checklists', shown, windows.length),
    ],
  };
}

function checklistRow({ checklist, slug, title }: Page): KnownBlock {
  return section(
    `${bold(cutPlain(title, 150))}\n${count(checklist?.items.length ?? 0, 'item')}`,
    button('Look at it', { do: 'checklist:preview', slug, part: 0 }, { label: `Look at the checklist of ${title}` }),
  );
}

const ARCHIVE = {
  title: 'Archive this checklist?',
  text: 'It can be looked at and copied, but no longer ticked.',
  yes: 'Archive',
};

/** An open run in the list of a channel: how far it is, where it stands, and what can be done with it. */
export function runRow(run: Run, url: string | undefined): KnownBlock[] {
  const progress = progressOf(run);
  const title = runTitle(run);
  const parked = run.parkedReason;
  const from = run.message === undefined ? {} : { from: run.message };
  return [
    section(
      [
        linked(title, parked === undefined ? url : undefined),
        `${progressBar(progress)}  ${progressWords(progress)} · posted by ${personLink(run.postedBy)} ${when(run.postedAt)}`,
        ...(parked === undefined ? [] : [`⚠️ ${parkedWords(parked)}`]),
      ].join('\n'),
    ),
    actions([
      button(
        parked === undefined ? 'Bring down here' : 'Post it again',
        { do: 'run:repost', run: run.id, ...from },
        { label: `${parked === undefined ? 'Bring down here' : 'Post again'}: ${title}` },
      ),
      button('Manage…', { do: 'run:manage', run: run.id, part: 0 }, { label: `Manage ${title}` }),
      button('History', { do: 'run:history', run: run.id, part: 0 }, { label: `History of ${title}` }),
      button('Copy as Markdown', { do: 'run:copy', run: run.id, part: 0 }, { label: `Copy ${title} as Markdown` }),
      button('Archive', { do: 'run:archive', run: run.id }, { label: `Archive ${title}`, confirm: ARCHIVE }),
    ]),
  ];
}

/** To the parts before and after, where there are any. */
export function turnButtons(what: 'topics' | 'checklists', part: number, parts: number): KnownBlock[] {
  const turn = (to: number, text: string): Button => button(text, { do: 'list:open', what, part: to });
  const buttons = [
    ...(part > 0 ? [turn(part - 1, 'Previous')] : []),
    ...(part < parts - 1 ? [turn(part + 1, 'Next')] : []),
  ];
  return buttons.length === 0 ? [] : [actions(buttons)];
}

/** What can be typed, from the one table of commands, under the name that this workspace gave the command. */
export function helpMessage({ commands, examples }: HelpAnswer, { command }: RenderContext): Message {
  const lines = commands.map(
    ({ usage, description }) => `• \`${escapeEntities(`${command} ${usage}`)}\` – ${escapeEntities(description)}`,
  );
  return {
    text: escapeEntities(`Ask the deployment guide: ${command} <question>`),
    blocks: [
      header('Ask the guide'),
      section(`Type a question in your own words; only you see the answer until you share it.\n${lines.join('\n')}`),
      ...(examples.length > 0
        ? [
            section('For example:'),
            actions(examples.map((question) => button(question, { do: 'question:ask', question }))),
          ]
        : []),
      actions([
        button('Search as you type', { do: 'search:open' }),
        button('Browse all topics', { do: 'list:open', what: 'topics', part: 0 }),
      ]),
    ],
  };
}
