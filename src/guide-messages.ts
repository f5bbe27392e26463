import type { GuideSource } from './guide/load.js';
import type { Page } from './guide/page.js';
import type { IndexData } from './search/index-data.js';

/** What the thread that reads a guide is told. */
export interface GuideErrand extends GuideSource {
  /** Somebody who edits a page waits for it, so it does not give way to answers. */
  readonly isAwaited?: boolean;
}

/**
 * From the thread that reads a guide. The pages come in portions, each when the one before was taken: to take a whole guide at
 * once would hold up answers.
 */
export type GuideMessage =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'read'; readonly revision: string; readonly warnings: number; readonly index: IndexData }
  | { readonly kind: 'pages'; readonly pages: readonly Page[]; readonly isLast: boolean };
