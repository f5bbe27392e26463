import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { builtFile } from '../built-file.js';

it('without a Postgres, a benchmark that needs one exits with a line that says what to set', () => {
  const { TEST_DATABASE_URL: _, ...env } = process.env;
  const script = builtFile('test/bench/processes/require-postgres.js');
  const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
  expect(stderr).toBe('Set TEST_DATABASE_URL to a Postgres whose role may create databases, or add --only sqlite.\n');
  expect(status).toBe(2);
});
