import type { KnownBlock } from '@slack/types';
import type { ChecklistsAnswer } from '../../answer/answer.js';
import type { Page } from '../../guide/page.js';
import { button, context, header, type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { count } from './count.js';
import type { RenderContext } from './render-context.js';
import { runRow } from './run-row.js';
import { bold } from './run-title.js';
import { turnButtons } from './turn-buttons.js';
import { windowsOf } from './window.js';

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
    ...runs.filter(({ undeliverableReason }) => undeliverableReason === undefined).map(row('Open in this channel')),
    ...runs.filter(({ undeliverableReason }) => undeliverableReason !== undefined).map(row('Not to be seen any more')),
    ...answer.pages.map((page) => ({ heading: 'In the guide', blocks: [pageRow(page)] })),
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

function pageRow({ checklist, slug, title }: Page): KnownBlock {
  return section(
    `${bold(cutPlain(title, 150))}\n${count(checklist?.items.length ?? 0, 'item')}`,
    button('Look at it', { do: 'preview', slug, part: 0 }, { label: `Look at the checklist of ${title}` }),
  );
}
