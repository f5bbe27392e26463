import type { RootContent } from 'mdast';
import type { Outcome } from '../asks/ask-log.js';
import type { Values } from '../checklist/variables.js';
import type { Checklist, Page, Section } from '../guide/page.js';
import type { Correction } from '../search/search.js';
import type { Suggestion } from '../search/typeahead.js';
import type { ChecklistOfPage } from './choose-checklist.js';
import type { ListedRuns } from './run-list.js';
import type { TopicGroup } from './topics.js';

export type { ChecklistOfPage, Correction, Suggestion, TopicGroup };

/** What a person asked, and where. The ids are a chat platform's, but only data here. */
export interface Request {
  readonly installation: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  /** The slug of the page that the people of this channel mostly mean. */
  readonly preferredPage?: string | undefined;
}

/** What the guide says to a request. Slack and the command line each render every kind. */
export type Answer =
  | PageAnswer
  | ResultsAnswer
  | NothingFoundAnswer
  | ChecklistAnswer
  | ChooseChecklistAnswer
  | NoChecklistAnswer
  | TopicsAnswer
  | ChecklistsAnswer
  | HelpAnswer
  | SearchAnswer
  | ReportAnswer
  | ForgetMeAnswer
  | SettingsAnswer
  | PageGoneAnswer
  | NoGuideAnswer;

/** The page that answers. */
export interface PageAnswer {
  readonly kind: 'page';
  readonly page: Page;
  /** What the person asked, if this page answers it; absent if they came by a button. */
  readonly question?: string;
  /** What they asked in the same breath, if another page answers it. */
  readonly secondQuestion?: string;
  /** Absent if the person came by a button or asked for the page by its name, or if the page's summary says it all. */
  readonly passage?: Passage;
  /** Part of another section, where two match about as well. */
  readonly secondPassage?: Passage;
  /** The keyword that led here, if neither the page's names nor its text have a word of the question. */
  readonly keyword?: string;
  /** It comes before others that match because the channel prefers this page. */
  readonly isPreferred?: true;
  readonly trail: Trail;
  /** The pages of the trail that the guide still has, oldest first. */
  readonly cameThrough: readonly Page[];
  /** Other pages that match nearly as well, best first. */
  readonly others: readonly Page[];
  readonly corrections: readonly Correction[];
}

/** The part of a section that matched. */
export interface Passage {
  readonly section: Section;
  /** The headings that the section stands under, its own last; empty for the introduction. */
  readonly path: readonly string[];
  readonly content: readonly RootContent[];
  /** The place of its first block in the section's content. */
  readonly start: number;
  /** The section's words that matched, in lower case, to show in bold (`emphasise`). */
  readonly words: ReadonlySet<string>;
  /** It begins with the page's summary, which then need not stand above it. */
  readonly saysSummary?: true;
}

/** How a person came to a page. */
export interface Trail {
  /** The pages they came through, oldest first, without the current one. */
  readonly slugs: readonly string[];
  /** What they asked, so that Back to the first page shows the same passage again. */
  readonly question?: string;
  /** The anchor of the section that they chose in the search dialog, for the same reason. */
  readonly section?: string;
}

/** Several pages could be meant. */
export interface ResultsAnswer {
  readonly kind: 'results';
  readonly question: string;
  /** What they asked in the same breath, if another page answers it. */
  readonly secondQuestion?: string;
  /** Best first. */
  readonly results: readonly Result[];
  readonly corrections: readonly Correction[];
}

export interface Result {
  readonly page: Page;
  /** Absent if the page's summary says it all, and after the first three: nobody reads five passages. */
  readonly passage?: Passage;
}

export interface NothingFoundAnswer {
  readonly kind: 'nothing-found';
  readonly question: string;
  /** The words of the question that were searched for, as they were typed: those that say what it is about. */
  readonly searchedWords: readonly string[];
  /** Words that the guide does not have, as they were typed. */
  readonly unknownWords: readonly string[];
  /** The closest pages, best first; the guide's first pages if nothing is close. */
  readonly closest: readonly Page[];
  /** Whether `closest` has anything to do with the question. */
  readonly related: boolean;
  /** The corrections that led to the closest pages. */
  readonly corrections: readonly Correction[];
}

/** A page's checklist, shown before it is posted. */
export interface ChecklistAnswer {
  readonly kind: 'checklist';
  readonly page: Page;
  readonly checklist: Checklist;
  /** The person's name for this run, such as `shop-api 2.4`. */
  readonly name?: string;
  /** What they typed as values of variables, whether they fit or not; see `checkVariables`. */
  readonly values?: Values;
}

/** Several checklists could be meant, or none is quite what was asked for. */
export interface ChooseChecklistAnswer {
  readonly kind: 'choose-checklist';
  /** What the person asked for, without the name of the run. */
  readonly topic: string;
  /** Best first, at least one. */
  readonly candidates: readonly ChecklistOfPage[];
  /** The person's name for this run. */
  readonly name?: string;
  /** What they typed as values of variables. */
  readonly values?: Values;
}

/** The page has no checklist. */
export interface NoChecklistAnswer {
  readonly kind: 'no-checklist';
  readonly page: Page;
  /** Checklists of other pages that are about the same. */
  readonly alternatives: readonly ChecklistOfPage[];
  /** The person's name for this run. */
  readonly name?: string;
}

export interface TopicsAnswer {
  readonly kind: 'topics';
  /** In reading order. */
  readonly pages: readonly Page[];
  /** The same pages under their headings; one group without a name if the guide has no parts. */
  readonly groups: readonly TopicGroup[];
}

export interface ChecklistsAnswer {
  readonly kind: 'checklists';
  /** The pages that have a checklist; with `text`, one whose title has the words. */
  readonly pages: readonly Page[];
  /** The channel's runs, or the part of them that was asked for; absent if there are no runs, as on the command line. */
  readonly runs?: ListedRuns | 'unreadable';
  /** The words that were looked for. */
  readonly text?: string;
  /** Only the archived runs were asked for. */
  readonly archived?: boolean;
  /** Where this part of the list begins: see `RunsWanted`. */
  readonly from?: string;
}

export interface HelpAnswer {
  readonly kind: 'help';
  readonly commands: readonly CommandHelp[];
  /** Questions that this guide answers, to try. */
  readonly examples: readonly string[];
}

/** The person wants to search as they type: Slack opens a dialog for it, the command line has none. */
export interface SearchAnswer {
  readonly kind: 'search';
}

/** The person wants to read what people asked. It is not about the guide: the listener or command that shows the answer reads the report. */
export interface ReportAnswer {
  readonly kind: 'report';
}

/** The person wants to have deleted what is remembered of them. */
export interface ForgetMeAnswer {
  readonly kind: 'forget-me';
}

/** The person wants to see or change the settings of the channel: Slack opens a dialog for it, the command line has none. */
export interface SettingsAnswer {
  readonly kind: 'settings';
}

export interface CommandHelp {
  /** What to type after the command's name, such as `checklist <topic>`. */
  readonly usage: string;
  readonly description: string;
}

/** A button led to a page that the guide no longer has. */
export interface PageGoneAnswer {
  readonly kind: 'page-gone';
  readonly slug: string;
  readonly closest: readonly Page[];
}

/** There is no guide yet: it is still to be fetched. */
export interface NoGuideAnswer {
  readonly kind: 'no-guide';
}

/** A question with what came of it; undefined if the answer is to something else, such as a command or a button. */
export function askedAndFound(answer: Answer): { readonly question: string; readonly outcome: Outcome } | undefined {
  switch (answer.kind) {
    case 'page': {
      const { question, page, passage } = answer;
      if (question === undefined) return undefined;
      const section = passage?.section.anchor;
      return { question, outcome: { kind: 'page', pages: [page.slug], ...(section && { section }) } };
    }
    case 'results':
      return {
        question: answer.question,
        outcome: { kind: 'list', pages: answer.results.map(({ page }) => page.slug) },
      };
    case 'nothing-found':
      return {
        question: answer.question,
        outcome: { kind: 'nothing', pages: answer.related ? answer.closest.map(({ slug }) => slug) : [] },
      };
    default:
      return undefined;
  }
}
