import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromiumPath, openBrowser, wantedChromium } from './open-browser.js';
import { type Scene, type SceneOptions, startScene } from './start-scene.js';

/** Tests that need a Chromium. Without one they are skipped under a name that says so; with REQUIRE_ALL they fail. */
export function describeInBrowser(name: string, tests: () => void): void {
  const reason = `No Chromium at ${wantedChromium}; set CHROMIUM to its path.`;
  if (chromiumPath !== undefined) describe(name, tests);
  else if (process.env.REQUIRE_ALL)
    describe(name, () => {
      it('has a Chromium to run in', () => {
        throw new Error(reason);
      });
    });
  else {
    process.stderr.write(`Left out: ${name}. ${reason}\n`);
    describe.skip(name, tests);
  }
}

/** Tests in a browser that take long: they run only with REQUIRE_ALL. */
export function describeLongInBrowser(name: string, tests: () => void): void {
  if (process.env.REQUIRE_ALL) describeInBrowser(name, tests);
  else describe.skip(name, tests);
}

/** One test that takes long: it runs only with REQUIRE_ALL. */
export const itLong: typeof it.skip = process.env.REQUIRE_ALL ? it : it.skip;

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly isDark?: boolean;
}

export interface Stage {
  readonly scene: Scene;
  readonly context: BrowserContext;
  /** Opens a window for a person. The test fails if a script in it fails. */
  open(person: string, place?: string, options?: WindowOptions): Promise<Page>;
}

/** Starts a new workspace with a fake app for each test, and one browser for all of them. */
export function onStage(options: SceneOptions = {}): Stage {
  let browser: Browser;
  let scene: Scene;
  let context: BrowserContext;
  let dark: BrowserContext | undefined;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser(chromiumPath ?? '');
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    scene = await startScene(options);
    context = await browser.newContext({ reducedMotion: 'reduce' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: scene.url });
  });
  afterEach(async () => {
    await dark?.close();
    dark = undefined;
    await context.close();
    await scene.stop();
    const found = problems.splice(0);
    if (found.length > 0) throw new Error(found.join('\n'));
  });
  return {
    get scene() {
      return scene;
    },
    get context() {
      return context;
    },
    async open(person, place = 'deployments', { width = 1200, height = 900, isDark = false } = {}) {
      if (isDark) dark ??= await browser.newContext({ colorScheme: 'dark', reducedMotion: 'reduce' });
      const page = await ((isDark && dark) || context).newPage();
      await page.setViewportSize({ width, height });
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (line) => {
        if (/Content Security Policy|Uncaught/.test(line.text())) problems.push(line.text());
      });
      await page.goto(`${scene.url}/#/${person}/${place}`);
      await page.locator('.channel-title-name').waitFor();
      return page;
    },
  };
}

export function composer(page: Page) {
  return page.getByRole('combobox', { name: /^Message / });
}
export function log(page: Page) {
  return page.getByRole('log', { name: /^Messages in / });
}

export async function write(page: Page, line: string): Promise<void> {
  await composer(page).fill(line);
  await composer(page).press('Enter');
}

/** A button in the channel's messages. */
export function button(page: Page, name: string | RegExp) {
  return log(page).getByRole('button', { name });
}

/** The text of the focused element. */
export function focused(page: Page) {
  return page.locator(':focus').textContent();
}

/**
 * Waits until an expression is true in the page. Playwright's `waitForFunction` evaluates it as text each time, which the page's policy
 * allows only for the first look.
 */
export async function untilInPage(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate<boolean>(expression))) await sleep(20);
}
