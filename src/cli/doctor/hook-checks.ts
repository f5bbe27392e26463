import type { ListedHook } from '../../hooks/store.js';
import { shownUrl, stateOf } from '../text/hook-text.js';
import { counted } from '../text/terminal.js';
import { type Check, failed, ok, skipped, warning } from './check.js';

/** An event that has waited longer, although nothing failed, shows that no app is running on this database. */
const LONG_MS = 10 * 60_000;

const NONE = skipped('There are none. To tell other programs about checklists: guidepost hook add URL.');

export const checkHooks: Check = {
  name: 'hooks',
  run: async ({ config: { database, mode, production }, io }) => {
    if (production && !io.env.DATABASE_URL?.trim()) return skipped('DATABASE_URL is not set.');
    // Loaded on demand: most commands need no database.
    const { examineDatabase, openDatabase } = await import('../../storage/open-database.js');
    const state = await examineDatabase(database).catch(() => undefined);
    if (state === undefined) return skipped('The database cannot be used.');
    if (state.kind === 'absent') return NONE;
    if (state.pending.length > 0) return skipped('The database is not up to date yet.');
    const { createHookRegistry } = await import('../../storage/hooks.js');
    const { createKeyRing } = await import('../../workspaces/key-ring.js');
    const keys = mode.kind === 'workspaces' && mode.tokenKeys[0] !== '' ? createKeyRing(mode.tokenKeys) : undefined;
    const opened = await openDatabase(database);
    try {
      return finding(await createHookRegistry(opened, keys).list(), Date.now());
    } finally {
      await opened.close();
    }
  },
};

function finding(hooks: readonly ListedHook[], now: number) {
  if (hooks.length === 0) return NONE;
  const lines = hooks.map((hook) => `${hook.id} to ${shownUrl(hook.url)}: ${stateOf(hook)}.`).join('\n');
  const message = hooks.length === 1 ? lines : `${counted(hooks.length, 'hook')}:\n${lines}`;
  if (hooks.some(({ isReadable }) => !isReadable)) {
    return failed(message, 'Set TOKEN_KEYS as for the server, or remove the hook and add it again.');
  }
  const isLate = hooks.some(
    ({ disabled, lastError, waitingSince }) =>
      disabled || lastError !== undefined || (waitingSince && now - waitingSince.getTime() > LONG_MS),
  );
  if (!isLate) return ok(message);
  return warning(
    message,
    'Look at the receiver’s log, and try it: guidepost hook test ID. To end a hook: guidepost hook remove ID.',
  );
}
