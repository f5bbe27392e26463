import { readDatabaseConfig } from '../config.js';
import { openDatabase } from '../storage/open-database.js';
import type { Command } from './command.js';
import { UsageError } from './usage-error.js';

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
    const { migrate } = await import('../storage/migrate.js');
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
