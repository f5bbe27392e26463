import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The paths where a Chromium may be installed. */
export const wantedChromium = process.env.CHROMIUM || '/usr/bin/chromium';

/** The path of the Chromium on this machine, if there is one. */
export const chromiumPath = existsSync(wantedChromium) ? wantedChromium : undefined;

/** A headless Chromium that can only reach the page's own server. */
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
