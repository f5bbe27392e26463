import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { findViolations } from '../../packages/slack-playground/test/find-violations.js';
import { describeInBrowser } from '../../packages/slack-playground/test/in-browser.js';
import { chromiumPath, openBrowser } from '../../packages/slack-playground/test/open-browser.js';
import { launchInProcess } from '../../src/playground/in-process.js';
import type { LaunchedPlayground } from '../../src/playground/launch.js';
import { indexGuide } from '../../src/search/build-index.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { shippedGuide } from '../builders/shipped-guide.js';
import { itLong } from '../long-tests.js';

describeInBrowser('a person who uses the real app in a browser', () => {
  let playground: LaunchedPlayground;
  let browser: Browser;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guidepost-browser-'));
    const guide = await shippedGuide();
    const logger = createLogger({ level: 'error', json: true, write: () => {} });
    playground = await launchInProcess({
      guide: indexGuide(guide),
      databaseUrl: `sqlite:${join(folder, 'playground.db')}`,
      port: 0,
      logger,
    });
    browser = await openBrowser(chromiumPath ?? '');
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  });

  afterAll(async () => {
    await browser?.close();
    await playground?.stop();
    await rm(folder, { recursive: true });
  });

  const cards = () => page.getByRole('log').getByRole('article', { name: /^Guidepost, / });
  const card = () => cards().last();

  it('asks, opens a next step and goes back, posts the checklist, ticks two items, and sees them ticked after a reload', async () => {
    await page.goto(`${playground.url}/#/ada/deployments`);
    const composer = page.getByRole('combobox', { name: /^Message / });
    await composer.fill('/guide who patches the operating system on a paas?');
    await composer.press('Enter');
    await card().getByRole('heading', { name: 'Platform-as-a-service' }).waitFor();
    expect(await card().getByText('Only visible to you').count()).toBe(1);

    await card()
      .getByRole('button', { name: /relational database/ })
      .click();
    await card().getByRole('heading', { name: 'Relational databases' }).waitFor();
    expect(await card().textContent()).toContain('Platform-as-a-service › Relational databases');
    await card().getByRole('button', { name: /^Back/ }).click();
    await card().getByRole('heading', { name: 'Platform-as-a-service' }).waitFor();

    await card().getByRole('button', { name: 'Checklist (7 items)' }).click();
    await card().getByRole('button', { name: 'Post to this channel' }).click();
    const posted = page.getByRole('log').getByRole('article').filter({ hasText: '0 of 7' });
    await posted.waitFor();
    const run = page.getByRole('log').getByRole('article').filter({ hasText: 'of 7' });
    await run.getByRole('button', { name: /^Done/ }).first().click();
    await run.filter({ hasText: '1 of 7' }).waitFor();
    await run.getByRole('button', { name: /^Done/ }).first().click();
    await run.filter({ hasText: '2 of 7' }).waitFor();

    await page.reload();
    await run.filter({ hasText: '2 of 7' }).waitFor();
    expect(await run.getByRole('button', { name: /^Reopen/ }).count()).toBe(2);
    expect(await run.textContent()).toContain('Done by ada');
  });

  itLong('immediately sees what others tick in their windows', async () => {
    const open = async (person: string) => {
      const window = await browser.newPage({ viewport: { width: 1000, height: 900 } });
      await window.goto(`${playground.url}/#/${person}/general`);
      return window;
    };
    const [ada, ben] = [await open('ada'), await open('ben')];
    const composer = ada.getByRole('combobox', { name: /^Message / });
    await composer.fill('/guide checklist deployment');
    await composer.press('Enter');
    await ada.getByRole('button', { name: 'Post to this channel' }).click();
    const run = (window: Page) =>
      window
        .getByRole('log')
        .getByRole('article')
        .filter({ hasText: /\d of \d/ });
    const showsDone = (window: Page, count: number) =>
      run(window)
        .filter({ hasText: `${count} of ` })
        .waitFor();
    const done = (window: Page) => run(window).getByRole('button', { name: /^Done/ });
    await showsDone(ben, 0);
    await done(ben).first().click();
    await showsDone(ada, 1);
    expect(await run(ada).textContent()).toContain('Done by ben');
    // Both press at the same time: neither tick is lost.
    await Promise.all([done(ada).nth(0).click(), done(ben).nth(1).click()]);
    await showsDone(ada, 3);
    await showsDone(ben, 3);
    await run(ada)
      .getByRole('button', { name: /^Reopen/ })
      .first()
      .click();
    await showsDone(ben, 2);
  });

  it('finds a page while typing, with the keyboard only: with a typing error, by a heading, by a question, and by a second search', async () => {
    const ben = await browser.newPage({ viewport: { width: 1000, height: 900 }, reducedMotion: 'reduce' });
    await ben.goto(`${playground.url}/#/ben/general`);
    const composer = ben.getByRole('combobox', { name: /^Message / });
    await composer.pressSequentially('/search');
    await ben.getByRole('option', { name: /Search the guide/ }).waitFor();
    await composer.press('Enter');
    const dialog = ben.getByRole('dialog', { name: 'Search the guide' });
    const field = dialog.getByRole('combobox', { name: 'What are you looking for?' });
    const focused = field.and(ben.locator(':focus'));
    await focused.waitFor();
    const marked = async () => ben.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`).textContent();
    const offered = (name: RegExp) => ben.getByRole('option', { name }).first();
    await ben.keyboard.type('d');
    await ben.getByText('Type 2 letters to search.').waitFor();
    await ben.keyboard.type('eploymnet');
    await offered(/^Deployment /).waitFor();
    expect(await marked()).toMatch(/^Deployment/);
    expect(await findViolations(ben)).toEqual([]);
    await ben.keyboard.press('Enter');
    await dialog.getByRole('heading', { name: 'Deployment' }).waitFor();
    // The field is ready for more typing.
    await focused.waitFor();
    expect(await field.inputValue()).toBe('Deployment');
    expect(await findViolations(ben)).toEqual([]);
    await field.fill('how many gunicorn');
    await offered(/^How many Gunicorn workers › WSGI servers/).waitFor();
    await ben.keyboard.press('Enter');
    await dialog.getByText('Start Gunicorn with one process per CPU core').waitFor();
    await field.fill('zebra llama');
    await offered(/^Search for “zebra llama”/).waitFor();
    await ben.keyboard.press('Escape');
    await focused.waitFor();
    await ben.keyboard.press('ArrowDown');
    await field.fill('zebra llama');
    await offered(/^Search for “zebra llama”/).waitFor();
    await ben.keyboard.press('Enter');
    await dialog.getByRole('heading', { name: 'The guide has no page that answers that' }).waitFor();
    await dialog.getByRole('button', { name: 'Search again' }).press('Enter');
    await dialog.getByText('has no page that answers that').waitFor({ state: 'detached' });
    await focused.waitFor();
    expect(await field.inputValue()).toBe('');
    await ben.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await ben.close();
  });

  itLong('opens Home, asks there by keyboard, reads a topic, and finds their open checklist', async () => {
    const chika = await browser.newPage({ viewport: { width: 1000, height: 900 }, reducedMotion: 'reduce' });
    await chika.goto(`${playground.url}/#/chika/general`);
    const inWorkspace = chika.getByRole('navigation', { name: 'Workspace' });
    await inWorkspace.getByRole('button', { name: /Guidepost/ }).click();
    await chika.getByRole('navigation', { name: 'App' }).getByRole('button', { name: 'Home' }).click();
    const home = chika.getByRole('region', { name: 'Home' });
    await home.getByText('None right now.').waitFor();
    expect(await findViolations(chika)).toEqual([]);
    await home.getByRole('textbox', { name: 'Or ask here' }).fill('who patches the operating system on a paas?');
    await chika.keyboard.press('Enter');
    const dialog = chika.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Platform-as-a-service' }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Share' }).count()).toBe(0);
    expect(await findViolations(chika)).toEqual([]);
    await dialog.getByRole('button', { name: 'Checklist (7 items)' }).click();
    await dialog.getByRole('button', { name: 'Post to a channel…' }).click();
    await dialog.getByRole('textbox', { name: /^Name of this run/ }).fill('from home');
    await dialog.getByRole('combobox', { name: 'Channel' }).selectOption({ label: '#general' });
    await dialog.getByRole('button', { name: 'Post', exact: true }).click();
    await dialog.getByText('Posted').first().waitFor();
    while ((await dialog.count()) > 0) await chika.keyboard.press('Escape');
    await home.getByRole('button', { name: 'Containers with Docker' }).click();
    await dialog.filter({ hasText: 'Docker' }).waitFor();
    await chika.keyboard.press('Escape');
    await chika.getByRole('button', { name: 'Messages', exact: true }).click();
    await chika.getByRole('button', { name: 'Home', exact: true }).click();
    await home.getByText('0 of 7 done').waitFor();
    await home.getByRole('link', { name: /from home/ }).click();
    await chika.locator('article:focus', { hasText: 'from home' }).waitFor();
    expect(chika.url()).toContain('#/chika/general');
    await inWorkspace.getByRole('button', { name: /Guidepost/ }).click();
    await chika.getByRole('button', { name: 'Home', exact: true }).click();
    await home.getByRole('button', { name: /^Manage PaaS/ }).click();
    await dialog.getByText('0 of 7 done').waitFor();
    expect(await findViolations(chika)).toEqual([]);
    await chika.close();
    const telephone = await browser.newPage({
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
    });
    await telephone.goto(`${playground.url}/#/chika/@guidepost/home`);
    await telephone.getByRole('region', { name: 'Home' }).getByText('0 of 7 done').waitFor();
    expect(await findViolations(telephone)).toEqual([]);
    const tooWide =
      'document.documentElement.scrollWidth > innerWidth || document.querySelector(".home").scrollWidth > innerWidth';
    expect(await telephone.evaluate(tooWide)).toBe(false);
    await telephone.close();
  });
});
