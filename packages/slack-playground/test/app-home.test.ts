import { expect, it } from '@jest/globals';
import { composer, describeLongInBrowser, log, onStage, write } from './in-browser.js';

describeLongInBrowser('App Home in a browser', () => {
  const stage = onStage();

  it('tells the app about the visit, shows what the app publishes, handles presses, and survives a reload', async () => {
    const page = await stage.open('ada');
    await page
      .getByRole('navigation', { name: 'Workspace' })
      .getByRole('button', { name: /Guidepost/ })
      .click();
    await composer(page).waitFor();
    await page.getByRole('navigation', { name: 'App' }).getByRole('button', { name: 'Home' }).click();
    const home = page.getByRole('region', { name: 'Home' });
    await home.getByText('Drawn 1 times.').waitFor();
    expect(await composer(page).count()).toBe(0);
    await home.getByRole('button', { name: 'Draw again' }).focus();
    await page.keyboard.press('Enter');
    await home.getByText('Drawn 2 times.').waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Draw again');
    await page.waitForURL(/#\/ada\/@guidepost\/home$/);
    await page.reload();
    await home.getByText('Drawn 3 times.').waitFor();
    await page.getByRole('button', { name: 'Messages', exact: true }).click();
    await composer(page).waitFor();
    const tabs = stage.scene.slack.requests.map(({ payload }) => (payload.event as { tab?: string } | undefined)?.tab);
    expect(tabs.filter((tab) => tab === 'home')).toHaveLength(2);
  });

  it('shows the app’s answer to a direct message in its thread', async () => {
    const page = await stage.open('ben', '@guidepost');
    await write(page, 'How do I roll back?');
    await log(page)
      .getByRole('button', { name: /^1 reply/ })
      .click();
    await page.getByRole('complementary', { name: 'Thread' }).getByText('You asked: How do I roll back?').waitFor();
  });

  it('says what is missing if the app has published nothing', async () => {
    const page = await stage.open('chika', '@guidepost');
    stage.scene.slack.faults.refuseConnections(true);
    await page.getByRole('button', { name: 'Home', exact: true }).click();
    await page.getByRole('heading', { name: 'This page is empty' }).waitFor();
    await page.getByText('views.publish').waitFor();
  });
});
