import { stem } from './stem.js';

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
