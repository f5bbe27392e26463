import { posix, resolve } from 'node:path';
import { formatProblem, GuideError, type Problem } from '../../guide/problem.js';
import { type Command, UsageError } from '../args.js';
import { guideFolder, openGuide } from '../open-guide.js';
import { counted } from '../text/terminal.js';

export const check: Command = {
  name: 'check',
  operands: '[DIR]',
  summary: 'list everything that should be fixed in a guide',
  details: [
    'Prints every error and warning as file:line: text. A page with an error is left out of the guide; the others are served.',
    'The exit code is 1 if there is an error.',
    'Without DIR it checks GUIDE_DIR, the folder content, or the guide that comes with Guidepost.',
  ].join('\n'),
  options: { strict: { description: 'exit with 1 if there is a warning, too' } },
  run: async ({ operands, has }, io) => {
    if (operands.length > 1) throw new UsageError('check takes one folder; put a name with spaces in quotes');
    const folder = guideFolder(operands[0], io);
    const { pages, problems, notes = [] } = await examine(openGuide(folder, io));
    const absolute = resolve(io.cwd, folder);
    for (const problem of problems) {
      const file = problem.file === absolute ? folder : posix.join(folder, problem.file);
      io.out(`${formatProblem({ ...problem, file })}\n`);
    }
    for (const note of notes) io.out(`${note}\n`);
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const warnings = problems.length - errors;
    const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
    io.out(`${pages === undefined ? '' : `${counted(pages, 'page')}: `}${found}\n`);
    return errors > 0 || (has('strict') && warnings > 0) ? 1 : 0;
  },
};

async function examine(
  opening: ReturnType<typeof openGuide>,
): Promise<{ pages?: number; problems: readonly Problem[]; notes?: readonly string[] }> {
  try {
    const { guide, problems, notes } = await opening;
    return { pages: guide.pages.length, problems, notes };
  } catch (error) {
    if (error instanceof GuideError) return { problems: error.problems };
    throw error;
  }
}
