import { beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { button, composer, describeLongInBrowser, itLong, log, onStage, untilInPage, write } from './in-browser.js';

describeLongInBrowser('conversations in a browser', () => {
  const stage = onStage();
  let page: Page;
  beforeEach(async () => {
    page = await stage.open('ada');
  });
  const sidebar = (on: Page) => on.getByRole('navigation', { name: 'Workspace' });
  const actions = (on: Page) => log(on).getByRole('button', { name: 'More actions' });
  const item = (on: Page, name: string | RegExp) => on.getByRole('menuitem', { name });

  itLong('marks an unread channel, shows a line above new messages, and removes both when they were read', async () => {
    const ben = await stage.open('ben', 'general');
    await write(ben, 'Has anyone seen the logs?');
    await sidebar(page).getByRole('button', { name: 'general 1 unread' }).waitFor();
    await write(ben, 'Never mind.');
    await sidebar(page).getByRole('button', { name: 'general 2 unread' }).click();
    await log(page).getByRole('separator', { name: 'New' }).waitFor();
    await sidebar(page).getByRole('button', { name: 'general', exact: true }).waitFor();
    await write(ben, 'All good.');
    await log(page).getByText('All good.').waitFor();
    await sidebar(page).getByRole('button', { name: 'general', exact: true }).waitFor();
    await sidebar(page).getByRole('button', { name: 'deployments' }).click();
    await sidebar(page).getByRole('button', { name: 'general' }).click();
    expect(await log(page).getByRole('separator', { name: 'New' }).count()).toBe(0);
  });

  it('counts mentions in the sidebar and in the title', async () => {
    const { slack } = stage.scene;
    const call = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer xoxb-playground-test' },
    };
    const post = (text: string) =>
      fetch(new URL('chat.postMessage', slack.apiUrl), {
        ...call,
        body: JSON.stringify({ channel: 'D0DIRECT01', text }),
      });
    await post('One');
    await post('Two');
    await sidebar(page).getByRole('button', { name: 'Guidepost APP 2 unread' }).waitFor();
    expect(await sidebar(page).locator('.count').innerText()).toBe('2');
    await untilInPage(page, 'document.title.startsWith("(2) ")');
    await sidebar(page)
      .getByRole('button', { name: /Guidepost/ })
      .click();
    await log(page).getByText('Two').waitFor();
    await untilInPage(page, '!document.title.startsWith("(")');
  });

  itLong('opens a thread next to the channel, and says that commands do not work there', async () => {
    await write(page, 'Shall we release today?');
    await log(page).getByRole('article').hover();
    await button(page, 'Reply in thread').click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await page.keyboard.type('Yes, at four.');
    await page.keyboard.press('Enter');
    await thread.getByText('Yes, at four.').waitFor();
    await button(page, /^1 reply Last reply today at/).waitFor();
    expect(await log(page).getByText('Yes, at four.').count()).toBe(0);
    await page.keyboard.type('/guide static');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '/guide does not work in threads.' }).waitFor();
    expect(stage.scene.slack.requests.filter(({ what }) => what === 'command')).toEqual([]);
    const ben = await stage.open('ben');
    await button(ben, /^1 reply/).click();
    await ben.getByRole('complementary', { name: 'Thread' }).getByText('Yes, at four.').waitFor();
  });

  itLong('copies a link to the message, and shows its JSON with a link to Block Kit Builder', async () => {
    await write(page, '/guide static');
    await button(page, 'Checklist (3 items)').click();
    const posted = log(page).getByRole('article').filter({ hasText: '0 of 3 done' });
    await posted.hover();
    await actions(page).last().click();
    await item(page, 'Copy link').click();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(link).toMatch(/#\/ada\/deployments\/p\d{16}$/);
    const other = await stage.context.newPage();
    await other.goto(link.replace('/ada/', '/ben/'));
    await other.locator('article:focus', { hasText: '0 of 3 done' }).waitFor();

    await actions(page).last().click();
    await item(page, 'View JSON').click();
    const json = page.getByRole('dialog', { name: 'Message as JSON' });
    await json.getByText('"text": "Going live: 0 of 3 done"').waitFor();
    const url = (await json.getByRole('link', { name: 'Open in Block Kit Builder' }).getAttribute('href')) ?? '';
    expect(JSON.parse(decodeURIComponent(new URL(url).hash.slice(1))).blocks).toHaveLength(5);
    await page.keyboard.press('Escape');
    await json.waitFor({ state: 'detached' });
  });

  it('sends a message to the app with a message shortcut, but offers none for a private answer', async () => {
    await write(page, 'How do we serve static files?');
    await log(page).getByRole('article').hover();
    await actions(page).click();
    await item(page, /^Find in guide/).click();
    await page.getByRole('dialog', { name: 'Search the guide' }).getByText('Looking for: How do we serve').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await write(page, '/guide static');
    await page.getByText('Only visible to you').hover();
    await actions(page).last().click();
    expect(await page.getByRole('menuitem').allTextContents()).toEqual(['View JSON']);
  });

  it('goes from message to message with the arrow keys, and to its actions with Tab', async () => {
    for (const line of ['one', 'two', 'three']) await write(page, line);
    await log(page).getByText('three').waitFor();
    await log(page).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await page.locator('article:focus .message-text').textContent()).toBe('two');
    await page.keyboard.press('End');
    expect(await page.locator('article:focus .message-text').textContent()).toBe('three');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Reply in thread');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    expect(await page.locator(':focus').textContent()).toBe('View JSON');
    await page.keyboard.press('Escape');
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('More actions');
  });

  itLong('completes people and the app after an @', async () => {
    await composer(page).pressSequentially('Ask @be');
    const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
    expect(await options.allTextContents()).toEqual([expect.stringContaining('Ben Kowalski')]);
    await composer(page).press('Enter');
    expect(await composer(page).inputValue()).toBe('Ask @ben ');
    await composer(page).pressSequentially('or @gui');
    await composer(page).press('Tab');
    expect(await composer(page).inputValue()).toBe('Ask @ben or @guidepost ');
  });

  itLong('shows a message of fifty blocks, and keeps the scroll position when a button is pressed', async () => {
    await write(page, '/guide many');
    await button(page, 'Done').nth(24).waitFor();
    expect(await log(page).locator('.block').count()).toBe(50);
    await button(page, 'Done').nth(20).click();
    expect(await button(page, 'Done').nth(20).isVisible()).toBe(true);
    const before = await log(page).evaluate(({ scrollTop }) => scrollTop);
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
    expect(await log(page).evaluate(({ scrollTop }) => scrollTop)).toBe(before);
  });

  itLong(
    'keeps a press even if another person’s press updates the message before the mouse button is released',
    async () => {
      await write(page, '/guide static');
      await button(page, 'Checklist (3 items)').click();
      const done = (on: Page, nth: number) => button(on, /^Done/).nth(nth);
      const [ben, adaToo] = [await stage.open('ben'), await stage.open('ada')];
      await done(page, 2).hover();
      await page.mouse.down();
      await done(ben, 0).click();
      // When one of Ada's windows has the update, the other has it too.
      await log(adaToo).getByText('1 of 3 done').waitFor();
      await page.mouse.up();
      await log(page).getByText('2 of 3 done').waitFor();
      await log(ben).getByText('2 of 3 done').waitFor();
      await done(page, 0).focus();
      await page.keyboard.down(' ');
      await button(ben, /^Reopen/)
        .first()
        .click();
      await log(adaToo).getByText('1 of 3 done').waitFor();
      await page.keyboard.up(' ');
      await log(page).getByText('2 of 3 done').waitFor();
    },
  );
});
