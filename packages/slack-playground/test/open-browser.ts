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

/** Only so that what never appears is named: a slow or busy machine gets its time. */
const PATIENCE_MS = 120_000;

/** A headless Chromium that can only reach the page's own server. */
export async function openBrowser(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({
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
    timeout: PATIENCE_MS,
  });
  const newContext = browser.newContext.bind(browser);
  // Each page is in a context, also one of `newPage`.
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}
