import { describe, expect, it } from '@jest/globals';
import { findLost } from '../../bench/checklists/presses.js';
import { changeItem } from '../../src/checklist/change-item.js';
import type { Run } from '../../src/checklist/run.js';
import { aPerson, aRun } from '../checklist/runs.js';

type TestPress = Parameters<typeof findLost>[1][number];

function press(sequence: number, done: boolean, outcome: TestPress['outcome'] = 'acknowledged'): TestPress {
  return {
    item: 'i1',
    done,
    sequence,
    outcome,
  };
}
function stored(...presses: TestPress[]): Run {
  return presses.reduce(
    (run, { item, done, sequence }) =>
      changeItem(run, {
        field: 'state',
        item,
        outcome: { kind: done ? 'done' : 'open' },
        by: aPerson(),
        at: new Date(0),
        sequence,
      }).run,
    aRun(),
  );
}

describe('the search for lost presses', () => {
  it('finds nothing if every acknowledged press is stored, in whatever order they arrived', () => {
    const all = [press(1, true), press(2, false), press(3, true)];
    expect(findLost(stored(...all), all)).toEqual([]);
    expect(findLost(stored(...all.toReversed()), all)).toEqual([]);
    expect(findLost(aRun(), [])).toEqual([]);
  });

  it('finds an acknowledged press that is not stored, even one that would have changed nothing', () => {
    expect(findLost(stored(press(1, true)), [press(1, true), press(2, false)])).toEqual([press(2, false)]);
    expect(findLost(stored(press(1, true)), [press(1, true), press(2, true)])).toEqual([press(2, true)]);
    expect(findLost(aRun(), [press(1, true)])).toEqual([press(1, true)]);
  });

  it('accepts a press of unknown outcome, stored or not', () => {
    const all = [press(1, true), press(2, false, 'unknown')];
    expect(findLost(stored(...all), all)).toEqual([]);
    expect(findLost(stored(press(1, true)), all)).toEqual([]);
  });

  it('finds a state that no press asked for', () => {
    const run = stored(press(1, true));
    const wrong = { ...run, items: run.items.map((item) => ({ ...item, state: { kind: 'open' as const } })) };
    expect(findLost(wrong, [press(1, true)])).toEqual([press(1, true)]);
  });
});
