import type { Transaction } from 'kysely';
import type { Run } from '../checklist/run.js';
import { newMessageId } from '../hooks/deliver.js';
import { type EventType, eventsOf, type HookEvent, type RunChange } from '../hooks/event.js';
import { ONE_WORKSPACE } from '../workspaces/installations.js';
import type { Database } from './database.js';
import { inStatements } from './run-rows.js';
import type { Tables } from './tables.js';
import { databaseClock } from './transaction.js';

/** Writes what hooks are to be told about changes of one run, in the transaction of the changes. The run must be new or locked. */
export type WriteHookEvents = (trx: Transaction<Tables>, changes: readonly RunChange[]) => Promise<void>;

/** @param machine the clock for SQLite, for tests */
export function createHookEvents(db: Database, machine?: () => number): WriteHookEvents {
  const clock = databaseClock(db, machine);
  return async (trx, changes) => {
    const events = changes.flatMap(eventsOf);
    const run = changes.at(-1)?.after;
    if (run === undefined || events.length === 0) return;
    const hooks = await hooksFor(trx, run);
    const wanted = hooks.flatMap(({ id, types }) => {
      const own = events.filter(({ type }) => types.includes(type));
      return own.length > 0 ? [{ id, events: own }] : [];
    });
    if (wanted.length === 0) return;
    const [now, queues] = [await clock(trx), await queuesOf(trx, run)];
    const rows = wanted.flatMap(({ id, events }) => {
      const queue = queues.get(id) ?? { last: 0, isEmpty: true };
      return events.map((event, index) => ({
        id: newMessageId(),
        hook: id,
        installation: run.installation,
        run: run.id,
        number: queue.last + index + 1,
        event: JSON.stringify(event),
        state: queue.isEmpty && index === 0 ? ('next' as const) : ('queued' as const),
        failures: 0,
        send_after: 0,
        claimed_until: 0,
        written_at: now,
      }));
    });
    for (const part of inStatements(rows)) await trx.insertInto('hook_deliveries').values(part).execute();
  };
}

/** The hooks that may be told about a run. */
async function hooksFor(
  trx: Transaction<Tables>,
  { channel, installation }: Run,
): Promise<{ readonly id: string; readonly types: readonly EventType[] }[]> {
  const rows = await trx
    .selectFrom('hooks')
    .select(['id', 'events', 'channels'])
    .where('disabled_at', 'is', null)
    .where((eb) => eb.or([eb('installation', '=', installation), eb('installation', '=', ONE_WORKSPACE)]))
    .orderBy('id')
    .execute();
  return rows
    .filter(({ channels }) => channels === null || (JSON.parse(channels) as string[]).includes(channel))
    .map(({ id, events }) => ({ id, types: JSON.parse(events) }));
}

/** What each hook is still to be told about the run. */
async function queuesOf(
  trx: Transaction<Tables>,
  { id, installation }: Run,
): Promise<Map<string, { readonly last: number; readonly isEmpty: boolean }>> {
  const rows = await trx
    .selectFrom('hook_deliveries')
    .select(['hook', (eb) => eb.fn.max<number>('number').as('last')])
    .select((eb) =>
      eb.fn.sum<number | string>(eb.case().when('finished_at', 'is', null).then(1).else(0).end()).as('open'),
    )
    .where('installation', '=', installation)
    .where('run', '=', id)
    .groupBy('hook')
    .execute();
  return new Map(rows.map(({ hook, last, open }) => [hook, { last, isEmpty: Number(open) === 0 }]));
}

/** Reads a stored event. */
export function toEvent(text: string): HookEvent {
  const event = JSON.parse(text);
  return { ...event, at: new Date(event.at) };
}
