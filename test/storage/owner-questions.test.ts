import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { OwnerQuestion, OwnerQuestionStore } from '../../src/asks/owner-questions.js';
import type { Database } from '../../src/storage/database.js';
import { removeInstallation } from '../../src/storage/installations.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createOwnerQuestionStore } from '../../src/storage/owner-questions.js';
import { describeOnEachDatabase, type EmptyDatabase } from './on-each-database.js';

const DAY = 24 * 3_600_000;
const ben = { id: 'ben', name: 'Ben' };

function question(id: string, more: Partial<OwnerQuestion> = {}): OwnerQuestion {
  return {
    ...{ installation: 'T1', id, asker: { id: 'ada', name: 'Ada\0' }, page: { slug: 'servers', title: 'Servers' } },
    ...{ question: 'ufw', missing: 'Which ports?', ...more },
  };
}

describeOnEachDatabase('questions to owners', (make) => {
  let empty: EmptyDatabase;
  let database: Database;
  let store: OwnerQuestionStore;
  beforeAll(async () => {
    empty = await make();
    database = await openDatabase(empty);
    await migrate(database);
    store = createOwnerQuestionStore(database);
  });
  afterAll(async () => {
    await database.close();
    await empty.remove();
  });

  /** Sends everything that can be sent. @returns to whom, and what */
  async function sendAll(): Promise<string[]> {
    const sent: string[] = [];
    for (;;) {
      const taken = await store.take();
      if (taken.kind !== 'send') return sent;
      sent.push(`${taken.message.kind} ${taken.message.question.id} to ${taken.message.person}`);
      await store.record(taken.message, { kind: 'sent' });
    }
  }

  it('are sent once to each recipient, and so is the first answer', async () => {
    await store.ask(question('one'), ['ben', 'C1', 'ben']);
    await store.ask(question('one', { missing: 'changed' }), ['chika']);
    expect((await sendAll()).sort()).toEqual(['question one to C1', 'question one to ben']);
    expect(await store.find({ installation: 'T1', id: 'one' })).toMatchObject({
      ...{ asker: { id: 'ada', name: 'Ada\u{FFFD}' }, question: 'ufw', missing: 'Which ports?' },
    });
    const answers = await Promise.all(
      ['22', '443'].map((text) => store.answer({ installation: 'T1', id: 'one' }, { by: ben, text })),
    );
    const [first, second] = answers.map((answered) => answered?.answer?.text);
    expect(first).toBe(second);
    expect(await sendAll()).toEqual(['answer one to ada']);
    expect(await sendAll()).toEqual([]);
  });

  it('are refused from one person after twenty within a day', async () => {
    const asked = (id: string, asker: string) =>
      question(id, { installation: 'T9', asker: { id: asker, name: asker } });
    for (let count = 0; count < 20; count += 1) expect(await store.ask(asked(`q${count}`, 'ada'), [])).toBe('asked');
    expect(await store.ask(asked('more', 'ada'), ['ben'])).toBe('too many');
    expect(await store.find({ installation: 'T9', id: 'more' })).toBeUndefined();
    expect(await store.ask(asked('q19', 'ada'), [])).toBe('asked');
    expect(await store.ask(asked('other', 'chika'), [])).toBe('asked');
  });

  it('of one person who takes them at the same time go out once', async () => {
    await store.ask(question('race'), ['ben']);
    const taken = await Promise.all([1, 2, 3, 4].map(() => store.take()));
    expect(taken.filter(({ kind }) => kind === 'send')).toHaveLength(1);
    for (const each of taken) if (each.kind === 'send') await store.record(each.message, { kind: 'sent' });
  });

  it('that Slack refuses for every owner are told to the asker, once', async () => {
    await store.ask(question('refused'), ['gone', 'away']);
    for (let count = 0; count < 2; count += 1) {
      const taken = await store.take();
      if (taken.kind === 'send') await store.record(taken.message, { kind: 'refused', reason: 'user_not_found' });
    }
    expect(await sendAll()).toEqual(['undeliverable refused to ada']);
  });

  it('without a page or a text are possible, and no answer has an unknown question', async () => {
    const { page: _p, missing: _m, ...bare } = question('bare');
    await store.ask(bare, ['ben']);
    const found = await store.find({ installation: 'T1', id: 'bare' });
    expect(found).not.toHaveProperty('page');
    expect(found).not.toHaveProperty('answer');
    expect(await store.answer({ installation: 'T1', id: 'none' }, { by: ben, text: 'x' })).toBeUndefined();
    await sendAll();
  });

  it('go with the person who asked, and lose the name of a person who answered', async () => {
    await store.ask(question('mine', { installation: 'T4', asker: { id: 'chika', name: 'Chika' } }), ['ben']);
    await store.ask(question('theirs', { installation: 'T4' }), ['chika']);
    await store.answer({ installation: 'T4', id: 'theirs' }, { by: { id: 'chika', name: 'Chika' }, text: 'Two.' });
    expect(await store.forget({ installation: 'T4', person: 'chika' })).toBe(2);
    expect(await store.find({ installation: 'T4', id: 'mine' })).toBeUndefined();
    expect(await store.find({ installation: 'T4', id: 'theirs' })).toMatchObject({
      answer: { by: { id: '', name: 'somebody' }, text: 'Two.' },
    });
    await sendAll();
  });

  it('go after so many days, with their messages, and when the app is removed from a workspace', async () => {
    await store.ask(question('old', { installation: 'T5' }), ['ben']);
    await store.ask(question('new', { installation: 'T5' }), ['ben']);
    await database.kysely
      .updateTable('owner_questions')
      .set((eb) => ({ asked_at: eb('asked_at', '-', 8 * DAY) }))
      .where('id', '=', 'old')
      .execute();
    expect(await store.expire(7)).toBe(1);
    expect(await sendAll()).toEqual(['question new to ben']);
    await removeInstallation(database, 'T5', new Date());
    expect(await store.find({ installation: 'T5', id: 'new' })).toBeUndefined();
    const left = await database.kysely
      .selectFrom('owner_messages')
      .select('id')
      .where('installation', '=', 'T5')
      .execute();
    expect(left).toEqual([]);
  });
});
