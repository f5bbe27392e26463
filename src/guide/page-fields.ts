import type { Source } from './page.js';

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
