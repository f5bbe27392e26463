import { describe, expect, it } from '@jest/globals';
import { formatProblem, GuideError, type Problem, problemAt } from '../src/guide/problem.js';
import type { LoadedGuide } from '../src/indexed-guide.js';
import { createLiveGuide, createReload, type ReloadOutcome } from '../src/live-guide.js';
import { indexGuide } from '../src/search/build-index.js';
import { createLogger } from '../src/telemetry/logger.js';
import { guideOf } from './builders/guide-of.js';

async function page(title: string, errors: readonly Problem[] = []): Promise<LoadedGuide> {
  const guide = await guideOf({ 'page.md': `# ${title}\n\nAll about ${title}.\n` });
  return { ...indexGuide(guide), errors, warnings: 0 };
}

async function startReload(load: () => Promise<LoadedGuide>) {
  const log: string[] = [];
  const live = createLiveGuide(await page('Kubernetes'));
  const logger = createLogger({ level: 'info', json: false, write: (line) => log.push(line) });
  const outcomes: (Omit<ReloadOutcome, 'errors'> & { readonly errors: readonly string[] })[] = [];
  const reload = createReload({
    load,
    current: live.guide,
    replace: live.replace,
    folder: 'content',
    logger,
    onReloaded: (outcome) => outcomes.push({ ...outcome, errors: outcome.errors.map(formatProblem) }),
  });
  const ask = async (text: string): Promise<string> => {
    const answer = await live.answers.toRequest({ installation: 'T1', channel: 'C1', user: 'U1', text });
    return answer.kind === 'page' ? answer.page.title : answer.kind;
  };
  return { reload, ask, log, live, outcomes };
}

describe('reloading the guide', () => {
  it('answers from the new guide, and from the old one until the new one is ready', async () => {
    let arrives: (next: LoadedGuide) => void = () => {};
    const { reload, ask, live } = await startReload(() => new Promise((resolve) => (arrives = resolve)));
    const reloading = reload();
    expect(await ask('kubernetes')).toBe('Kubernetes');
    expect((await live.answers.suggest('kube', 5)).map(({ text }) => text)).toEqual(['Kubernetes']);
    arrives(await page('Gunicorn'));
    await reloading;
    expect(await ask('gunicorn')).toBe('Gunicorn');
    expect(await ask('kubernetes')).toBe('nothing-found');
    expect((await live.answers.suggest('guni', 5)).map(({ text }) => text)).toEqual(['Gunicorn']);
    expect(await live.answers.suggest('kube', 5)).toEqual([]);
  });

  it('never takes away a page because of an error in it, but a new page with one does not hold up the others', async () => {
    const error = (file: string): Problem => problemAt('unreadable-file', file, 3, 'is not UTF-8');
    let errors = [error('page.md'), error('new.md')];
    const { reload, ask, log } = await startReload(() => page('Gunicorn', errors));
    await reload();
    expect(await ask('kubernetes')).toBe('Kubernetes');
    expect(log.join('\n')).toMatch(/previous version stays[\s\S]*content\/page\.md:3: error: is not UTF-8/);
    expect(log.join('\n')).not.toContain('new.md');
    errors = [error('new.md')];
    await reload();
    expect(await ask('gunicorn')).toBe('Gunicorn');
  });

  it('keeps the old guide if no page of the new one can be read, and logs why', async () => {
    const problems = [problemAt('unreadable-file', 'page.md', 3, 'is not UTF-8')];
    const { reload, ask, log } = await startReload(() => Promise.reject(new GuideError('content', problems)));
    await reload();
    expect(await ask('kubernetes')).toBe('Kubernetes');
    expect(log.join('\n')).toMatch(/previous version stays[\s\S]*content\/page\.md:3: error: is not UTF-8/);
  });

  it('tells after each reload which files cannot be read, and whether the old guide stays because of them', async () => {
    const error = (file: string): Problem => problemAt('unreadable-file', file, 3, 'is not UTF-8');
    let load = (): Promise<LoadedGuide> => page('Gunicorn', [error('new.md')]);
    const { reload, outcomes } = await startReload(() => load());
    await reload();
    load = () => page('Kubernetes', [error('page.md'), error('new.md')]);
    await reload();
    load = () =>
      Promise.reject(new GuideError('content', [error('page.md'), { ...error('x.md'), severity: 'warning' }]));
    await reload();
    load = () => page('Gunicorn');
    await reload();
    expect(outcomes).toEqual([
      { isRefused: false, errors: ['new.md:3: error: is not UTF-8'] },
      { isRefused: true, errors: ['page.md:3: error: is not UTF-8', 'new.md:3: error: is not UTF-8'] },
      { isRefused: true, errors: ['page.md:3: error: is not UTF-8'] },
      { isRefused: false, errors: [] },
    ]);
  });

  it('reports that nothing has changed', async () => {
    const { reload, log } = await startReload(() => page('Kubernetes'));
    await reload();
    expect(log).toEqual(['The guide has not changed']);
  });

  it('reloads once more if requested during a reload, and never twice at the same time', async () => {
    const titles = ['First', 'Second', 'Third'];
    let [atOnce, most, times] = [0, 0, 0];
    const { reload, live } = await startReload(async () => {
      most = Math.max(most, ++atOnce);
      const guide = await page(titles[times++] ?? 'None');
      atOnce -= 1;
      return guide;
    });
    await Promise.all([reload(), reload(), reload()]);
    expect({ most, times }).toEqual({ most: 1, times: 2 });
    expect(live.guide().pages[0]?.title).toBe('Second');
  });

  it('works again after a failure', async () => {
    let fails = true;
    const { reload, ask } = await startReload(() => (fails ? Promise.reject(new Error('No disk')) : page('Gunicorn')));
    await reload();
    fails = false;
    await reload();
    expect(await ask('gunicorn')).toBe('Gunicorn');
  });
});
