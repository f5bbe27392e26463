import { type Kysely, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import { toChanges } from '../checklist/change-item.js';
import type { Run } from '../checklist/run.js';
import { placeOf, type RevisionStore, type RunSearch, type RunStore, readPlace } from '../checklist/run-store.js';
import { FIRST_VERSION } from '../checklist/start-run.js';
import { createRun, createRunOnce } from './create-run.js';
import type { Database } from './database.js';
import { createHookEvents } from './hook-events.js';
import { createItemChanges } from './item-changes.js';
import { createManaging } from './managing.js';
import { addNotification, newestNotification, recordPosting } from './notifications.js';
import {
  newestFirst,
  newestIn,
  newestInChannels,
  ofKind,
  ofPerson,
  readHistory,
  readRun,
  readRuns,
  stillOpen,
  updateRun,
} from './run-queries.js';
import { milliseconds } from './run-rows.js';
import type { Tables } from './tables.js';
import { ifRunExists, transaction, withRunLocked } from './transaction.js';

/** Stores runs in either database, once `migrate` has created the tables. @param machine the clock for SQLite, for tests */
export function createRunStore(db: Database, machine?: () => number): RunStore {
  const writeHookEvents = createHookEvents(db, machine);
  const changeItem = createItemChanges(db, writeHookEvents);
  return {
    create: (run) => createRun(db, run, writeHookEvents),
    createOnce: (run, request) => createRunOnce(db, run, request, writeHookEvents),
    get: (key) => readRun(db.kysely, key),
    inChannels: (search) => readRuns(db.kysely, (runs) => newestInChannels(runs, search)),
    inChannel: (where) => readRuns(db.kysely, (runs) => newestIn(runs, where)),
    openInChannel: (where) => readRuns(db.kysely, (runs) => stillOpen(newestIn(runs, where))),
    openOf: ({ limit, ...who }) => firstOf(db, limit, (runs) => ofPerson(stillOpen(runs), who)),
    ledBy: ({ installation, limit, person }) =>
      firstOf(db, limit, (runs) =>
        stillOpen(runs).where('runs.installation', '=', installation).where('lead', '=', person),
      ),
    findInChannel: (search) => findRuns(db, search),
    history: (key) => readHistory(db, key),
    setItem: ({ installation, run, ...change }) => changeItem({ installation, run }, [{ field: 'state', ...change }]),
    editItem: ({ installation, run, item, by, at, sequence, ...edits }) =>
      changeItem(
        { installation, run },
        toChanges({ item, by, at, ...(sequence !== undefined && { sequence }) }, edits),
      ),
    ...createRunChanges(db),
    ...createManaging(db),
  };
}

/** The newest of the chosen runs, and how many more there are. */
async function firstOf(
  db: Database,
  limit: number,
  choose: <O>(runs: SelectQueryBuilder<Tables, 'runs', O>) => SelectQueryBuilder<Tables, 'runs', O>,
): Promise<{ runs: Run[]; more: number }> {
  // The two queries may see different moments. That is fine for a list that people open again.
  const [runs, count] = await Promise.all([
    readRuns(db.kysely, (all) => newestFirst(choose(all)).limit(limit)),
    choose(db.kysely.selectFrom('runs'))
      .select(({ fn }) => fn.countAll().as('open'))
      .executeTakeFirstOrThrow(),
  ]);
  return { runs, more: Math.max(0, Number(count.open) - runs.length) };
}

type RunChanges = Pick<RunStore, 'markPosted' | 'setPublic' | 'discard' | 'repost'>;

/** The changes of a run that are not about its items. */
function createRunChanges(db: Database): RunChanges {
  return {
    markPosted: (key, message) =>
      withRunLocked(db, key, async (trx) => {
        const run = await readRun(trx, key);
        const posting = await newestNotification(trx, run, 'posting');
        const isNews =
          run.message === undefined || (posting?.state === 'uncertain' && Number(message) > Number(run.message));
        // The message shows at least what the run was created with.
        if (isNews) await recordPosting(trx, run, { row: posting?.id, message, version: FIRST_VERSION });
        return readRun(trx, key);
      }),

    setPublic: (key, isPublic) =>
      updateRun(db.kysely, { installation: key.installation, id: key.run }, { is_public: Number(isPublic) }),

    discard: (key) =>
      transaction(db, async (trx) => {
        await trx.deleteFrom('runs').where('installation', '=', key.installation).where('id', '=', key.run).execute();
      }),

    repost: ({ from, by, at, ...key }) =>
      withRunLocked(db, key, async (trx) => {
        const run = await readRun(trx, key);
        if (run.message !== from) return run;
        const last = await newestNotification(trx, run, 'posting');
        if (last?.state === 'owed' || last?.state === 'sending') return run;
        // If the last repost failed, a repeat of its press still sees the same message: only a later press counts. The time of the
        // first posting does not count: it may be from a dialog, by our clock.
        if (milliseconds(at) <= (await lastAsked(trx, run))) return run;
        const id = `posting:${(last?.number ?? 0) + 1}`;
        await addNotification(trx, run, { id, content: { kind: 'posting' }, asked: { by, at } });
        return run;
      }),
  };
}

/** When somebody asked for a repost last, by Slack's clock; 0 if nobody did. */
async function lastAsked(trx: Transaction<Tables>, { installation, id }: Run): Promise<number> {
  const { asked } = await trx
    .selectFrom('owed')
    .select((eb) => eb.fn.max<number | null>('asked_at').as('asked'))
    .where('installation', '=', installation)
    .where('run', '=', id)
    .executeTakeFirstOrThrow();
  return asked ?? 0;
}

/** Rows that one query looks through for the words. */
const PER_LOOK = 500;

type Row = { readonly id: string; readonly name: string | null; readonly title: string; readonly posted_at: number };
type Place = Pick<Row, 'id' | 'posted_at'>;

/**
 * See `RunStore.findInChannel`. The words are compared here and not by the databases: SQLite knows the lower case of ASCII letters
 * only.
 */
async function findRuns(
  { kysely }: Database,
  { before, limit, text = '', ...where }: RunSearch,
): Promise<{ runs: Run[]; next?: string }> {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const found: Row[] = [];
  const start = readPlace(before);
  let from: Place | undefined = start && { id: start.id, posted_at: start.postedAt.getTime() };
  // One more than asked for shows that there are more.
  while (found.length <= limit) {
    const rows = await look(kysely, where, from);
    found.push(...rows.filter((row) => words.every((word) => fold(`${row.name ?? ''} ${row.title}`).includes(word))));
    from = rows.at(-1);
    if (rows.length < PER_LOOK) break;
  }
  const shown = found.slice(0, limit);
  const ids = shown.map(({ id }) => id);
  const runs =
    ids.length === 0
      ? []
      : await readRuns(kysely, (all) => all.where('installation', '=', where.installation).where('id', 'in', ids));
  const last = runs.at(-1);
  return { runs, ...(found.length > limit && last && { next: placeOf(last) }) };
}

function look(
  kysely: Kysely<Tables>,
  { installation, channel, which }: Pick<RunSearch, 'installation' | 'channel' | 'which'>,
  from: Place | undefined,
): Promise<Row[]> {
  return newestFirst(ofKind(kysely.selectFrom('runs'), which))
    .select(['id', 'name', 'title', 'posted_at'])
    .where('installation', '=', installation)
    .where('channel', '=', channel)
    .$if(from !== undefined, (runs) =>
      runs.where((eb) =>
        eb.or([
          eb('posted_at', '<', from?.posted_at ?? 0),
          eb.and([eb('posted_at', '=', from?.posted_at ?? 0), eb('id', '<', from?.id ?? '')]),
        ]),
      ),
    )
    .limit(PER_LOOK)
    .execute();
}

/** Upper and lower case, composed and decomposed letters are the same. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Stores comparisons with the guide, in either database. */
export function createRevisionStore(db: Database): RevisionStore {
  return {
    findUncompared: (revision, limit) =>
      readRuns(db.kysely, (runs) =>
        runs
          .where('message', 'is not', null)
          .where('completed_at', 'is', null)
          .where('archived_at', 'is', null)
          .where('parked_reason', 'is', null)
          .where(sql`coalesce(compared_revision, guide_revision)`, '<>', revision)
          .orderBy('posted_at')
          .limit(limit),
      ),

    saveComparison: (key, { revision, changed }) =>
      ifRunExists(
        undefined,
        withRunLocked(db, key, async (trx) => {
          const run = await readRun(trx, key);
          const { said_changed } = await trx
            .selectFrom('runs')
            .select('said_changed')
            .where('installation', '=', key.installation)
            .where('id', '=', key.run)
            .executeTakeFirstOrThrow();
          await updateRun(trx, run, {
            compared_revision: revision,
            said_changed: changed ? 1 : 0,
            ...((said_changed === 1) !== changed && { wanted_version: run.wantedVersion + 1 }),
          });
        }),
      ),
  };
}
