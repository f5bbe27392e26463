import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isComplete, progressOf } from '../../src/checklist/progress.js';
import { ItemNotFound } from '../../src/checklist/run-store.js';
import { type ItemChange, setItemState } from '../../src/checklist/set-item-state.js';
import { aPerson, aRun } from './a-run.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 9, 0, second));
const press = (item: string, done: boolean, second: number, by = 'U1'): ItemChange => ({
  item,
  done,
  by: aPerson(by),
  at: at(second),
});
const stateOf = (run: ReturnType<typeof aRun>, id: string) => run.items.find((item) => item.id === id)?.state;

const presses = (items: number): fc.Arbitrary<ItemChange[]> =>
  fc.array(
    fc.record({
      item: fc.integer({ min: 1, max: items }).map((number) => `i${number}`),
      done: fc.boolean(),
      by: fc.constantFrom('U1', 'U2', 'U3').map((id) => aPerson(id)),
      at: fc.integer({ min: 0, max: 3600 }).map(at),
    }),
    { maxLength: 40 },
  );

describe('setting an item', () => {
  it('keeps who did it and when', () => {
    const run = setItemState(aRun(), press('i2', true, 5, 'U7'));
    expect(stateOf(run, 'i2')).toEqual({ kind: 'done', by: aPerson('U7'), at: at(5) });
    expect(run.wantedVersion).toBe(aRun().wantedVersion + 1);
  });

  it('changes nothing when the item is already so, and leaves the credit with whoever did it first', () => {
    const run = setItemState(aRun(), press('i1', true, 1, 'U1'));
    expect(setItemState(run, press('i1', true, 9, 'U2'))).toBe(run);
    expect(setItemState(aRun(), press('i1', false, 9)).wantedVersion).toBe(aRun().wantedVersion);
  });

  it('says when the run was completed, and takes it back when an item is reopened', () => {
    const almost = setItemState(aRun(2), press('i1', true, 1));
    expect(almost.completedAt).toBeUndefined();
    const complete = setItemState(almost, press('i2', true, 7));
    expect(complete.completedAt).toEqual(at(7));
    const reopened = setItemState(complete, press('i1', false, 8));
    expect('completedAt' in reopened).toBe(false);
    expect(stateOf(reopened, 'i2')).toEqual({ kind: 'done', by: aPerson('U1'), at: at(7) });
  });

  it('refuses an item that the run does not have, and names both', () => {
    expect(() => setItemState(aRun(), press('i9', true, 1))).toThrow(ItemNotFound);
    expect(() => setItemState(aRun(), press('i9', true, 1))).toThrow('Run run-1 has no item i9');
  });

  it('leaves every item as its last press asked, whatever the order and however often each is repeated', () => {
    fc.assert(
      fc.property(
        presses(4),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 40, maxLength: 40 }),
        (all, times) => {
          const once = all.reduce(setItemState, aRun(4));
          const repeated = all.flatMap((one, index) => Array.from({ length: times[index] ?? 1 }, () => one));
          expect(repeated.reduce(setItemState, aRun(4))).toEqual(once);
          for (const item of once.items) {
            const last = all.findLast((one) => one.item === item.id);
            expect(item.state.kind).toBe(last?.done ? 'done' : 'open');
          }
        },
      ),
    );
  });

  it('raises the version exactly as often as something changed, and is complete exactly when it says when', () => {
    fc.assert(
      fc.property(presses(3), (all) => {
        let run = aRun(3);
        for (const one of all) {
          const before = progressOf(run).done;
          const next = setItemState(run, one);
          const changed = Math.abs(progressOf(next).done - before);
          expect(next.wantedVersion - run.wantedVersion).toBe(changed);
          expect(next.completedAt !== undefined).toBe(isComplete(next));
          run = next;
        }
      }),
    );
  });
});
