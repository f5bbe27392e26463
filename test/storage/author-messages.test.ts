import { expect, it } from '@jest/globals';
import type { GuideReport } from '../../src/outbox/author-messages.js';
import { createAuthorMessageStore } from '../../src/storage/author-messages.js';
import { describeOnEachDatabase } from './on-each-database.js';
import { onThreeProcesses, sendAll as sendAllOf } from './three-processes.js';

const ada = { installation: 'T1', person: 'UADA' };
const ben = { installation: 'T1', person: 'UBEN' };
const chika = { installation: 'T2', person: 'UCHIKA' };
const broken = (...files: string[]): GuideReport => ({
  outcome: 'refused',
  version: 'commit 1a2b3c4',
  errors: files.map((file, line) => ({ file, line: line + 1, text: 'is not UTF-8' })),
});
const fine: GuideReport = { outcome: 'fine', version: 'commit 5d6e7f8', errors: [] };

describeOnEachDatabase('messages to authors', (make) => {
  const processes = onThreeProcesses(make, (db) => createAuthorMessageStore(db));
  const { first } = processes;
  const sendAll = () => sendAllOf(first(), ({ person, content }) => `${person} ${content.outcome} ${content.total}`);

  it('are written once for the same errors, whichever processes report them, and again when they are fixed', async () => {
    await Promise.all([0, 1, 2, 0].map((at) => processes.stores[at]?.report(broken('a.md'), [ada, ben, chika])));
    expect(await sendAll()).toEqual(['UADA refused 1', 'UBEN refused 1', 'UCHIKA refused 1']);
    // A later commit with the same errors, on other lines.
    const moved = { ...broken('a.md'), version: 'commit 9', errors: [{ file: 'a.md', line: 9, text: 'is not UTF-8' }] };
    expect(await first().report(moved, [ada, ben, chika])).toBe(false);
    expect(await first().report(broken('a.md', 'b.md'), [ada, ben])).toBe(true);
    expect(await sendAll()).toEqual(['UADA refused 2', 'UBEN refused 2']);
    await Promise.all([0, 1, 2].map((at) => processes.stores[at]?.report(fine, [ada, ben, chika])));
    expect(await sendAll()).toEqual(['UADA fine 0', 'UBEN fine 0', 'UCHIKA fine 0']);
    expect(await first().report(fine, [ada, ben, chika])).toBe(false);
    expect(await first().report(broken('a.md'), [ada])).toBe(true);
  });

  it('do not say that it is fixed to anybody who was not told that it was not', async () => {
    expect(await first().report(fine, [ada])).toBe(false);
    await first().report(broken('a.md'), [ada]);
    // It was not sent before it was fixed.
    expect(await first().report(fine, [ada, ben])).toBe(false);
    expect(await sendAll()).toEqual([]);
  });

  it('are claimed by one process, and never sent again by another if that one ends before it has recorded the result', async () => {
    let now = 1_000_000;
    const [one, other] = processes.databases.map((db) => createAuthorMessageStore(db, () => now));
    await one?.report(broken('a.md'), [ada]);
    const taken = await Promise.all([one?.take(), other?.take()]);
    expect(taken.map((each) => each?.kind).sort()).toEqual(['none', 'send']);
    const waiting = await other?.take();
    expect(waiting).toMatchObject({ kind: 'none' });
    expect((waiting as { nextInMs: number }).nextInMs).toBeGreaterThan(0);
    if (processes.databases[0]?.dialect === 'sqlite') {
      now += 31_000;
      expect(await other?.take()).toMatchObject({ kind: 'cut-off', message: { person: 'UADA' } });
      expect(await other?.take()).toEqual({ kind: 'none' });
    }
  });

  it('wait for their time after a failure, and are not repeated after a refusal', async () => {
    await first().report(broken('a.md'), [ada, ben]);
    const one = await first().take();
    if (one.kind !== 'send') throw new Error('There is a message');
    await first().record(one.message, { kind: 'pending', inMs: 60_000 });
    const two = await first().take();
    if (two.kind !== 'send') throw new Error('There is another message');
    expect(two.message.person).not.toBe(one.message.person);
    await first().record(two.message, { kind: 'refused', reason: 'account_inactive' });
    const none = await first().take();
    expect(none.kind === 'none' && none.nextInMs).toBeGreaterThan(50_000);
    await first().record(one.message, { kind: 'sent' });
    expect((await first().take()).kind).toBe('none');
  });

  it('have a few of many errors, and none of them is too long to send', async () => {
    const text = 'x'.repeat(10_000);
    const errors = Array.from({ length: 500 }, (_, index) => ({ file: `page-${index}.md`, text }));
    await first().report({ outcome: 'left-out', errors }, [ada]);
    const taken = await first().take();
    expect(taken).toMatchObject({ kind: 'send', message: { content: { total: 500 } } });
    expect(JSON.stringify(taken).length).toBeLessThan(12_000);
  });
});
