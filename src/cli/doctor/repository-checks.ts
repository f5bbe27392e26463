import { GitError } from '../../git/git-error.js';
import { openRepository } from '../../git/repository.js';
import type { GuideRepository } from '../../git/settings.js';
import { loadGuide } from '../../guide/load.js';
import { formatProblem, GuideError, isError, type Problem } from '../../guide/problem.js';
import { inCheckout } from '../open-guide.js';
import { counted } from '../text/terminal.js';
import { type Check, type CheckContext, type Finding, failed, ok, skipped, warning } from './check.js';

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
export async function examineRepositoryGuide(
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
