import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserType } from 'playwright-core';
import { UnreadableFile } from '../questions-file.js';

/** Where Linux distributions install Chromium. Playwright knows where Chrome is on each system. */
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium'];

/**
 * Takes a picture of each card of a preview page with Chrome or Chromium.
 * @param names of the files, without `.png`, in the order of the cards
 * @param executable the browser's path, if it is not where browsers are
 * @returns the paths of the files
 * @throws UnreadableFile that says what to install
 */
export async function takePictures(
  html: string,
  names: readonly string[],
  folder: string,
  executable: string | undefined,
): Promise<string[]> {
  const browser = await openBrowser(executable);
  try {
    const page = await browser.newPage({
      viewport: { width: 760, height: 800 },
      deviceScaleFactor: 2,
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    await page.setContent(html);
    const cards = page.locator('.preview-card');
    await cards.first().waitFor();
    await mkdir(folder, { recursive: true });
    const files: string[] = [];
    for (const [index, name] of names.entries()) {
      const path = join(folder, `${name}.png`);
      await cards.nth(index).screenshot({ path });
      files.push(path);
    }
    return files;
  } finally {
    await browser.close();
  }
}

async function openBrowser(executable: string | undefined): Promise<Browser> {
  const chromium = await loadChromium();
  const found = executable ?? PATHS.find((path) => existsSync(path));
  try {
    return await chromium.launch(found === undefined ? { channel: 'chrome' } : { executablePath: found });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UnreadableFile(
      `Pictures need Chrome or Chromium, which could not be started (${reason}). Install it, or set CHROMIUM to its path. --html needs no browser.`,
    );
  }
}

/** Optional, because only pictures need it. */
async function loadChromium(): Promise<BrowserType> {
  try {
    return (await import('playwright-core')).chromium;
  } catch {
    throw new UnreadableFile(
      'Pictures need the package playwright-core: npm install playwright-core, or npx --package guidepost --package playwright-core guidepost preview … --html needs no package.',
    );
  }
}
