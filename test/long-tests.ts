import { it } from '@jest/globals';
import { everyCase } from './every-case.js';

/** A test that takes long, because it starts many processes or waits. `.ci/run` runs it (REQUIRE_ALL); elsewhere it is skipped. */
export const itLong: typeof it.skip = everyCase ? it : it.skip;
