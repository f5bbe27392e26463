/**
 * Every kind of problem that a guide can have: how serious it is, and what it means, in a sentence. A rule with the severity `error` leaves a
 * file out of the guide, unless only `check` tells it (`KEEPS_FILE`). To add one: write it here, give it to `problemAt`, and add it to the table in docs/own-guide.md.
 */
export const RULES = {
  // Nothing, or not all of a file, can be read.
  'unreadable-folder': { severity: 'error', about: 'The folder of the guide cannot be read, or has no page.' },
  'unreadable-file': { severity: 'error', about: 'A file cannot be read, is too large, or is not UTF-8.' },
  'unreadable-page': {
    severity: 'error',
    about: 'A page is beyond the limits of a page, such as its lines or its nesting.',
  },
  'merge-conflict': { severity: 'error', about: 'A page has both sides of a merge that is not finished.' },
  'too-many-pages': { severity: 'error', about: 'The guide has more pages than are read.' },
  'guide-too-large': { severity: 'error', about: 'The pages together are larger than what is read.' },
  'invalid-syntax': { severity: 'error', about: 'The front matter, guidepost.yml or facts.yml cannot be read.' },
  'invalid-value': { severity: 'error', about: 'A field has a value that it cannot have.' },
  'duplicate-field': { severity: 'error', about: 'A field is set twice.' },
  'unreadable-part': { severity: 'warning', about: 'A file that pages include cannot be read.' },

  // Front matter and settings.
  'unquoted-value': {
    severity: 'warning',
    about: 'A value is read as meant, but other tools that read YAML refuse it.',
  },
  'yaml-tag': { severity: 'warning', about: 'The YAML has a tag that is not read.' },
  'text-like-front-matter': {
    severity: 'warning',
    about: 'Lines at the top look like front matter, but are shown as text.',
  },
  'unknown-field': { severity: 'warning', about: 'A field is misspelt, so it is ignored.' },
  'unknown-setting': { severity: 'warning', about: 'guidepost.yml has a setting, or a rule, that does not exist.' },
  'misnamed-settings': {
    severity: 'warning',
    about: 'The settings are in a file of another name, so they are not read.',
  },
  'incomplete-entry': {
    severity: 'warning',
    about: 'An entry of a list lacks a part or has a wrong one, so not all of it is used.',
  },
  'unknown-section': { severity: 'warning', about: 'Keywords name a section that their page does not have.' },
  'unknown-page': { severity: 'warning', about: 'Keywords name a page that the guide does not have.' },
  'invalid-date': {
    severity: 'error',
    about:
      '`updated` or `checked` is no day, or lies ahead, or `review_in` is no length of time, so it is ignored. The page is still served.',
  },
  'unknown-owner': { severity: 'warning', about: 'An owner is no id of Slack, so nobody is asked.' },
  'unknown-fact': { severity: 'error', about: 'A page names a fact that facts.yml does not have.' },
  'unused-fact': { severity: 'warning', about: 'No page uses a fact of facts.yml.' },
  'unknown-icon': { severity: 'warning', about: 'The icon of a button is no emoji that Slack has.' },
  'invalid-slug': { severity: 'warning', about: 'A slug has characters that it cannot have, so it is changed.' },
  'long-slug': { severity: 'warning', about: 'A slug is too long, so it is shortened.' },
  'taken-slug': { severity: 'warning', about: 'Two pages have the same slug, so one of them gets another.' },
  'taken-alias': { severity: 'warning', about: 'An alias names two pages.' },

  // Links, and the way through the guide.
  'broken-link': { severity: 'warning', about: 'A link leads to no page of the guide.' },
  'broken-anchor': {
    severity: 'warning',
    about: 'A link leads to a page, but to a heading that the page does not have.',
  },
  'outside-folder': {
    severity: 'warning',
    about: "A relative link leads out of the guide's folder, so it is left out.",
  },
  'forbidden-link': {
    severity: 'warning',
    about: 'A link is neither to the web nor an e-mail address, so it is left out.',
  },
  'unreachable-page': {
    severity: 'warning',
    about: 'No page leads to the page, neither with a link nor with a next step.',
  },
  'dead-end': {
    severity: 'warning',
    about: 'A page leads nowhere: it has no next steps of its own and no link to another page.',
  },

  // What people see first.
  'equal-title': { severity: 'warning', about: 'Several pages have the same title.' },
  'vague-title': { severity: 'warning', about: 'A title does not say what the page is about.' },
  'vague-heading': {
    severity: 'warning',
    about: 'Several sections have a heading that says nothing about them, such as "Notes".',
  },
  'empty-page': { severity: 'warning', about: 'A page has no text.' },
  'no-summary': { severity: 'warning', about: 'A page has no summary, and no text to take one from.' },
  'weak-summary': {
    severity: 'warning',
    about: 'A summary says nothing: it is too short, ends in a colon, or only lists links.',
  },
  'long-title': { severity: 'warning', about: 'A title is longer than cards show.' },
  'long-summary': { severity: 'warning', about: 'A summary is longer than cards show.' },
  'long-button': { severity: 'warning', about: 'The text of a next step is longer than buttons show.' },
  'long-address': {
    severity: 'warning',
    about: 'The address of a next step is longer than Slack takes, so its button is left out.',
  },

  // What stands on a page.
  'dense-paragraph': { severity: 'warning', about: 'A paragraph is too long to find an answer in.' },
  'long-section': { severity: 'warning', about: 'A section is too long to show without more headings.' },
  'duplicate-page': { severity: 'warning', about: 'Two pages have the same text.' },
  'repeated-section': { severity: 'warning', about: 'The same section stands in several places.' },
  'missing-alt': { severity: 'warning', about: 'An image has no alternative text, so nothing of it is shown.' },
  'hidden-expression': { severity: 'warning', about: 'An expression of MDX is not evaluated, so it is left out.' },
  'hidden-html': { severity: 'warning', about: 'An element of HTML cannot be shown in Slack, so it is left out.' },

  // Checklists.
  'long-item': { severity: 'warning', about: 'An item of a checklist is too long to read at a glance.' },
  'empty-checklist': { severity: 'warning', about: 'A checklist has no items.' },
  'left-out-item': { severity: 'warning', about: 'List items below the heading of a checklist are not part of it.' },
  'malformed-box': {
    severity: 'warning',
    about: 'Something looks like a box to tick, but is none in Markdown: "- [] Back up".',
  },
  'ticked-item': { severity: 'warning', about: 'An item is ticked in the guide, but starts open.' },
  'struck-item': { severity: 'warning', about: 'An item is struck through, so it is never posted.' },
  'similar-role': { severity: 'warning', about: 'Two roles of a checklist differ by a letter or two.' },
  'invalid-attribute': {
    severity: 'error',
    about: 'An attribute of an item has a value that it cannot have, or cannot be read.',
  },
  'unknown-attribute': { severity: 'warning', about: 'An attribute of an item means nothing.' },
  'duplicate-id': { severity: 'error', about: 'Two items of a checklist have the same id.' },
  'invalid-variable': { severity: 'error', about: 'A variable is declared in a way that cannot be used.' },
  'unknown-variable': { severity: 'error', about: 'A checklist uses a variable that its page does not declare.' },
  'unused-variables': { severity: 'warning', about: 'A page declares variables, but has no checklist.' },
  'unknown-value': { severity: 'warning', about: 'A field about checklists has a value that means nothing.' },
  'unpostable-box': {
    severity: 'warning',
    about: 'A task (a box to tick) cannot be ticked in Slack, because no checklist takes it.',
  },

  // With --stale.
  'stale-fact': {
    severity: 'warning',
    about: 'A fact has not been checked for longer than it may. Only with --stale.',
  },
  'stale-page': {
    severity: 'warning',
    about: 'A page has not been checked for longer than it may. Only with --stale.',
  },

  // With --slack.
  'slack-refuses': { severity: 'error', about: 'Slack refuses the card of a page. Only with --slack.' },
} as const satisfies Readonly<Record<string, RuleFacts>>;

interface RuleFacts {
  readonly severity: 'error' | 'warning';
  readonly about: string;
}

export type Rule = keyof typeof RULES;

export function isRule(name: string): name is Rule {
  return Object.hasOwn(RULES, name);
}

/** All rules, in the order in which people read them. */
export function ruleNames(): Rule[] {
  return Object.keys(RULES) as Rule[];
}

/** Errors that take nothing away from people: only `check` finds them. */
const KEEPS_FILE: readonly Rule[] = ['slack-refuses', 'invalid-date'];

/** Whether an error of this kind leaves its file out of the guide. */
export function leavesOut(rule: Rule): boolean {
  return RULES[rule].severity === 'error' && !KEEPS_FILE.includes(rule);
}

/** Whether `guidepost.yml` may change its severity. What leaves a file out of the guide is told in any case. */
export function isAdjustable(rule: Rule): boolean {
  return RULES[rule].severity === 'warning' || KEEPS_FILE.includes(rule);
}
