import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { findViolations } from '../../packages/slack-playground/test/find-violations.js';
import { describeLongInBrowser } from '../../packages/slack-playground/test/in-browser.js';
import { exportMarkdown, exportRun } from '../../src/checklist/export.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createReports } from '../../src/storage/reports.js';
import { guideOf } from '../builders/guide-of.js';
import { releaseFiles } from '../builders/release-files.js';
import { type OpenPlayground, openPlayground } from './open-playground.js';

describeLongInBrowser('two people who release a service together', () => {
  let opened: OpenPlayground;
  beforeAll(async () => {
    opened = await openPlayground(await guideOf(releaseFiles));
  });
  afterAll(() => opened?.close());

  const open = async (person: string, width: number): Promise<Page> => {
    const page = await opened.browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    await page.goto(`${opened.playground.url}/#/${person}/deployments`);
    await page.locator('.channel-title-name').waitFor();
    return page;
  };
  const run = (page: Page): Locator =>
    page
      .getByRole('log', { name: /^Messages in / })
      .getByRole('article')
      .filter({ hasText: /\d+ of 13/ })
      .last();
  const shows = (page: Page, text: string) => run(page).filter({ hasText: text }).waitFor();
  /** Presses a button with the keyboard alone, as everybody can. */
  const press = async (button: Locator): Promise<void> => {
    await button.focus();
    await button.press('Enter');
  };
  const ask = async (page: Page, line: string): Promise<void> => {
    const composer = page.getByRole('combobox', { name: /^Message / });
    await composer.fill(line);
    await composer.press('Enter');
  };

  it('give the values, keep to roles, sign-offs, evidence and conditions, and export what they did', async () => {
    const [ada, ben, chika] = [await open('ada', 1280), await open('ben', 420), await open('chika', 420)];

    // The start: what does not fit is said at its field.
    await ask(ada, '/guide checklist release: summer service=shop');
    await press(ada.getByRole('button', { name: 'Post…' }));
    const dialog = ada.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Version' }).fill('two');
    await press(dialog.getByRole('button', { name: 'Post', exact: true }));
    await dialog.getByText('This doesn’t fit.').or(dialog.getByText("This doesn't fit.")).first().waitFor();
    await dialog.getByRole('textbox', { name: 'Version' }).fill('2.4');
    await press(dialog.getByRole('button', { name: 'Post', exact: true }));
    await shows(ben, '0 of 13');
    await dialog.waitFor({ state: 'hidden' });
    expect(await run(ben).textContent()).toContain('Announce the release of shop 2.4');

    // It fits a phone's screen, and screen readers.
    expect((await run(ben).boundingBox())?.height).toBeLessThan(900);
    expect(await findViolations(ben)).toEqual([]);

    await press(run(ben).getByRole('button', { name: /^Done: Announce/ }));
    await shows(ada, '1 of 13');
    await press(run(ada).getByRole('button', { name: /^Done: Freeze/ }));
    await shows(ben, '2 of 13');

    await press(run(ben).getByRole('button', { name: /^Done: Check that the pipeline/ }));
    await ben.getByRole('dialog').getByRole('textbox', { name: 'Link' }).fill('https://ci.example/24');
    await press(ben.getByRole('dialog').getByRole('button', { name: 'Done' }));
    await shows(ada, 'ci.example/24');

    // A role: refused, taken, done, with its parts.
    await press(run(ben).getByRole('button', { name: /^Done: Read the migrations/ }));
    await press(ben.getByRole('button', { name: 'Take the role “dba”' }));
    await ben.getByText('You have the role “dba” now').first().waitFor();
    await press(run(ben).getByRole('button', { name: /^Done: Read the migrations/ }));
    await shows(ada, '4 of 13');

    // A sign-off by two others than who started it.
    await press(run(ada).getByRole('button', { name: /^Approve/ }));
    await ada
      .getByText(/somebody else has to approve/)
      .first()
      .waitFor();
    await press(run(ben).getByRole('button', { name: /^Approve/ }));
    await shows(chika, '1 of 2 approvals');
    await press(run(chika).getByRole('button', { name: /^Approve/ }));
    await shows(ada, 'Before 5/5 ✓');

    // The next phase, in Ben's own dialog: what he opens does not move Ada's view.
    const before = await run(ada).textContent();
    await press(run(ben).getByRole('button', { name: /^Show all/ }));
    const all = ben.getByRole('dialog', { name: 'All items' });
    await all.getByText('Does not apply: type is normal').first().waitFor();
    expect(await run(ada).textContent()).toBe(before);
    for (const title of ['Take a snapshot', 'Run the migrations', 'Deploy 2.4 to one machine']) {
      await press(all.getByRole('button', { name: new RegExp(`^Done: ${title}`) }));
      await all.getByRole('button', { name: new RegExp(`^Reopen: ${title}`) }).waitFor();
    }
    // A waiting time is kept, so the lead skips it with a reason.
    await press(all.getByRole('button', { name: /^Done: Watch the error rate/ }));
    await ben
      .getByText(/too early/)
      .first()
      .waitFor();
    await press(run(ada).getByRole('button', { name: /^Manage/ }));
    await press(ada.getByRole('button', { name: 'Edit Watch the error rate' }));
    const edit = ada.getByRole('dialog', { name: /^Item/ });
    await edit.getByRole('radio', { name: /^Skipped/ }).check();
    await edit.getByRole('textbox', { name: /^Reason/ }).fill('Watched by the alarm.');
    await press(edit.getByRole('button', { name: 'Save' }));
    await shows(chika, '1 skipped');
    await ada.keyboard.press('Escape');

    await press(run(chika).getByRole('button', { name: /^Approve: Deploy 2.4 everywhere/ }));
    await shows(chika, 'Deploy 5/5 ✓');
    await press(run(chika).getByRole('button', { name: /^Done: Try to sign in/ }));
    await chika.getByRole('dialog').getByRole('textbox').fill('Paid one cent.');
    await press(chika.getByRole('dialog').getByRole('button', { name: 'Done' }));
    await shows(chika, '10 of 13');
    await press(run(chika).getByRole('button', { name: /^Done: Open the main branch/ }));
    // The optional item does not hold it up.
    await shows(ada, 'all done');

    const database = await openDatabase({ url: opened.databaseUrl });
    const [finished] = await createReports(database).runs({ limit: 1 });
    const found = await createReports(database).run(finished?.id ?? '');
    await database.close();
    if (found === undefined) throw new Error('The run is not stored');
    const text = exportMarkdown(exportRun(found.run, found.history));
    for (const part of [
      'service: shop · version: 2.4 · type: normal',
      'evidence: <https://ci.example/24>',
      'approved by ben on',
      '~~Bring the hotfix back to the main branch~~ (does not apply: type is normal)',
      'skipped by ada on',
      'evidence: Paid one cent.',
      '- [ ] Write what to do better next time',
    ])
      expect(text).toContain(part);
  });
});
