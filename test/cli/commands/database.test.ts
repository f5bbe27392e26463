import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { packageFile } from '../../../src/package-file.js';
import { openStorage } from '../../../src/storage/open.js';
import { createKeyRing } from '../../../src/workspaces/key-ring.js';
import { itLong } from '../../long-tests.js';
import { CLI } from '../../process/program.js';
import { anInstallation } from '../../workspaces/an-installation.js';
import { folderOf, type Outcome, runInProcess } from '../run-in-process.js';

const SCRIPT = `
const file = new (require('libsql'))(process.argv[1]);
const statement = file.prepare(process.argv[2]);
console.log(JSON.stringify(statement.reader ? statement.all() : [void statement.run()]));
`;

describe('migrating', () => {
  it('lists the steps it took, and has nothing to do the second time', async () => {
    const env = { DATABASE_URL: `sqlite:${join(await folderOf({}), 'guidepost.db')}` };
    const first = await runInProcess(['migrate'], { env });
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^Done: 0001/);
    expect(await runInProcess(['migrate'], { env })).toEqual({
      code: 0,
      out: 'The database is up to date.\n',
      err: '',
    });
  });

  it('requires DATABASE_URL in production', async () => {
    const { code, err } = await runInProcess(['migrate'], { env: { NODE_ENV: 'production' } });
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_URL is missing');
    expect(err).not.toContain('SLACK');
  });

  it('explains a DATABASE_URL that it cannot use', async () => {
    const { code, err } = await runInProcess(['migrate'], { env: { DATABASE_URL: 'mysql://x' } });
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_URL must start with');
  });
});

describe('backup and restore', () => {
  let folder: string;
  let env: { DATABASE_URL: string };
  let migrated: Buffer;
  beforeAll(async () => {
    await useFolder({});
    expect((await guidepost('migrate')).err).toBe('');
    // Moves everything into the one file that is copied.
    work('app.db', 'pragma wal_checkpoint(truncate)');
    expect(readdirSync(folder)).toEqual(['app.db']);
    migrated = readFileSync(join(folder, 'app.db'));
  });
  beforeEach(() => useFolder({ 'app.db': migrated }));
  const useFolder = async (files: Record<string, Uint8Array>): Promise<void> => {
    folder = await folderOf(files);
    env = { DATABASE_URL: `sqlite:${join(folder, 'app.db')}` };
  };
  /** Runs in a separate process, like `work`: libsql keeps a file open for a while after closing it. */
  const guidepost = async (...args: string[]): Promise<Outcome> => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    return { code: status ?? 0, out: stdout, err: stderr };
  };
  const work = (name: string, sql: string): unknown[] => {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', SCRIPT, join(folder, name), sql], {
      cwd: packageFile('.'),
      encoding: 'utf8',
    });
    if (stderr !== '') throw new Error(stderr);
    return JSON.parse(stdout) as unknown[];
  };
  const note = (text: string): unknown =>
    work('app.db', `insert into redraw_budgets (installation, spent_until) values ('${text}', 0)`);
  const notes = (name: string): unknown[] => work(name, 'select installation from redraw_budgets');

  it('copies the database to a file that only its owner can read', async () => {
    note('before');
    expect(await guidepost('backup', 'copies/today.db')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^copies\/today\.db: no posted checklists, as of \d{4}-\S+\. Checked\.\n$/),
    });
    expect(notes('copies/today.db')).toEqual([{ installation: 'before' }]);
    expect(statSync(join(folder, 'copies/today.db')).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'copies'))).toEqual(['today.db']);
  });

  it('copies while another connection is writing, without uncommitted changes', async () => {
    note('committed');
    const writer = new Libsql(join(folder, 'app.db'));
    writer.exec("begin immediate; insert into redraw_budgets (installation, spent_until) values ('open', 0)");
    expect((await guidepost('backup', 'copy.db')).code).toBe(0);
    writer.exec('commit');
    writer.close();
    expect(notes('copy.db')).toEqual([{ installation: 'committed' }]);
  });

  itLong('never overwrites a file, and never creates an empty database to copy', async () => {
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    const taken = await guidepost('backup', 'mine.txt');
    expect([taken.code, taken.err]).toEqual([1, expect.stringContaining('already exists')]);
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
    env = { DATABASE_URL: `sqlite:${join(folder, 'typing-error.db')}` };
    expect((await guidepost('backup', 'copy.db')).err).toContain('there is no such file');
    expect(existsSync(join(folder, 'typing-error.db'))).toBe(false);
  });

  itLong('restores when there is no database yet', async () => {
    note('kept');
    await guidepost('backup', 'copy.db');
    env = { DATABASE_URL: `sqlite:${join(folder, 'new/place.db')}` };
    expect((await guidepost('restore', 'copy.db')).code).toBe(0);
    expect(notes('new/place.db')).toEqual([{ installation: 'kept' }]);
  });

  itLong('replaces a database only with --force, and keeps it under another name', async () => {
    note('old');
    await guidepost('backup', 'copy.db');
    note('newer');
    const refused = await guidepost('restore', 'copy.db');
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('--force')]);
    expect(notes('app.db')).toHaveLength(2);

    const { code, out } = await guidepost('restore', 'copy.db', '--force');
    expect(code).toBe(0);
    const aside = /is now (.*)\n/.exec(out)?.[1] ?? '';
    expect(notes('app.db')).toEqual([{ installation: 'old' }]);
    expect(notes(aside.slice(folder.length + 1))).toHaveLength(2);
    expect(readdirSync(folder).filter((name) => /incoming|partial/.test(name))).toEqual([]);
  });

  itLong(
    'leaves the database’s owner and group as they were, and lets only the owner read what was restored',
    async () => {
      await guidepost('backup', 'copy.db');
      chmodSync(join(folder, 'copy.db'), 0o644);
      for (const mode of [0o644, 0o666, 0o400]) {
        chmodSync(join(folder, 'app.db'), mode);
        const before = statSync(join(folder, 'app.db'));
        const { out } = await guidepost('restore', 'copy.db', '--force');
        expect(statSync(/is now (.*)\n/.exec(out)?.[1] ?? '').mode & 0o777).toBe(0o600);
        const { mode: restored, uid, gid } = statSync(join(folder, 'app.db'));
        expect({ mode: restored & 0o777, uid, gid }).toEqual({ mode: 0o600, uid: before.uid, gid: before.gid });
      }
    },
  );

  itLong('ignores a journal that was left behind when the database was removed', async () => {
    note('kept');
    await guidepost('backup', 'copy.db');
    const app = new Libsql(join(folder, 'app.db'));
    app.exec("insert into redraw_budgets (installation, spent_until) values ('lost', 0)");
    for (const suffix of ['', '-wal']) copyFileSync(join(folder, `app.db${suffix}`), join(folder, `gone.db${suffix}`));
    app.close();
    rmSync(join(folder, 'gone.db'));
    env = { DATABASE_URL: `sqlite:${join(folder, 'gone.db')}` };
    expect((await guidepost('restore', 'copy.db')).code).toBe(0);
    expect(notes('gone.db')).toEqual([{ installation: 'kept' }]);
    expect(readdirSync(folder).filter((name) => name.startsWith('gone.db.before-restore'))).toHaveLength(1);
  });

  it('does not restore while a program has the database open', async () => {
    await guidepost('backup', 'copy.db');
    const app = new Libsql(join(folder, 'app.db'));
    app.prepare('select count(*) from runs').get();
    const { code, err } = await guidepost('restore', 'copy.db', '--force');
    app.close();
    expect([code, err]).toEqual([1, expect.stringContaining('Stop Guidepost')]);
    expect(
      readdirSync(folder)
        .sort()
        .filter((name) => !/-(wal|shm)$/.test(name)),
    ).toEqual(['app.db', 'copy.db']);
  });

  it.each([
    ['is no database', () => writeFileSync(join(folder, 'copy.db'), 'x'.repeat(5_000)), 'is not an SQLite database'],
    ['is empty', () => writeFileSync(join(folder, 'copy.db'), ''), "not one of Guidepost's"],
    ['is missing', () => undefined, 'there is no such file'],
    ['belongs to another program', () => work('copy.db', 'create table runs (id)'), "not one of Guidepost's"],
  ])('refuses a file that %s, and changes nothing', async (_, make, words) => {
    note('kept');
    make();
    const { code, err } = await guidepost('restore', 'copy.db', '--force');
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
    expect(err).not.toContain('    at ');
    expect(notes('app.db')).toEqual([{ installation: 'kept' }]);
  });

  itLong('refuses a backup that is damaged', async () => {
    const many = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 200)';
    work('app.db', `insert into redraw_budgets ${many} select printf('%0100d', i), 0 from n`);
    await guidepost('backup', 'copy.db');
    const bytes = readFileSync(join(folder, 'copy.db'));
    bytes.fill(0xff, bytes.length - 20_000);
    writeFileSync(join(folder, 'copy.db'), bytes);
    const { code, err } = await guidepost('restore', 'copy.db', '--force');
    expect([code, err]).toEqual([1, expect.stringMatching(/is damaged/)]);
    expect(notes('app.db')).toHaveLength(200);
  });

  itLong('refuses a backup from a newer Guidepost', async () => {
    await guidepost('backup', 'copy.db');
    work('copy.db', "insert into guidepost_migrations (name, timestamp) values ('9999-later', 'x')");
    const { code, err } = await guidepost('restore', 'copy.db', '--force');
    expect([code, err]).toEqual([1, expect.stringContaining('newer Guidepost')]);
  });

  itLong.each([
    ['backup', 'pg_dump --format=custom'],
    ['restore', 'pg_restore'],
  ])('says how Postgres does it, for %s', async (command, words) => {
    env = { DATABASE_URL: 'postgres://me:secret@localhost/app' };
    const { code, err } = await guidepost(command, 'copy.db');
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
    expect(err).not.toContain('secret');
  });

  it.each([['backup'], ['restore', 'a', 'b']])('needs exactly one file: %s', async (...args) => {
    expect((await guidepost(...args)).code).toBe(2);
  });
});

describe('rotating the keys', () => {
  const [older, newer] = ['an-older-generated-secret', 'a-newer-generated-secret'];

  let DATABASE_URL: string;
  async function withStore<T>(keys: string, work: (store: ReturnType<typeof storeOf>) => Promise<T>): Promise<T> {
    const storage = await openStorage({ url: DATABASE_URL, migrateOnStart: true });
    try {
      return await work(storeOf(storage, keys));
    } finally {
      await storage.close();
    }
  }
  function storeOf(storage: Awaited<ReturnType<typeof openStorage>>, key: string) {
    return storage.installations(createKeyRing([key]));
  }

  beforeAll(async () => {
    DATABASE_URL = `sqlite:${join(await folderOf({}), 'guidepost.db')}`;
    await withStore(older, async (store) => {
      for (const id of ['T1', 'T2']) await store.save(anInstallation(id));
    });
  });

  it('names the workspaces whose token no key decrypts, changes nothing, and fails', async () => {
    const { code, out, err } = await runInProcess(['rotate-keys'], { env: { DATABASE_URL, TOKEN_KEYS: newer } });
    expect(code).toBe(1);
    expect(out).toBe('Encrypted with the newest key: 0. Already up to date: 0.\n');
    expect(err).toContain('No key in TOKEN_KEYS decrypts the token of T1, T2. Add the key it was encrypted with');
  });

  it('encrypts every token with the first key, so that the others can be removed', async () => {
    const env = { DATABASE_URL, TOKEN_KEYS: `${newer},${older}` };
    expect(await runInProcess(['rotate-keys'], { env })).toEqual({
      code: 0,
      out: 'Encrypted with the newest key: 2. Already up to date: 0.\n',
      err: '',
    });
    expect((await runInProcess(['rotate-keys'], { env })).out).toBe(
      'Encrypted with the newest key: 0. Already up to date: 2.\n',
    );
    await withStore(newer, async (store) => expect((await store.find('T1'))?.botToken).toBe('xoxb-of-T1'));
    await withStore(older, async (store) => {
      await expect(store.find('T1')).rejects.toThrow('not in TOKEN_KEYS');
    });
  });

  it('requires its keys, and nothing else', async () => {
    const { code, err } = await runInProcess(['rotate-keys'], { env: { DATABASE_URL } });
    expect(code).toBe(1);
    expect(err).toContain('TOKEN_KEYS is missing');
    expect(err).not.toContain('SLACK');
    expect((await runInProcess(['rotate-keys', newer], { env: { DATABASE_URL } })).err).toContain(
      'rotate-keys takes no arguments',
    );
  });
});
