import { createNearNames, type NearNames } from './near-names.js';
import type { PageDraft } from './parse/page-draft.js';

/** Tells whether pages have the places that links name behind "#". */
export interface PageAnchors {
  /** What is wrong with an anchor, if something is. */
  check(slug: string, anchor: string): { readonly suggestion?: string } | undefined;
}

export const NO_ANCHORS: PageAnchors = { check: () => undefined };

/** Places that every page has, that a browser finds by itself, and notes at the end of a page. */
const ELSEWHERE = /^(?:top|_?top_|l\d+(?:-l?\d+)?|(?:user-content-)?fn(?:ref)?[-:_]?.*)$/i;
/** A router's path, text to look for, or parameters: no heading is called so. */
const NO_HEADING = /[/=?&{}]|^[!:~]/;

/**
 * Each tool makes anchors of headings in its own way ("Roll back!" → `roll-back`, `roll_back`, `rollback`), so only letters and digits are
 * compared. Pages with parts that are not read may have any anchor.
 */
export function createPageAnchors(drafts: ReadonlyMap<string, PageDraft>): PageAnchors {
  const known = new Map<string, ReadonlySet<string>>();
  const names = new Map<string, NearNames>();
  const namesOf = (slug: string, { sections }: PageDraft): NearNames => {
    const found =
      names.get(slug) ?? createNearNames(sections.map(({ anchor }) => anchor).filter((each) => each !== ''));
    names.set(slug, found);
    return found;
  };
  const anchorsOf = (slug: string, { sections, anchors = [] }: PageDraft): ReadonlySet<string> => {
    const found = known.get(slug) ?? new Set([...sections.map(({ anchor }) => bare(anchor)), ...anchors]);
    known.set(slug, found);
    return found;
  };
  return {
    check(slug, anchor) {
      const draft = drafts.get(slug);
      if (draft === undefined || draft.hasOtherParts || ELSEWHERE.test(anchor) || NO_HEADING.test(anchor))
        return undefined;
      const wanted = bare(anchor);
      if (wanted === '' || anchorsOf(slug, draft).has(wanted)) return undefined;
      const near = namesOf(slug, draft).nearest(anchor);
      return near === undefined ? {} : { suggestion: near };
    },
  };
}

/** An anchor as it is compared: its letters and digits, in lower case. */
export function bare(anchor: string): string {
  return anchor
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}
