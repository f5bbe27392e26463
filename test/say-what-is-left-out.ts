import { everyCase } from './every-case.js';

/** Jest calls this before the tests. */
export default function sayWhatIsLeftOut(): void {
  if (!everyCase) process.stderr.write('Left out: most cases of a few slow tests. REQUIRE_ALL=1 tries them all.\n');
}
