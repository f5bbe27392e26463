import type { Answer, Request, Suggestion, Trail } from './answer.js';

export type Where = Pick<Request, 'installation' | 'channel'>;

/** Everything that can be asked of the guide. */
export interface Answers {
  /** Answers what a person typed. Never throws for anything that a person can type. */
  toRequest(request: Request): Promise<Answer>;
  /** Opens a page by its slug, as a next-step button does. */
  openPage(slug: string, trail: Trail): Answer;
  /** Opens a page at one of its sections; as a whole where it no longer has that one. */
  openSection(slug: string, anchor: string): Answer;
  /** What a person may be about to type, the best first: titles, aliases and headings; nothing for fewer than two letters. */
  suggest(typed: string, limit: number): readonly Suggestion[];
  /** Shows a page's checklist before it is posted, with the name that its run shall have. */
  openChecklist(slug: string, name?: string): Answer;
  /** Lists all pages. */
  topics(): Answer;
  /** Lists the channel's open runs, and the pages that have a checklist. */
  checklists(where: Where): Promise<Answer>;
}
