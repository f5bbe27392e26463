import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKeyRing, TokenUnreadable } from '../../src/workspaces/key-ring.js';

const [older, newer] = ['an-older-generated-secret', 'a-newer-generated-secret'];

describe('a ring of keys', () => {
  it('opens what it has sealed, for any secret, token and row', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (secret, token, row) => {
        expect(createKeyRing([secret]).open(createKeyRing([secret]).seal(token, row), row)).toBe(token);
      }),
    );
  });

  it('reveals nothing of the token, and seals the same one differently each time', () => {
    const ring = createKeyRing([newer]);
    const [first, second] = [ring.seal('xoxb-secret', 'T1'), ring.seal('xoxb-secret', 'T1')];
    expect(first).not.toBe(second);
    expect(first).toMatch(/^v1\.[0-9a-f]{12}\.[\w-]+$/);
    for (const part of first.split('.'))
      expect(Buffer.from(part, 'base64url').toString('latin1')).not.toContain('xoxb');
  });

  it('refuses a sealed token in another row, so that no workspace can use the token of another', () => {
    const ring = createKeyRing([newer]);
    expect(() => ring.open(ring.seal('xoxb-1', 'T1'), 'T2')).toThrow(/sealed token of T2 .* changed or swapped/);
  });

  it('refuses a sealed token with one changed character', () => {
    const ring = createKeyRing([newer, older]);
    const sealed = ring.seal('xoxb-1', 'T1');
    fc.assert(
      fc.property(fc.nat(sealed.length - 2), fc.constantFrom('A', 'b', '0', '.'), (at, character) => {
        const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
        fc.pre(changed !== sealed);
        expect(() => ring.open(changed, 'T1')).toThrow(TokenUnreadable);
      }),
    );
    for (const broken of ['', 'v1', 'v1..', `${sealed.slice(0, 20)}`]) {
      expect(() => ring.open(broken, 'T1')).toThrow(TokenUnreadable);
    }
  });

  it('seals with the first key and opens with all', () => {
    const before = createKeyRing([older]);
    const both = createKeyRing([newer, older]);
    const old = before.seal('xoxb-1', 'T1');
    expect(both.open(old, 'T1')).toBe('xoxb-1');
    expect([both.isCurrent(old), before.isCurrent(old)]).toEqual([false, true]);
    const fresh = both.seal('xoxb-1', 'T1');
    expect(createKeyRing([newer]).open(fresh, 'T1')).toBe('xoxb-1');
    expect(both.isCurrent(fresh)).toBe(true);
  });

  it('names the missing key, and what to do, without revealing a secret', () => {
    const sealed = createKeyRing([older]).seal('xoxb-1', 'T1');
    const open = () => createKeyRing([newer]).open(sealed, 'T1');
    expect(open).toThrow(/token of T1 was sealed with the key [0-9a-f]{12}, which is not in TOKEN_KEYS: add/);
    expect(open).not.toThrow(new RegExp(`${older}|${newer}`));
  });
});
