import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AuthorMessage,
  type AuthorMessages,
  createAuthorMessages,
  type GuideReport,
} from '../../src/outbox/author-messages.js';
import type { SendOutcome } from '../../src/outbox/send.js';
import { createAuthorMessageStore } from '../../src/storage/author-messages.js';
import type { Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';

const authors = [{ installation: 'T1', person: 'UADA' }];
const broken: GuideReport = { outcome: 'refused', errors: [{ file: 'a.md', line: 2, text: 'is not UTF-8' }] };
const fine: GuideReport = { outcome: 'fine', errors: [] };

let db: Database;
let clock: FakeClock;
let sent: AuthorMessage[];
let outcomes: SendOutcome[];
let log: string[];
let running: AuthorMessages[];
beforeEach(async () => {
  db = await openDatabase({ url: 'sqlite::memory:' });
  await migrate(db);
  clock = createFakeClock();
  [sent, outcomes, log, running] = [[], [], [], []];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await db.close();
});

type Store = ReturnType<typeof createAuthorMessageStore>;
function start(change: (store: Store) => Store = (store) => store, to = authors): AuthorMessages {
  const note = (text: string): void => void log.push(text);
  const one = createAuthorMessages({
    store: change(createAuthorMessageStore(db, clock.now)),
    send: async (message) => {
      sent.push(message);
      return outcomes.shift() ?? { kind: 'sent', message: '1.0' };
    },
    authors: to,
    clock,
    logger: { debug: note, info: note, warn: note, error: note },
  });
  running.push(one);
  one.start();
  return one;
}

describe('telling authors', () => {
  it('sends one message when the guide has errors, and one when it is fixed, however often that is reported', async () => {
    const one = start();
    for (const report of [fine, broken, broken, broken, fine, fine]) {
      one.report(report);
      await clock.settle();
    }
    expect(sent.map(({ content }) => content.outcome)).toEqual(['refused', 'fine']);
    expect(sent[0]).toMatchObject({ person: 'UADA', content: { total: 1, errors: [{ file: 'a.md', line: 2 }] } });
  });

  it('sends again after a failure of Slack, and not after a lost reply or a refusal', async () => {
    outcomes = [{ kind: 'retry', afterMs: 30_000 }];
    start().report(broken);
    await clock.settle();
    expect(sent).toHaveLength(1);
    await clock.advance(29_000);
    expect(sent).toHaveLength(1);
    await clock.advance(2_000);
    expect(sent).toHaveLength(2);
    await clock.advance(600_000);
    expect(sent).toHaveLength(2);
    for (const outcome of [{ kind: 'uncertain' }, { kind: 'refused', reason: 'user_not_found' }] as const) {
      outcomes = [outcome];
      running[0]?.report({ ...broken, errors: [{ file: `${outcome.kind}.md`, text: 'x' }] });
      await clock.advance(600_000);
    }
    expect(sent).toHaveLength(4);
    expect(log.filter((line) => line.includes('could not be told'))).toHaveLength(3);
  });

  it('sends what was written before a crash, and keeps a report while the database is away', async () => {
    let isAway = true;
    const one = start((store) => ({
      ...store,
      report: (...args) => (isAway ? Promise.reject(new Error('away')) : store.report(...args)),
    }));
    one.report(broken);
    await clock.advance(10_000);
    expect(sent).toEqual([]);
    isAway = false;
    await clock.advance(60_000);
    expect(sent).toHaveLength(1);
    await createAuthorMessageStore(db, clock.now).report({ ...broken, errors: [] }, authors);
    await clock.advance(60_000);
    expect(sent).toHaveLength(2);
  });

  it('does nothing without authors', async () => {
    start((store) => ({ ...store, take: () => Promise.reject(new Error('asked')) }), []).report(broken);
    await clock.advance(120_000);
    expect([sent, log]).toEqual([[], []]);
  });
});
