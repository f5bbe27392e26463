import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type KyselyPlugin, sql } from 'kysely';
import type { Run } from '../../src/checklist/run.js';
import type { RunKey, RunStore } from '../../src/checklist/run-store.js';
import { EVENT_TYPES } from '../../src/hooks/event.js';
import { createAccessTokens } from '../../src/storage/access-tokens.js';
import { createAskStore, createRecentPageStore } from '../../src/storage/asks.js';
import { createAuthorMessageStore } from '../../src/storage/author-messages.js';
import { createChannelSettingsStore } from '../../src/storage/channel-settings.js';
import type { Database } from '../../src/storage/database.js';
import { createHookStore } from '../../src/storage/hook-deliveries.js';
import { createHookRegistry } from '../../src/storage/hooks.js';
import { createConversationStore, createSeenEvents } from '../../src/storage/incoming.js';
import { createInstallationStore, resealTokens } from '../../src/storage/installations.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createOutboxStore } from '../../src/storage/outbox.js';
import { createOwnerQuestionStore } from '../../src/storage/owner-questions.js';
import { createReviewStore } from '../../src/storage/page-reviews.js';
import { createReminderStore } from '../../src/storage/reminders.js';
import { createRunStore } from '../../src/storage/runs.js';
import { newSecret } from '../../src/workspaces/access-tokens.js';
import { createKeyRing } from '../../src/workspaces/key-ring.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { keyOf } from '../outbox/start-scene.js';
import { anInstallation } from '../workspaces/an-installation.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const TABLES = [
  ...['runs', 'run_items', 'item_events', 'run_events', 'owed'],
  ...['redraw_budgets', 'event_deliveries', 'conversations', 'installations'],
  ...['asks', 'owner_questions', 'owner_messages', 'reads', 'channel_settings'],
  ...['guide_reports', 'author_messages', 'page_reviews', 'review_messages'],
  ...['access_tokens', 'idempotency_keys'],
  ...['hooks', 'hook_deliveries'],
];
const at = new Date('2026-11-20T10:00:00Z');
const who = { item: 'i1', by: aPerson('U1'), at };
const [early, day] = [new Date('1999-10-01T10:00:00Z'), { day: '2026-11-20', moment: at }];

describeOnEachDatabase('installations', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  /** Every statement that the stores below have sent. */
  const statements: string[] = [];
  let runs: RunStore;
  let recorded: Database;

  beforeAll(async () => {
    empty = await make();
    db = await openDatabase(empty);
    await migrate(db);
    const recorder: KyselyPlugin = {
      transformQuery: ({ node, queryId }) => {
        statements.push(db.kysely.getExecutor().compileQuery(node, queryId).sql);
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    recorded = { ...db, kysely: db.kysely.withPlugin(recorder) };
    runs = createRunStore(recorded);
  });
  afterAll(async () => {
    await db?.close();
    await empty?.remove();
  });

  const signed = {
    id: 'signed',
    title: 'Sign',
    titleContent: [],
    detail: [],
    rules: { signOff: { count: 2, others: false } },
  };
  const post = async (installation: string, id: string): Promise<Run> => {
    const items = [...aNewRun(2).items, signed];
    const { run } = await runs.create(aNewRun(0, { installation, id, items }));
    return runs.markPosted(keyOf(run), '100.0');
  };
  /** Everything that can be done to a run. */
  const doEverything = async (key: RunKey): Promise<void> => {
    const outbox = createOutboxStore(recorded);
    const hook = {
      installation: key.installation,
      url: 'https://hooks.test/',
      events: EVENT_TYPES,
      allowPrivate: false,
    };
    await createHookRegistry(recorded, undefined).add(hook, 'whsec_c2VjcmV0');
    await runs.create(aNewRun(2, { installation: key.installation, id: key.run, postedAt: at }));
    await runs.editItem({ ...key, ...who, assignee: { to: aPerson('U2') } });
    await runs.editItem({ ...key, ...who, at: early, due: { to: '2026-11-01' } });
    await runs.editItem({ ...key, ...who, note: { to: 'ask first' } });
    await runs.setItem({ ...key, ...who, item: 'i2', outcome: { kind: 'done' } });
    for (const item of await createReminderStore(recorded).overdue(day, 1_000)) {
      if (item.installation === key.installation) await createReminderStore(recorded).remind(item);
    }
    await runs.setItem({ ...key, ...who, outcome: { kind: 'skipped', reason: 'no' } });
    await runs.setItem({ ...key, ...who, at: new Date(at.getTime() + 1), outcome: { kind: 'open' } });
    await runs.repost({ ...key, from: '100.0', by: aPerson('U3'), at });
    for (;;) {
      const step = await outbox.nextStep(key, 'worker');
      if (step.kind === 'none') break;
      if (step.kind === 'update') await outbox.markShown(key, 'worker', step.run.wantedVersion);
      else await outbox.recordResult(key, step.notification.id, { kind: 'sent', message: '200.0' });
    }
    await outbox.posting(key);
    await outbox.postponeUpdate(key, { ms: 1, wholeInstallation: true, uncertain: true });
    await outbox.markUndeliverable(key, 'is_archived');
    await outbox.release(key, 'worker');
    await runs.addItem({ ...key, id: 'more', title: 'Call Ben', by: aPerson('U1'), at });
    await runs.setRole({ ...key, role: 'lead', to: aPerson('U2'), by: aPerson('U2'), at });
    for (const outcome of [
      { kind: 'approved' },
      { kind: 'approved', evidence: 'seen' },
      { kind: 'unapproved' },
    ] as const)
      await runs.setItem({ ...key, ...who, item: 'signed', outcome });
    await runs.archive({ ...key, by: aPerson('U1'), at });
    await runs.unarchive({ ...key, by: aPerson('U1'), at });
    for (const which of ['open', 'finished', 'archived'] as const)
      await runs.findInChannel({ ...key, channel: 'C1', which, text: 'platform', limit: 5 });
    await runs.ledBy({ ...key, person: 'U2', limit: 5 });
    await runs.openOf({ ...key, person: 'U2', limit: 5 });
    await runs.inChannel({ ...key, channel: 'C1', limit: 5 });
    await runs.openInChannel({ ...key, channel: 'C1', limit: 5 });
    await runs.history(key);
    const authorMessages = createAuthorMessageStore(recorded);
    const authors = [{ installation: key.installation, person: 'U1' }];
    await authorMessages.report({ outcome: 'refused', errors: [{ file: 'a.md', text: key.run }] }, authors);
    const taken = await authorMessages.take();
    if (taken.kind === 'send') await authorMessages.record(taken.message, { kind: 'sent' });
    const reviews = createReviewStore(recorded);
    const owners = [{ kind: 'person', installation: key.installation, id: 'U1' } as const];
    const last = { day: '2026-01-01', kind: 'checked' } as const;
    await reviews.ask(key.installation, [{ slug: key.run, title: 'A', file: 'a.md', last, groups: [], owners }], 3);
    const question = await reviews.take();
    if (question.kind === 'send') await reviews.record(question.message, { kind: 'sent' });
    const page = { installation: key.installation, slug: key.run };
    await reviews.snooze(page, 1_000);
    await reviews.keep(page, '2026-11-20', 'U1');
    await reviews.days([key.installation]);
    const tokens = createAccessTokens(recorded);
    const secret = newSecret();
    const token = {
      installation: key.installation,
      name: 'ci',
      channels: ['C1'],
      may: ['start' as const],
      createdBy: 'me',
    };
    await tokens.create({ ...token, secret });
    await tokens.use(secret);
    await tokens.revoke({ nameOrId: 'ci', installation: key.installation });
    await runs.inChannels({ ...key, channels: ['C1'], limit: 5 });
    const request = { token: 'ci', key: key.run, hash: 'same' };
    const sameName = { installation: key.installation, channel: 'C9', name: 'shop' };
    await runs.createOnce(aNewRun(1, { ...sameName, id: randomUUID() }), request);
    const started = await runs.createOnce(aNewRun(1, { ...sameName, id: randomUUID() }), request);
    if (started !== 'key-reused') await runs.discard(keyOf(started.run));
    const hookStore = createHookStore(recorded, undefined);
    for (const kind of ['failed', 'delivered'] as const) {
      for (const delivery of await hookStore.take([])) {
        await hookStore.record(delivery, kind === 'failed' ? { kind, reason: 'HTTP 500' } : { kind });
      }
    }
    await createSeenEvents(recorded).handleOnce({ ...key, id: key.run }, async () => {});
    const conversations = createConversationStore(recorded);
    const inConversation = { installation: key.installation, person: key.run };
    await conversations.begin(inConversation);
    await conversations.write(inConversation, 'place');
    await conversations.read(inConversation);
    const asks = createAskStore(recorded);
    const read = { kind: 'read', page: 'servers', surface: 'command' } as const;
    await asks.add([{ ...read, ...inConversation, id: key.run, at: new Date() }]);
    await asks.since(key.installation, new Date(0), 10);
    await asks.forget({ ...inConversation, person: 'nobody' });
    const reads = createRecentPageStore(recorded);
    await reads.add([{ ...inConversation, page: 'servers', at: new Date() }]);
    await reads.pagesOf(inConversation);
    await reads.forget({ ...inConversation, person: 'nobody' });
    const settings = createChannelSettingsStore(recorded);
    const channel = { installation: key.installation, channel: 'C1' };
    await settings.write(channel, { answersMentions: false, changedBy: 'ada', changedAt: at });
    await settings.read(channel);
    const questions = createOwnerQuestionStore(recorded);
    const asked = { installation: key.installation, id: key.run };
    await questions.ask({ ...asked, asker: { id: 'ada', name: 'Ada' }, question: 'Why?' }, ['ben']);
    await questions.find(asked);
    await questions.answer(asked, { by: { id: 'ben', name: 'Ben' }, text: 'So.' });
    await questions.forget({ ...inConversation, person: 'nobody' });
    const installations = createInstallationStore(recorded, createKeyRing(['any generated secret']));
    await installations.save(anInstallation(key.installation));
    await installations.find(key.installation);
  };
  const rowsOf = async (installation: string) =>
    Promise.all(
      TABLES.map(async (table) => {
        const { rows } = await sql`select * from ${sql.table(table)} where installation = ${installation}`.execute(
          db.kysely,
        );
        return rows.map((row) => JSON.stringify(row)).sort();
      }),
    );

  it('are the first column of every key', async () => {
    for (const table of TABLES) {
      const { rows } =
        db.dialect === 'sqlite'
          ? await sql<{ name: string }>`select name from pragma_table_info(${table}) where pk = 1`.execute(db.kysely)
          : await sql<{ name: string }>`select attname as name from pg_index
              join pg_attribute on attrelid = indrelid and attnum = indkey[0]
              where indrelid = ${table}::regclass and indisprimary`.execute(db.kysely);
      expect([table, rows]).toEqual([table, [{ name: 'installation' }]]);
    }
  });

  it('share nothing: changing a run leaves a run of the same id in another installation exactly as it was', async () => {
    const id = randomUUID();
    const [mine, theirs] = [randomUUID(), randomUUID()];
    await Promise.all([post(mine, id), post(theirs, id)]);
    const before = await rowsOf(theirs);
    await doEverything({ installation: mine, run: id });
    await runs.discard({ installation: mine, run: id });
    expect(await rowsOf(theirs)).toEqual(before);
    expect((await rowsOf(mine)).slice(0, 5)).toEqual([[], [], [], [], []]);
  });

  it('are deleted with all their rows in every table, and no others are touched', async () => {
    const id = randomUUID();
    const [mine, theirs] = [`T${randomUUID()}`, `T${randomUUID()}`];
    for (const installation of [mine, theirs]) {
      await post(installation, id);
      await doEverything({ installation, run: id });
    }
    const before = await rowsOf(theirs);
    expect((await rowsOf(mine)).map((rows) => rows.length)).toEqual(before.map((rows) => rows.length));
    for (const rows of before) expect(rows.length).toBeGreaterThan(0);
    statements.length = 0;
    expect(await createInstallationStore(recorded, createKeyRing(['key'])).remove(mine, new Date())).toBe(true);
    expect(await rowsOf(mine)).toEqual(TABLES.map(() => []));
    expect(await rowsOf(theirs)).toEqual(before);
  });

  it('have rows in the tables that this test knows, and in no others', async () => {
    const tables =
      db.dialect === 'sqlite'
        ? await sql<{ name: string }>`select name from sqlite_master where type = 'table'
            and exists (select 1 from pragma_table_info(sqlite_master.name) where name = 'installation')`.execute(
            db.kysely,
          )
        : await sql<{ name: string }>`select table_name as name from information_schema.columns
            where column_name = 'installation' and table_schema = current_schema()`.execute(db.kysely);
    expect(tables.rows.map(({ name }) => name).sort()).toEqual([...TABLES].sort());
  });

  it('cannot see runs of another one', async () => {
    const run = await post(randomUUID(), randomUUID());
    const key: RunKey = { installation: randomUUID(), run: run.id };
    const before = await rowsOf(run.installation);
    const refused = { name: 'RunNotFound', message: `There is no checklist run ${run.id}` };
    const attempts = [
      runs.get(key),
      runs.history(key),
      runs.markPosted(key, '2'),
      runs.setItem({ ...key, ...who, outcome: { kind: 'done' } }),
      runs.editItem({ ...key, ...who, assignee: { to: aPerson('U2') } }),
      runs.editItem({ ...key, ...who, due: { to: '2026-11-01' } }),
      runs.editItem({ ...key, ...who, note: { to: 'mine' } }),
      runs.archive({ ...key, by: aPerson(), at }),
      runs.repost({ ...key, from: '100.0', by: aPerson(), at }),
      createOutboxStore(recorded).posting(key),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject(refused);
    await runs.discard(key);
    expect(await runs.inChannel({ ...key, channel: run.channel, limit: 10 })).toEqual([]);
    expect(await runs.openInChannel({ ...key, channel: run.channel, limit: 10 })).toEqual([]);
    expect(await rowsOf(run.installation)).toEqual(before);
  });

  it('take turns in the list of overdue items: none of them can fill it, and the longest overdue of each come first', async () => {
    const [much, little] = [`T${randomUUID()}`, `T${randomUUID()}`];
    for (const [installation, days] of [
      [much, ['01', '02', '03', '04']],
      [little, ['09', '08']],
    ] as const) {
      for (const date of days) {
        const run = await post(installation, randomUUID());
        await runs.editItem({ ...keyOf(run), ...who, assignee: { to: aPerson('U2') } });
        await runs.editItem({ ...keyOf(run), ...who, at: early, due: { to: `1999-11-${date}` } });
      }
    }
    const first = await createReminderStore(db).overdue({ ...day, day: '1999-12-01' }, 4);
    expect(first.map(({ installation, due }) => [installation === much ? 'much' : 'little', due.slice(-2)])).toEqual([
      ['much', '01'],
      ['little', '08'],
      ['much', '02'],
      ['little', '09'],
    ]);
  });

  it('are named in every statement, except for the two queries of the workers, which return keys only', async () => {
    statements.length = 0;
    const run = await post(randomUUID(), randomUUID());
    await doEverything(keyOf(run));
    await runs.discard(keyOf(run));
    const ofTables = statements.filter((statement) => TABLES.some((table) => statement.includes(`"${table}"`)));
    expect(ofTables.length).toBeGreaterThan(60);
    const unnamed = ofTables.filter((statement) => {
      if (statement.startsWith('insert into')) return !/^insert into "\w+" \([^)]*"installation"/.test(statement);
      return !/"installation" = [$?]/.test(statement);
    });
    const lookUps = [
      /^select (?:"installation", .* from \()?(?:select )?"run_items"\."installation", .* where run_items\.state = 'open'/,
      /^delete from "event_deliveries" where "seen_at"/,
      /^select "installation", "person", "id", "state", "send_after", "claimed_until" from "(?:author|review)_messages" where state in/,
      /^select \* from "access_tokens" where "hash" = /,
      /^(?:select \* from \()?select "deliveries"\."id", .* from "hook_deliveries" as "deliveries" .* where deliveries\.state = 'next'/,
      /^select count\(\*\) as "count" from "hooks"$/,
    ];
    expect(unnamed.filter((statement) => !lookUps.some((lookUp) => lookUp.test(statement)))).toEqual([]);
    const joins = ofTables.flatMap((statement) => statement.match(/join .*? on .*?(?= where| order|$)/g) ?? []);
    for (const join of joins) expect(join).toMatch(/"installation" = "?\w+"?\."installation"/);
  });
});

const [older, newer] = ['an-older-generated-secret', 'a-newer-generated-secret'];
const HOUR = 3_600_000;

describeOnEachDatabase('the store of installations', (make) => {
  let empty: EmptyDatabase;
  let db: Database;
  beforeAll(async () => {
    empty = await make();
    db = await openDatabase(empty);
    await migrate(db);
  });
  afterAll(async () => {
    await db?.close();
    await empty?.remove();
  });
  const anId = () => `T${randomUUID()}`;
  const storeWith = (...keys: [string, ...string[]]) => createInstallationStore(db, createKeyRing(keys));
  const sealedOf = async (id: string) =>
    (
      await db.kysely
        .selectFrom('installations')
        .select('sealed_token')
        .where('installation', '=', id)
        .executeTakeFirstOrThrow()
    ).sealed_token;

  it('returns what was saved, or nothing', async () => {
    const store = storeWith(newer);
    const workspace = { ...anInstallation(anId()), name: 'Ünïcode & <Söhne> 🚀' };
    const org = anInstallation(`E${randomUUID()}`);
    await store.save(workspace);
    await store.save(org);
    expect(await store.find(workspace.id)).toEqual(workspace);
    expect(await store.find(org.id)).toEqual(org);
    expect(await store.find(anId())).toBeUndefined();
  });

  it('stores no token in clear text', async () => {
    const id = anId();
    await storeWith(newer).save(anInstallation(id, 'xoxb-very-secret'));
    const row = await db.kysely
      .selectFrom('installations')
      .selectAll()
      .where('installation', '=', id)
      .executeTakeFirst();
    expect(JSON.stringify(row)).not.toContain('secret');
  });

  it('replaces the token when the app is installed again', async () => {
    const store = storeWith(newer);
    const id = anId();
    await store.save(anInstallation(id, 'xoxb-first'));
    await store.save(anInstallation(id, 'xoxb-second'));
    expect((await store.find(id))?.botToken).toBe('xoxb-second');
  });

  it('refuses a token that was copied into the row of another workspace', async () => {
    const store = storeWith(newer);
    const [victim, attacker] = [anId(), anId()];
    await store.save(anInstallation(victim));
    await store.save(anInstallation(attacker));
    await db.kysely
      .updateTable('installations')
      .set({ sealed_token: await sealedOf(victim) })
      .where('installation', '=', attacker)
      .execute();
    await expect(store.find(attacker)).rejects.toThrow(/changed or swapped/);
    expect(await store.find(victim)).toBeDefined();
  });

  it('rotates its keys: tokens open with both keys, are sealed again, then open with only the new key', async () => {
    const [first, second] = [anId(), anId()];
    await storeWith(older).save(anInstallation(first));
    await storeWith(newer, older).save(anInstallation(second));
    expect((await storeWith(newer, older).find(first))?.botToken).toBe(`xoxb-of-${first}`);
    await expect(storeWith(newer).find(first)).rejects.toThrow('which is not in TOKEN_KEYS');

    const missing = await resealTokens(db, createKeyRing([newer]));
    expect(missing.unreadable).toContain(first);
    const done = await resealTokens(db, createKeyRing([newer, older]));
    expect(done.resealed).toBeGreaterThanOrEqual(1);
    expect(done.unreadable).not.toContain(first);
    expect((await storeWith(newer).find(first))?.botToken).toBe(`xoxb-of-${first}`);
    expect((await storeWith(newer).find(second))?.botToken).toBe(`xoxb-of-${second}`);
    expect((await resealTokens(db, createKeyRing([newer, older]))).resealed).toBe(0);
  });

  it('removes what was installed before, and keeps what was installed since', async () => {
    const store = storeWith(newer);
    const id = anId();
    await store.save(anInstallation(id));
    expect(await store.remove(id, new Date(Date.now() - HOUR))).toBe(false);
    expect(await store.find(id)).toBeDefined();
    expect(await store.remove(id, new Date(Date.now() + HOUR))).toBe(true);
    expect(await store.find(id)).toBeUndefined();
    expect(await store.remove(id, new Date())).toBe(true);
  });

  it('handles two removals of the same workspace at the same time', async () => {
    const store = storeWith(newer);
    const id = anId();
    await store.save(anInstallation(id));
    const later = new Date(Date.now() + HOUR);
    expect(await Promise.all([store.remove(id, later), store.remove(id, later)])).toEqual([true, true]);
    expect(await store.find(id)).toBeUndefined();
  });
});
