import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findViolations } from './find-violations.js';
import { describeLongInBrowser, log, onStage, write } from './in-browser.js';

describeLongInBrowser('a warning about the app', () => {
  const stage = onStage();
  const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'A file cannot be read.' });
  const warn = (...details: string[]) => stage.scene.playground.warn({ text: 'A file cannot be read.', details });

  it('is shown in every window, also in one that is opened later, and goes when it is taken back', async () => {
    const ada = await stage.open('ada');
    await write(ada, '/guide static');
    await log(ada).getByRole('heading', { name: 'Static content' }).waitFor();
    warn('deploy.md:3: <b>title</b> is missing');
    await banner(ada).waitFor();
    expect(await banner(ada).getByRole('listitem').allTextContents()).toEqual(['deploy.md:3: <b>title</b> is missing']);
    const ben = await stage.open('ben');
    await banner(ben).waitFor();
    warn('deploy.md:4: is not UTF-8');
    await banner(ben).getByText('deploy.md:4').waitFor();
    stage.scene.playground.warn(null);
    for (const page of [ada, ben]) await banner(page).waitFor({ state: 'detached' });
    expect(await log(ada).getByRole('heading', { name: 'Static content' }).count()).toBe(1);
  });

  it('leaves room for the conversation on a phone, and is readable in the dark', async () => {
    warn(
      ...Array.from(
        { length: 9 },
        (_, index) => `a/very/long/path/to/page-${index}.md:${index}: ${'is wrong '.repeat(30)}`,
      ),
    );
    for (const isDark of [false, true]) {
      const page = await stage.open('ada', 'general', { width: 420, height: 700, isDark });
      await banner(page).getByText('and 4 more').waitFor();
      expect(await banner(page).getByRole('listitem').count()).toBe(6);
      const { height = 0 } = (await page.locator('.warning-banner').boundingBox()) ?? {};
      expect(height).toBeLessThanOrEqual(280);
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
      expect(await findViolations(page)).toEqual([]);
    }
  });
});
