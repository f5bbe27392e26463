import { describe, expect, it } from '@jest/globals';
import { createReload } from '../src/create-reload.js';
import { GuideError } from '../src/guide/problem.js';
import { createGuideOnHand, type GuideOnHand } from '../src/guide-on-hand.js';
import type { IndexedGuide } from '../src/indexed-guide.js';
import { createLogger } from '../src/telemetry/logger.js';
import { guideOf } from './builders/guide-of.js';

async function page(title: string): Promise<IndexedGuide> {
  return {
    guide: await guideOf({ 'page.md': `# ${title}\n\nAll about ${title}.\n` }),
  };
}

async function startReload(load: () => Promise<IndexedGuide>) {
  const log: string[] = [];
  const onHand: GuideOnHand = createGuideOnHand(await page('Kubernetes'));
  const logger = createLogger({ level: 'info', json: false, write: (line) => log.push(line) });
  const reload = createReload({ load, current: onHand.guide, replace: onHand.replace, logger });
  const ask = async (text: string): Promise<string> => {
    const answer = await onHand.answers.toRequest({ installation: 'T1', channel: 'C1', user: 'U1', text });
    return answer.kind === 'page' ? answer.page.title : answer.kind;
  };
  return { reload, ask, log, onHand };
}

describe('reading the guide again', () => {
  it('answers from the new guide, and from the old one until it is there', async () => {
    let arrives: (next: IndexedGuide) => void = () => {};
    const { reload, ask, onHand } = await startReload(() => new Promise((resolve) => (arrives = resolve)));
    const reloading = reload();
    expect(await ask('kubernetes')).toBe('Kubernetes');
    expect((await onHand.answers.suggest('kube', 5)).map(({ text }) => text)).toEqual(['Kubernetes']);
    arrives(await page('Gunicorn'));
    await reloading;
    expect(await ask('gunicorn')).toBe('Gunicorn');
    expect(await ask('kubernetes')).toBe('nothing-found');
    expect((await onHand.answers.suggest('guni', 5)).map(({ text }) => text)).toEqual(['Gunicorn']);
    expect(await onHand.answers.suggest('kube', 5)).toEqual([]);
  });

  it('keeps the old guide where the new one has mistakes, and logs them', async () => {
    const problems = [{ severity: 'error' as const, file: 'page.md', line: 3, text: 'is not UTF-8' }];
    const { reload, ask, log } = await startReload(() => Promise.reject(new GuideError('content', problems)));
    await reload();
    expect(await ask('kubernetes')).toBe('Kubernetes');
    expect(log.join('\n')).toMatch(/earlier one stays[\s\S]*content\/page\.md:3: is not UTF-8/);
  });

  it('says so where nothing has changed', async () => {
    const { reload, log } = await startReload(() => page('Kubernetes'));
    await reload();
    expect(log).toEqual(['The guide has not changed']);
  });

  it('reads once more where it is asked to while it reads, and never twice at once', async () => {
    const titles = ['First', 'Second', 'Third'];
    let [atOnce, most, times] = [0, 0, 0];
    const { reload, onHand } = await startReload(async () => {
      most = Math.max(most, ++atOnce);
      const guide = await page(titles[times++] ?? 'None');
      atOnce -= 1;
      return guide;
    });
    await Promise.all([reload(), reload(), reload()]);
    expect({ most, times }).toEqual({ most: 1, times: 2 });
    expect(onHand.guide().pages[0]?.title).toBe('Second');
  });

  it('can be asked again after a failure', async () => {
    let fails = true;
    const { reload, ask } = await startReload(() => (fails ? Promise.reject(new Error('No disk')) : page('Gunicorn')));
    await reload();
    fails = false;
    await reload();
    expect(await ask('gunicorn')).toBe('Gunicorn');
  });
});
