import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ApiServices, type Call, tokenCaller } from '../../src/api/call.js';
import { findChecklist, startRun } from '../../src/api/calls/start-run.js';
import type { NewRun } from '../../src/checklist/run-store.js';
import { startRun as newRun } from '../../src/checklist/start-run.js';
import type { Guide } from '../../src/guide/page.js';
import type { AccessToken } from '../../src/workspaces/access-tokens.js';
import { guideOf } from '../builders/guide-of.js';
import { releaseFiles } from '../builders/release-files.js';
import { runs } from '../every-case.js';

let guide: Guide;
beforeAll(async () => {
  guide = await guideOf(releaseFiles);
});

/** Starts a run as a body asks, with nothing stored. @returns the answer, and the run that would be */
async function start(body: Record<string, unknown>) {
  const created: NewRun[] = [];
  const services = {
    guide: () => guide,
    runs: {
      createOnce: async (run: NewRun) => {
        created.push(run);
        return { run: newRun(run), created: true };
      },
    },
    outbox: { post: async () => ({ kind: 'pending' }) },
    nameOf: async () => undefined,
    isPublic: async () => undefined,
    urlOf: async () => undefined,
    newId: () => 'run-1',
    now: () => new Date('2026-11-20T09:00:00Z'),
    logger: { info: () => {} },
  } as unknown as ApiServices;
  const caller = tokenCaller({ id: 'a1', name: 'ci', channels: ['C1'] } as unknown as AccessToken);
  const call = { caller, installation: 'T1', params: {}, query: new URLSearchParams(), body } as unknown as Call;
  return { ...(await startRun(services, call)), created };
}

it('starts a run or says what is wrong, whatever a body has', async () => {
  const anything = fc.jsonValue().map((value) => value as unknown);
  const text = (...likely: string[]) =>
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...likely) }, fc.string(), anything);
  const texts = (...names: string[]) =>
    fc.oneof(fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), text('2.4', 'normal', 'U1')), anything);
  const body = fc.record(
    {
      page: text('release', 'Ship a version'),
      checklist: text('release-checklist', 'Release checklist'),
      name: text('shop-api 2.4'),
      channel: text('C1', 'C2'),
      variables: fc.oneof(
        { weight: 3, arbitrary: fc.constant({ service: 'shop', version: '2.4' }) },
        texts('service', 'version', 'type'),
      ),
      roles: fc.oneof({ weight: 3, arbitrary: fc.constant({ lead: 'U1' }) }, texts('lead', 'dba')),
    },
    { requiredKeys: ['page', 'name', 'channel', 'variables'] },
  );
  let started = 0;
  await fc.assert(
    fc.asyncProperty(body, async (given) => {
      const { created, status, body: answer } = await start(JSON.parse(JSON.stringify(given)));
      expect([201, 403, 422]).toContain(status);
      expect(created).toHaveLength(status === 201 ? 1 : 0);
      if (status === 422) expect((answer as { errors: unknown[] }).errors.length).toBeGreaterThan(0);
      for (const { channel, name = '', roles } of created) {
        started += 1;
        expect(channel).toBe('C1');
        expect(name).toMatch(/^\S.{0,79}$/u);
        expect(roles.every(({ holder }) => holder === undefined || /^[UW]/.test(holder.id))).toBe(true);
      }
    }),
    runs(300),
  );
  expect(started).toBeGreaterThan(0);
});

it('finds a checklist by its id, its title and its heading as the page shows it', async () => {
  const guide = await guideOf({
    'runners.md': '# Linux runners\n\n## Preflight checklist\n\n- [ ] One\n\n## Rollback checklist\n\n- [ ] Two\n',
  });
  const ids = ['preflight-checklist', 'Preflight checklist – Linux runners', 'PREFLIGHT checklist'].map((name) => {
    const found = findChecklist(guide, 'runners', name);
    return 'checklist' in found ? found.checklist.id : found.detail;
  });
  expect(ids).toEqual(Array(3).fill('preflight-checklist'));
  expect(findChecklist(guide, 'runners', 'preflight')).toEqual({
    field: 'checklist',
    detail: 'The page “runners” has no checklist “preflight”. It has preflight-checklist, rollback-checklist.',
  });
});
