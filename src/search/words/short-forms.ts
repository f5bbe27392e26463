import { stem } from './stem.js';

/**
 * What is said for short, or by its older name, where web applications are built and run. Names that belong to one page are
 * its aliases; `app` is left out, as every question has it.
 */
const SHORT_FORMS: readonly (readonly [short: string, whole: string])[] = [
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

const WHOLE = new Map(SHORT_FORMS.map(([short, whole]) => [stem(short), stem(whole)] as const));
const SHORT = new Map(SHORT_FORMS.map(([short, whole]) => [stem(whole), stem(short)] as const));

/** The stem of the word that a stem's word is short for; none where it is no short form. */
export function wholeOf(wordStem: string): string | undefined {
  return WHOLE.get(wordStem);
}

/** The stem of what is said for short instead of a stem's word. */
export function shortOf(wordStem: string): string | undefined {
  return SHORT.get(wordStem);
}
