import { describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';

const { isPermissive } = (await import(packageFile('scripts/licenses/is-permissive.js'))) as {
  isPermissive: (expression: unknown) => boolean;
};

describe('a licence', () => {
  it.each([
    'MIT',
    '(MIT OR GPL-3.0-only)',
    'GPL-2.0 OR (MIT AND ISC)',
    'MIT AND (ISC OR GPL-3.0-only)',
    'BSD-2-Clause OR MIT OR Apache-2.0',
  ])('is permissive: %s', (expression) => expect(isPermissive(expression)).toBe(true));

  it.each([
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    '(MIT',
    'MIT ISC',
    'SEE LICENSE IN LICENSE',
    'UNLICENSED',
    '',
    undefined,
  ])('is not known to be: %s', (expression) => expect(isPermissive(expression)).toBe(false));
});
