import type { Guide } from './guide/page.js';
import type { IndexData } from './search/index-data.js';

/** A guide with its finished index; where that is absent, it is made when the guide is first answered from. */
export interface IndexedGuide {
  readonly guide: Guide;
  readonly index?: IndexData | undefined;
}
