import { rm } from 'node:fs/promises';
import { parseDatabaseUrl } from './parse-database-url.js';

/** Removes an SQLite database that nobody has open, with what SQLite keeps beside it. @throws Error for any other database */
export async function removeSqlite(url: string): Promise<void> {
  const target = parseDatabaseUrl(url);
  if (target.dialect !== 'sqlite') throw new Error('Only an SQLite database is removed as a file');
  for (const suffix of ['', '-wal', '-shm']) await rm(target.path + suffix, { force: true });
}
