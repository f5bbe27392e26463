import assert from 'node:assert/strict';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ChangedRun, changeItem, type Outcome } from '../../src/checklist/change-item.js';
import { withRole } from '../../src/checklist/change-run.js';
import { isComplete, isSettled, phaseProgress, progressOf, subItemsOf } from '../../src/checklist/progress.js';
import { approvalsOf, missingSignOffs } from '../../src/checklist/rules.js';
import type { Run } from '../../src/checklist/run.js';
import type { NewItem } from '../../src/checklist/run-store.js';
import type { ItemRules } from '../../src/guide/page.js';
import { runs } from '../every-case.js';
import { aPerson, aRun } from './runs.js';

const START = Date.UTC(2026, 10, 20, 9);
const MINUTE = 60_000;

function item(id: string, rules: ItemRules = {}, more: Partial<NewItem> = {}): NewItem {
  return { id, title: id, titleContent: [], detail: [], rules, ...more };
}

/** Lists in which presses on different items have to do with each other. */
const lists: Readonly<Record<string, readonly NewItem[]>> = {
  'a parent that is nothing but its sub-items': [
    item('p'),
    item('a', {}, { parent: 'p' }),
    item('b', {}, { parent: 'p' }),
  ],
  'a parent that asks for evidence': [
    item('p', { evidence: 'text' }),
    item('a', {}, { parent: 'p' }),
    item('b', {}, { parent: 'p' }),
  ],
  'a parent that needs two sign-offs': [
    item('p', { signOff: { count: 2, others: false } }),
    item('a', {}, { parent: 'p' }),
    item('b', {}, { parent: 'p' }),
  ],
  'sub-items with rules of their own': [
    item('p'),
    item('a', { evidence: 'text' }, { parent: 'p' }),
    item('b', { signOff: { count: 1, others: false } }, { parent: 'p' }),
  ],
  'sign-offs': [item('s', { signOff: { count: 2, others: true } }), item('t', { role: 'dba', optional: true })],
  'a wait between sub-items and after them': [
    item('p'),
    item('a', {}, { parent: 'p' }),
    item('b', { waitMinutes: 2 }, { parent: 'p' }),
    item('w', { waitMinutes: 1 }),
  ],
};

type Deed = { readonly by: string; readonly sequence: number } & (
  | { readonly item: string; readonly outcome: Outcome }
  | { readonly role: string; readonly to: string }
);

/** What a press does. With `inOrder` it comes after all presses before, otherwise it has a place of its own. */
function pressedOn(run: Run, deed: Deed, inOrder = false): ChangedRun {
  const press = { by: aPerson(deed.by), at: new Date(START + deed.sequence * MINUTE) };
  const placed = inOrder ? press : { ...press, sequence: deed.sequence };
  if ('role' in deed) return withRole(run, { ...placed, role: deed.role, to: aPerson(deed.to) });
  return changeItem(run, { ...placed, field: 'state', item: deed.item, outcome: deed.outcome });
}

const outcomes: readonly Outcome[] = [
  { kind: 'open' },
  { kind: 'done' },
  { kind: 'done', evidence: 'seen' },
  { kind: 'skipped', reason: 'no' },
  { kind: 'approved' },
  { kind: 'approved' },
  { kind: 'unapproved' },
];

/** Presses of three people on these items, each with a place of its own, and the order in which they arrive: some twice. */
function anyDeeds(items: readonly NewItem[], maxLength: number) {
  const person = fc.constantFrom('U1', 'U2', 'U3');
  const deed = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        item: fc.constantFrom(...items.map(({ id }) => id)),
        outcome: fc.constantFrom(...outcomes),
      }),
    },
    { weight: 1, arbitrary: fc.record({ role: fc.constant('dba'), to: person }) },
  );
  return fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 12 }), person, deed), {
      selector: ([sequence]) => sequence,
      maxLength,
    })
    .map((all) => all.map(([sequence, by, what]): Deed => ({ sequence, by, ...what })))
    .chain((all) =>
      fc.record({
        all: fc.constant(all),
        delivered: fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
      }),
    );
}

function start(items: readonly NewItem[]): Run {
  return aRun(0, {
    items,
    roles: [{ name: 'lead', holder: aPerson('U1') }, { name: 'dba' }],
    postedAt: new Date(START),
  });
}

/** What people see: states, the approvals of open and done items, who has which role, and whether the run is complete. */
function shown(run: Run): string {
  return JSON.stringify([
    run.items.map((one) => [
      one.state.kind,
      one.state.kind === 'skipped'
        ? []
        : approvalsOf(one)
            .map(({ by }) => by.id)
            .sort(),
    ]),
    run.roles.map(({ holder }) => holder?.id),
    run.completedAt !== undefined,
  ]);
}

/** All orders of the presses: first that of their places, which is nearly always the one. */
function* ordersOf(all: readonly Deed[]): Generator<readonly Deed[]> {
  yield all.toSorted((one, other) => one.sequence - other.sequence);
  yield* permutations(all);
}

function* permutations<T>(all: readonly T[]): Generator<T[]> {
  if (all.length === 0) yield [];
  for (const [index, one] of all.entries()) {
    for (const rest of permutations(all.toSpliced(index, 1))) yield [one, ...rest];
  }
}

function isSomeSerialOrder(items: readonly NewItem[], all: readonly Deed[], end: string): boolean {
  for (const order of ordersOf(all)) {
    const run = order.reduce((state, deed) => pressedOn(state, deed, true).run, start(items));
    if (shown(run) === end) return true;
  }
  return false;
}

/** What holds at any time, whatever was pressed. `expect` takes long when it is called a million times. */
function assertHolds(run: Run): void {
  for (const one of run.items) {
    const { evidence, signOff } = one.rules;
    if (one.state.kind !== 'done') continue;
    assert(subItemsOf(run, one).every(isSettled), `${one.id} is done before its sub-items`);
    assert.equal(missingSignOffs(one), 0);
    const approvers = approvalsOf(one).map(({ by }) => by.id);
    assert(!signOff?.others || !approvers.includes(run.postedBy.id), `${one.id} was signed off by who posted the run`);
    if (evidence) assert.equal(one.state.evidence, 'seen');
    assert.equal(new Set(approvers).size, approvers.length);
  }
  for (const part of [{ ...progressOf(run), items: run.items, isComplete: isComplete(run) }, ...phaseProgress(run)]) {
    const { done, skipped, open, total, percent } = part;
    const top = part.items.filter(({ parent }) => parent === undefined);
    assert.deepEqual(
      [done, skipped, open],
      (['done', 'skipped', 'open'] as const).map((kind) => top.filter(({ state }) => state.kind === kind).length),
    );
    assert.equal(done + skipped + open, total);
    assert.equal(percent === 100, open === 0);
    assert.equal(percent === 0, open === total);
    assert.equal(
      part.isComplete,
      top.every((one) => isSettled(one) || one.rules.optional),
    );
  }
  assert.equal(run.completedAt !== undefined, isComplete(run));
}

describe.each(Object.entries(lists))('presses on %s', (_, items) => {
  it('end as some serial order of them ends, in whatever order and however often they arrive', () => {
    fc.assert(
      fc.property(anyDeeds(items, 5), ({ all, delivered }) => {
        const run = delivered.reduce((state, deed) => pressedOn(state, deed).run, start(items));
        expect(isSomeSerialOrder(items, all, shown(run))).toBe(true);
      }),
      runs(1_600),
    );
  });

  it('never break a rule or a figure, and are all in the history', () => {
    fc.assert(
      fc.property(anyDeeds(items, 12), ({ delivered }) => {
        let run = start(items);
        const states = new Map<string, string>(items.map(({ id }) => [id, 'open']));
        for (const deed of delivered) {
          const next = pressedOn(run, deed);
          assertHolds(next.run);
          assert.equal(next.changed, shown(next.run) !== shown(run) || next.records.length > 0);
          assert.deepEqual(
            next.records.map(({ version }) => version),
            next.records.map((__, index) => run.wantedVersion + 1 + index),
          );
          assert.equal(next.run.wantedVersion, run.wantedVersion + next.records.length);
          if (next.refused) assert.equal(next.run, run);
          for (const { event } of next.records) {
            if (!('item' in event)) continue;
            if (event.kind === 'done' || event.kind === 'skipped') states.set(event.item, event.kind);
            if (event.kind === 'reopened') states.set(event.item, 'open');
          }
          assert.deepEqual(
            next.run.items.map(({ id, state }) => [id, state.kind]),
            [...states],
          );
          run = next.run;
        }
      }),
      runs(600),
    );
  });

  it('change nothing when they are repeated', () => {
    fc.assert(
      fc.property(anyDeeds(items, 8), ({ delivered }) => {
        const applied: Deed[] = [];
        let run = start(items);
        for (const deed of delivered) {
          const next = pressedOn(run, deed);
          if (next.applied) applied.push(deed);
          run = next.run;
        }
        for (const deed of applied) expect(pressedOn(run, deed)).toMatchObject({ changed: false, records: [] });
      }),
      runs(600),
    );
  });

  it('are in effect in the end if they are newer than all others and were not refused', () => {
    fc.assert(
      fc.property(anyDeeds(items, 6), ({ all, delivered }) => {
        const newest = all.reduce<Deed | undefined>(
          (last, deed) => (last && last.sequence > deed.sequence ? last : deed),
          undefined,
        );
        if (newest === undefined || 'role' in newest) return;
        let run = start(items);
        let isApplied = false;
        for (const deed of delivered) {
          const next = pressedOn(run, deed);
          if (deed === newest && !isApplied) isApplied = next.applied;
          run = next.run;
        }
        const pressed = run.items.find(({ id }) => id === newest.item);
        if (!isApplied || pressed === undefined) return;
        const approvers = approvalsOf(pressed).map(({ by }) => by.id);
        const { kind } = newest.outcome;
        if (kind === 'approved') expect(approvers).toContain(newest.by);
        else if (kind === 'unapproved') expect(approvers).not.toContain(newest.by);
        else if (kind === 'open') expect(pressed.state.kind).toBe('open');
        // An item may be skipped although Done was pressed last: its sub-items were all skipped before, by presses that came late. And
        // who takes an approval of a sub-item back opens both, however late that arrives: nothing stays done without its approvals.
        else if (
          !run.items.some(({ parent, approvals }) => parent === pressed.id && approvals.some((one) => one.isWithdrawn))
        )
          expect(pressed.state.kind).not.toBe('open');
      }),
      runs(800),
    );
  });
});
