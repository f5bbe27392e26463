import type { PhrasingContent, RootContent } from 'mdast';
import type { Day, Period } from './dates.js';
import type { GuideQuestion } from './questions.js';

/** All pages of one content folder. */
export interface Guide {
  /** A hash of the files' names and contents. */
  readonly revision: string;
  /** In reading order: by the menu, by `order` in each folder, then by file. */
  readonly pages: readonly Page[];
  readonly bySlug: ReadonlyMap<string, Page>;
  /** A team's own words, in lower case, and what each of them means in the words of the pages: `db`: `database`. */
  readonly synonyms: Synonyms;
  /** Those of the questions file in the guide's folder; none without one. */
  readonly questions: readonly GuideQuestion[];
  /** The days of the last commits of pages' files, where git tells: `2026-11-20`. Filled in while the guide is in use already. */
  readonly lastChanges?: Map<string, string>;
  /** False where `guidepost.yml` says that owners are not asked whether their pages are still right. */
  readonly asksOwners?: false;
  /** Who looks after the guide as a whole; absent if nobody is named. */
  readonly owner?: readonly Owner[];
  /** `false`: nobody is asked whether an answer helped. */
  readonly feedback?: false;
  /** Files that have an error: pages that are not in `pages`, and `guidepost.yml` if not all of it is used. */
  readonly leftOut: readonly string[];
}

export type Synonyms = ReadonlyMap<string, readonly string[]>;

export interface Page {
  /** Unique in the guide. Pages in nested folders have slugs with slashes, such as `deployment/methods/git`. */
  readonly slug: string;
  readonly title: string;
  /** One or two sentences, plain text; empty if a page has neither a summary nor a paragraph to take it from. */
  readonly summary: string;
  /** As declared; a page without one has the largest safe integer, so that it comes after the others. */
  readonly order: number;
  readonly aliases: readonly string[];
  readonly keywords: readonly Keyword[];
  /** The introduction first, then a section for each heading. */
  readonly sections: readonly Section[];
  readonly nextSteps: readonly NextStep[];
  /** In the order of the page. */
  readonly checklists: readonly Checklist[];
  readonly sources: readonly Source[];
  /** The day when somebody last checked the page; absent if its front matter has none. */
  readonly updated?: Day;
  /** How long after `updated` it is to be checked again: its own, or that of the guide. */
  readonly reviewIn?: Period;
  /** Who looks after it: its own, or those of the guide. Absent if nobody is named. */
  readonly owner?: readonly Owner[];
  /** The names of the parts of the guide that it stands in, from folders or a menu, the outermost first; absent if it stands in none. */
  readonly group?: readonly string[];
  /** Path inside the guide's folder, with forward slashes. */
  readonly file: string;
}

/** Who looks after a page. */
export interface Owner {
  readonly kind: 'person' | 'group' | 'channel';
  /** Slack's id, such as `U0ADA00001`. */
  readonly id: string;
  /** The id of the workspace or organization that it belongs to, where the guide says it. */
  readonly installation?: string;
}

/** What people type who do not know the topic's name: a word, a short phrase, an error message. */
export interface Keyword {
  readonly text: string;
  /** The section that it leads to; absent for the whole page. */
  readonly anchor?: string;
}

export interface Section {
  /** Unique in the page; empty for the introduction. */
  readonly anchor: string;
  /** Plain text; absent for the introduction. */
  readonly heading?: string;
  /** 0 for the introduction, otherwise the heading's level. */
  readonly depth: number;
  /** What is under the heading, up to the next one, without HTML and images. Slack and the terminal each render it. */
  readonly content: readonly RootContent[];
  /** The same as plain text, with a line break between blocks: for search and passages. */
  readonly text: string;
}

/** A labelled choice that leads on: to a page of the guide or to an outside address. */
export interface NextStep {
  readonly text: string;
  /** As the author wrote it: an emoji name (`package`) or Font Awesome classes in the legacy format (`fa-archive fa-inverse`). */
  readonly icon?: string;
  readonly to: LinkTarget;
}

export type LinkTarget =
  | { readonly kind: 'page'; readonly slug: string; readonly anchor?: string }
  | { readonly kind: 'outside'; readonly url: string };

/** A list that a team can post to a channel and work through. */
export interface Checklist {
  /** Unique in the page, and stable while its heading stays. */
  readonly id: string;
  /** Plain text: of its heading, or of the page and the heading where the heading alone would not tell. */
  readonly title: string;
  /** In order; none if the list has no subheadings. */
  readonly phases: readonly Phase[];
  /** Sub-items follow their parent. */
  readonly items: readonly ChecklistItem[];
  /** The titles of items that are struck through in the guide. They are never posted. */
  readonly struck: readonly string[];
  /** What is asked for when the list is posted, and written `{{name}}` in its texts. Of the page; none on most pages. */
  readonly variables: readonly Variable[];
  /** The roles that items and phases name, each once. */
  readonly roles: readonly string[];
  /** Whether anyone may archive a run and leave out required items, not only who started or leads it. */
  readonly managedByAnyone: boolean;
}

/** A part of a checklist, such as "Before" and "After". */
export interface Phase {
  /** Unique in the checklist, and stable: written as `{#id}`, or from the title. */
  readonly id: string;
  readonly title: string;
}

export interface Variable {
  readonly name: string;
  readonly required: boolean;
  /** A regular expression that some part of the value must match: `^` and `$` make it the whole. */
  readonly pattern?: string;
  /** The only values allowed. */
  readonly choices?: readonly string[];
  readonly default?: string;
}

export interface ChecklistItem {
  /** Unique in the checklist, and stable: written as `{#id}`, or from the title. */
  readonly id: string;
  /** The first sentence or line, plain text. */
  readonly title: string;
  /** The same with its links and emphasis. */
  readonly titleContent: readonly PhrasingContent[];
  /** What follows the title; empty if there is nothing more. */
  readonly detail: readonly RootContent[];
  /** The id of its phase. */
  readonly phase?: string;
  /** The id of the item that it is a part of. Sub-items have none of their own. */
  readonly parent?: string;
  /** It starts ticked. */
  readonly checked?: true;
  readonly rules: ItemRules;
}

/**
 * What an author demands of an item. A phase's role and conditions are those of each of its items; an item's role, its conditions and whether it
 * is optional are those of its sub-items.
 */
export interface ItemRules {
  /** Only who has this role may settle it. */
  readonly role?: string;
  /** So many different people must approve it; `others`: who started the run does not count. */
  readonly signOff?: { readonly count: number; readonly others: boolean };
  /** What has to be given to tick it. */
  readonly evidence?: 'url' | 'text';
  /** All must hold, or the item does not apply. */
  readonly conditions?: readonly Condition[];
  /** It can be ticked so many minutes after the item before it was settled. */
  readonly waitMinutes?: number;
  /** It is due so many minutes after the start. */
  readonly dueMinutes?: number;
  /** The run is complete without it. */
  readonly optional?: true;
}

/** "type is hotfix": what the value of a variable must be, or must not be. Upper and lower case are the same. */
export interface Condition {
  readonly variable: string;
  readonly value: string;
  readonly negated: boolean;
}

export interface Source {
  readonly title: string;
  readonly url: string;
  readonly checked?: string;
}

declare module 'mdast' {
  interface LinkData {
    /** Where the link leads. The loader sets it for every link that it can resolve. */
    target?: LinkTarget;
  }
}
