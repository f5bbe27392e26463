import type { WorkspaceStore } from './workspace-store.js';

/** Links to the domains that the manifest names, and to what lies below them. */
export function sharedLinks({ manifest }: WorkspaceStore, text: string): { domain: string; url: string }[] {
  return [...text.matchAll(/https?:\/\/[^\s<>|]+/g)].flatMap(([url]) => {
    const host = URL.canParse(url) ? new URL(url).hostname : '';
    const domain = manifest?.unfurlDomains.find((one) => host === one || host.endsWith(`.${one}`));
    return domain === undefined ? [] : [{ domain, url: url.replaceAll('&amp;', '&') }];
  });
}
