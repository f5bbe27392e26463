import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { folderOf, runInProcess } from './run-in-process.js';

describe('migrating', () => {
  it('says which steps it took, and nothing to do the second time', async () => {
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

  it('wants to be told the database in production', async () => {
    const { code, err } = await runInProcess(['migrate'], { env: { NODE_ENV: 'production' } });
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_URL is missing');
    expect(err).not.toContain('SLACK');
  });

  it('explains an address that it cannot use', async () => {
    const { code, err } = await runInProcess(['migrate'], { env: { DATABASE_URL: 'mysql://x' } });
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_URL must begin with');
  });
});
