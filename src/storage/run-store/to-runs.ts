import type { Nullable, Selectable } from 'kysely';
import type { ItemState, Run, RunItem } from '../../checklist/run.js';
import type { RunItemsTable, RunsTable } from '../tables.js';

type ItemColumns = Pick<
  Selectable<RunItemsTable>,
  'item' | 'title_content' | 'detail' | 'state' | 'state_by' | 'state_by_name' | 'state_at'
> & { item_title: string };

/** A run beside one of its items; without an item where the run has none. */
export type RunWithItemRow = Selectable<RunsTable> & Nullable<ItemColumns>;

/** Gathers rows that follow each other into runs. */
export const toRuns = (rows: readonly RunWithItemRow[]): Run[] => {
  const runs: { row: RunWithItemRow; items: RunItem[] }[] = [];
  for (const row of rows) {
    let last = runs.at(-1);
    if (last === undefined || last.row.id !== row.id || last.row.installation !== row.installation) {
      last = { row, items: [] };
      runs.push(last);
    }
    if (row.item !== null) last.items.push(toItem(row as RunWithItemRow & ItemColumns));
  }
  return runs.map(({ row, items }) => toRun(row, items));
};

const toRun = (row: RunWithItemRow, items: readonly RunItem[]): Run => ({
  installation: row.installation,
  id: row.id,
  channel: row.channel,
  ...(row.message === null ? {} : { message: row.message }),
  page: row.page,
  title: row.title,
  guideRevision: row.guide_revision,
  items,
  postedBy: { id: row.posted_by, name: row.posted_by_name },
  postedAt: new Date(row.posted_at),
  window: row.shown_window,
  ...(row.completed_at === null ? {} : { completedAt: new Date(row.completed_at) }),
  wantedVersion: row.wanted_version,
  drawnVersion: row.drawn_version,
  completionSaid: row.completion_said === 1,
});

const toItem = (row: ItemColumns): RunItem => ({
  id: row.item,
  title: row.item_title,
  titleContent: JSON.parse(row.title_content),
  detail: JSON.parse(row.detail),
  state: toState(row),
});

const toState = ({ state, state_by, state_by_name, state_at }: ItemColumns): ItemState =>
  state === 'done' && state_by !== null && state_by_name !== null && state_at !== null
    ? { kind: 'done', by: { id: state_by, name: state_by_name }, at: new Date(state_at) }
    : { kind: 'open' };
