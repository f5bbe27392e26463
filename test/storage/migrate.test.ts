import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Database } from '../../src/storage/database.js';
import { migrate, pendingMigrations } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { itLong } from '../long-tests.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';
import { startProcess } from './processes/start-process.js';

const ALL = [
  '0001-runs',
  '0002-teamwork',
  '0003-workspaces',
  '0004-public-channels',
  '0005-runbooks',
  '0006-author-messages',
  '0007-access-tokens',
  '0008-bypasses',
  '0009-hooks',
  '0010-conversations',
  '0011-page-reviews',
  '0012-asks',
  '0013-owner-questions',
  '0014-readers',
];

describeOnEachDatabase('migrating', (make) => {
  let empty: EmptyDatabase;
  let db: Database;

  beforeEach(async () => {
    empty = await make();
    db = await openDatabase(empty);
  });
  afterEach(async () => {
    await db.close();
    await empty.remove();
  });

  it('applies every migration once, and none the second time', async () => {
    expect(await pendingMigrations(db)).toEqual(ALL);
    expect(await migrate(db)).toEqual(ALL);
    expect(await migrate(db)).toEqual([]);
    expect(await pendingMigrations(db)).toEqual([]);
  });

  itLong('applies each migration once when five processes start at the same time', async () => {
    const five = Array.from({ length: 5 }, () => startProcess('./migrate-on-word.js', empty.url));
    await Promise.all(five.map(({ reported }) => reported(1)));
    for (const { process } of five) process.send('now');
    expect(await Promise.all(five.map(({ ended }) => ended))).toEqual(Array(5).fill({ code: 0, signal: null }));
    expect(five.map(({ reports }) => reports[1]).sort()).toEqual([JSON.stringify(ALL), '[]', '[]', '[]', '[]'].sort());
    expect(await pendingMigrations(db)).toEqual([]);
  });

  it('refuses a database that a newer version has migrated, says what to do, and changes nothing', async () => {
    await migrate(db);
    await sql`insert into guidepost_migrations (name, timestamp) values ('9999-later', '2030-01-01')`.execute(
      db.kysely,
    );
    for (const attempt of [migrate, pendingMigrations]) {
      await expect(attempt(db)).rejects.toMatchObject({
        name: 'DatabaseTooNew',
        message: expect.stringMatching(/newer Guidepost .*9999-later.* Run that version or a later one/),
      });
    }
    await sql`delete from guidepost_migrations where name = '9999-later'`.execute(db.kysely);
    expect(await migrate(db)).toEqual([]);
  });

  it('leaves nothing behind when a migration fails, and can be run again', async () => {
    await sql`create table event_deliveries (somebody text)`.execute(db.kysely); // In the way of one of the last tables.
    await expect(migrate(db)).rejects.toThrow('event_deliveries');
    await expect(sql`select * from runs`.execute(db.kysely)).rejects.toThrow();
    await sql`drop table event_deliveries`.execute(db.kysely);
    expect(await migrate(db)).toEqual(ALL);
  });
});
