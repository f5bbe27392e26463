import { migrations } from './migrations/migrations.js';

/** The database has taken steps that this program does not know: an older version runs on a newer one's data. */
export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew';
  constructor(readonly unknown: readonly string[]) {
    super(
      `The database was brought up to date by a newer Guidepost (it has ${unknown.join(', ')}, which this version does not know). ` +
        'Run that version or a later one, or restore the copy of the database from before the upgrade.',
    );
  }
}

/** @throws DatabaseTooNew */
export function refuseNewer(applied: readonly string[]): void {
  const unknown = applied.filter((name) => !(name in migrations));
  if (unknown.length > 0) throw new DatabaseTooNew(unknown);
}
