import { formatProblem, GuideError } from '../../guide/problem.js';
import { guideFolder, openGuide } from '../open-guide.js';
import { counted } from '../text/counted.js';
import { type Check, failed, ok, warning } from './check.js';

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
