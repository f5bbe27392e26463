import type { PhrasingContent, RootContent } from 'mdast';
import type { GuideQuestion } from './questions.js';

/** All pages of one content folder. */
export interface Guide {
  /** A hash of the files' names and contents. */
  readonly revision: string;
  /** In reading order: by `order`, then by file. */
  readonly pages: readonly Page[];
  readonly bySlug: ReadonlyMap<string, Page>;
  /** A team's own words, in lower case, and what each of them means in the words of the pages: `db`: `database`. */
  readonly synonyms: Synonyms;
  /** Those of the questions file beside the pages; none without one. */
  readonly questions: readonly GuideQuestion[];
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
  readonly checklist?: Checklist;
  readonly sources: readonly Source[];
  /** The text of the front matter, such as `2026-11-20`. */
  readonly updated?: string;
  /** Path inside the guide's folder, with forward slashes. */
  readonly file: string;
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

export interface Checklist {
  readonly heading: string;
  readonly items: readonly ChecklistItem[];
}

export interface ChecklistItem {
  /** The first sentence or line, plain text. */
  readonly title: string;
  /** The same with its links and emphasis. */
  readonly titleContent: readonly PhrasingContent[];
  /** What follows the title; empty if there is nothing more. */
  readonly detail: readonly RootContent[];
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
