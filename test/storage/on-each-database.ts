import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import pg from 'pg';

/** An empty database that is removed afterwards. */
export interface EmptyDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** Runs the same tests on SQLite and, if TEST_DATABASE_URL names a Postgres whose role may create databases, on Postgres. */
export function describeOnEachDatabase(name: string, tests: (make: () => Promise<EmptyDatabase>) => void): void {
  describe(`${name}, on SQLite`, () => tests(emptySqlite));
  describeWithPostgres(`${name}, on Postgres`, (admin) => tests(() => emptyPostgres(admin)));
}

/**
 * Tests that need a Postgres. Without one they are left out, under a name that says so; if REQUIRE_ALL is set, that is a
 * failure.
 */
export function describeWithPostgres(name: string, tests: (admin: string) => void): void {
  const admin = process.env.TEST_DATABASE_URL;
  if (admin) describe(name, () => tests(admin));
  else if (process.env.REQUIRE_ALL)
    describe(name, () =>
      it('must not be left out', () => {
        throw new Error('REQUIRE_ALL is set, but TEST_DATABASE_URL names no Postgres whose role may create databases.');
      }),
    );
  else describe.skip(`${name}: LEFT OUT, because TEST_DATABASE_URL is not set`, () => it('is left out', () => {}));
}

export async function emptySqlite(): Promise<EmptyDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'guidepost-'));
  return { url: `sqlite:${join(folder, 'test.db')}`, remove: () => rm(folder, { recursive: true }) };
}

export async function emptyPostgres(admin: string): Promise<EmptyDatabase> {
  const name = `guidepost_test_${randomBytes(6).toString('hex')}`;
  const url = new URL(admin);
  url.pathname = `/${name}`;
  await asAdmin(admin, `create database ${name}`);
  return { url: url.href, remove: () => asAdmin(admin, `drop database ${name} with (force)`) };
}

export async function asAdmin(admin: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  try {
    for (let left = TRIES; ; left -= 1) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        if (left === 0 || (error as { code?: unknown }).code !== INSUFFICIENT_PRIVILEGE) throw error;
        await sleep(250);
      }
    }
  } finally {
    await client.end();
  }
}

// Postgres cleans up tables with processes of its own, which this role may not end. They take a moment.
const INSUFFICIENT_PRIVILEGE = '42501';
const TRIES = 40;
