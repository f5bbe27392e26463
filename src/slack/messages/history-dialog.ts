import type { ModalView } from '@slack/types';
import type { Run, RunEvent } from '../../checklist/run.js';
import { section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeMrkdwn } from '../mrkdwn/escape.js';
import { dialog } from './dialog.js';
import { pagedBlocks } from './paged-dialog.js';
import { personLink } from './person.js';
import { bold, runTitle } from './run-title.js';
import { day, when } from './when.js';

const ITEM = 80;
const SAID = 300;
const EVENTS = 50;

/** Who did what and when, the latest first. */
export function historyDialog(run: Run, history: readonly RunEvent[], part = 0): ModalView {
  const titles = new Map(run.items.map(({ id, title }, index) => [id, `${index + 1}. ${cutPlain(title, ITEM)}`]));
  return dialog({
    kind: 'history',
    title: 'History',
    blocks: [
      section(bold(runTitle(run))),
      ...(history.length === 0 ? [section('Nothing has happened yet.')] : []),
      ...pagedBlocks(history.toReversed(), {
        part,
        most: EVENTS,
        render: (event) => section(`${when(event.at)}  ${personLink(event.by)} ${whatHappened(event, titles)}`),
        turn: (to) => ({ do: 'history', run: run.id, part: to }),
      }),
    ],
  });
}

function whatHappened(event: RunEvent, titles: ReadonlyMap<string, string>): string {
  const said = (text: string): string => `“${escapeMrkdwn(cutPlain(text, SAID))}”`;
  const item = 'item' in event ? bold(titles.get(event.item) ?? 'an item that is gone') : '';
  switch (event.kind) {
    case 'posted':
      return 'posted the checklist';
    case 'reposted':
      return 'posted it anew, further down';
    case 'archived':
      return 'archived it';
    case 'done':
      return `did ${item}`;
    case 'reopened':
      return `reopened ${item}`;
    case 'skipped':
      return `skipped ${item}: ${said(event.reason)}`;
    case 'assigned':
      return event.to ? `gave ${item} to ${personLink(event.to)}` : `took ${item} from whoever had it`;
    case 'due':
      return event.due === undefined ? `removed the due date of ${item}` : `set ${item} due ${day(event.due)}`;
    case 'note':
      return event.note === undefined ? `removed the note of ${item}` : `noted on ${item}: ${said(event.note)}`;
  }
}
