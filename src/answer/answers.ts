import type { Answer, Request, Trail } from './answer.js';

export type Where = Pick<Request, 'installation' | 'channel'>;

/** Everything that can be asked of the guide. */
export interface Answers {
  /** Answers what a person typed. Never throws for anything that a person can type. */
  toRequest(request: Request): Promise<Answer>;
  /** Opens a page by its slug, as a next-step button does. */
  openPage(slug: string, trail: Trail): Answer;
  /** Shows a page's checklist before it is posted, with the name that its run shall have. */
  openChecklist(slug: string, name?: string): Answer;
  /** Lists all pages. */
  topics(): Answer;
  /** Lists the channel's open runs, and the pages that have a checklist. */
  checklists(where: Where): Promise<Answer>;
}
