import type { Page } from '../guide/page.js';
import { namesOf } from './page-names.js';

/** Everything that stands on a page. Its next steps are not on it: they are the questions that other pages answer. */
export const textsOf = (page: Page): string[] => [
  ...namesOf(page),
  ...page.keywords,
  page.summary,
  ...page.sections.flatMap(({ heading, text }) => [heading ?? '', text]),
];
