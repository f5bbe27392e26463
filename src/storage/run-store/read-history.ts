import type { Selectable } from 'kysely';
import type { Run } from '../../checklist/run.js';
import type { ItemEvent, RunEvent } from '../../checklist/run-event.js';
import type { RunKey } from '../../checklist/run-store.js';
import type { Database } from '../database.js';
import type { ItemEventsTable } from '../tables.js';
import { readRun } from './read-runs.js';
import { transaction } from './transaction.js';

/** The posting, what became of the items, where the run was brought down to, and who put it away; oldest first. */
export function readHistory(db: Database, key: RunKey): Promise<RunEvent[]> {
  return transaction(db, async (trx) => {
    const run = await readRun(trx, key);
    const items = await trx
      .selectFrom('item_events')
      .selectAll()
      .where('installation', '=', key.installation)
      .where('run', '=', key.run)
      .orderBy('version')
      .execute();
    const postings = await trx
      .selectFrom('owed')
      .select(['asked_by as id', 'asked_by_name as name', 'asked_at as at'])
      .where('installation', '=', key.installation)
      .where('run', '=', key.run)
      .where('id', 'like', 'posting:%')
      .where('state', 'in', ['sent', 'uncertain'])
      .orderBy('number')
      .execute();
    const broughtDown = postings.flatMap(({ id, name, at }): RunEvent[] =>
      id === null || name === null || at === null ? [] : [{ kind: 'brought-down', by: { id, name }, at: new Date(at) }],
    );
    const events = [...items.map(toRunEvent), ...broughtDown, ...archived(run)];
    // The posting is always first. `toSorted` keeps the order of what happened in the same millisecond.
    return [
      { kind: 'posted', by: run.postedBy, at: run.postedAt },
      ...events.toSorted((one, other) => one.at.getTime() - other.at.getTime()),
    ];
  });
}

function archived({ archivedAt: at, archivedBy: by }: Run): RunEvent[] {
  return at === undefined || by === undefined ? [] : [{ kind: 'archived', by, at }];
}

function toRunEvent(row: Selectable<ItemEventsTable>): RunEvent {
  return {
    by: { id: row.changed_by, name: row.changed_by_name },
    at: new Date(row.changed_at),
    item: row.item,
    ...toItemEvent(row),
  };
}

function toItemEvent({ part, state, detail }: Selectable<ItemEventsTable>): ItemEvent {
  const value = detail === null ? undefined : JSON.parse(detail);
  switch (part) {
    case 'assignee':
      return { kind: 'assigned', ...(value && { to: { id: value.id, name: value.name } }) };
    case 'due':
      return { kind: 'due', ...(value && { due: value }) };
    case 'note':
      return { kind: 'note', ...(value && { note: value }) };
    case 'state':
      if (state === 'skipped') return { kind: 'skipped', reason: value ?? '' };
      return { kind: state === 'done' ? 'done' : 'reopened' };
  }
}
