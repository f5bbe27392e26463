import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openStorage, type Storage } from '../../src/storage/open.js';
import { aNewRun, aPerson } from '../checklist/runs.js';
import { keyOf } from '../outbox/start-scene.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const AN_HOUR = 3_600_000;

describeOnEachDatabase('what waits for Slack, as the metrics tell it', (make) => {
  let empty: EmptyDatabase;
  let storage: Storage;
  beforeAll(async () => {
    empty = await make();
    storage = await openStorage({ ...empty, migrateOnStart: true });
  }, 30_000);
  afterAll(async () => {
    await storage?.close();
    await empty?.remove();
  });

  it('is nothing at first, then what is owed, and how long the oldest has waited', async () => {
    expect(await storage.backlog()).toEqual({ redraws: 0, oldestRedrawSeconds: 0, sayings: 0 });
    const { run } = await storage.runs.create(aNewRun(2, { installation: 'T1', id: randomUUID() }));
    expect(await storage.backlog()).toMatchObject({ redraws: 0, sayings: 1 });

    await storage.runs.posted(keyOf(run), '100.0');
    expect(await storage.backlog()).toEqual({ redraws: 0, oldestRedrawSeconds: 0, sayings: 0 });

    const tick = { ...keyOf(run), outcome: { kind: 'done' } as const, by: aPerson() };
    await storage.runs.setItem({ ...tick, item: 'i1', at: new Date(Date.now() - AN_HOUR) });
    await storage.runs.setItem({ ...tick, item: 'i2', at: new Date() });
    const late = await storage.backlog();
    expect(late.redraws).toBe(1);
    // The completion is to be said once, too.
    expect(late.sayings).toBe(1);
    expect(late.oldestRedrawSeconds).toBeGreaterThan(3_590);
    expect(late.oldestRedrawSeconds).toBeLessThan(3_900);
  }, 30_000);
});
