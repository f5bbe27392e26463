import { beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { button, composer, describeLongInBrowser, focused, onStage, write } from './in-browser.js';

describeLongInBrowser('the inspector in a browser', () => {
  const stage = onStage();
  let page: Page;
  beforeEach(async () => {
    page = await stage.open('ada');
  });
  const panel = (on: Page) => on.getByRole('complementary', { name: 'Inspector' });
  const toggle = (on: Page) => on.getByRole('button', { name: 'Inspector', exact: true });
  const lines = (on: Page) => panel(on).locator('.exchange-line');

  it('lists requests and replies live, in both directions, and can show only one direction', async () => {
    await toggle(page).click();
    await panel(page).getByText('No requests between Slack and Guidepost yet.').waitFor();
    await write(page, '/guide static');
    await lines(page).filter({ hasText: '/guide static' }).filter({ hasText: '200' }).waitFor();
    await button(page, 'Checklist (3 items)').click();
    await lines(page).filter({ hasText: 'chat.postMessage C0DEPLOY02' }).filter({ hasText: /\d ms/ }).waitFor();
    await lines(page).filter({ hasText: 'block_actions post' }).waitFor();
    await panel(page).getByRole('radio', { name: 'From the app' }).check();
    expect(await lines(page).allTextContents()).toEqual([expect.stringContaining('From Guidepost:chat.postMessage')]);
    await panel(page).getByRole('radio', { name: 'To the app' }).check();
    expect(await lines(page).allTextContents()).toEqual([
      expect.stringContaining('To Guidepost:/guide'),
      expect.stringContaining('To Guidepost:block_actions'),
    ]);
    await panel(page).getByRole('button', { name: 'Clear' }).click();
    expect(await lines(page).count()).toBe(0);
  });

  it('expands a line to its headers, payload, block tree and reply, with links to Block Kit Builder and a curl command', async () => {
    await toggle(page).click();
    await write(page, '/guide static');
    await lines(page).first().focus();
    await page.keyboard.press('Enter');
    const request = panel(page).getByRole('region', { name: 'Request' });
    await request.getByText('"command": "/guide"').waitFor();
    expect(await page.locator(':focus').getAttribute('aria-expanded')).toBe('true');
    await request.getByText(/^Headers/).click();
    await request.getByText('x-slack-signature').waitFor();
    const reply = panel(page).getByRole('region', { name: 'Reply' });
    await reply.getByText('Blocks', { exact: true }).click();
    const tree = await reply.locator('.tree').innerText();
    expect(tree).toContain('header');
    expect(tree).toContain('button');
    expect(tree).toContain('Static content');
    const builder = reply.getByRole('link', { name: 'Open in Block Kit Builder' });
    const url = new URL((await builder.getAttribute('href')) ?? '');
    expect(url.host + url.pathname).toBe('app.slack.com/block-kit-builder/');
    expect(JSON.parse(decodeURIComponent(url.hash.slice(1))).blocks[0].text.text).toBe('Static content');
    await panel(page).getByRole('button', { name: 'Copy as curl' }).click();
    await panel(page).getByText('Copied').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toMatch(/^curl -i 'http:\/\/127\.0\.0\.1:\d+\/slack\/events'/);
    expect(copied).toContain("-H 'x-slack-signature: v0=");
    await panel(page)
      .getByRole('button', { name: /^To Guidepost/ })
      .click();
    expect(await panel(page).getByRole('region', { name: 'Request' }).count()).toBe(0);
  });

  it('says why an exchange failed, and shows one that is pending', async () => {
    await toggle(page).click();
    await write(page, '/guide static');
    await button(page, 'Take your time').click();
    await lines(page).filter({ hasText: 'block_actions slow' }).filter({ hasText: 'pending' }).waitFor();
    stage.scene.app.takeNoMoreTime();
    await lines(page).filter({ hasText: 'block_actions slow' }).filter({ hasText: '200' }).waitFor();
    await write(page, '/guide silent');
    await lines(page).filter({ hasText: 'operation_timeout' }).waitFor();
  });

  it('stays open after a reload, closes with Escape, and returns the focus', async () => {
    await toggle(page).click();
    await panel(page).waitFor();
    await page.reload();
    await panel(page).waitFor();
    await panel(page).getByRole('radio', { name: 'All' }).focus();
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('Inspector');
    await page.reload();
    await composer(page).waitFor();
    expect(await panel(page).count()).toBe(0);
  });

  it('covers a narrow screen as a sheet that can be closed', async () => {
    const narrow = await stage.open('ben', 'deployments', { width: 360, height: 740 });
    await toggle(narrow).click();
    expect(await panel(narrow).boundingBox()).toMatchObject({ x: 0, y: 0, width: 360, height: 740 });
    await panel(narrow).getByRole('button', { name: 'Close inspector' }).click();
    await panel(narrow).waitFor({ state: 'hidden' });
  });
});
