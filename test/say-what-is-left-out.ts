import { everyCase } from './every-case.js';
import { hasGit } from './git/has-git.js';

/** Jest calls this before the tests. */
export default function sayWhatIsLeftOut(): void {
  if (!everyCase)
    process.stderr.write(
      'Left out: tests that take long, and most cases of some others. REQUIRE_ALL=1 runs them all.\n',
    );
  if (!hasGit()) process.stderr.write('Left out: a guide in a git repository. Install git to test it.\n');
}
