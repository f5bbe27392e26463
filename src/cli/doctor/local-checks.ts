import { GitError } from '../../git/git-error.js';
import { openRepository } from '../../git/repository.js';
import type { GuideRepository } from '../../git/settings.js';
import { loadGuide } from '../../guide/load.js';
import { formatProblem, GuideError, isError, type Problem } from '../../guide/problem.js';
import { guideFolder, inCheckout, openGuide } from '../open-guide.js';
import { counted } from '../text/terminal.js';
import { type Check, type CheckContext, type Finding, failed, ok, skipped, warning } from './check.js';

export const checkConfiguration: Check = {
  name: 'configuration',
  run: async ({ config: { mode, production }, problems }) => {
    if (problems.length > 0) {
      const [first = ''] = problems;
      return failed(
        problems.length === 1 ? first : `${problems.length} problems:\n${problems.join('\n')}`,
        'Set these variables in the environment, or in a file .env in the folder where the app starts.',
      );
    }
    if (mode.kind === 'playground') {
      return warning(
        'Slack is not configured, so the app opens the playground.',
        'To answer in Slack, set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode, or the variables for many workspaces. The README says where to find them.',
      );
    }
    return ok(`Complete, ${MODES[mode.kind]}${production ? ', in production' : ''}.`);
  },
};

const MODES = { http: 'for HTTP', socket: 'for Socket Mode', workspaces: 'for many workspaces' } as const;

export const checkGuide: Check = {
  name: 'guide',
  run: async (context) => {
    const { config, io } = context;
    if (config.repository !== undefined) return await examineRepositoryGuide(config.repository, context);
    const folder = guideFolder(undefined, io);
    const listAll = `To list them all: guidepost check ${folder}`;
    try {
      const { guide, problems } = await openGuide(undefined, io);
      const pages = `${counted(guide.pages.length, 'page')} in ${folder}`;
      const [error] = problems.filter(isError);
      if (error !== undefined) {
        const leftOut = `${counted(guide.leftOut.length, 'file')} left out because of errors`;
        return failed(`${pages}, and ${leftOut}. The first: ${formatProblem(error)}`, listAll);
      }
      if (problems.length === 0) return ok(`${pages}, revision ${guide.revision}.`);
      return warning(`${pages}, with ${counted(problems.length, 'warning')}.`, listAll);
    } catch (error) {
      if (!(error instanceof GuideError)) throw error;
      const [first] = error.problems;
      return failed(
        `The guide in ${folder} cannot be used: ${counted(error.problems.length, 'problem')}${first === undefined ? '' : `. The first: ${formatProblem(first)}`}`,
        listAll,
      );
    }
  },
};

/** Each button press makes several queries, so above this the database alone makes it slow. */
const SLOW_MS = 50;

const MIGRATE = 'Run guidepost migrate, as a platform’s release step does.';

export const checkDatabase: Check = {
  name: 'database',
  run: async ({ config: { database, production }, io }) => {
    if (production && !io.env.DATABASE_URL?.trim()) return skipped('DATABASE_URL is not set.');
    // Loaded on demand: only this check needs the database's libraries.
    const { examineDatabase } = await import('../../storage/open-database.js');
    const state = await examineDatabase(database).catch((error: unknown) => unusable(error));
    if ('state' in state) return state;
    if (state.kind === 'absent') {
      if (!database.migrateOnStart) return failed(`The file ${state.file} does not exist yet.`, MIGRATE);
      return ok(`The file ${state.file} does not exist yet. The first start creates it.`);
    }
    const { dialect, ms, pending, tls, isLocal } = state;
    const name = { sqlite: 'SQLite', postgres: 'Postgres' }[dialect];
    const message = `${name} answers within ${ms} ms${tls === undefined ? '' : tls ? ', over TLS' : ', without TLS'}`;
    if (pending.length > 0 && !database.migrateOnStart) {
      return failed(`${message}, but these migrations are missing: ${pending.join(', ')}.`, MIGRATE);
    }
    if (tls === false && !isLocal) {
      return warning(
        `${message}: everything is sent unencrypted.`,
        'Set DATABASE_SSL=verify, or no-verify if the provider uses its own certificate.',
      );
    }
    const schema = pending.length > 0 ? 'and will be updated by the next start' : 'and is up to date';
    if (ms > SLOW_MS) {
      return warning(
        `${message}, which is slow, ${schema}.`,
        'Run the app close to its database: in the same region, on the same network.',
      );
    }
    return ok(`${message}, ${schema}.`);
  },
};

function unusable(error: unknown): Finding {
  if (!(error instanceof Error)) throw error;
  if (error.name === 'DatabaseTooNew') return failed(error.message, 'Start the newer version again.');
  return failed(
    error.message,
    'Correct DATABASE_URL or DATABASE_SSL, or start the database. Questions are answered even without it.',
  );
}

/** Shorter than what a check may take. */
const TIMEOUT_MS = 11_000;

/** Whether git is there, the host answers, and the branch, tag or commit exists. */
export const checkRepository: Check = {
  name: 'repository',
  run: async ({ config: { repository }, io }) => {
    if (repository === undefined) return skipped('The guide comes from a folder.');
    if (repository.url === '') return skipped('GUIDE_REPO cannot be read.');
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const commit = await openRepository({ settings: repository, environment: io.env, signal }).latestCommit();
      const when =
        repository.refreshMinutes === 0
          ? 'Changes are fetched when the webhook is called.'
          : `Changes are fetched every ${counted(repository.refreshMinutes, 'minute')}${repository.webhookSecret === undefined ? '' : ', and when the webhook is called'}.`;
      return ok(
        `${repository.url} answers: ${repository.ref ?? 'its default branch'} is commit ${commit.slice(0, 7)}. ${when}`,
      );
    } catch (error) {
      return explain(error, signal);
    }
  },
};

/** The guide of the repository, as the next fetch would find it. */
async function examineRepositoryGuide(
  settings: GuideRepository,
  { config: { guideUrl }, io }: CheckContext,
): Promise<Finding> {
  if (settings.url === '') return skipped('GUIDE_REPO cannot be read.');
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const listAll = 'To list them all, with the same settings: guidepost check';
  const where = settings.path === '' ? 'the repository' : `${settings.path} of the repository`;
  const first = ([problem]: readonly Problem[], folder: string): string =>
    problem === undefined
      ? ''
      : ` The first: ${formatProblem({ ...problem, file: problem.file === folder ? where : problem.file })}`;
  try {
    return await inCheckout(
      settings,
      io,
      async ({ folder, commit }) => {
        try {
          const { guide, problems } = await loadGuide({ folder, guideUrl });
          const pages = `${counted(guide.pages.length, 'page')} in ${where}, commit ${commit.slice(0, 7)}`;
          const errors = problems.filter(isError);
          if (errors.length > 0) {
            const leftOut = `${counted(guide.leftOut.length, 'file')} left out because of errors`;
            return failed(`${pages}, and ${leftOut}.${first(errors, folder)}`, listAll);
          }
          if (problems.length > 0) return warning(`${pages}, with ${counted(problems.length, 'warning')}.`, listAll);
          return ok(`${pages}.`);
        } catch (error) {
          if (!(error instanceof GuideError)) throw error;
          const found = counted(error.problems.length, 'problem');
          return failed(`No page in ${where} can be read: ${found}.${first(error.problems, folder)}`, listAll);
        }
      },
      signal,
    );
  } catch (error) {
    return explain(error, signal);
  }
}

function explain(error: unknown, { aborted }: AbortSignal): Finding {
  if (!(error instanceof GitError)) throw error;
  const fix = 'Correct GUIDE_REPO, GUIDE_REF, GUIDE_PATH or GUIDE_TOKEN, or try again later.';
  return failed(aborted ? `The host sent nothing within ${TIMEOUT_MS / 1_000} s.` : error.message, fix);
}
