import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

it('without a Postgres, a benchmark that needs one exits with a line that says what to set', () => {
  const module = new URL('../../bench/checklists/databases.js', import.meta.url).href;
  const { TEST_DATABASE_URL: _, ...env } = process.env;
  const script = `(await import(${JSON.stringify(module)})).requirePostgres(', or add --only sqlite')`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
  });
  expect(stderr).toBe('Set TEST_DATABASE_URL to a Postgres whose role may create databases, or add --only sqlite.\n');
  expect(status).toBe(2);
});
