import { resolve } from 'node:path';
import { readDatabaseConfig, readKeysConfig } from '../../config.js';
import { createKeyRing } from '../../workspaces/key-ring.js';
import { type Command, UsageError } from '../args.js';
import { withDatabase } from '../open-database.js';
import { counted } from '../text/terminal.js';

export const migrateDatabase: Command = {
  name: 'migrate',
  summary: 'update the database to this version',
  details: [
    'Uses DATABASE_URL, like the server. Safe to repeat, and to run on several machines at the same time.',
    'A platform should run it before each release.',
  ].join('\n'),
  options: {},
  run: async ({ operands }, io) => {
    if (operands.length > 0) throw new UsageError('migrate takes no arguments: the database is DATABASE_URL');
    const { migrate } = await import('../../storage/migrate.js');
    const taken = await withDatabase(readDatabaseConfig(io.env), migrate);
    io.out(taken.length === 0 ? 'The database is up to date.\n' : taken.map((name) => `Done: ${name}\n`).join(''));
    return 0;
  },
};

export const backup: Command = {
  name: 'backup',
  operands: 'FILE',
  summary: 'copy the SQLite database to a file, while the app runs',
  details: [
    'Uses DATABASE_URL, like the server. The copy is consistent, checked, and readable only by its owner.',
    'An existing FILE is not overwritten. With Postgres it says how to do it with Postgres’ own tools.',
  ].join('\n'),
  options: {},
  run: async ({ operands: [file, ...rest] }, io) => {
    if (file === undefined || rest.length > 0) throw new UsageError('backup needs the name of one file to write');
    const { backUp } = await import('../../storage/backup.js');
    const { runs, step } = backUp(readDatabaseConfig(io.env).url, resolve(io.cwd, file));
    io.out(`${file}: ${counted(runs, 'posted checklist')}, as of ${step}. Checked.\n`);
    return 0;
  },
};

export const restoreBackup: Command = {
  name: 'restore',
  operands: 'FILE',
  summary: 'replace the SQLite database by a backup; stop the app first',
  details: [
    'Uses DATABASE_URL, like the server. FILE is checked before anything changes; a backup from a newer Guidepost is refused.',
    'With Postgres it says how to do it with Postgres’ own tools.',
  ].join('\n'),
  options: { force: { description: 'keep the present database under another name, and replace it' } },
  run: async ({ operands: [file, ...rest], has }, io) => {
    if (file === undefined || rest.length > 0) throw new UsageError('restore needs the name of one backup');
    const { restore } = await import('../../storage/backup.js');
    const restored = restore(readDatabaseConfig(io.env).url, resolve(io.cwd, file), {
      force: has('force'),
      now: new Date(),
    });
    io.out(`${restored.file}: ${counted(restored.runs, 'posted checklist')}, as of ${restored.step}. Checked.\n`);
    if (restored.aside !== undefined) io.out(`The previous database is now ${restored.aside}\n`);
    return 0;
  },
};

export const rotateKeys: Command = {
  name: 'rotate-keys',
  summary: 'encrypt the tokens of all workspaces and the signing secrets of hooks with the newest key',
  details: [
    'Uses DATABASE_URL and TOKEN_KEYS: the new key first, then the earlier ones. Afterwards only the first is needed.',
    'Safe to repeat, and to run while the server runs. docs/hosting.md lists the steps in order.',
  ].join('\n'),
  options: {},
  run: async ({ operands }, io) => {
    if (operands.length > 0) throw new UsageError('rotate-keys takes no arguments: the keys are TOKEN_KEYS');
    const { database: target, tokenKeys } = readKeysConfig(io.env);
    const { resealTokens } = await import('../../storage/installations.js');
    const { resealHooks } = await import('../../storage/hooks.js');
    const keys = createKeyRing(tokenKeys);
    const [tokens, hooks] = await withDatabase(
      target,
      async (database) => [await resealTokens(database, keys), await resealHooks(database, keys)] as const,
    );
    const resealed = tokens.resealed + hooks.resealed;
    io.out(`Encrypted with the newest key: ${resealed}. Already up to date: ${tokens.current + hooks.current}.\n`);
    if (tokens.unreadable.length > 0) {
      io.err(
        `No key in TOKEN_KEYS decrypts the token of ${tokens.unreadable.join(', ')}. Add the key it was encrypted with, or have the app installed there again.\n`,
      );
    }
    if (hooks.unreadable.length > 0) {
      io.err(
        `No key in TOKEN_KEYS decrypts the signing secret of ${hooks.unreadable.join(', ')}. Add the key it was encrypted with, or remove the hook and add it again.\n`,
      );
    }
    return tokens.unreadable.length + hooks.unreadable.length === 0 ? 0 : 1;
  },
};
