import type { ModalView, SectionBlock } from '@slack/types';
import { progressOf, type Run, type RunItem } from '../../checklist/run.js';
import { actions, button, context, section } from '../blocks.js';
import { layOut } from '../mrkdwn/lay-out.js';
import type { PageUrl } from '../mrkdwn/page-url.js';
import { dialog } from './dialog.js';
import { itemLine, itemSign } from './item-line.js';
import { unbold } from './item-text.js';
import { pagedBlocks } from './paged-dialog.js';
import { progressBar } from './progress-bar.js';
import { bold, runTitle } from './run-title.js';

const ITEMS = 40;
const TITLE = 500;
const SAID = 500;

export interface ManageOptions {
  readonly part?: number;
  /** Opened from Home: what is changed shows there at once. */
  readonly home?: boolean | undefined;
}

/** All items of a run, for one person to look through and to change. */
export function manageDialog(run: Run, pageUrl: PageUrl, { part = 0, home = false }: ManageOptions = {}): ModalView {
  const from = home ? ({ home } as const) : {};
  const progress = progressOf(run);
  return dialog({
    kind: 'manage',
    title: 'Manage checklist',
    blocks: [
      section(
        `${bold(runTitle(run))}\n${progressBar(progress)}  ${progress.done} of ${progress.total} done${progress.skipped > 0 ? ` · ${progress.skipped} skipped` : ''}`,
      ),
      actions([
        button('History', { do: 'history', run: run.id, part: 0 }),
        button('Copy as Markdown', { do: 'copy', run: run.id, part: 0 }),
      ]),
      context(
        run.archivedAt
          ? 'This checklist is archived: it can be looked at and copied.'
          : 'Edit an item to skip it with a reason, to give it to somebody, or to set a due date or a note.',
      ),
      ...pagedBlocks([...run.items.entries()], {
        part,
        most: ITEMS,
        render: ([index, item]) => itemRow(run, item, { number: index + 1, pageUrl, from }),
        turn: (to) => ({ do: 'manage', run: run.id, part: to, ...from }),
      }),
    ],
  });
}

function itemRow(
  run: Run,
  item: RunItem,
  { number, pageUrl, from }: { number: number; pageUrl: PageUrl; from: { home?: true } },
): SectionBlock {
  const [title = '…'] = layOut([{ type: 'paragraph', children: [...item.titleContent] }], pageUrl, TITLE);
  const line = itemLine(item, SAID);
  return section(
    `${itemSign(item)}*${number}. ${unbold(title)}*${line === '' ? '' : `\n${line}`}`,
    run.archivedAt
      ? undefined
      : button('Edit', { do: 'edit-item', run: run.id, item: item.id, ...from }, { label: `Edit ${item.title}` }),
  );
}

/** The part of the dialog that an item stands in. */
export function partOfItem(run: Run, item: string): number {
  return Math.max(0, Math.floor(run.items.findIndex(({ id }) => id === item) / ITEMS));
}
