import type { SectionBlock } from '@slack/types';
import type { Run, RunItem } from '../../checklist/run.js';
import { button, section } from '../blocks.js';
import type { PageUrl } from '../mrkdwn/page-url.js';
import { itemLine, itemSign } from './item-line.js';
import { itemText, unbold } from './item-text.js';

/** Characters of a reason or a note; the dialog shows them whole. */
const SAID = 100;

/** An item of a posted checklist, with the one button that ticks or reopens it. */
export const runItemBlock = (run: Run, item: RunItem, number: number, pageUrl: PageUrl): SectionBlock => {
  const { title, detail } = itemText(item, number, pageUrl);
  const isOpen = item.state.kind === 'open';
  const lines = [
    isOpen ? `*${unbold(title)}*` : `${itemSign(item)}${title}`,
    itemLine(item, SAID),
    ...(isOpen ? [detail] : []),
  ];
  return section(
    lines.filter((line) => line !== '').join('\n'),
    button(
      isOpen ? 'Done' : 'Reopen',
      { do: 'set-item', run: run.id, item: item.id, done: isOpen },
      { ...(isOpen && { style: 'primary' as const }), label: `${isOpen ? 'Done' : 'Reopen'}: ${item.title}` },
    ),
  );
};

/** The most that a state's line takes: a name, a time, a reason and a note. */
const LINE = 600;

/** What an item takes as JSON whatever becomes of it, so that a list does not change its shape while a team works through it. */
export const itemRoom = (run: Run, item: RunItem, pageUrl: PageUrl): number => {
  const bare = { id: item.id, title: item.title, titleContent: item.titleContent, taken: {} };
  const open = runItemBlock(run, { ...bare, detail: item.detail, state: { kind: 'open' } }, 100, pageUrl);
  const settled = runItemBlock(run, { ...bare, detail: [], state: { kind: 'open' } }, 100, pageUrl);
  return Math.max(JSON.stringify(open).length, JSON.stringify(settled).length + LINE);
};
