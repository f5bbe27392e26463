import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findViolations } from './find-violations.js';
import { button, describeLongInBrowser, log, onStage, type WindowOptions, write } from './in-browser.js';

const FEW = ['every block', 'a dialog with an error', 'a narrow screen with the sidebar open', 'a card in dark mode'];

describeLongInBrowser('accessibility in a browser', () => {
  const stage = onStage();

  const card = async (page: Page) => {
    await write(page, '/guide static');
    await log(page).getByRole('heading', { name: 'Static content' }).waitFor();
  };
  const states: readonly [string, WindowOptions, (page: Page) => Promise<unknown>][] = [
    ['an empty channel', {}, async () => {}],
    ['a card', {}, card],
    ['every block', {}, (page) => write(page, '/guide everything')],
    [
      'a posted checklist with a thread',
      {},
      async (page) => {
        await card(page);
        await button(page, 'Checklist (3 items)').click();
        for (const done of [1, 2, 3]) {
          await button(page, 'Done').first().click();
          await log(page).getByText(`${done} of 3 done`).waitFor();
        }
        await button(page, /^1 reply/).click();
      },
    ],
    [
      'a dialog with an error',
      {},
      async (page) => {
        await card(page);
        await button(page, 'Ask me for details').click();
        await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
        await page.getByRole('dialog').locator('.field-error').waitFor();
      },
    ],
    [
      'a search while typing',
      {},
      async (page) => {
        await page.getByRole('button', { name: 'Shortcuts', exact: true }).click();
        await page.getByRole('menuitem').first().click();
        await page.getByRole('dialog').waitFor();
        await page.keyboard.type('static');
        await page.getByRole('option').first().waitFor();
      },
    ],
    [
      'the inspector with a line open',
      {},
      async (page) => {
        await page.getByRole('button', { name: 'Inspector' }).click();
        await card(page);
        await page.locator('.exchange-line').first().click();
        await page.getByRole('region', { name: 'Reply' }).waitFor();
        await page.locator('summary', { hasText: 'Blocks' }).click();
      },
    ],
    ['App Home', {}, (page) => page.getByRole('button', { name: /^Guidepost/ }).click()],
    [
      'the dialog for simulated failures',
      {},
      (page) => page.getByRole('button', { name: 'Simulate failures' }).click(),
    ],
    [
      'a menu of message actions',
      {},
      async (page) => {
        await card(page);
        await log(page).getByRole('button', { name: 'More actions' }).click();
      },
    ],
    [
      'a narrow screen with the sidebar open',
      { width: 360, height: 740 },
      async (page) => {
        await card(page);
        await page.getByRole('button', { name: 'Open sidebar' }).click();
      },
    ],
    ['a card in dark mode', { isDark: true }, card],
    ['every block in dark mode', { isDark: true }, (page) => write(page, '/guide everything')],
    [
      'the inspector in dark mode',
      { isDark: true },
      async (page) => {
        await page.getByRole('button', { name: 'Inspector' }).click();
        await write(page, '/guide broken');
        await page.locator('.exchange-line').first().click();
        await page.getByRole('region', { name: 'Reply' }).waitFor();
      },
    ],
  ];

  // One of them takes two seconds.
  const tried = process.env.REQUIRE_ALL ? states : states.filter(([name]) => FEW.includes(name));
  it.each(tried)('axe finds no serious violation in %s', async (_name, options, prepare) => {
    const page = await stage.open('ada', 'deployments', options);
    await prepare(page);
    expect(await findViolations(page)).toEqual([]);
  });
});
