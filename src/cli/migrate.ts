import { readConfig } from '../config.js';
import { openDatabase } from '../storage/open-database.js';
import type { Command } from './command.js';
import type { Io } from './io.js';
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
    const database = await openDatabase(databaseConfig(io));
    try {
      const taken = await migrate(database);
      io.out(taken.length === 0 ? 'The database is up to date.\n' : taken.map((name) => `Done: ${name}\n`).join(''));
      return 0;
    } finally {
      await database.close();
    }
  },
};

// A release step knows the database and not always Slack, which must neither be missed here nor choose the playground's database.
const databaseConfig = ({ env: { DATABASE_URL, DATABASE_SSL, NODE_ENV } }: Io) =>
  readConfig({ DATABASE_URL, DATABASE_SSL, NODE_ENV, SLACK_BOT_TOKEN: 'xoxb-none', SLACK_APP_TOKEN: 'xapp-none' })
    .database;
