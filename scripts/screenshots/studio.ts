import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openBrowser, wantedChromium } from '../../packages/slack-playground/test/open-browser.js';
import { loadGuide } from '../../src/guide/load.js';
import { launchInProcess } from '../../src/playground/in-process.js';
import { indexGuide } from '../../src/search/build-index.js';
import { createLogger } from '../../src/telemetry/logger.js';

/** A playground and a browser, to take pictures in. */
export interface Studio {
  open(
    person: string,
    place: string,
    size?: { readonly width?: number; readonly height?: number; readonly dark?: boolean },
  ): Promise<Page>;
  /** Writes a line and waits for the answer that shows a text. */
  ask(page: Page, line: string, text: string): Promise<void>;
  /** Takes a picture of a page, or of a part of it. `keepsFocus`: with what is open because it has the focus. */
  shoot(what: Page | Locator, name: string, options?: { readonly keepsFocus?: boolean }): Promise<void>;
}

export function log(page: Page): Locator {
  return page.getByRole('log', { name: /^Messages in / });
}

/** The message that shows a text. */
export function message(page: Page, text: string | RegExp): Locator {
  return log(page).getByRole('article').filter({ hasText: text }).last();
}

/** @param out the folder of the pictures */
export async function inStudio(
  { guide: guideFolder, out }: { readonly guide: string; readonly out: string },
  work: (studio: Studio) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-'));
  const { guide } = await loadGuide({ folder: guideFolder });
  const databaseUrl = `sqlite:${join(folder, 'playground.db')}`;
  const logger = createLogger({ level: 'error', json: false, write: (line) => process.stderr.write(`${line}\n`) });
  // With the log on, cards ask whether they helped.
  const learning = { askLog: true, retentionDays: 90 };
  const playground = await launchInProcess({ guide: indexGuide(guide), databaseUrl, port: 0, logger, ...learning });
  const browser = await openBrowser(wantedChromium);
  try {
    await work({
      async open(person, place, { width = 1280, height = 860, dark = false } = {}) {
        const page = await browser.newPage({
          viewport: { width, height },
          colorScheme: dark ? 'dark' : 'light',
          reducedMotion: 'reduce',
        });
        await page.goto(`${playground.url}/#/${person}/${place}`);
        await page.locator('.channel-title-name').waitFor();
        return page;
      },
      async ask(page, line, text) {
        const composer = page.getByRole('combobox', { name: /^Message / });
        await composer.fill(line);
        await composer.press('Enter');
        await message(page, text).waitFor();
      },
      async shoot(what, name, { keepsFocus = false } = {}) {
        const page = 'page' in what ? what.page() : what;
        // Away from messages, which would show their actions.
        await page.mouse.move(0, 0);
        if (!keepsFocus) await page.evaluate('document.activeElement?.blur()');
        await page.evaluate('document.fonts.ready.then(() => undefined)');
        await what.screenshot({ path: join(out, `${name}.png`) });
      },
    });
  } finally {
    await browser.close();
    await playground.stop();
    rmSync(folder, { recursive: true });
  }
}
