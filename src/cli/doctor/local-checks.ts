import { formatProblem, GuideError } from '../../guide/problem.js';
import { guideFolder, openGuide } from '../open-guide.js';
import { counted } from '../text/terminal.js';
import { type Check, type Finding, failed, ok, skipped, warning } from './check.js';

export const checkConfiguration: Check = {
  name: 'configuration',
  run: async ({ config: { mode, production }, problems }) => {
    if (problems.length > 0) {
      const [first = ''] = problems;
      return failed(
        problems.length === 1 ? first : `${problems.length} things are wrong:\n${problems.join('\n')}`,
        'Set these variables in the environment, or in a file .env beside the program.',
      );
    }
    if (mode.kind === 'playground') {
      return warning(
        'Nothing of Slack is configured: the playground opens.',
        'To answer in Slack, set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode, or what many workspaces need; the README tells where they stand.',
      );
    }
    return ok(`Complete, ${MODES[mode.kind]}${production ? ', in production' : ''}.`);
  },
};

const MODES = { http: 'for HTTP', socket: 'for Socket Mode', workspaces: 'for many workspaces' } as const;

export const checkGuide: Check = {
  name: 'guide',
  run: async ({ io }) => {
    const folder = guideFolder(undefined, io);
    const all = `guidepost check ${folder} lists them; mend the files that it names.`;
    try {
      const { guide, warnings } = await openGuide(undefined, io);
      const pages = `${counted(guide.pages.length, 'page')} in ${folder}`;
      if (warnings.length === 0) return ok(`${pages}, revision ${guide.revision}.`);
      return warning(`${pages}, with ${counted(warnings.length, 'warning')}.`, all);
    } catch (error) {
      if (!(error instanceof GuideError)) throw error;
      const [first] = error.problems;
      return failed(
        `The guide in ${folder} cannot be used: ${counted(error.problems.length, 'problem')}${first === undefined ? '' : `, the first is ${formatProblem(first)}`}`,
        all,
      );
    }
  },
};

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
