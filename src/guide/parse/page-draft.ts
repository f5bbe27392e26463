import type { Checklist, Keyword, Owner, Section, Source, Variable } from '../page.js';
import type { Problem } from '../problem.js';

/** A parsed page whose links and choices are not resolved yet. Plain data. */
export interface PageDraft {
  readonly file: string;
  readonly slug?: LocatedText;
  readonly title: string;
  /** The title is a heading or the file's name. */
  readonly hasDerivedTitle?: true;
  readonly summary: string;
  readonly order?: number;
  /** The title of the page above it, as Jekyll's themes write it. */
  readonly parent?: string;
  readonly aliases: readonly LocatedText[];
  /** Paths that lead to the page, such as its old ones. */
  readonly addresses: readonly string[];
  readonly keywords: readonly Keyword[];
  /** Each link has its line of the file in `position`. */
  readonly sections: readonly Section[];
  readonly choices: readonly ChoiceField[];
  readonly checklists: readonly ChecklistDraft[];
  readonly sources: readonly Source[];
  /** As written: whether it is a day is decided when the guide is assembled. */
  readonly updated?: LocatedText;
  /** As written, too. */
  readonly reviewIn?: LocatedText;
  readonly owner?: readonly Owner[];
  /** What else links can name behind "#", as it is compared. */
  readonly anchors?: readonly string[];
  /** It includes other files, or has parts that are not read: nobody knows all that its site shows. */
  readonly hasOtherParts?: true;
  /** For messages. Counted from 1. */
  readonly lines?: PageLines;
}

export interface PageLines {
  /** Of the headings of the sections; of the introduction, that of the title. */
  readonly sections: readonly number[];
  /** Of the field. Absent if the summary is taken from the text. */
  readonly summary?: number;
}

/** A checklist whose title is not decided yet: that depends on the titles of its page and of other checklists. */
export interface ChecklistDraft extends Omit<Checklist, 'title'> {
  /** Absent if the whole page is the checklist. */
  readonly heading?: string;
  /** The heading above it, if its own says nothing but "Checklist". */
  readonly under?: string;
}

export interface ParsedPage {
  /** Absent if the page could not be parsed at all, or is hidden. */
  readonly draft?: PageDraft;
  /** It is a draft of its author's, so it is no page yet. */
  readonly isHidden?: true;
  /** Markup of other tools that is not shown, such as `{{< youtube >}}`. */
  readonly leftOut?: readonly string[];
  readonly problems: readonly Problem[];
}

/** The fields of a page's front matter, in either format. */
export interface PageFields {
  readonly title?: LocatedText;
  readonly slug?: LocatedText;
  readonly summary?: LocatedText;
  readonly order?: number;
  /** The title of the page above it, as Jekyll's themes write it. */
  readonly parent?: string;
  readonly aliases: readonly LocatedText[];
  /** Paths that lead to the page, such as its old ones. */
  readonly addresses: readonly string[];
  /** It says that it is not to be published. */
  readonly isHidden: boolean;
  readonly keywords: readonly KeywordField[];
  readonly checklist: ChecklistFields;
  readonly choices: readonly ChoiceField[];
  /** As written: whether it is a day is decided when the guide is assembled. */
  readonly updated?: LocatedText;
  /** As written, too. */
  readonly reviewIn?: LocatedText;
  readonly owner?: readonly Owner[];
  readonly sources: readonly Source[];
}

/** What the front matter says about the page's checklists. */
export interface ChecklistFields {
  /** What the items are: tasks, or lists below a heading that names a checklist; numbered steps or headings; nothing. */
  readonly items: 'boxes' | 'steps' | 'none';
  /** Items that are ticked in the guide start ticked. */
  readonly keepsTicks: boolean;
  readonly managedByAnyone: boolean;
  readonly variables: readonly Variable[];
}

export interface LocatedText {
  readonly text: string;
  readonly line: number;
  /** The field's name as the author wrote it. */
  readonly name: string;
}

/** Keywords as written: `section` is not resolved yet. */
export interface KeywordField {
  readonly texts: readonly string[];
  /** An anchor or a heading of the page. */
  readonly section?: LocatedText;
}

/** A next step as written: `to` is not resolved yet. Without `text` it gets its page's title. */
export interface ChoiceField {
  readonly to: LocatedText;
  readonly text?: string;
  readonly icon?: string;
}
