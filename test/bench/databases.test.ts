import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';

it('what needs a Postgres ends without one in a line that says what to set, not in a stack trace', () => {
  const module = pathToFileURL(packageFile('bench/checklists/temporary-database.js')).href;
  const { TEST_DATABASE_URL: _, ...env } = process.env;
  const script = `(await import(${JSON.stringify(module)})).requirePostgres(', or add --only sqlite')`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
  });
  expect(stderr).toBe('Set TEST_DATABASE_URL to a Postgres whose role may create databases, or add --only sqlite.\n');
  expect(status).toBe(2);
});
