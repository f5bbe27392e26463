import type { Period } from '../dates.js';
import type { Dialect } from '../dialects/detect.js';
import type { Owner, Synonyms } from '../page.js';
import type { PageKeywords } from './page-keywords.js';
import type { RuleSeverities } from './rule-severities.js';

/** The settings of a guide, at the top of its folder. */
export const SETTINGS_FILE = 'guidepost.yml';

/** What `guidepost.yml` says. */
export interface GuideSettings {
  readonly synonyms: Synonyms;
  /** Keywords for pages that are not ours to change. */
  readonly keywords: readonly PageKeywords[];
  /** Patterns of files and folders that are not pages. */
  readonly ignore: readonly string[];
  /** The tool that the pages are written for, if it is not to be recognized. */
  readonly dialect?: Dialect;
  /** How serious the team finds each rule of `check`. */
  readonly rules: RuleSeverities;
  /** Who looks after pages that name nobody. */
  readonly owner?: readonly Owner[];
  /** Owners are not asked whether their pages are still right. */
  readonly asksOwners?: false;
  /** Whether people are asked if an answer helped; absent for yes. */
  readonly feedback?: false;
  /** When pages are checked again that do not say it. */
  readonly reviewIn?: Period;
}

export const NO_SETTINGS: GuideSettings = { synonyms: new Map(), keywords: [], ignore: [], rules: new Map() };
