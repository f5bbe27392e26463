import type { Migration } from 'kysely';
import { runs } from './0001-runs.js';
import { teamwork } from './0002-teamwork.js';
import { workspaces } from './0003-workspaces.js';

/** Every step that the database has to take, in the order of the names. A published step never changes: add another. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-runs': runs,
  '0002-teamwork': teamwork,
  '0003-workspaces': workspaces,
};
