import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openStorage, type Storage } from '../../src/storage/open.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { keyOf } from '../outbox/start-scene.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const AN_HOUR = 3_600_000;

describeOnEachDatabase('the backlog in the metrics', (make) => {
  let empty: EmptyDatabase;
  let storage: Storage;
  beforeAll(async () => {
    empty = await make();
    storage = await openStorage({ ...empty, migrateOnStart: true });
  });
  afterAll(async () => {
    await storage?.close();
    await empty?.remove();
  });

  it('is empty at first, then counts what is pending, and says how long the oldest update has waited', async () => {
    expect(await storage.backlog()).toEqual({ updates: 0, oldestUpdateSeconds: 0, notifications: 0, hookEvents: 0 });
    const { run } = await storage.runs.create(aNewRun(2, { installation: 'T1', id: randomUUID() }));
    expect(await storage.backlog()).toMatchObject({ updates: 0, notifications: 1 });

    await storage.runs.markPosted(keyOf(run), '100.0');
    expect(await storage.backlog()).toEqual({ updates: 0, oldestUpdateSeconds: 0, notifications: 0, hookEvents: 0 });

    const tick = { ...keyOf(run), outcome: { kind: 'done' } as const, by: aPerson() };
    await storage.runs.setItem({ ...tick, item: 'i1', at: new Date(Date.now() - AN_HOUR) });
    await storage.runs.setItem({ ...tick, item: 'i2', at: new Date() });
    const late = await storage.backlog();
    expect(late.updates).toBe(1);
    // The notification of the completion is pending, too.
    expect(late.notifications).toBe(1);
    expect(late.oldestUpdateSeconds).toBeGreaterThan(3_590);
    expect(late.oldestUpdateSeconds).toBeLessThan(3_900);
  });
});
