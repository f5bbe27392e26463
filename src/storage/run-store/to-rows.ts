import type { Insertable, Selectable } from 'kysely';
import type { ItemState, Run } from '../../checklist/run.js';
import type { ItemChange } from '../../checklist/set-item-state.js';
import type { ItemEventsTable, RunItemsTable, RunsTable } from '../tables.js';

export const toRunRow = (run: Run): Insertable<RunsTable> => ({
  installation: run.installation,
  id: run.id,
  channel: run.channel,
  message: run.message ?? null,
  page: run.page,
  title: storable(run.title),
  guide_revision: run.guideRevision,
  posted_by: run.postedBy.id,
  posted_by_name: storable(run.postedBy.name),
  posted_at: milliseconds(run.postedAt),
  shown_window: run.window,
  completed_at: run.completedAt === undefined ? null : milliseconds(run.completedAt),
  wanted_version: run.wantedVersion,
  drawn_version: run.drawnVersion,
  completion_said: run.completionSaid ? 1 : 0,
  parked_reason: null,
});

export const toItemRows = (run: Run): Insertable<RunItemsTable>[] =>
  run.items.map((item, position) => ({
    installation: run.installation,
    run: run.id,
    item: item.id,
    position,
    title: storable(item.title),
    title_content: JSON.stringify(item.titleContent),
    detail: JSON.stringify(item.detail),
    ...toStateColumns(item.state),
  }));

type StateColumns = Pick<Selectable<RunItemsTable>, 'state' | 'state_by' | 'state_by_name' | 'state_at'>;

export const toStateColumns = (state: ItemState): StateColumns =>
  state.kind === 'open'
    ? { state: 'open', state_by: null, state_by_name: null, state_at: null }
    : {
        state: 'done',
        state_by: state.by.id,
        state_by_name: storable(state.by.name),
        state_at: milliseconds(state.at),
      };

/** What became of an item in the change that led to this version of the run. */
export const toEventRow = (run: Run, { item, done, by, at }: ItemChange): Insertable<ItemEventsTable> => ({
  installation: run.installation,
  run: run.id,
  version: run.wantedVersion,
  item,
  state: done ? 'done' : 'open',
  changed_by: by.id,
  changed_by_name: storable(by.name),
  changed_at: milliseconds(at),
});

/** Postgres refuses the character NUL in a text, and SQLite cuts the text at it. Markdown replaces it in the same way. */
const storable = (text: string): string => text.replaceAll('\0', '\u{FFFD}');

const milliseconds = (time: Date): number => {
  const value = time.getTime();
  if (Number.isNaN(value)) throw new RangeError('A time to be stored is not a valid date');
  return value;
};
