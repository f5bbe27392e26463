/** Whether every test and every case is run, as `.ci/run` does. Elsewhere long tests are left out, and a few cases of the slow ones are enough. */
export const everyCase: boolean = process.env.REQUIRE_ALL !== undefined;

/** For the name of tests that try a few cases. */
export const few: string = everyCase ? '' : ' (a few of the cases: REQUIRE_ALL=1 tries all)';

/** How often a slow property is tried: so often, or elsewhere a tenth of it. */
export function runs(most: number): { numRuns: number } {
  return { numRuns: everyCase ? most : Math.min(most, Math.max(10, Math.ceil(most / 10))) };
}
