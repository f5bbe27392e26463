import { INTRODUCTION, NO_PAGE } from '../../answer/evaluate.js';
import { nearestWord } from '../../guide/edit-distance.js';
import type { Guide } from '../../guide/page.js';
import type { WrittenQuestion } from '../questions-file.js';

export interface MissingTargets {
  /** What each question names and the guide does not have, in the order of the file. */
  readonly problems: readonly { readonly line: number; readonly text: string }[];
  /** The pages that the questions name. */
  readonly named: number;
  /** Those of them that the guide does not have. */
  readonly missing: readonly string[];
}

/** The pages and sections that questions name and the guide does not have. A question about them can never be answered. */
export function findMissingTargets(questions: readonly WrittenQuestion[], guide: Guide): MissingTargets {
  const problems: { line: number; text: string }[] = [];
  const named = new Set<string>();
  const missing = new Set<string>();
  const check = (slug: string, anchors: readonly string[], line: number): void => {
    named.add(slug);
    const page = guide.bySlug.get(slug);
    if (page === undefined) {
      missing.add(slug);
      problems.push({ line, text: `the guide has no page "${slug}"${didYouMean(slug, guide.bySlug.keys())}` });
      return;
    }
    const known = page.sections.map((section) => section.anchor || INTRODUCTION);
    for (const anchor of anchors) {
      if (known.includes(anchor)) continue;
      problems.push({ line, text: `the page "${slug}" has no section "${anchor}"${didYouMean(anchor, known)}` });
    }
  };
  for (const { page, sections = [], also = [], line } of questions) {
    if (page !== NO_PAGE) check(page, sections, line);
    for (const other of also) {
      const [slug = '', ...anchors] = other.split('#');
      check(slug, anchors, line);
    }
  }
  return { problems, named: named.size, missing: [...missing] };
}

function didYouMean(wrong: string, known: Iterable<string>): string {
  const nearest = nearestWord(wrong, known);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

/** Whether the questions were written for another guide: it lacks most of the pages that they name. One wrong name is a typing error. */
export function isForAnotherGuide({ named, missing }: MissingTargets): boolean {
  return missing.length > 1 && missing.length > named / 2;
}
