import { type Check, type Finding, failed, ok, skipped, warning } from './check.js';

/** Above this, a press is slow by the database alone: it asks several times. */
const SLOW_MS = 50;

const MIGRATE = 'Run guidepost migrate, as a platform’s release step does.';

export const checkDatabase: Check = {
  name: 'database',
  run: async ({ config: { database, production }, io }) => {
    if (production && !io.env.DATABASE_URL?.trim()) return skipped('DATABASE_URL is not set.');
    // Loaded here: the other checks need no database.
    const { examineDatabase } = await import('../../storage/open-database.js');
    const state = await examineDatabase(database).catch((error: unknown) => unusable(error));
    if ('state' in state) return state;
    if (state.kind === 'absent') {
      if (!database.migrateOnStart) return failed(`The file ${state.file} is not there yet.`, MIGRATE);
      return ok(`The file ${state.file} is not there yet; the first start makes it.`);
    }
    const { dialect, ms, pending, tls, isLocal } = state;
    const name = { sqlite: 'SQLite', postgres: 'Postgres' }[dialect];
    const says = `${name} answers within ${ms} ms${tls === undefined ? '' : tls ? ', over TLS' : ', without TLS'}`;
    if (pending.length > 0 && !database.migrateOnStart) {
      return failed(`${says}, but lacks ${pending.join(', ')}.`, MIGRATE);
    }
    if (tls === false && !isLocal) {
      return warning(
        `${says}: what is stored travels readable.`,
        'Set DATABASE_SSL=verify, or no-verify where the certificate is the provider’s own.',
      );
    }
    if (ms > SLOW_MS) {
      return warning(
        `${says}, which is slow.`,
        'Run the app near its database: in the same region, on the same network.',
      );
    }
    return ok(`${says}, ${pending.length > 0 ? 'and is brought up to date by the next start' : 'and is up to date'}.`);
  },
};

function unusable(error: unknown): Finding {
  if (!(error instanceof Error)) throw error;
  if (error.name === 'DatabaseTooNew') return failed(error.message, 'Start the newer version again.');
  return failed(
    error.message,
    'Correct DATABASE_URL or DATABASE_SSL, or start the database. Questions are answered without it.',
  );
}
