import type { Page } from '../guide/page.js';
import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { tokenize } from './tokenize.js';

/** What a person may call the page: its title, its aliases and, for a title of several words, the initials. */
export function namesOf(page: Page): string[] {
  return [page.title, ...page.aliases, ...initials(page.title)];
}

/** `paas` for "Platform-as-a-Service", `cdn` for "Content delivery networks"; none for a single word or a sentence. */
export function initials(title: string): string[] {
  const parts = tokenize(title).flatMap((token) => token.parts);
  const letters = parts.map((part) => part.slice(0, 1)).join('');
  return /^[a-z]{2,6}$/.test(letters) ? [letters] : [];
}

/** A name, ready to be compared with a question. */
export interface PageName {
  /** The numbers of the stems that must stand in a question for it to say the name. */
  readonly terms: readonly number[];
  /** Those of all its stems, with those of grammar: "other" tells "Other web frameworks" from "Web frameworks". */
  readonly words: readonly number[];
}

export function toPageName(name: string, numberOf: (stem: string) => number): PageName {
  const parts = tokenize(name).flatMap((token) => token.parts);
  const topics = parts.filter((part) => !isStopWord(part));
  const toNumber = (part: string): number => numberOf(stem(part));
  const words = [...new Set(parts.map(toNumber))];
  return { terms: topics.length > 0 ? [...new Set(topics.map(toNumber))] : words, words };
}
