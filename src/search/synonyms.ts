import type { Synonyms } from '../guide/page.js';
import { stem, toTerms } from './words/terms.js';
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

/**
 * Abbreviations and older names that people use where web applications are built and run. A name of a single page belongs in its
 * aliases instead. `app` is left out because every question has it.
 */
const PAIRS: readonly (readonly [short: string, full: string])[] = [
  ['admin', 'administrator'],
  ['auth', 'authentication'],
  ['cert', 'certificate'],
  ['conf', 'configuration'],
  ['config', 'configuration'],
  ['db', 'database'],
  ['deps', 'dependency'],
  ['dev', 'development'],
  ['distro', 'distribution'],
  ['docs', 'documentation'],
  ['email', 'mail'],
  ['env', 'environment'],
  ['infra', 'infrastructure'],
  ['js', 'javascript'],
  ['k8s', 'kubernetes'],
  ['lib', 'library'],
  ['mail', 'email'],
  ['mongo', 'mongodb'],
  ['msg', 'message'],
  ['perf', 'performance'],
  ['pg', 'postgresql'],
  ['postgres', 'postgresql'],
  ['prod', 'production'],
  ['pwd', 'password'],
  ['repo', 'repository'],
  ['ssl', 'tls'],
  ['stats', 'statistics'],
  ['svn', 'subversion'],
  ['tls', 'ssl'],
  ['tmp', 'temporary'],
  ['venv', 'virtualenv'],
];

const FULL_FORMS = new Map(PAIRS.map(([short, full]) => [stem(short), stem(full)] as const));
const SHORT_FORMS = new Map(PAIRS.map(([short, full]) => [stem(full), stem(short)] as const));

/** The stem of the full word for the stem of a short form (`db`: `databas`). */
export function fullFormOf(wordStem: string): string | undefined {
  return FULL_FORMS.get(wordStem);
}

/** The stem of the short form for the stem of a full word. */
export function shortFormOf(wordStem: string): string | undefined {
  return SHORT_FORMS.get(wordStem);
}
