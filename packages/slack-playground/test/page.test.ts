import { beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { button, composer, describeInBrowser, focused, itLong, log, onStage, write } from './in-browser.js';

describeInBrowser('the playground in a browser', () => {
  const stage = onStage();
  let page: Page;
  beforeEach(async () => {
    page = await stage.open('ada');
  });
  // Only inside the log: the live region for screen readers contains some of the same text.
  const seen = (on: Page, text: string) => log(on).getByText(text).waitFor();

  it('completes a command, shows its hint, and shows the private answer', async () => {
    await composer(page).pressSequentially('/gui');
    const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
    expect(await options.allTextContents()).toHaveLength(2);
    await composer(page).press('ArrowDown');
    expect(await options.nth(1).getAttribute('aria-selected')).toBe('true');
    await composer(page).press('Escape');
    expect(await options.count()).toBe(0);
    await composer(page).pressSequentially('d');
    await composer(page).press('Tab');
    expect(await composer(page).inputValue()).toBe('/guide ');
    await page.locator('.composer-ghost', { hasText: '/guide [question | checklist topic | help]' }).waitFor();
    await composer(page).pressSequentially('static files');
    await composer(page).press('Enter');
    const card = page.getByRole('article', { name: /^Guidepost, / });
    await card.getByText('Only visible to you').waitFor();
    await card.getByRole('heading', { name: 'Static content' }).waitFor();
    expect(await card.getByRole('link', { name: 'the chapter on static content' }).getAttribute('href')).toBe(
      'https://example.com/static?a=1&b=2',
    );
    expect(await card.locator('pre').textContent()).toContain('STATIC_URL = "/static/"');
    expect(await composer(page).inputValue()).toBe('');
  });

  it('sends a suggestion when it is pressed, and updates the card in place at the next press', async () => {
    await page.getByRole('button', { name: '/guide how do I serve static files?' }).click();
    await button(page, 'Databases').click();
    await page.getByRole('heading', { name: 'Databases' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Static content' }).count()).toBe(0);
    expect(await page.getByRole('article').count()).toBe(1);
  });

  it('immediately shows the ticks of one person to another, keeps the focus, and survives a reload', async () => {
    const other = await stage.open('ben');
    await write(page, '/guide static');
    await button(page, 'Checklist (3 items)').click();
    await button(page, 'Done').nth(1).focus();
    await page.keyboard.press('Enter');
    await seen(page, '1 of 3 done');
    expect(await focused(page)).toBe('Reopen');
    await seen(other, '1 of 3 done');
    expect(await other.getByText('Only visible to you').count()).toBe(0);
    await button(other, 'Done').first().click();
    await seen(page, '2 of 3 done');
    await button(other, 'Done').click();
    await page.getByRole('heading', { name: 'Going live: complete' }).waitFor();
    await page.getByRole('button', { name: /^1 reply/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('All 3 items are done.').waitFor();
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'hidden' });
    await page.reload();
    await page.getByRole('heading', { name: 'Going live: complete' }).waitFor();
    await page.getByText('Only visible to you').waitFor();
    expect(await button(page, 'Reopen').count()).toBe(3);
  });

  itLong('shows that a press is in progress, and then that the app did not answer', async () => {
    await write(page, '/guide static');
    await button(page, 'Take your time').click();
    await page.locator('[aria-busy="true"]', { hasText: 'Take your time' }).waitFor();
    stage.scene.app.takeNoMoreTime();
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
    await button(page, 'Never answer').click();
    await page.getByRole('alertdialog', { name: 'Are you sure?' }).getByRole('button', { name: 'Rather not' }).click();
    expect(await page.locator('[aria-busy="true"]').count()).toBe(0);
    await button(page, 'Never answer').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Do it' }).click();
    await page.getByRole('alert').filter({ hasText: 'operation_timeout' }).waitFor();
    await write(page, '/guide broken');
    await page.getByRole('article').filter({ hasText: 'http_service_error' }).waitFor();
  });

  itLong('submits a dialog, shows an error at its field, and closes when the app accepts it', async () => {
    await write(page, '/guide static');
    await button(page, 'Ask me for details').click();
    const dialog = page.getByRole('dialog', { name: 'Details' });
    await dialog.getByLabel('Name').fill('ab');
    await dialog.getByLabel('Platform').selectOption('Dokku');
    await dialog.getByRole('checkbox', { name: 'Heroku' }).check();
    await dialog.getByLabel('When').fill('2026-12-01');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText('Write at least three letters.').waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('ab');
    expect(await dialog.getByRole('checkbox', { name: 'Heroku' }).isChecked()).toBe(true);
    expect(await page.locator(':focus').getAttribute('aria-invalid')).toBe('true');
    await dialog.getByLabel('Name').fill('shop');
    await dialog.getByLabel('Name').press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('Ask me for details');
  });

  itLong('stacks dialogs, and goes back with Escape', async () => {
    await write(page, '/guide static');
    await button(page, 'Ask me for details').click();
    const dialog = page.getByRole('dialog', { name: 'Details' });
    await dialog.getByLabel('Name').fill('kept');
    await dialog.getByRole('button', { name: 'One more' }).click();
    await dialog.getByRole('button', { name: 'Back' }).waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Back' }).waitFor({ state: 'detached' });
    expect(await dialog.getByLabel('Name').inputValue()).toBe('kept');
    await dialog.getByRole('button', { name: 'Close dialog' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  itLong('posts other text as a chat message, and switches people and channels in the same window', async () => {
    await write(page, 'Is <b>this</b> *bold*?');
    expect(
      await page
        .getByRole('article', { name: /^Ada Obi/ })
        .locator('.text')
        .innerHTML(),
    ).toContain('Is &lt;b&gt;this&lt;/b&gt; <strong>bold</strong>?');
    await page.getByRole('radio', { name: 'Ben Kowalski' }).check();
    await page.waitForURL(/#\/ben\/deployments$/);
    await write(page, 'Yes.');
    await page.getByRole('article', { name: /^Ben Kowalski/ }).waitFor();
    await page.getByRole('navigation', { name: 'Workspace' }).getByRole('button', { name: 'general' }).click();
    await page.getByRole('heading', { name: 'Welcome to #general' }).waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
    await page.goto(`${stage.scene.url}/`);
    await page.waitForURL(/#\/ben\/general$/);
  });

  itLong('fits every block into 360 pixels, and opens the overflow menu by keyboard', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await write(page, '/guide everything');
    await page
      .getByRole('article')
      .getByRole('heading', { name: /A heading so long/ })
      .waitFor();
    // The message is taller than the window, so it must be scrolled to its beginning.
    const around = await log(page).boundingBox();
    const card = await page.getByRole('article').boundingBox();
    expect(card?.y).toBeGreaterThanOrEqual(around?.y ?? Number.NaN);
    expect(card?.y).toBeLessThan((around?.y ?? 0) + 60);
    const overflowOf = (selector: string) =>
      page.locator(selector).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(await overflowOf('html')).toBe(0);
    expect(await overflowOf('.conversation .log')).toBe(0);
    await button(page, 'More options').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('Dokku');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menu').count()).toBe(0);
    await page.getByRole('button', { name: 'Open sidebar' }).click();
    await page.getByRole('navigation').getByRole('button', { name: 'release-crew' }).click();
    await page.getByRole('heading', { name: 'Welcome to #release-crew' }).waitFor();
  });

  it('starts over after a confirmation', async () => {
    await write(page, 'Hello');
    await page.getByRole('article').waitFor();
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('article').waitFor({ state: 'detached' });
    await page.getByRole('group', { name: 'Suggestions' }).waitFor();
  });
});
