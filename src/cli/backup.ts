import { resolve } from 'node:path';
import { readDatabaseConfig } from '../config.js';
import type { Command } from './command.js';
import { counted } from './text/counted.js';
import { UsageError } from './usage-error.js';

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
    const { backUp } = await import('../storage/backup.js');
    const { runs, step } = backUp(readDatabaseConfig(io.env).url, resolve(io.cwd, file));
    io.out(`${file}: ${counted(runs, 'posted checklist')}, as of ${step}. Checked.\n`);
    return 0;
  },
};
