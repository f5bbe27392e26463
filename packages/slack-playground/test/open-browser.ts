import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The paths where a Chromium may be installed. */
export const wantedChromium = process.env.CHROMIUM || '/usr/bin/chromium';

/** The path of the Chromium on this machine, if there is one. */
export const chromiumPath = existsSync(wantedChromium) ? wantedChromium : undefined;

/**
 * Playwright's own list, which a second one replaces, as far as it matters here, and the suggestions below the address bar: nobody sees
 * them, and drawing them in each new window takes as much processor time as the tests.
 */
const DISABLED_FEATURES = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
];

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
      `--disable-features=${DISABLED_FEATURES.join(',')}`,
    ],
  });
}
