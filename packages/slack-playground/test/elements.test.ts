import { beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { button, composer, describeLongInBrowser, log, onStage, untilInPage, write } from './in-browser.js';

describeLongInBrowser('form elements in a browser', () => {
  const stage = onStage();
  let page: Page;
  beforeEach(async () => {
    page = await stage.open('ada');
  });
  const dialog = (name = 'Search the guide') => page.getByRole('dialog', { name, exact: true });
  const options = () => page.getByRole('listbox', { name: 'Options' }).getByRole('option');
  const openSearch = async () => {
    await page.getByRole('button', { name: 'Shortcuts', exact: true }).click();
    await page.getByRole('menuitem', { name: /^Search the guide/ }).click();
    await dialog().waitFor();
  };
  const actions = () => stage.scene.slack.requests.filter(({ what }) => what === 'block_actions');
  /** The last press or choice that the app got, as JSON; empty if there is none yet. */
  const lastAction = (): string => JSON.stringify(actions().at(-1)?.payload ?? '');

  it('run a global shortcut from the slash menu and from the plus button', async () => {
    await composer(page).pressSequentially('/sea');
    await page.getByRole('option', { name: /Search the guide/ }).waitFor();
    await composer(page).press('Enter');
    await dialog().waitFor();
    expect(await composer(page).inputValue()).toBe('');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await openSearch();
  });

  it('search in an external select while typing, with the keyboard only, and send the choice', async () => {
    await openSearch();
    const field = dialog().getByRole('combobox', { name: 'Page', exact: true });
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('static');
    await options().nth(1).waitFor();
    expect(await options().allTextContents()).toEqual(['Static files', 'Static sites']);
    await page.keyboard.press('ArrowDown');
    const marked = await field.getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${marked}"]`).textContent()).toBe('Static sites');
    await page.keyboard.press('Enter');
    await dialog().locator('.picker-input').first().and(page.locator(':focus')).waitFor();
    expect(await field.inputValue()).toBe('Static sites');
    await page.keyboard.type('zzz');
    await page.getByText('No results').waitFor();
    await page.keyboard.press('Escape');
    // Only the list closes, not the dialog.
    await dialog().waitFor();
    await page.keyboard.press('Tab');
    expect(await field.inputValue()).toBe('Static sites');
    await dialog().getByRole('button', { name: 'Show' }).click();
    await dialog().getByText('Write at least three letters.').waitFor();
    const sent = stage.scene.slack.requests.find(({ what }) => what === 'view_submission');
    expect(JSON.stringify(sent?.payload)).toContain(
      '"selected_option":{"text":{"type":"plain_text","text":"Static sites"',
    );
  });

  it('show several options as chips, remove one again, and ask the app only once for each query', async () => {
    await openSearch();
    const field = dialog().getByRole('combobox', { name: 'More pages' });
    await field.fill('static f');
    await options().first().click();
    await dialog().getByRole('button', { name: 'Remove Static files' }).waitFor();
    await field.fill('data');
    await options().first().click();
    await dialog().getByRole('button', { name: 'Remove Databases' }).waitFor();
    await dialog().getByRole('button', { name: 'Remove Static files' }).click();
    await dialog().getByRole('button', { name: 'Remove Static files' }).waitFor({ state: 'detached' });
    expect(await dialog().locator('.chip-label').allTextContents()).toEqual(['Databases']);
    const asked = stage.scene.slack.requests.filter(({ what }) => what === 'block_suggestion');
    expect(asked.map(({ payload }) => payload.value)).toEqual(['static f', 'data']);
    await field.press('Backspace');
    await dialog().locator('.chip').waitFor({ state: 'detached' });
  });

  it('immediately send the app what is chosen in a message: time, people, several options', async () => {
    await write(page, '/guide everything');
    await log(page).getByLabel('At what time?').fill('09:15');
    await stage.scene.slack.until(() => lastAction().includes('"selected_time":"09:15"'));
    // What was chosen cannot be cleared, so the field goes on showing it.
    await untilInPage(page, 'document.querySelector("input[type=time]")?.value === "09:15"');
    await log(page).getByLabel('At what time?').fill('');
    await untilInPage(page, 'document.querySelector("input[type=time]")?.value === "09:15"');
    const crew = log(page).getByRole('combobox', { name: 'Who comes?' });
    await crew.click();
    await options().filter({ hasText: 'Chika Mori' }).click();
    await log(page).getByRole('button', { name: 'Remove Chika Mori' }).waitFor();
    expect(lastAction()).toContain('"selected_users":["U0CHIKA003"]');
    const several = log(page).getByRole('combobox', { name: 'Several platforms' });
    await several.fill('dok');
    await several.press('Enter');
    await log(page).getByRole('button', { name: 'Remove Dokku' }).waitFor();
    expect(lastAction()).toContain('"value":"dokku"');
  });

  it('send a date and time in seconds, and offer only the conversations that the app allows', async () => {
    await write(page, '/guide everything');
    const moment = log(page).getByLabel('Date and time');
    expect(await moment.inputValue()).toMatch(/^2026-11-20T\d\d:00$/);
    await moment.fill('2026-11-21T09:30');
    const seconds = Math.floor(new Date('2026-11-21T09:30').getTime() / 1_000);
    await stage.scene.slack.until(() => lastAction().includes(`"selected_date_time":${seconds}`));
    // The message shows the stored value shortly after the app received it.
    await untilInPage(page, 'document.querySelector("input[type=datetime-local]")?.value === "2026-11-21T09:30"');
    await log(page).getByRole('combobox', { name: 'Which rooms?' }).click();
    expect(await options().allTextContents()).toEqual(['#general', '#deployments']);
    await options().first().click();
    await log(page).getByRole('button', { name: 'Remove #general' }).waitFor();
    expect(lastAction()).toContain('"selected_conversations":["C0GENERAL1"]');
  });

  it('let a person choose only as many people as the app allows', async () => {
    await write(page, '/guide everything');
    const crew = log(page).locator('[data-action="crew"]');
    for (const name of ['Ada Obi', 'Ben Kowalski']) {
      await crew.click();
      await options().filter({ hasText: name }).click();
      await log(page)
        .getByRole('button', { name: `Remove ${name}` })
        .waitFor();
    }
    await crew.click();
    await page.getByText('You can choose up to 2.').waitFor();
  });

  it('keep the chosen thumb pressed, and tell the app which one it is', async () => {
    await write(page, '/guide static');
    const thumb = (name: string) =>
      log(page).getByRole('group', { name: 'Feedback' }).getByRole('button', { name, exact: true });
    await thumb('This did not help').click();
    await log(page).getByText('Noted: bad').waitFor();
    expect(await thumb('This did not help').getAttribute('aria-pressed')).toBe('true');
    expect(await thumb('This helped').getAttribute('aria-pressed')).toBe('false');
  });

  it('open in up to three stacked dialogs, which Escape closes one by one', async () => {
    await write(page, '/guide static');
    await button(page, 'Ask me for details').click();
    const oneMore = (name: string) => dialog(name).getByRole('button', { name: 'One more' }).click();
    const titles = () => stage.scene.slack.workspace.dialogs('ada').map(({ title }) => title?.text);
    // Find each dialog by its title, to press what the person sees, not what the workspace has already replaced it with.
    await oneMore('Details');
    await oneMore('Details 2');
    await oneMore('Details 3');
    await dialog('Details 3').getByRole('alert').filter({ hasText: /error/ }).waitFor();
    expect(stage.scene.slack.calls.at(-1)?.reply?.error).toBe('push_limit_reached');
    expect(titles()).toEqual(['Details', 'Details 2', 'Details 3']);
    // Press nothing else in between: a second Escape in a row makes browsers close a dialog unless the page prevents it.
    await page.keyboard.press('Escape');
    await dialog('Details 2').waitFor();
    await page.keyboard.press('Escape');
    await dialog('Details').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(titles()).toEqual([]);
  });
});
