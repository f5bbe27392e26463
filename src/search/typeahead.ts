import type { Page, Section } from '../guide/page.js';

/** Completes what somebody is typing into a search field. */
export interface Typeahead {
  /** The best first, each page and each section once; nothing for fewer than two letters. */
  suggest(typed: string, limit: number): Suggestion[];
}

export interface Suggestion {
  /** The title, alias or heading that matched. */
  readonly text: string;
  readonly kind: 'title' | 'alias' | 'heading';
  readonly page: Page;
  /** The section of a heading. */
  readonly section?: Section;
}
