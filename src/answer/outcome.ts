import type { Outcome } from '../asks/ask-event.js';
import type { Answer } from './answer.js';

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
