import type { Page, Section } from '../guide/page.js';

/** Finds the pages that answer a question. */
export interface Search {
  find(question: string): SearchResult;
}

export interface SearchResult {
  /** Best first, one per page, at most 10. */
  readonly matches: readonly Match[];
  /** `sure`: the first match is the answer. `unsure`: several could be. `nothing`: none fits; `matches` are the closest, if any. */
  readonly verdict: 'sure' | 'unsure' | 'nothing';
  /** Words that the guide does not have and that were read as a near one that it has. */
  readonly corrections: readonly Correction[];
  /** Words of the question that neither the guide nor a correction knows, as they were typed. */
  readonly unknownWords: readonly string[];
  /** What was looked for, in the terms that `toTerms` gives of a text: for emphasis. */
  readonly sought: ReadonlySet<string>;
}

export interface Match {
  readonly page: Page;
  /** The section that matched best; the introduction where no other did. */
  readonly section: Section;
  readonly score: number;
}

export interface Correction {
  readonly typed: string;
  readonly read: string;
}
