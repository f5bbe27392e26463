import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.js';

/** Root rehearses what somebody else has checked out, which git would refuse to read. */
const ANY_OWNER = ['-c', 'safe.directory=*'];

async function git(...args) {
  return (await runCommand('git', [...ANY_OWNER, ...args])).trim();
}

/** What a platform makes of the last commit: a clone, installed, built, and pruned of what only building needs. */
export async function makeRelease(root, tree) {
  const packing = `git ${ANY_OWNER.join(' ')} upload-pack`;
  await git('clone', '--quiet', '--no-local', '--depth', '1', '--upload-pack', packing, `file://${root}`, tree);
  const npm = (...args) => runCommand('npm', [...args, '--no-audit', '--no-fund'], { cwd: tree });
  await npm('ci', '--prefer-offline');
  await npm('run', 'build');
  await npm('prune', '--omit=dev');
  const commit = await git('-C', tree, 'log', '-1', '--format=%h %s');
  const changed = await git('-C', root, 'status', '--porcelain', '--untracked-files=no');
  return { told: `${commit}${changed === '' ? '' : '; changes that are not committed are NOT part of it'}` };
}

/**
 * There is one release so far. So the next one is the same, with one migration more, of the kind that a release may have: it adds,
 * while the release before goes on over it.
 */
export async function makeNextRelease(first, next) {
  await runCommand('cp', ['-a', first, next]);
  const table = join(next, 'dist/storage/migrations/migrations.js');
  const code = readFileSync(table, 'utf8');
  const begin = 'export const migrations = {';
  if (!code.includes(begin)) throw new Error(`${table} has no table of migrations`);
  writeFileSync(table, code.replace(begin, `${STEP_CODE}${begin}\n    '9999-rehearsed': rehearsed,`));
}

const STEP_CODE = `
import { sql } from 'kysely';
const rehearsed = { up: async (db) => {
  await sql\`alter table runs add column rehearsed text\`.execute(db);
  await sql\`alter table run_items add column rehearsed bigint not null default 0\`.execute(db);
  await sql\`create table rehearsed (id text primary key)\`.execute(db);
} };
`;
