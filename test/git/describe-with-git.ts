import { describe, it } from '@jest/globals';
import { hasGit } from './has-git.js';

/** Tests that need git. Without it they are left out, under a name that says so; if REQUIRE_ALL is set, that is a failure. */
export function describeWithGit(name: string, tests: () => void): void {
  if (hasGit()) describe(name, tests);
  else if (process.env.REQUIRE_ALL)
    describe(name, () =>
      it('must not be left out', () => {
        throw new Error('REQUIRE_ALL is set, but git is not installed.');
      }),
    );
  else describe.skip(`${name}: LEFT OUT, because git is not installed`, () => it('is left out', () => {}));
}
