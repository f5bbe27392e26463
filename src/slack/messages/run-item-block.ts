import type { SectionBlock } from '@slack/types';
import type { Run, RunItem } from '../../checklist/run.js';
import { button, section } from '../blocks.js';
import type { PageUrl } from '../mrkdwn/page-url.js';
import type { Numbered } from './folded-line.js';
import { itemLine, itemSign } from './item-line.js';
import { itemText, unbold } from './item-text.js';

/** Characters of a reason or a note; the dialog shows them whole. */
const SAID = 100;

/** What "Done by" with a name and a time takes. */
const LINE = 200;

/** An item as a posted checklist may show it. Laid out when it is first needed: most items of a long list never are. */
export interface DrawnItem extends Numbered {
  /** With the one button that ticks or reopens it. */
  readonly block: () => SectionBlock;
  /** What it takes as JSON whatever becomes of it, so that a list keeps its shape while a team works through it. */
  readonly room: () => number;
}

export function drawnItem(run: Run, item: RunItem, number: number, pageUrl: PageUrl): DrawnItem {
  let words: ReturnType<typeof itemText> | undefined;
  const text = () => {
    words ??= itemText(item, number, pageUrl);
    return words;
  };
  return {
    item,
    number,
    block: () => runItemBlock(run, item, text()),
    room: () => {
      const bare = runItemBlock(run, { ...item, state: { kind: 'open' } }, { ...text(), detail: '' });
      return JSON.stringify(bare).length + Math.max(JSON.stringify(text().detail).length, LINE);
    },
  };
}

function runItemBlock(run: Run, item: RunItem, { title, detail }: ReturnType<typeof itemText>): SectionBlock {
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
}
