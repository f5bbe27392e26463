import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { changeItem } from '../../src/checklist/change-item.js';
import { exportCsv } from '../../src/checklist/csv.js';
import { exportMarkdown, exportRun } from '../../src/checklist/export.js';
import { stepStatistics } from '../../src/checklist/progress.js';
import type { Run, RunEvent, RunItem } from '../../src/checklist/run.js';
import { startRun } from '../../src/checklist/start-run.js';
import { aNewRun, anyChanges, aPerson } from './runs.js';

const schema = JSON.parse(readFileSync('schemas/run.schema.json', 'utf8'));
const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

const start = new Date('2026-11-20T09:00:00Z');
const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);

/** A finished release: a link as evidence, two approvals, a skipped item with its sub-item, one that does not apply. */
function release(): Run {
  const [ada, ben] = [aPerson('U1'), aPerson('U2')];
  const run = startRun(
    aNewRun(5, {
      name: 'shop 2.4',
      postedAt: start,
      phases: [
        { id: 'before', title: 'Before' },
        { id: 'after', title: 'After' },
      ],
      variables: { type: 'normal' },
    }),
  );
  const [one, two, three, four, five] = run.items as [RunItem, RunItem, RunItem, RunItem, RunItem];
  const skipped = { kind: 'skipped', by: ada, at: minutes(40), reason: 'no | time' } as const;
  return {
    ...run,
    completedAt: minutes(40),
    items: [
      {
        ...one,
        phase: 'before',
        state: { kind: 'done', by: ada, at: minutes(10), evidence: 'https://ci.example/1' },
      },
      {
        ...two,
        phase: 'before',
        rules: { signOff: { count: 2, others: false } },
        state: { kind: 'done', by: ben, at: minutes(30) },
        approvals: [
          { by: ada, at: minutes(20), isWithdrawn: false, press: 1 },
          { by: ben, at: minutes(30), isWithdrawn: false, press: 2 },
          { by: aPerson('U3'), at: minutes(25), isWithdrawn: true, press: 3 },
        ],
      },
      { ...three, phase: 'before', doesNotApply: 'type is hotfix' },
      { ...four, phase: 'after', state: skipped },
      { ...five, phase: 'after', parent: 'i4', state: { ...skipped, viaParent: true } },
    ],
  };
}

const history: RunEvent[] = [
  { kind: 'posted', by: aPerson('U1'), at: start },
  { kind: 'done', by: aPerson('U1'), at: minutes(10), item: 'i1', evidence: 'https://ci.example/1' },
  { kind: 'role', by: aPerson('U1'), at: minutes(11), role: 'lead', to: aPerson('U2') },
];

describe('the export of a run', () => {
  it('has phases, who, when, evidence, sign-offs, skips, variables and the time of each step', () => {
    const exported = exportRun(release(), history);
    expect(isValid(JSON.parse(JSON.stringify(exported)))).toBe(true);
    const [before, later] = exported.phases;
    expect([before?.title, before?.complete, later?.title]).toEqual(['Before', true, 'After']);
    expect(before?.items.map(({ state, seconds }) => [state, seconds])).toEqual([
      ['done', 600],
      ['done', 1_200],
      ['does not apply', null],
    ]);
    expect(before?.items[1]?.approvals.map(({ by }) => by.id)).toEqual(['U1', 'U2']);
    expect(exported).toMatchObject({
      state: 'complete',
      variables: { type: 'normal' },
      progress: { done: 2, skipped: 1, total: 3 },
    });
    expect(exported.history.at(-1)).toMatchObject({ event: 'role', detail: 'lead: Name of U2' });
  });

  it('names who opened the gate and why in every format', () => {
    const by = aPerson('U1');
    const bypasses = [{ by, at: minutes(5), reason: 'urgent | now', phase: 'before' }];
    const exported = exportRun({ ...release(), bypasses }, [
      ...history,
      { kind: 'bypassed', by, at: minutes(5), reason: 'urgent | now', phase: 'before' },
      { kind: 'bypass withdrawn', by, at: minutes(6) },
    ]);
    expect(isValid(JSON.parse(JSON.stringify(exported)))).toBe(true);
    expect(exported.bypasses).toEqual([
      { by, at: '2026-11-20T09:05:00.000Z', reason: 'urgent | now', phase: 'before' },
    ]);
    expect(exported.history.slice(-2).map(({ event, detail }) => [event, detail])).toEqual([
      ['bypassed', 'before: urgent | now'],
      ['bypass withdrawn', null],
    ]);
    expect(exportMarkdown(exported)).toContain(
      '\n\nGate opened for Before by Name of U1 on 2026-11-20 09:05 UTC: urgent \\| now\n',
    );
    const rows = parseCsv(exportCsv(exported));
    expect(rows.map((row) => row[16])).toEqual([
      ...['bypass', ...Array(3).fill('Name of U1 2026-11-20T09:05:00.000Z: urgent | now'), '', ''],
    ]);
  });

  it('is Markdown with a heading for each phase, sub-items below their item, and evidence that can be opened', () => {
    const text = exportMarkdown(exportRun(release(), history));
    expect(text).toContain(
      '## Before\n\n- [x] Step 1 (done by Name of U1 on 2026-11-20 09:10 UTC; evidence: <https://ci.example/1>)',
    );
    expect(text).toContain('approved by Name of U1 on 2026-11-20 09:20 UTC, Name of U2 on 2026-11-20 09:30 UTC');
    expect(text).toContain('~~Step 3~~ (does not apply: type is hotfix)');
    expect(text).toContain(
      '- [x] ~~Step 4~~ (skipped by Name of U1 on 2026-11-20 09:40 UTC: no \\| time)\n  - [x] ~~Step 5~~',
    );
    expect(text).toContain('type: normal');
  });

  it('is CSV that a spreadsheet reads back, and in which nothing is a formula', () => {
    const run = release();
    const [first, ...others] = run.items;
    const nasty = '=HYPERLINK("https://evil.example","x"),\nmore';
    const csv = exportCsv(
      exportRun({ ...run, items: first ? [{ ...first, title: nasty, note: '@x' }, ...others] : [] }, []),
    );
    const rows = parseCsv(csv);
    expect(rows).toHaveLength(6);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([17]));
    expect(rows[1]?.[4]).toBe(`'${nasty}`);
    expect(rows[1]?.[15]).toBe("'@x");
  });

  it('fits its schema whatever has been pressed', () => {
    fc.assert(
      fc.property(anyChanges(4), (changes) => {
        let run = startRun(aNewRun(4));
        for (const change of changes) run = changeItem(run, change).run;
        expect(isValid(JSON.parse(JSON.stringify(exportRun(run, []))))).toBe(true);
        expect(parseCsv(exportCsv(exportRun(run, [])))).toHaveLength(5);
      }),
    );
  });
});

describe('the statistics of a checklist', () => {
  it('say how long each step takes, what is skipped, and what is left open in archived runs', () => {
    const one = release();
    const archived = { ...startRun(aNewRun(5, { postedAt: start })), archivedAt: minutes(60) };
    const quick = startRun(aNewRun(5, { postedAt: start }));
    const done = { kind: 'done', by: aPerson(), at: minutes(2) } as const;
    const fast = { ...quick, items: quick.items.map((item, n) => (n === 0 ? { ...item, state: done } : item)) };
    const steps = stepStatistics([one, archived, fast]);
    expect(steps[0]).toEqual({
      item: 'i1',
      title: 'Step 1',
      runs: 3,
      done: 2,
      skipped: 0,
      leftOpen: 1,
      p50: 120,
      p90: 600,
    });
    expect(steps.find(({ item }) => item === 'i4')).toMatchObject({ skipped: 1, leftOpen: 1 });
    expect(steps.find(({ item }) => item === 'i4')).not.toHaveProperty('p50');
  });
});

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
