import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findViolations } from '../../packages/slack-playground/test/find-violations.js';
import { describeLongInBrowser } from '../../packages/slack-playground/test/in-browser.js';
import { shippedGuide } from '../builders/shipped-guide.js';
import { everyCase } from '../every-case.js';
import { itLong } from '../long-tests.js';
import { type OpenPlayground, openPlayground } from './open-playground.js';

/** In pixels. The narrow one takes as long again. */
const widths = everyCase ? [1280, 420] : [1280];

describeLongInBrowser('a mention in the playground', () => {
  let opened: OpenPlayground;
  beforeAll(async () => {
    opened = await openPlayground(await shippedGuide());
  });
  afterAll(() => opened?.close());

  const open = async (width: number): Promise<Page> => {
    const page = await opened.browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    await page.goto(`${opened.playground.url}/#/ada/deployments`);
    await page.locator('.channel-title-name').waitFor();
    return page;
  };

  it.each(widths)('typed in the composer is answered in the thread, at %i pixels', async (width) => {
    const page = await open(width);
    const composer = page.getByRole('combobox', { name: /^Message #deployments/ });
    await composer.fill('@Guidepost how do I roll back a deployment?');
    await composer.press('Enter');
    await page
      .getByRole('button', { name: /\breply\b/ })
      .last()
      .click();
    const answer = page.getByRole('article').filter({ has: page.getByRole('button', { name: 'Remove this answer' }) });
    await answer.waitFor();
    expect((await answer.boundingBox())?.height).toBeLessThan(900);
    expect(await findViolations(page)).toEqual([]);
    await answer.getByRole('button', { name: /^More about/ }).click();
    await page.getByText('You asked: how do I roll back a deployment?').last().waitFor();
    await answer.getByRole('button', { name: 'Remove this answer' }).click();
    await answer.waitFor({ state: 'detached' });
    await page.close();
  });

  itLong.each(widths)(
    'where the app is no member, its author invites it with a button, at %i pixels',
    async (width) => {
      const page = await opened.browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
      const channel = width === 1280 ? 'general' : 'release-crew';
      await page.goto(`${opened.playground.url}/#/chika/${channel}`);
      const composer = page.getByRole('combobox', { name: /^Message / });
      await composer.waitFor();
      await composer.fill('@Guidepost how do I roll back a deployment?');
      await composer.press('Enter');
      await page.getByText('they’re not in this channel').first().waitFor();
      await page.getByRole('button', { name: 'Invite Them' }).click();
      await page.getByText('OK! I’ve invited').first().waitFor();
      await page
        .getByRole('button', { name: /\breply\b/ })
        .last()
        .waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.close();
    },
  );

  itLong.each(widths)('an alert is answered by its menu, at %i pixels', async (width) => {
    const page = await open(width);
    if (width < 600) await page.getByRole('button', { name: 'Open sidebar' }).click();
    await page.getByRole('button', { name: 'Post an alert' }).click();
    const alert = page.getByRole('article').filter({ hasText: '502 Bad Gateway' }).last();
    await alert.hover();
    await alert.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: /Answer with the guide/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Answer with the guide' });
    await dialog.getByRole('heading', { name: 'Web servers' }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Reply in thread' }).click();
    await page.getByRole('dialog', { name: 'Posted' }).waitFor();
    await page.keyboard.press('Escape');
    await alert.getByRole('button', { name: /1 reply/ }).waitFor();
    await page.close();
  });

  it.each(widths)('a direct message is a conversation, at %i pixels', async (width) => {
    const page = await opened.browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    await page.goto(`${opened.playground.url}/#/ben/@guidepost`);
    const composer = page.getByRole('combobox', { name: /^Message / });
    await composer.waitFor();
    await composer.fill('how do I roll back a deployment?');
    await composer.press('Enter');
    await page.getByText('Write a number:').last().waitFor();
    await composer.fill('2');
    await composer.press('Enter');
    await page.getByRole('heading', { name: 'Monitoring' }).last().waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.close();
  });
});
