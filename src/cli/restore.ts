import { resolve } from 'node:path';
import { readDatabaseConfig } from '../config.js';
import type { Command } from './command.js';
import { counted } from './text/counted.js';
import { UsageError } from './usage-error.js';

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
    const { restore } = await import('../storage/backup.js');
    const restored = restore(readDatabaseConfig(io.env).url, resolve(io.cwd, file), {
      force: has('force'),
      now: new Date(),
    });
    io.out(`${restored.file}: ${counted(restored.runs, 'posted checklist')}, as of ${restored.step}. Checked.\n`);
    if (restored.aside !== undefined) io.out(`What was there before is now ${restored.aside}\n`);
    return 0;
  },
};
