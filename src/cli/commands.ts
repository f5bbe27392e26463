import { ask } from './ask.js';
import { backup } from './backup.js';
import { check } from './check.js';
import type { Command } from './command.js';
import { doctor } from './doctor.js';
import { evaluateQuestions } from './evaluate.js';
import { migrateDatabase } from './migrate.js';
import { playground } from './playground.js';
import { restoreBackup } from './restore.js';
import { rotateKeys } from './rotate-keys.js';
import { serveSlack } from './serve.js';

/** The one table of commands: what is run, what help says, and what a misspelt one may have meant. */
export const commands: readonly Command[] = [
  ask,
  check,
  evaluateQuestions,
  serveSlack,
  playground,
  migrateDatabase,
  doctor,
  backup,
  restoreBackup,
  rotateKeys,
];
