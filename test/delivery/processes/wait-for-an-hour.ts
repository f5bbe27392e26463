import { systemClock } from '../../../src/delivery/system-clock.js';

void systemClock.sleep(3_600_000, new AbortController().signal);
