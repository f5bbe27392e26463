import type { Checklist, Section, Source } from './page.js';
import type { ChoiceField, LocatedText } from './page-fields.js';
import type { Problem } from './problem.js';

/** A page on its own, before the guide is put together: its links and choices are not resolved. Plain data, fit to be sent. */
export interface PageDraft {
  readonly file: string;
  readonly slug?: LocatedText;
  readonly title: string;
  readonly summary: string;
  readonly order?: number;
  readonly aliases: readonly LocatedText[];
  readonly keywords: readonly string[];
  /** Each link carries in `position` the line of the file on which it stands. */
  readonly sections: readonly Section[];
  readonly choices: readonly ChoiceField[];
  readonly checklist?: Checklist;
  readonly sources: readonly Source[];
  readonly updated?: string;
}

export interface ParsedPage {
  /** Absent where the page could not be parsed at all. */
  readonly draft?: PageDraft;
  readonly problems: readonly Problem[];
}
