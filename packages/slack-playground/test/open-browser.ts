import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where a Chromium is looked for. */
export const wantedChromium = process.env.CHROMIUM || '/usr/bin/chromium';

/** Where it lies on this machine, if it does. */
export const chromiumPath = existsSync(wantedChromium) ? wantedChromium : undefined;

/** A headless Chromium that talks to nobody but the page's own server. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
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
}
