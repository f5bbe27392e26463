import type { Synonyms } from '../guide/page.js';
import { stem } from './words/stem.js';
import { toTerms } from './words/terms.js';
import { tokenize } from './words/tokenize.js';

/** The stems of a word or phrase, joined by spaces, and for each of its meanings the stems. */
export type SynonymIndex = ReadonlyMap<string, readonly Meaning[]>;
type Meaning = readonly string[];

/** Stems a team's own words. */
export function indexSynonyms(synonyms: Synonyms): SynonymIndex {
  const index = new Map<string, Meaning[]>();
  for (const [typed, meanings] of synonyms) {
    const key = tokenize(typed)
      .flatMap(({ parts }) => parts)
      .map(stem)
      .join(' ');
    if (key !== '') index.set(key, [...(index.get(key) ?? []), ...meanings.map(toTerms)]);
  }
  return index;
}

// A name such as `ci/cd-lead.dev` has more parts than words.
const MAX_PARTS = 8;

/**
 * What neighbouring words mean together, and each alone. A phrase counts for each of its words: a page that has its meaning
 * has them all.
 */
export function meaningsOf<Word extends { readonly stem: string }>(
  words: readonly Word[],
  synonyms: SynonymIndex,
): ReadonlyMap<Word, readonly Meaning[]> {
  const found = new Map<Word, Meaning[]>();
  if (synonyms.size === 0) return found;
  for (let start = 0; start < words.length; start++) {
    for (let end = start + 1; end <= Math.min(words.length, start + MAX_PARTS); end++) {
      const phrase = words.slice(start, end);
      const meanings = synonyms.get(phrase.map(({ stem }) => stem).join(' ')) ?? [];
      if (meanings.length > 0) for (const word of phrase) found.set(word, [...(found.get(word) ?? []), ...meanings]);
    }
  }
  return found;
}
