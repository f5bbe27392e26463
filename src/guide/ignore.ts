import type { FieldReader, Fields } from './front-matter/fields.js';

/** Patterns of files that are not pages, one on each line, in addition to `ignore:` in `guidepost.yml`. */
export const IGNORE_FILE = '.guidepostignore';

const MAX_PATTERNS = 500;
const MAX_PATTERN = 300;

/** The patterns in `ignore:`. */
export function readIgnore(fields: Fields, reader: FieldReader): string[] {
  const given = reader.texts(fields, 'ignore');
  const [long] = given.filter(({ text }) => text.length > MAX_PATTERN);
  if (long !== undefined)
    reader.report(
      'invalid-value',
      { kind: 'unknown', ...long },
      `has more than ${MAX_PATTERN} characters. Shorten it.`,
    );
  const [, over] = [...given.entries()].find(([index]) => index === MAX_PATTERNS) ?? [];
  if (over !== undefined)
    reader.report(
      'invalid-value',
      { kind: 'unknown', ...over },
      `is beyond the limit of ${MAX_PATTERNS}. Name folders instead.`,
    );
  return usable(given.map(({ text }) => text));
}

/** The patterns in `.guidepostignore`. Empty lines and lines with "#" in front do not count. */
export function readIgnoreFile(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  return usable(lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')));
}

function usable(patterns: readonly string[]): string[] {
  return patterns.filter(({ length }) => length <= MAX_PATTERN).slice(0, MAX_PATTERNS);
}

/**
 * Tells whether a file or folder is ignored. In a pattern, `*` is any part of a name, `?` one character and `**` any folders. A pattern
 * with a slash counts from the guide's folder, one without fits names anywhere. What fits a folder ignores everything in it.
 */
export function createIgnore(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.map((pattern) => {
    const bare = pattern.replace(/^\.?\/+/, '').replace(/\/+$/, '');
    const isName = !/\/./.test(pattern);
    return { isName, segments: bare.split('/').filter((segment) => segment !== '') };
  });
  return (path) => {
    const segments = path.split('/');
    return compiled.some(({ isName, segments: wanted }) =>
      isName
        ? wanted[0] !== undefined && segments.some((segment) => nameFits(segment, wanted[0] ?? ''))
        : wanted.length > 0 && segments.some((_, index) => pathFits(segments.slice(0, index + 1), wanted)),
    );
  };
}

function nameFits(name: string, pattern: string): boolean {
  return fits([...name], [...pattern], '*', (one, other) => other === '?' || one === other);
}

function pathFits(path: readonly string[], pattern: readonly string[]): boolean {
  return fits(path, pattern, '**', nameFits);
}

/**
 * Compares a list with a pattern in which `any` stands for any number of elements. Only the last `any` has to be tried again, so the time
 * is at most the product of the lengths; a regular expression could take for ever.
 */
function fits<T>(list: readonly T[], pattern: readonly T[], any: T, same: (one: T, other: T) => boolean): boolean {
  let [at, place] = [0, 0];
  let [retryAt, retryPlace] = [0, -1];
  while (at < list.length) {
    const [one, other] = [list[at] as T, pattern[place]];
    if (other === any) {
      [retryAt, retryPlace] = [at, place];
      place += 1;
    } else if (other !== undefined && same(one, other)) {
      at += 1;
      place += 1;
    } else if (retryPlace >= 0) {
      retryAt += 1;
      [at, place] = [retryAt, retryPlace + 1];
    } else return false;
  }
  return pattern.slice(place).every((rest) => rest === any);
}
