import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { progressBar, progressWords } from '../../src/slack/messages/progress-bar.js';

describe('progress as text', () => {
  it('shows each of done, skipped and open exactly where there is some, and never changes its width', () => {
    const counts = fc
      .tuple(fc.nat(300), fc.nat(300), fc.nat(300))
      .filter(([...each]) => each.some((count) => count > 0));
    fc.assert(
      fc.property(counts, ([done, skipped, open]) => {
        const bar = progressBar({ done, skipped, total: done + skipped + open, percent: 0 });
        expect([...bar].length).toBe(12);
        expect(bar.includes('■')).toBe(done > 0);
        expect(bar.includes('▣')).toBe(skipped > 0);
        expect(bar.includes('□')).toBe(open > 0);
        expect(bar).toMatch(/^■*▣*□*$/);
      }),
    );
  });

  it('says it in words', () => {
    expect(progressWords({ done: 4, skipped: 0, total: 9, percent: 44 })).toBe('4 of 9 done');
    expect(progressWords({ done: 4, skipped: 2, total: 9, percent: 66 })).toBe('4 of 9 done, 2 skipped');
  });
});
