import { appliedMigrations } from './applied-migrations.js';
import type { Database } from './database.js';
import { migrations } from './migrations/migrations.js';
import { refuseNewer } from './refuse-newer.js';

/**
 * The names of the steps that `migrate` would take, for a program that starts without migrating.
 * @throws DatabaseTooNew
 */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const applied = await appliedMigrations(db);
  refuseNewer(applied);
  return Object.keys(migrations).filter((name) => !applied.includes(name));
}
