import { readKeysConfig } from '../config.js';
import { openDatabase } from '../storage/open-database.js';
import { createKeyRing } from '../workspaces/key-ring.js';
import type { Command } from './command.js';
import { UsageError } from './usage-error.js';

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
    const { resealTokens } = await import('../storage/installations.js');
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
