import { CannotOpenDatabase, parseDatabaseUrl } from '../storage/database.js';

/**
 * Where a playground's conversation is kept: beside the database of its runs, `data/playground.db` → `data/playground-workspace.json`.
 * @throws CannotOpenDatabase where that is no file
 */
export function workspaceFile(databaseUrl: string): string {
  const target = parseDatabaseUrl(databaseUrl);
  if (target.dialect !== 'sqlite')
    throw new CannotOpenDatabase('The playground keeps its runs in an SQLite file alone.');
  return target.path.replace(/(\.db)?$/, '-workspace.json');
}
