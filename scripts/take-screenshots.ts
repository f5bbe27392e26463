// Takes the screenshots in docs/images from the playground, with the guide that ships. Needs `npm run build` and a Chromium.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { loadGuide } from '../src/guide/load.js';
import { launchInProcess } from '../src/playground/in-process.js';
import { readManifest } from '../src/read-manifest.js';
import { indexGuide } from '../src/search/build-index.js';
import { createLogger } from '../src/telemetry/logger.js';

const out = process.argv[2] ?? 'docs/images';
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'guidepost-'));
const { guide } = await loadGuide({ folder: 'content' });
const databaseUrl = `sqlite:${join(folder, 'playground.db')}`;
const logger = createLogger({ level: 'error', json: false, write: (line) => console.error(line) });
const playground = await launchInProcess({ guide: indexGuide(guide), databaseUrl, port: 0, logger });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

async function open(person: string, place: string, { width = 1280, height = 860, dark = false } = {}) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(`${playground.url}/#/${person}/${place}`);
  await page.locator('.channel-title-name').waitFor();
  return page;
}
function log(page: Page) {
  return page.getByRole('log', { name: /^Messages in / });
}
/** The message that shows a text. */
function message(page: Page, text: string | RegExp) {
  return log(page).getByRole('article').filter({ hasText: text }).last();
}
/** Writes a line and waits for the answer that shows a text. */
async function ask(page: Page, line: string, text: string) {
  const composer = page.getByRole('combobox', { name: /^Message / });
  await composer.fill(line);
  await composer.press('Enter');
  await message(page, text).waitFor();
}
async function shoot(page: Page, name: string) {
  // Move the mouse and the focus away from messages, which would show their actions.
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement?.blur()');
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.screenshot({ path: join(out, `${name}.png`) });
}

const ada = await open('ada', 'general');
await ask(ada, '/guide how do I serve static files?', 'What do you want to learn next?');
await shoot(ada, 'card');
await message(ada, 'What do you want to learn next?').getByRole('button', { name: 'Read the page' }).click();
await ada.getByRole('dialog').waitFor();
await shoot(ada, 'dialog');
await ada.keyboard.press('Escape');

await ada.getByRole('button', { name: 'Shortcuts' }).click();
await ada.getByRole('menuitem', { name: /^Search the guide/ }).click();
await ada.getByRole('combobox', { name: 'What are you looking for?' }).pressSequentially('deplyo');
await ada.getByRole('option', { name: /^Search for “deplyo”/ }).waitFor();
await ada.screenshot({ path: join(out, 'search.png') });
await ada.keyboard.press('Escape');
await ada.keyboard.press('Escape');
await ada.getByRole('dialog').waitFor({ state: 'hidden' });

await ada.getByRole('button', { name: 'deployments' }).click();
await ask(ada, '/guide checklist for the first deploy to a paas', 'Post to this channel');
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
await ask(ada, '/guide how do I serve static files?', 'What do you want to learn next?');
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

await browser.close();
await playground.stop();
rmSync(folder, { recursive: true });
