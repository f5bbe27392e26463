import { describe, expect, it } from '@jest/globals';
import { createViewQueue } from '../../../src/slack/listeners/dialogs.js';

function withResolvers() {
  let resolve = (): void => {};
  let reject = (_: Error): void => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** An update that ends when it is told to. */
function slow(log: string[], name: string) {
  const { promise, resolve, reject } = withResolvers();
  const update = async (): Promise<void> => {
    log.push(`${name} starts`);
    await promise;
    log.push(`${name} ends`);
  };
  return { update, end: resolve, fail: reject };
}

describe('updates of a view', () => {
  it('run one after the other, and of those that wait only the last', async () => {
    const queue = createViewQueue();
    const log: string[] = [];
    const [one, two, three] = [slow(log, 'one'), slow(log, 'two'), slow(log, 'three')];
    const all = [one, two, three].map(({ update }) => queue.update('V1', update));
    expect(log).toEqual(['one starts']);
    three.end();
    one.end();
    await Promise.all(all);
    expect(log).toEqual(['one starts', 'one ends', 'three starts', 'three ends']);
  });

  it('of different views do not wait for each other, and a failed one does not stop the next', async () => {
    const queue = createViewQueue();
    const log: string[] = [];
    const [one, other, later] = [slow(log, 'one'), slow(log, 'other'), slow(log, 'later')];
    const failed = queue.update('V1', one.update);
    const apart = queue.update('V2', other.update);
    const after = queue.update('V1', later.update);
    other.end();
    await apart;
    one.fail(new Error('not_found'));
    later.end();
    await expect(failed).rejects.toThrow('not_found');
    await after;
    expect(log).toEqual(['one starts', 'other starts', 'other ends', 'later starts', 'later ends']);
  });
});
