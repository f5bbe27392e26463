import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Kysely, Migrator, sql } from 'kysely';
import type { RunKey, RunStore } from '../../src/checklist/run-store.js';
import type { Database } from '../../src/storage/database.js';
import { MIGRATION_TABLE, migrate } from '../../src/storage/migrate.js';
import { runs as first } from '../../src/storage/migrations/0001-runs.js';
import { teamwork } from '../../src/storage/migrations/0002-teamwork.js';
import { workspaces } from '../../src/storage/migrations/0003-workspaces.js';
import { publicChannels } from '../../src/storage/migrations/0004-public-channels.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createOutboxStore } from '../../src/storage/outbox.js';
import { createRunStore } from '../../src/storage/runs.js';
import type { Tables } from '../../src/storage/tables.js';
import { aPerson } from '../checklist/runs.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const at = Date.UTC(2026, 10, 20, 9);
const earlier = {
  '0001-runs': first,
  '0002-teamwork': teamwork,
  '0003-workspaces': workspaces,
  '0004-public-channels': publicChannels,
};

/** What the release before runbooks wrote for a run of three items. */
async function insertRun(db: Kysely<Tables>, id: string, more: Record<string, unknown> = {}): Promise<void> {
  const insert = (table: string, row: Record<string, unknown>) =>
    sql`insert into ${sql.table(table)} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))}) values (${sql.join(Object.values(row))})`.execute(
      db,
    );
  await insert('runs', {
    ...{
      installation: 'T1',
      id,
      channel: 'C1',
      message: `${id}.0`,
      page: 'live',
      title: 'Going live',
      name: 'shop-api 2.4',
    },
    ...{ guide_revision: 'r1', posted_by: 'U1', posted_by_name: 'Ada', posted_at: at, is_public: 1, shown_window: -1 },
    ...{ completed_at: null, wanted_version: 4, drawn_version: 4, completion_said: 0, left_out: '["Tell everyone"]' },
    ...more,
  });
  const none = { state_by: null, state_by_name: null, state_at: null, state_reason: null, state_sequence: 0 };
  const by = { state_by: 'U2', state_by_name: 'Ben', state_at: at + 1_000, state_sequence: 100 };
  const states = [
    { state: 'done', ...none, ...by },
    { state: 'skipped', ...none, ...by, state_reason: 'not ours' },
    {
      state: 'open',
      ...none,
      assignee: 'U3',
      assignee_name: 'Cy',
      assigned_by: 'U1',
      assigned_by_name: 'Ada',
      due: '2026-11-27',
      note: 'ask',
    },
  ];
  for (const [position, state] of states.entries())
    await insert('run_items', {
      ...{ installation: 'T1', run: id, item: `i${position + 1}`, position, title: `Step ${position + 1}` },
      ...{ title_content: `[{"type":"text","value":"Step ${position + 1}"}]`, detail: '[]', ...state },
    });
  const events = [
    { version: 2, item: 'i1', state: 'done', part: 'state', detail: null },
    { version: 3, item: 'i2', state: 'skipped', part: 'state', detail: '"not ours"' },
    {
      version: 4,
      item: 'i3',
      state: 'open',
      part: 'assignee',
      detail: '{"id":"U3","name":"Cy","by":{"id":"U1","name":"Ada"}}',
    },
  ];
  for (const [index, event] of events.entries())
    await insert('item_events', {
      ...{
        installation: 'T1',
        run: id,
        changed_by: 'U2',
        changed_by_name: 'Ben',
        changed_at: at + index * 1_000,
        ...event,
      },
    });
}

describeOnEachDatabase('runs of the release before runbooks', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  let store: RunStore;
  const key = (run: string): RunKey => ({ installation: 'T1', run });
  const press = (second: number, person = 'U7') => ({
    by: aPerson(person),
    at: new Date(at + second * 1_000),
    sequence: second * 1_000,
  });

  beforeEach(async () => {
    empty = await make();
    db = await openDatabase(empty);
    const migrator = new Migrator({
      db: db.kysely,
      provider: { getMigrations: async () => earlier },
      migrationTableName: MIGRATION_TABLE,
      migrationLockTableName: `${MIGRATION_TABLE}_lock`,
    });
    expect((await migrator.migrateToLatest()).error).toBeUndefined();
    await insertRun(db.kysely, 'open');
    await insertRun(db.kysely, 'done', { completed_at: at + 9_000 });
    await insertRun(db.kysely, 'away', {
      archived_at: at + 1_500,
      archived_by: 'U4',
      archived_by_name: 'Di',
      wanted_version: 5,
    });
    expect((await migrate(db))[0]).toBe('0005-runbooks');
    store = createRunStore(db);
  });
  afterEach(async () => {
    await db.close();
    await empty.remove();
  });

  it('are all there, as they were, and allow what they allowed', async () => {
    expect(await store.get(key('open'))).toEqual({
      ...{ installation: 'T1', id: 'open', channel: 'C1', message: 'open.0', page: 'live', title: 'Going live' },
      ...{
        name: 'shop-api 2.4',
        guideRevision: 'r1',
        isPublic: true,

        wantedVersion: 4,
        shownVersion: 4,
      },
      ...{ phases: [], variables: {}, roles: [], managedByAnyone: true, leftOut: ['Tell everyone'] },
      postedBy: { id: 'U1', name: 'Ada' },
      postedAt: new Date(at),
      items: [
        {
          state: { kind: 'done', by: { id: 'U2', name: 'Ben' }, at: new Date(at + 1_000) },
          latestPress: { state: 100 },
        },
        {
          state: { kind: 'skipped', by: { id: 'U2', name: 'Ben' }, at: new Date(at + 1_000), reason: 'not ours' },
          latestPress: { state: 100 },
        },
        {
          state: { kind: 'open' },
          assignee: { id: 'U3', name: 'Cy', by: { id: 'U1', name: 'Ada' } },
          due: '2026-11-27',
          note: 'ask',
          latestPress: {},
        },
      ].map((state, index) => ({
        id: `i${index + 1}`,
        title: `Step ${index + 1}`,
        titleContent: [{ type: 'text', value: `Step ${index + 1}` }],
        detail: [],
        rules: {},
        approvals: [],
        ...state,
      })),
    });
    const found = async (which: 'open' | 'finished' | 'archived') =>
      (await store.findInChannel({ installation: 'T1', channel: 'C1', which, limit: 9 })).runs.map(({ id }) => id);
    expect([await found('open'), await found('finished'), await found('archived')]).toEqual([
      ['open'],
      ['done'],
      ['away'],
    ]);
  });

  it('take presses, roles and new items, and archiving by anyone', async () => {
    const { run } = await store.setItem({
      ...key('open'),
      item: 'i3',
      ...press(20),
      outcome: { kind: 'skipped', reason: 'no' },
    });
    expect(run.completedAt).toEqual(new Date(at + 20_000));
    expect(
      (await store.setItem({ ...key('done'), item: 'i1', ...press(20), outcome: { kind: 'open' } })).run.completedAt,
    ).toBeUndefined();
    // Older than the press that the earlier release applied.
    expect(
      (await store.setItem({ ...key('open'), item: 'i1', ...press(20), sequence: 99, outcome: { kind: 'open' } })).run
        .items[0]?.state.kind,
    ).toBe('done');
    const led = await store.setRole({ ...key('open'), role: 'lead', to: aPerson('U7'), ...press(21) });
    expect(led.run.roles).toMatchObject([{ name: 'lead', holder: aPerson('U7') }]);
    const { run: more } = await store.addItem({
      ...key('open'),
      id: 'new',
      title: 'One more',
      by: aPerson('U7'),
      at: new Date(at),
    });
    expect([more.completedAt, more.items.length]).toEqual([undefined, 4]);
    expect((await store.archive({ ...key('open'), ...press(22, 'U9') })).refused).toBeUndefined();
    const step = await createOutboxStore(db).nextStep(key('open'), 'worker');
    expect(step.kind).toBe('update');
  });

  it('keep their history, with the archiving, after they are brought back too', async () => {
    const history = async () => (await store.history(key('away'))).map(({ by, kind }) => `${by.name} ${kind}`);
    const before = ['Ada posted', 'Ben done', 'Ben skipped', 'Di archived', 'Ben assigned'];
    expect(await history()).toEqual(before);
    await store.unarchive({ ...key('away'), ...press(30) });
    expect((await history()).toSorted()).toEqual([...before, 'Name of U7 unarchived'].toSorted());
    await store.archive({ ...key('away'), ...press(31) });
    expect((await history()).slice(-3)).toEqual(['Di archived', 'Name of U7 unarchived', 'Name of U7 archived']);
  });
});
