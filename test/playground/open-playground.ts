import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser, wantedChromium } from '../../packages/slack-playground/test/open-browser.js';
import type { Guide } from '../../src/guide/page.js';
import { launchInProcess } from '../../src/playground/in-process.js';
import type { LaunchedPlayground } from '../../src/playground/launch.js';
import { indexGuide } from '../../src/search/build-index.js';
import { createLogger } from '../../src/telemetry/logger.js';

/** A playground with a database of its own, and a browser to use it with. */
export interface OpenPlayground {
  readonly playground: LaunchedPlayground;
  readonly browser: Browser;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export async function openPlayground(guide: Guide): Promise<OpenPlayground> {
  const folder = await mkdtemp(join(tmpdir(), 'guidepost-playground-'));
  const databaseUrl = `sqlite:${join(folder, 'playground.db')}`;
  const logger = createLogger({ level: 'error', json: true, write: () => {} });
  const playground = await launchInProcess({ guide: indexGuide(guide), databaseUrl, port: 0, logger });
  const browser = await openBrowser(wantedChromium);
  return {
    playground,
    browser,
    databaseUrl,
    async close() {
      await browser.close();
      await playground.stop();
      await rm(folder, { recursive: true });
    },
  };
}
