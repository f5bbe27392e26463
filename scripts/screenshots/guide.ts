import type { Page } from 'playwright-core';
import { readManifest } from '../../src/read-manifest.js';
import { log, message, type Studio } from './studio.js';

/** Questions, a checklist, search and Home, with the guide that ships. */
export async function guideScreenshots({ ask, open, shoot }: Studio): Promise<void> {
  const ada = await open('ada', 'general');
  await ask(ada, '/guide 502 after every deploy', 'What do you want to learn next?');
  await shoot(ada, 'card');
  await message(ada, 'What do you want to learn next?').getByRole('button', { name: 'Read the page' }).click();
  await ada.getByRole('dialog').waitFor();
  await shoot(ada, 'dialog');
  await ada.keyboard.press('Escape');

  await ada.getByRole('button', { name: 'Shortcuts' }).click();
  await ada.getByRole('menuitem', { name: /^Search the guide/ }).click();
  await ada.getByRole('combobox', { name: 'What are you looking for?' }).pressSequentially('deplyo');
  await ada.getByRole('option', { name: /^Search for “deplyo”/ }).waitFor();
  await shoot(ada, 'search', { keepsFocus: true });
  await ada.keyboard.press('Escape');
  await ada.keyboard.press('Escape');
  await ada.getByRole('dialog').waitFor({ state: 'hidden' });

  await ada.getByRole('button', { name: 'deployments' }).click();
  await ask(ada, '/guide checklist platform as a service', 'Post to this channel');
  await log(ada).getByRole('button', { name: 'Post to this channel' }).click();
  const ben = await open('ben', 'deployments');
  async function tick(page: Page, done: number) {
    const run = message(page, /\d of \d/);
    await run.getByRole('button', { name: /^Done/ }).first().click();
    await message(page, `${done} of `).waitFor();
  }
  await message(ben, '0 of ').waitFor();
  await tick(ben, 1);
  await tick(ada, 2);
  await message(ben, '2 of ').waitFor();
  await shoot(ben, 'checklist');
  await ask(ada, '/guide 502 after every deploy', 'What do you want to learn next?');
  await shoot(ada, 'playground');

  await ada.getByRole('button', { name: 'Inspector' }).click();
  await ada.locator('.exchange-line', { hasText: 'chat.postMessage' }).last().click();
  const reply = ada.getByRole('region', { name: 'Request' });
  await reply.getByText('Blocks', { exact: true }).click();
  await shoot(ada, 'inspector');

  if ((await readManifest()).home.homeTab) {
    // For a person with an open checklist.
    const home = await open('ben', '@guidepost/home', { height: 1000 });
    await home.getByRole('region', { name: 'Home' }).getByRole('button').first().waitFor();
    await shoot(home, 'home');
  }
  const dark = await open('chika', 'general', { dark: true });
  await ask(dark, '/guide how do I roll back a bad release?', 'What do you want to learn next?');
  await shoot(dark, 'dark');
  const narrow = await open('ben', 'general', { width: 360, height: 740 });
  await ask(narrow, '/guide gunicorn workers', 'What do you want to learn next?');
  await shoot(narrow, 'narrow');
}
