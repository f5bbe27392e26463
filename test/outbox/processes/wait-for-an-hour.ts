import { systemClock } from '../../../src/outbox/clock.js';

void systemClock.sleep(3_600_000, new AbortController().signal);
