import type { Checklist, Section, Source } from '../page.js';
import type { Problem } from '../problem.js';

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

/** What a page's front matter says, in any dialect. What it does not say is absent. */
export interface PageFields {
  readonly title?: LocatedText;
  readonly slug?: LocatedText;
  readonly summary?: LocatedText;
  readonly order?: number;
  readonly aliases: readonly LocatedText[];
  readonly keywords: readonly string[];
  readonly choices: readonly ChoiceField[];
  readonly updated?: string;
  readonly sources: readonly Source[];
}

export interface LocatedText {
  readonly text: string;
  readonly line: number;
  /** The field's name as the author wrote it. */
  readonly name: string;
}

/** A next step as it is written: `to` is not resolved yet, and without `text` the target's title labels it. */
export interface ChoiceField {
  readonly to: LocatedText;
  readonly text?: string;
  readonly icon?: string;
}
