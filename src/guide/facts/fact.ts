import type { LocatedText } from '../parse/page-draft.js';
import type { Problem } from '../problem.js';
import type { SourceFile } from '../source-file.js';

/** Facts with dates, at the top of a guide's folder: versions, prices, limits, ends of support. Pages name them: `{{fact:django-lts}}`. */
export const FACTS_FILE = 'facts.yml';

/** Something that pages say and that changes with time. */
export interface Fact {
  readonly name: string;
  /** What pages show in place of the name: one line, which may have Markdown. */
  readonly value: string;
  /** Where it is from, for people. */
  readonly source?: string;
  /** Where a program can ask for it. */
  readonly from?: LocatedText;
  /** When somebody last looked, as written. */
  readonly checked?: LocatedText;
  /** Where it begins, from 1: the line of its first field. */
  readonly line: number;
}

/** What `facts.yml` has. */
export interface ReadFacts {
  readonly facts: readonly Fact[];
  /** The names of facts that cannot be read, which is reported where they stand. */
  readonly broken: readonly string[];
  /** Nothing of it can be read, so nobody knows which facts there are. */
  readonly isUnreadable?: true;
  readonly problems: readonly Problem[];
}

export interface FactUse {
  readonly name: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Files with the values of facts in the place of their names. */
export interface FilledFiles {
  readonly files: readonly SourceFile[];
  readonly uses: readonly FactUse[];
  readonly problems: readonly Problem[];
}
