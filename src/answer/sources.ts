import type { Guide } from '../guide/page.js';
import type { Search } from '../search/search.js';
import { createReadSection, type ReadSection } from './read-section.js';

/** What answers are made from. */
export interface Sources {
  readonly guide: Guide;
  readonly search: Search;
  readonly readSection: ReadSection;
}

export const createSources = (guide: Guide, search: Search): Sources => ({
  guide,
  search,
  readSection: createReadSection(),
});
