import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotOpenDatabase } from '../cannot-open-database.js';

const REMEDY = 'Choose a path that this user may write, on a disk that outlives a restart.';

/** Makes the folder of the database file and sees that both can be written. SQLite also writes two files beside the database. */
export function prepareFolder(file: string): void {
  const folder = dirname(file);
  attempt(`The folder ${folder} of the database cannot be created`, () => mkdirSync(folder, { recursive: true }));
  attempt(`The folder ${folder} of the database cannot be written`, () => accessSync(folder, constants.W_OK));
  if (existsSync(file)) attempt(`The database ${file} cannot be written`, () => accessSync(file, constants.W_OK));
}

function attempt(what: string, act: () => unknown): void {
  try {
    act();
  } catch (error) {
    throw new CannotOpenDatabase(`${what} (${(error as NodeJS.ErrnoException).code}). ${REMEDY}`, { cause: error });
  }
}
