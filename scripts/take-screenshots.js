// Takes the pictures of docs/images from the playground, with the guide that ships. Needs `npm run build` and a Chromium.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { loadGuide } from '../dist/guide/load-guide.js';
import { startTryout } from '../dist/start-tryout.js';
import { createLogger } from '../dist/telemetry/create-logger.js';

const out = process.argv[2] ?? 'docs/images';
const { guide } = await loadGuide({ folder: 'content' });
const databaseUrl = `sqlite:${join(mkdtempSync(join(tmpdir(), 'guidepost-')), 'playground.db')}`;
const logger = createLogger({ level: 'error', json: false, write: (line) => console.error(line) });
const tryout = await startTryout({ guide, databaseUrl, port: 0, logger });
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

const open = async (person, channel, { width = 1280, height = 860, dark = false } = {}) => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
  await page.goto(`${tryout.url}/#/${person}/${channel}`);
  await page.getByRole('log').waitFor();
  return page;
};
const type = async (page, line) => {
  const composer = page.getByRole('combobox', { name: /^Message / });
  await composer.fill(line);
  await composer.press('Enter');
  await page.waitForTimeout(700);
};
const last = (page) => page.getByRole('log').getByRole('article').last();
const press = async (page, name) => {
  await last(page).getByRole('button', { name }).first().click();
  await page.waitForTimeout(700);
};
const shoot = (page, name) => page.screenshot({ path: join(out, `${name}.png`) });

const ada = await open('ada', 'deployments');
await type(ada, '/guide checklist for the first deploy to a paas');
await press(ada, 'Post to this channel');
const ben = await open('ben', 'deployments');
await press(ben, /^Done/);
await press(ada, /^Done/);
await shoot(ada, 'checklist');
await type(ada, '/guide how do I serve static files?');
await shoot(ada, 'playground');
await press(ada, 'Read the page');
await shoot(ada, 'dialog');
await ada.getByRole('button', { name: 'Close', exact: true }).click();
const dark = await open('ada', 'general', { dark: true });
await type(dark, '/guide how do I roll back a bad release?');
await shoot(dark, 'dark');
const narrow = await open('chika', 'general', { width: 360, height: 740 });
await type(narrow, '/guide gunicorn workers');
await shoot(narrow, 'narrow');
await browser.close();
await tryout.stop();
process.exit();
