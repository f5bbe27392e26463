import { type Period, periodFault, readPeriod } from './dates.js';
import { DIALECTS, type Dialect } from './dialects/detect.js';
import {
  createFieldReader,
  describe,
  type FieldReader,
  type Fields,
  type FieldValue,
  readOwner,
} from './front-matter/fields.js';
import { type PageKeywords, readPageKeywords } from './front-matter/keywords.js';
import { readYamlFields, type YamlKind } from './front-matter/yaml.js';
import { readIgnore } from './ignore.js';
import { nearestWord } from './near-names.js';
import type { Owner, Synonyms } from './page.js';
import { checkSettingsLimits } from './parse/limits.js';
import { PageError, type Problem, problemAt } from './problem.js';
import { isAdjustable, isRule, type Rule, ruleNames } from './rules.js';
import type { SourceFile } from './source-file.js';

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

// To add a setting: name it here, and read it in readSettings.
const SETTINGS = ['synonyms', 'keywords', 'ignore', 'dialect', 'rules', 'owner', 'review_in', 'ask_owners', 'feedback'];

export interface ReadSettings {
  readonly settings: GuideSettings;
  readonly problems: readonly Problem[];
}

const YAML: YamlKind = { name: 'file', example: 'synonyms: {db: database}', maxValues: 20_000 };

/** Reads `guidepost.yml`, with everything that is wrong with it. */
export function readSettings(source: SourceFile): ReadSettings {
  const { file, text } = source;
  try {
    checkSettingsLimits(text);
    const { fields, problems } = readYamlFields(text, file, YAML);
    const reader = createFieldReader(file);
    reportUnknownSettings(fields, reader);
    const dialect = readDialect(fields, reader);
    const owner = readOwner(fields, reader);
    const reviewIn = readReviewIn(fields, reader);
    const settings = {
      synonyms: readSynonyms(fields, reader),
      keywords: readPageKeywords(fields, reader),
      ignore: readIgnore(fields, reader),
      rules: readRuleSeverities(fields, reader),
      ...(dialect && { dialect }),
      ...(owner.length > 0 && { owner }),
      ...(reviewIn && { reviewIn }),
      ...(isOff(fields, reader, 'ask_owners') && { asksOwners: false as const }),
      ...(isOff(fields, reader, 'feedback') && { feedback: false as const }),
    };
    return { settings, problems: [...problems, ...reader.problems] };
  } catch (error) {
    const line = error instanceof PageError ? error.line : undefined;
    const problem =
      error instanceof PageError
        ? error.message
        : `cannot be read (${error instanceof Error ? error.message : String(error)}). Write it with less nesting.`;
    return { settings: NO_SETTINGS, problems: [problemAt('invalid-syntax', file, line, problem)] };
  }
}

function readDialect(fields: Fields, reader: FieldReader): Dialect | undefined {
  const written = reader.text(fields, ['dialect'], 'dialect: mkdocs');
  if (written === undefined) return undefined;
  const dialect = DIALECTS.find((each) => each === written.text.toLowerCase());
  const advice = `"${written.text}" is not known. Write one of ${DIALECTS.join(', ')}, or leave it out.`;
  if (dialect === undefined) reader.report('invalid-value', { kind: 'unknown', ...written }, advice);
  return dialect;
}

/** A setting that is on unless it is turned off. */
function isOff(fields: Fields, reader: FieldReader, key: string): boolean {
  const written = reader.text(fields, [key], `${key}: off`);
  const word = written?.text.toLowerCase();
  if (written === undefined || ['on', 'yes', 'true'].includes(word ?? '')) return false;
  if (['off', 'no', 'false'].includes(word ?? '')) return true;
  reader.report('invalid-value', { kind: 'unknown', ...written }, `must be on or off, not "${written.text}".`);
  return false;
}

function readReviewIn(fields: Fields, reader: FieldReader): Period | undefined {
  const written = reader.text(fields, ['review_in'], 'review_in: 6 months');
  const period = written && readPeriod(written.text);
  if (written && !period) reader.report('invalid-value', { kind: 'unknown', ...written }, periodFault(written.text));
  return period;
}

function reportUnknownSettings(fields: Fields, reader: FieldReader): void {
  for (const [key, value] of fields) {
    if (SETTINGS.includes(key)) continue;
    const near = nearestWord(key, SETTINGS);
    const advice =
      near === undefined
        ? `The settings are ${SETTINGS.slice(0, -1).join(', ')} and ${SETTINGS.at(-1)}.`
        : `Did you mean "${near}"?`;
    reader.report('unknown-setting', value, `is not a setting, so it is ignored. ${advice}`);
  }
}

const SYNONYMS_EXAMPLE = 'synonyms: {db: database, k8s: [kubernetes, cluster]}';
const MAX_WORDS = 4;
const MAX_CHARACTERS = 60;

/** Reads a team's own words. Each is a word or short phrase, and means one or several. */
function readSynonyms(fields: Fields, reader: FieldReader): Synonyms {
  const value = fields.get('synonyms');
  if (value === undefined || (value.kind === 'text' && value.text.trim() === '')) return new Map();
  if (value.kind !== 'map') {
    reader.report(
      'invalid-value',
      value,
      `must be a group of words, not ${describe(value)}. Example: "${SYNONYMS_EXAMPLE}".`,
    );
    return new Map();
  }
  const synonyms = new Map<string, string[]>();
  const lines = new Map<string, number>();
  for (const [key, entry] of value.entries) {
    const word = normalize(key);
    const earlier = lines.get(word);
    if (earlier !== undefined) {
      reader.report('duplicate-field', entry, `is set twice, first on line ${earlier}. Put both into one list.`);
      continue;
    }
    lines.set(word, entry.line);
    if (word === '') {
      reader.report('invalid-value', entry, `needs a word before the colon. Example: "${SYNONYMS_EXAMPLE}".`);
      continue;
    }
    const meanings = readMeanings(value.entries, key, reader).filter(({ text }) => text !== word);
    if (!isShort(word, entry, reader) || hasWrongValue(entry)) continue;
    if (meanings.length === 0) {
      reader.report('incomplete-entry', entry, `has no other word, so it is left out. Example: "${SYNONYMS_EXAMPLE}".`);
      continue;
    }
    const short = meanings.filter(({ text, located }) => isShort(text, located, reader));
    if (short.length > 0) synonyms.set(word, [...new Set(short.map(({ text }) => text))]);
  }
  return synonyms;
}

function readMeanings(entries: Fields, key: string, reader: FieldReader): { text: string; located: FieldValue }[] {
  return reader
    .texts(entries, key)
    .map((located) => ({ text: normalize(located.text), located: { kind: 'unknown', ...located } }));
}

/** Neither a text nor a list: reported already. */
function hasWrongValue(entry: FieldValue): boolean {
  return entry.kind !== 'text' && entry.kind !== 'list';
}

function isShort(text: string, value: FieldValue, reader: FieldReader): boolean {
  const words = text.split(' ').length;
  if (words <= MAX_WORDS && text.length <= MAX_CHARACTERS) return true;
  const size = words > MAX_WORDS ? `${words} words` : `${text.length} characters`;
  const limit = words > MAX_WORDS ? `${MAX_WORDS} words` : `${MAX_CHARACTERS} characters`;
  reader.report(
    'invalid-value',
    value,
    `has ${size}, and a synonym may have ${limit}. Write a keyword of the page instead.`,
  );
  return false;
}

function normalize(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

export type RuleSeverity = 'off' | 'warning' | 'error';

export type RuleSeverities = ReadonlyMap<Rule, RuleSeverity>;

const SEVERITIES: readonly RuleSeverity[] = ['off', 'warning', 'error'];
const RULES_EXAMPLE = 'rules: {dead-end: off, long-item: error}';

/** Reads how serious a team finds each rule. */
function readRuleSeverities(fields: Fields, reader: FieldReader): RuleSeverities {
  const severities = new Map<Rule, RuleSeverity>();
  const value = fields.get('rules');
  if (value === undefined || (value.kind === 'text' && value.text.trim() === '')) return severities;
  if (value.kind !== 'map') {
    reader.report(
      'invalid-value',
      value,
      `must be a group of rules, not ${describe(value)}. Example: "${RULES_EXAMPLE}".`,
    );
    return severities;
  }
  for (const [name, entry] of value.entries) {
    if (!isRule(name)) {
      const near = nearestWord(name, ruleNames());
      const advice = near === undefined ? 'guidepost check --rules lists all.' : `Did you mean "${near}"?`;
      reader.report('unknown-setting', entry, `is not a rule, so it is ignored. ${advice}`);
      continue;
    }
    const written = reader.text(value.entries, [name], RULES_EXAMPLE)?.text.toLowerCase();
    const severity = SEVERITIES.find((each) => each === written);
    if (entry.kind !== 'text') continue;
    if (severity === undefined) {
      reader.report('invalid-value', entry, `must be off, warning or error. Example: "${RULES_EXAMPLE}".`);
    } else if (isAdjustable(name)) severities.set(name, severity);
    else {
      const advice = 'cannot be changed, because a file with this problem is left out of the guide. Remove the line.';
      reader.report('unknown-setting', entry, advice);
    }
  }
  return severities;
}

/** The problems that the team wants to be told, as serious as it finds them. */
export function withSeverities(problems: readonly Problem[], severities: RuleSeverities): Problem[] {
  return problems.flatMap((problem) => {
    const severity = isAdjustable(problem.rule) ? severities.get(problem.rule) : undefined;
    if (severity === 'off') return [];
    return severity === undefined ? [problem] : [{ ...problem, severity }];
  });
}
