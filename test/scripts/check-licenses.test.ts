import { describe, expect, it } from '@jest/globals';
import { isPermissive } from '../../scripts/check-licenses.js';

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
  ])('is refused: %s', (expression) => expect(isPermissive(expression)).toBe(false));
});
