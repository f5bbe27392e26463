import { describe, expect, it } from '@jest/globals';
import { changeItem } from '../../src/checklist/change-item.js';
import type { Run } from '../../src/checklist/run.js';
import { packageFile } from '../../src/package-file.js';
import { aPerson, aRun } from '../checklist/runs.js';

interface Press {
  readonly item: string;
  readonly done: boolean;
  readonly sequence: number;
  readonly outcome: 'acknowledged' | 'unknown' | 'told';
}

const { findLost } = (await import(packageFile('bench/checklists/find-lost.js'))) as {
  findLost: (run: Run, presses: readonly Press[]) => unknown[];
};

function press(sequence: number, done: boolean, outcome: Press['outcome'] = 'acknowledged'): Press {
  return {
    item: 'i1',
    done,
    sequence,
    outcome,
  };
}
function stored(...presses: Press[]): Run {
  return presses.reduce(
    (run, { item, done, sequence }) =>
      changeItem(run, {
        part: 'state',
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
  it('finds nothing where everything acknowledged is stored, in whatever order it came', () => {
    const all = [press(1, true), press(2, false), press(3, true)];
    expect(findLost(stored(...all), all)).toEqual([]);
    expect(findLost(stored(...all.toReversed()), all)).toEqual([]);
    expect(findLost(aRun(), [])).toEqual([]);
  });

  it('finds an acknowledged press that is not stored, also one that would not have changed anything', () => {
    expect(findLost(stored(press(1, true)), [press(1, true), press(2, false)])).toEqual([press(2, false)]);
    expect(findLost(stored(press(1, true)), [press(1, true), press(2, true)])).toEqual([press(2, true)]);
    expect(findLost(aRun(), [press(1, true)])).toEqual([press(1, true)]);
  });

  it('takes a press of which nobody knows either way', () => {
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
