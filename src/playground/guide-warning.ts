import type { Warning } from '@guidepost/slack-playground';
import { formatProblem } from '../guide/problem.js';
import type { ReloadOutcome } from '../live-guide.js';

/** What the playground's page says about a guide with files that cannot be read; `null` if all can. */
export function guideWarning({ isRefused, errors, failure }: ReloadOutcome): Warning | null {
  if (failure !== undefined) {
    const text = 'The guide cannot be read. Until it can, answers come from the last version that could be.';
    return { text, details: [failure] };
  }
  if (errors.length === 0) return null;
  const [what, until] =
    errors.length === 1
      ? ['A file of the guide cannot be read.', 'Until it is corrected']
      : ['Files of the guide cannot be read.', 'Until they are corrected'];
  const meanwhile = isRefused
    ? 'answers come from the last version that could be'
    : 'answers come from the other pages';
  return { text: `${what} ${until}, ${meanwhile}.`, details: errors.map(formatProblem) };
}
