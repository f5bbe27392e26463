import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createInstallStates, STATE_TTL_MS } from '../../../src/slack/install/state.js';

const secret = 'a-generated-state-secret';

describe('the state of an install', () => {
  it('is valid in every process with the same secret, for a quarter of an hour', () => {
    let now = 1_800_000_000_000;
    const state = createInstallStates(secret, () => now).issue();
    const elsewhere = createInstallStates(secret, () => now);
    expect(elsewhere.check(state)).toBe('valid');
    now += STATE_TTL_MS - 1;
    expect(elsewhere.check(state)).toBe('valid');
    now += 1;
    expect(elsewhere.check(state)).toBe('expired');
  });

  it('is never the same twice, and is safe in a URL or a cookie without escaping', () => {
    const states = createInstallStates(secret);
    const issued = Array.from({ length: 200 }, () => states.issue());
    expect(new Set(issued).size).toBe(200);
    for (const state of issued) expect(state).toMatch(/^[\w.-]+$/);
  });

  it('is reported as forged with another secret, with any character changed, and for any other text', () => {
    const states = createInstallStates(secret);
    const state = states.issue();
    expect(createInstallStates('another-secret').check(state)).toBe('forged');
    fc.assert(
      fc.property(fc.nat(state.length - 1), fc.constantFrom(...'0Aa-_.~'), (at, character) => {
        const other = state.slice(0, at) + character + state.slice(at + 1);
        // The last character of base64url has unused bits.
        fc.pre(other !== state && at < state.length - 1);
        expect(states.check(other)).toBe('forged');
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => expect(states.check(text)).toBe('forged')));
  });
});
