import { describe, expect, it } from '@jest/globals';
import { measureRedraws } from '../../src/app/measure-redraws.js';
import type { OutboxStore } from '../../src/outbox/store.js';
import { noMetrics } from '../../src/telemetry/no-metrics.js';

describe('a store whose redraws are measured', () => {
  it('is asked exactly what it would be asked otherwise, so that a workspace whose Slack hangs is left out', async () => {
    const asked: unknown[][] = [];
    const store = {
      due: async (...given: unknown[]) => {
        asked.push(given);
        return { runs: [] };
      },
    } as unknown as OutboxStore;
    await measureRedraws(noMetrics).store(store).due(50, ['T0HANGS']);
    expect(asked).toEqual([[50, ['T0HANGS']]]);
  });
});
