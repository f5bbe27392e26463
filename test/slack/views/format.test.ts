import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asPerson } from '../../../src/checklist/run.js';
import { day, duration, personLink, progressBar, progressWords, utc } from '../../../src/slack/views/format.js';

describe('progress as text', () => {
  it('shows done, skipped and open if there are any, and always has the same width', () => {
    const counts = fc
      .tuple(fc.nat(300), fc.nat(300), fc.nat(300))
      .filter(([...each]) => each.some((count) => count > 0));
    fc.assert(
      fc.property(counts, ([done, skipped, open]) => {
        const bar = progressBar({ done, skipped, total: done + skipped + open });
        expect([...bar].length).toBe(12);
        expect(bar.includes('■')).toBe(done > 0);
        expect(bar.includes('▣')).toBe(skipped > 0);
        expect(bar.includes('□')).toBe(open > 0);
        expect(bar).toMatch(/^■*▣*□*$/);
      }),
    );
  });

  it('is also written in words', () => {
    expect(progressWords({ done: 4, skipped: 0, total: 9 })).toBe('4 of 9 done');
    expect(progressWords({ done: 4, skipped: 2, total: 9 })).toBe('4 of 9 done, 2 skipped');
  });
});

const start = new Date('2026-11-20T09:00:00Z');
function later(minutes: number): Date {
  return new Date(start.getTime() + minutes * 60_000);
}

describe('times in words', () => {
  it.each([
    [0, 'less than a minute'],
    [0.9, 'less than a minute'],
    [1, '1 min'],
    [60, '1 h'],
    [130, '2 h 10 min'],
    [24 * 60, '1 day'],
    [24 * 60 + 61, '1 day 1 h'],
    [24 * 60 + 1, '1 day'],
    [3 * 24 * 60 + 4 * 60 + 5, '3 days 4 h'],
  ])('%d minutes are %s', (minutes, words) => {
    expect(duration(start, later(minutes))).toBe(words);
  });

  it('are never negative, even if a clock was set back', () => {
    expect(duration(later(5), start)).toBe('less than a minute');
  });

  it('show a day without a time zone, and a time with one', () => {
    expect(day('2026-11-24')).toBe('Tue 24 Nov 2026');
    expect(utc(start)).toBe('2026-11-20 09:00 UTC');
  });
});

describe('who did something', () => {
  it('is a link to the profile of a person, and only the name of a token', () => {
    expect(personLink({ id: 'U1', name: 'Ada' })).toBe('<slack://user?id=U1|Ada>');
    expect(personLink(asPerson({ id: 'a1b2', name: 'ci' }))).toBe('ci');
  });

  it('is never markup, a mention or a link, whatever a token is called', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('<@U1>', '<!channel>', '*ci*', '_ci_', '`ci`')), (name) => {
        const shown = personLink(asPerson({ id: 'a1b2', name }));
        expect(shown).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(shown).not.toMatch(/(?:^|\s)([*_~`])\S.*\1/);
      }),
    );
  });
});
