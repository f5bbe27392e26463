import { nearestWord } from '../edit-distance.js';
import { describe, type FieldReader, type Fields } from '../front-matter/fields.js';
import type { Problem } from '../problem.js';
import { isAdjustable, isRule, type Rule, ruleNames } from '../rules.js';

export type RuleSeverity = 'off' | 'warning' | 'error';

export type RuleSeverities = ReadonlyMap<Rule, RuleSeverity>;

const SEVERITIES: readonly RuleSeverity[] = ['off', 'warning', 'error'];
const EXAMPLE = 'rules: {dead-end: off, long-item: error}';

/** Reads how serious a team finds each rule. */
export function readRuleSeverities(fields: Fields, reader: FieldReader): RuleSeverities {
  const severities = new Map<Rule, RuleSeverity>();
  const value = fields.get('rules');
  if (value === undefined || (value.kind === 'text' && value.text.trim() === '')) return severities;
  if (value.kind !== 'map') {
    reader.report('invalid-value', value, `must be a group of rules, not ${describe(value)}. Example: "${EXAMPLE}".`);
    return severities;
  }
  for (const [name, entry] of value.entries) {
    if (!isRule(name)) {
      const near = nearestWord(name, ruleNames());
      const advice = near === undefined ? 'guidepost check --rules lists all.' : `Did you mean "${near}"?`;
      reader.report('unknown-setting', entry, `is not a rule, so it is ignored. ${advice}`);
      continue;
    }
    const written = reader.text(value.entries, [name], EXAMPLE)?.text.toLowerCase();
    const severity = SEVERITIES.find((each) => each === written);
    if (entry.kind !== 'text') continue;
    if (severity === undefined) {
      reader.report('invalid-value', entry, `must be off, warning or error. Example: "${EXAMPLE}".`);
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
