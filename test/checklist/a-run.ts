import type { Person, Run } from '../../src/checklist/run.js';
import type { NewRun } from '../../src/checklist/run-store.js';
import { startRun } from '../../src/checklist/start-run.js';

export function aPerson(id = 'U1'): Person {
  return { id, name: `Name of ${id}` };
}

/** A checklist about to be posted, with as many items as asked for. */
export function aNewRun(items = 3, changes: Partial<NewRun> = {}): NewRun {
  return {
    installation: 'T1',
    id: 'run-1',
    channel: 'C1',
    page: 'platform-as-a-service',
    title: 'Platform-as-a-service',
    guideRevision: 'r1',
    postedBy: aPerson('U1'),
    postedAt: new Date('2026-11-20T09:00:00.000Z'),
    leftOut: [],
    items: Array.from({ length: items }, (_, index) => ({
      title: `Step ${index + 1}`,
      titleContent: [{ type: 'text', value: `Step ${index + 1}` }],
      detail: [{ type: 'paragraph', children: [{ type: 'text', value: `How to do step ${index + 1}` }] }],
    })),
    ...changes,
  };
}

export function aRun(items = 3): Run {
  return startRun(aNewRun(items));
}
