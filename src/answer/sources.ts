import type { Guide } from '../guide/page.js';
import type { Search } from '../search/search.js';

/** What answers are made from. */
export interface Sources {
  readonly guide: Guide;
  readonly search: Search;
}
