import type { Page } from '../guide/page.js';
import { tokenize } from './tokenize.js';

/** A word of the guide, folded, as a page mostly writes it: `PostgreSQL` for "postgresql"; as it is where the page lacks it. */
export const writtenAs = (word: string, page: Page | undefined): string => {
  if (page === undefined) return word;
  const counts = new Map<string, number>();
  const texts = [...page.aliases, ...page.keywords, page.summary, ...page.sections.map(({ text }) => text), page.title];
  for (const text of texts) {
    for (const { written, parts } of tokenize(text)) {
      if (parts.length === 1 && parts[0] === word) counts.set(written, (counts.get(written) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0].replace(/['’]s$/, '') ?? word;
};
