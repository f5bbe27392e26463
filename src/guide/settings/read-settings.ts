import { type Period, periodFault, readPeriod } from '../dates.js';
import { DIALECTS, type Dialect } from '../dialects/detect.js';
import { nearestWord } from '../edit-distance.js';
import { createFieldReader, type FieldReader, type Fields } from '../front-matter/fields.js';
import { readOwner } from '../front-matter/owner.js';
import { readYamlFields, type YamlKind } from '../front-matter/yaml.js';
import { checkSettingsLimits } from '../parse/limits.js';
import { PageError, type Problem, problemAt } from '../problem.js';
import type { SourceFile } from '../source-file.js';
import { readIgnore } from './ignore.js';
import { readPageKeywords } from './page-keywords.js';
import { readRuleSeverities } from './rule-severities.js';
import { type GuideSettings, NO_SETTINGS } from './settings.js';
import { readSynonyms } from './synonyms.js';

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
    const wantsFeedback = readFeedback(fields, reader);
    const settings = {
      synonyms: readSynonyms(fields, reader),
      keywords: readPageKeywords(fields, reader),
      ignore: readIgnore(fields, reader),
      rules: readRuleSeverities(fields, reader),
      ...(dialect && { dialect }),
      ...(owner.length > 0 && { owner }),
      ...(reviewIn && { reviewIn }),
      ...(isOff(fields, reader, 'ask_owners') && { asksOwners: false as const }),
      ...(!wantsFeedback && { feedback: false as const }),
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

function readFeedback(fields: Fields, reader: FieldReader): boolean {
  const written = reader.text(fields, ['feedback'], 'feedback: false');
  const value = written?.text.toLowerCase() ?? 'true';
  if (written && value !== 'true' && value !== 'false') {
    const advice = `"${written.text}" is neither true nor false, so people are asked whether an answer helped.`;
    reader.report('invalid-value', { kind: 'unknown', ...written }, advice);
  }
  return value !== 'false';
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
