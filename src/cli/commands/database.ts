import { resolve } from 'node:path';
import { readDatabaseConfig, readKeysConfig } from '../../config.js';
import { openDatabase } from '../../storage/open-database.js';
import { createKeyRing } from '../../workspaces/key-ring.js';
import { type Command, UsageError } from '../args.js';
import { counted } from '../text/terminal.js';

export const migrateDatabase: Command = {
  name: 'migrate',
  summary: 'bring the database up to this version',
  details: [
    'Uses DATABASE_URL, as the server does. Safe to repeat, and to run from several machines at once.',
    'It is what a platform should run before each release.',
  ].join('\n'),
  options: {},
  run: async ({ operands }, io) => {
    if (operands.length > 0) throw new UsageError('migrate takes nothing: the database is DATABASE_URL');
    const { migrate } = await import('../../storage/migrate.js');
    const database = await openDatabase(readDatabaseConfig(io.env));
    try {
      const taken = await migrate(database);
      io.out(taken.length === 0 ? 'The database is up to date.\n' : taken.map((name) => `Done: ${name}\n`).join(''));
      return 0;
    } finally {
      await database.close();
    }
  },
};

export const backup: Command = {
  name: 'backup',
  operands: 'FILE',
  summary: 'copy the SQLite database into a file, while the app runs',
  details: [
    'Uses DATABASE_URL, as the server does. The copy is as of one moment, checked, and readable by its owner alone;',
    'an existing FILE is not overwritten. With Postgres it says how its own tools do it.',
  ].join('\n'),
  options: {},
  run: async ({ operands: [file, ...rest] }, io) => {
    if (file === undefined || rest.length > 0) throw new UsageError('backup takes the name of one file to write');
    const { backUp } = await import('../../storage/backup.js');
    const { runs, step } = backUp(readDatabaseConfig(io.env).url, resolve(io.cwd, file));
    io.out(`${file}: ${counted(runs, 'posted checklist')}, as of ${step}. Checked.\n`);
    return 0;
  },
};

export const restoreBackup: Command = {
  name: 'restore',
  operands: 'FILE',
  summary: 'put a backup in the place of the SQLite database; stop the app first',
  details: [
    'Uses DATABASE_URL, as the server does. FILE is checked before anything is changed; one of a newer Guidepost is refused.',
    'With Postgres it says how its own tools do it.',
  ].join('\n'),
  options: { force: { description: 'put a database that is there aside, under another name' } },
  run: async ({ operands: [file, ...rest], has }, io) => {
    if (file === undefined || rest.length > 0) throw new UsageError('restore takes the name of one backup');
    const { restore } = await import('../../storage/backup.js');
    const restored = restore(readDatabaseConfig(io.env).url, resolve(io.cwd, file), {
      force: has('force'),
      now: new Date(),
    });
    io.out(`${restored.file}: ${counted(restored.runs, 'posted checklist')}, as of ${restored.step}. Checked.\n`);
    if (restored.aside !== undefined) io.out(`What was there before is now ${restored.aside}\n`);
    return 0;
  },
};

export const rotateKeys: Command = {
  name: 'rotate-keys',
  summary: 'seal the tokens of all workspaces by the newest key',
  details: [
    'Uses DATABASE_URL and TOKEN_KEYS: the new key first, then those that sealed before. Afterwards only the first is needed.',
    'Safe to repeat, and to run beside the server. docs/hosting.md tells the order of the steps.',
  ].join('\n'),
  options: {},
  run: async ({ operands }, io) => {
    if (operands.length > 0) throw new UsageError('rotate-keys takes nothing: the keys are TOKEN_KEYS');
    const { database: target, tokenKeys } = readKeysConfig(io.env);
    const { resealTokens } = await import('../../storage/installations.js');
    const database = await openDatabase(target);
    try {
      const { resealed, current, unreadable } = await resealTokens(database, createKeyRing(tokenKeys));
      io.out(`Sealed anew: ${resealed}. By the newest key already: ${current}.\n`);
      if (unreadable.length === 0) return 0;
      io.err(
        `No key of TOKEN_KEYS opens the token of ${unreadable.join(', ')}. Add the key that sealed it, or have the app installed there again.\n`,
      );
      return 1;
    } finally {
      await database.close();
    }
  },
};
