import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import Libsql from 'libsql';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase, ping } from '../../src/storage/open-database.js';
import { createRunStore } from '../../src/storage/runs.js';
import { aNewRun } from '../checklist/runs.js';
import { startProcess } from './processes/start-process.js';

const folder = mkdtempSync(join(tmpdir(), 'guidepost-'));
afterAll(() => rmSync(folder, { recursive: true }));
function at(...path: string[]): string {
  return join(folder, ...path);
}

describe('opening SQLite', () => {
  it('creates the folder, and finds what was written when the file is opened again', async () => {
    const url = `sqlite:${at('new', 'deep', 'app.db')}`;
    const first = await openDatabase({ url });
    await migrate(first);
    await createRunStore(first).create(aNewRun(2));
    await first.close();
    await first.close();
    const second = await openDatabase({ url });
    expect((await createRunStore(second).get({ installation: 'T1', run: 'run-1' })).items).toHaveLength(2);
    await second.close();
  });

  it('leaves everything in the one file when it is closed', async () => {
    const database = await openDatabase({ url: `sqlite:${at('whole.db')}` });
    await migrate(database);
    await createRunStore(database).create(aNewRun(2));
    await database.close();
    copyFileSync(at('whole.db'), at('copy.db'));
    const copy = await openDatabase({ url: `sqlite:${at('copy.db')}` });
    expect((await createRunStore(copy).get({ installation: 'T1', run: 'run-1' })).items).toHaveLength(2);
    await copy.close();
  });

  it('lets only its owner read the files, also those of an earlier release', async () => {
    const modes = (name: string) =>
      readdirSync(folder)
        .filter((file) => file.startsWith(name))
        .map((file) => `${file} ${(statSync(at(file)).mode & 0o777).toString(8)}`);
    const umask = process.umask(0);
    try {
      const first = await openDatabase({ url: `sqlite:${at('private.db')}` });
      await migrate(first);
      const files = ['private.db 600', 'private.db-shm 600', 'private.db-wal 600'];
      expect(modes('private.db')).toEqual(files);
      for (const file of ['', '-shm', '-wal']) chmodSync(at(`private.db${file}`), 0o644);
      const second = await openDatabase({ url: `sqlite:${at('private.db')}` });
      expect(modes('private.db')).toEqual(files);
      await Promise.all([first.close(), second.close()]);
    } finally {
      process.umask(umask);
    }
  });

  it('refuses changes while the disk is full, keeps nothing of them, and goes on when there is room', async () => {
    const db = await openDatabase({ url: `sqlite:${at('full.db')}` });
    await migrate(db);
    const runs = createRunStore(db);
    // Enough for the run itself, but not for all of its items.
    await sql`pragma max_page_count = 1`.execute(db.kysely); // SQLite takes what it has at least.
    const create = () => runs.create(aNewRun(400, { id: 'large' }));
    await expect(create()).rejects.toMatchObject({ name: 'StoreFull' });
    await expect(runs.get({ installation: 'T1', run: 'large' })).rejects.toThrow('There is no checklist run');
    await sql`pragma max_page_count = 100000`.execute(db.kysely);
    expect((await create()).run.items).toHaveLength(400);
    expect(await db.writes()).toBe('taken');
    await db.close();
  });

  it('reads what another process has just written, and what a migration has added, with a statement that was used before', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => openDatabase({ url: `sqlite:${at('kept.db')}` })));
    if (one === undefined || other === undefined) throw new Error('Two databases are needed');
    await migrate(one);
    const runs = createRunStore(one);
    await runs.create(aNewRun(2, { installation: 'T1' }));
    const titles = async () => (await one.kysely.selectFrom('runs').selectAll().execute()).map(({ title }) => title);
    const before = await titles();
    for (const title of ['Second', 'Third']) {
      await other.kysely.updateTable('runs').set({ title }).execute();
      expect(await titles()).toEqual([title]);
      // In a transaction that is taken back, too.
      const taken = one.kysely.transaction().execute(async (trx) => {
        await trx.updateTable('runs').set({ title: 'Never' }).execute();
        expect((await trx.selectFrom('runs').selectAll().execute())[0]?.title).toBe('Never');
        throw new Error('taken back');
      });
      await expect(taken).rejects.toThrow('taken back');
      expect(await titles()).toEqual([title]);
    }
    expect(before).not.toContain('Third');
    await sql`alter table runs add column later text default 'new'`.execute(other.kysely);
    expect(await one.kysely.selectFrom('runs').selectAll().execute()).toEqual([
      expect.objectContaining({ title: 'Third', later: 'new' }),
    ]);
    // Nothing that was read is left open: the journal can be merged whole.
    const third = new Libsql(at('kept.db'));
    expect(third.pragma('wal_checkpoint(truncate)')).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
    third.close();
    await Promise.all([one.close(), other.close()]);
  });

  it('says that changes are refused while the file is read-only, and goes on afterwards', async () => {
    const db = await openDatabase({ url: `sqlite:${at('read-only.db')}` });
    await migrate(db);
    const create = () => createRunStore(db).create(aNewRun(1));
    await sql`pragma query_only = on`.execute(db.kysely);
    await expect(create()).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(await db.writes()).toBe('refused');
    // A statement of its own would have to begin a change.
    await db.kysely
      .transaction()
      .setAccessMode('read only')
      .execute((reading) => sql`pragma query_only = off`.execute(reading));
    expect(await db.writes()).toBe('taken');
    expect((await create()).run.items).toHaveLength(1);
    await db.close();
  });

  it('waits for the disk at every commit, and enforces foreign keys', async () => {
    const db = await openDatabase({ url: `sqlite:${at('settings.db')}` });
    const setting = async (name: string) =>
      Object.values((await sql.raw<object>(`pragma ${name}`).execute(db.kysely)).rows[0] ?? {});
    await db.kysely.connection().execute(async () => {});
    expect(await setting('journal_mode')).toEqual(['wal']);
    expect(await setting('synchronous')).toEqual([2]);
    expect(await setting('foreign_keys')).toEqual([1]);
    await db.close();
  });

  it('works in memory, without any file', async () => {
    const db = await openDatabase({ url: 'sqlite::memory:' });
    await migrate(db);
    const { run } = await createRunStore(db).create(aNewRun());
    expect(run.items).toHaveLength(3);
    expect(existsSync(':memory:')).toBe(false);
    await db.close();
  });

  it('refuses a file that is not a database, names it, and does not change it', async () => {
    const file = at('letter.txt');
    writeFileSync(file, 'Dear reader, this is not a database. '.repeat(200));
    await expect(openDatabase({ url: `sqlite:${file}` })).rejects.toMatchObject({
      name: 'CannotOpenDatabase',
      message: `The database ${file} is not an SQLite database. Name another file, or move this one away.`,
    });
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('refuses a path that is a folder', async () => {
    mkdirSync(at('folder.db'));
    await expect(openDatabase({ url: `sqlite:${at('folder.db')}` })).rejects.toThrow(
      /folder\.db cannot be opened .*Check that it is a file/,
    );
  });

  it('refuses a folder that cannot be created, and says what to do', async () => {
    writeFileSync(at('file'), '');
    await expect(openDatabase({ url: `sqlite:${at('file', 'below', 'app.db')}` })).rejects.toMatchObject({
      name: 'CannotOpenDatabase',
      message: `The folder ${at('file', 'below')} of the database cannot be created (ENOTDIR). Choose a path that this user may write, on a disk that survives restarts.`,
    });
  });

  // Root may write everywhere, so nothing would be refused.
  (process.getuid?.() === 0 ? it.skip : it)('refuses a folder that this user may not write', async () => {
    mkdirSync(at('locked'));
    chmodSync(at('locked'), 0o500);
    await expect(openDatabase({ url: `sqlite:${at('locked', 'app.db')}` })).rejects.toThrow(
      'cannot be written (EACCES)',
    );
  });

  it('refuses a value that SQLite cannot bind, instead of ending the process', async () => {
    const db = await openDatabase({ url: 'sqlite::memory:' });
    await expect(sql`select ${true}`.execute(db.kysely)).rejects.toThrow('not boolean true, in: select ?');
    await expect(sql`select ${undefined}`.execute(db.kysely)).rejects.toThrow('not undefined');
    expect(await ping(db)).toBe('answers');
    await db.close();
  });

  it('waits for another writer without blocking this process, and then writes', async () => {
    const url = `sqlite:${at('shared.db')}`;
    const [one, two] = [await openDatabase({ url }), await openDatabase({ url })];
    await sql`create table notes (text text)`.execute(one.kysely);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = (): void => {};
    const holding = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = one.kysely.transaction().execute(async (trx) => {
      begun();
      await held;
      await sql`insert into notes values ('first')`.execute(trx);
    });
    await holding;
    const second = sql`insert into notes values ('second')`.execute(two.kysely);
    // If the second writer blocked the process, this timer would not run before the writer gives up.
    setTimeout(release, 100);
    await Promise.all([first, second]);
    await one.close();
    const { rows } = await sql`select text from notes order by rowid`.execute(two.kysely);
    expect(rows).toEqual([{ text: 'first' }, { text: 'second' }]);
    await two.close();
    const again = await openDatabase({ url });
    expect((await sql`select * from notes`.execute(again.kysely)).rows).toHaveLength(2);
    await again.close();
  });

  it('rolls back what failed halfway, and keeps working', async () => {
    const db = await openDatabase({ url: 'sqlite::memory:' });
    await sql`create table notes (text text not null)`.execute(db.kysely);
    const failing = db.kysely.transaction().execute(async (trx) => {
      await sql`insert into notes values ('kept?')`.execute(trx);
      await sql`insert into notes values (null)`.execute(trx);
    });
    await expect(failing).rejects.toThrow('NOT NULL');
    await expect(sql`insert into notes values (null)`.execute(db.kysely)).rejects.toThrow('NOT NULL');
    await sql`insert into notes values ('later')`.execute(db.kysely);
    expect((await sql`select text from notes`.execute(db.kysely)).rows).toEqual([{ text: 'later' }]);
    await db.close();
  });
});

describe('loading the drivers', () => {
  it.each([
    ['sqlite::memory:', ['libsql']],
    ['postgres://localhost/app', ['pg']],
  ])('loads for %s only %j', async (url, loaded) => {
    const other = startProcess('./say-what-is-loaded.js', url);
    await other.ended;
    expect(JSON.parse(other.reports[0] ?? '')).toEqual({ before: [], after: loaded });
  });
});
