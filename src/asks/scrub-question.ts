import { isIPv6 } from 'node:net';

/** What else in a question nobody should read later, and the word that replaces it. */
const SHAPES: readonly (readonly [shape: RegExp, instead: string])[] = [
  [/-----BEGIN [A-Z ]{3,40}-----[^-]*(?:-----END [A-Z ]{3,40}-----)?/g, '[secret]'],
  // A name and a password in a URL, and what follows its path: keys are often there.
  [/(:\/\/)[^\s/@]{1,500}@/g, '$1[secret]@'],
  [/(\bhttps?:\/\/[^\s?#<>|]{1,500})[?#][^\s<>|]{1,2000}/gi, '$1?[…]'],
  // Tokens with a known beginning: GitHub, GitLab, npm, PyPI, Stripe and others, Amazon, Google, JSON Web Tokens.
  [
    /\b(?:gh[oprsu]_|github_pat_|glpat-|npm_|pypi-|[rs]k[-_](?:live|test|proj|ant)[-_]|sk-|AKIA|ASIA|AIza|ya29\.|eyJ)[\w.~+/=-]{8,}/g,
    '[secret]',
  ],
  // "password is hunter2", "api key: abc"
  [
    /\b((?:pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?|(?:api|access|secret|private)[ _-]?key)s?["']?(?:\s{0,3}[=:]\s{0,3}|\s+is\s+(?=\S{0,100}[\d!#$%&*+@^])))["']?[^\s"',;]{1,500}/gi,
    '$1[secret]',
  ],
  [/[^\s@<>()[\]"',;:|]{1,64}@[^\s@<>()[\]"',;:|/]{1,255}\.[a-z]{2,24}\b/gi, '[e-mail]'],
  [/<@[UW][A-Z0-9]+(?:\|[^<>]{0,100})?>/g, '[person]'],
  [/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)/g, '[address]'],
  // A long run of letters and digits is a key, a hash or an id, and no word.
  [/(?<![\w+=])(?=[A-Za-z_+]{0,199}\d)(?=[\d_+]{0,199}[A-Za-z])[A-Za-z0-9_+]{20,}={0,2}/g, '[secret]'],
  [/(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/gi, '[id]'],
];

/** What may be an IPv6 address, or a time such as 10:20:30. */
const COLONS = /(?<![\w:])[0-9a-f]{0,4}:[0-9a-f:]{0,40}:(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/gi;

/**
 * Takes out of a question what should not be kept: tokens and passwords, e-mail and IP addresses, names of people in Slack, and what a URL has
 * beyond its path.
 * @param scrub takes out this deployment's own secrets and Slack's tokens, as from the log
 */
export function createQuestionScrub(scrub: (text: string) => string): (text: string) => string {
  return (text) => SHAPES.reduce((kept, [shape, instead]) => kept.replace(shape, instead), withoutIpv6(scrub(text)));
}

function withoutIpv6(text: string): string {
  return text.replace(COLONS, (found) => (isIPv6(found) && found !== '::' ? '[address]' : found));
}
