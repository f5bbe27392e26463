import { checkMessage } from '@guidepost/slack-simulator';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { guideReportMessage } from '../../../src/slack/views/guide-report.js';
import { messageViolations } from './violations.js';

const errors = [
  { file: 'docs/deploy.md', line: 7, text: 'order: must be a number.' },
  { file: 'docs/rollback.md', text: 'is not UTF-8 at byte 12. Save it as UTF-8.' },
];

describe('the message to an author', () => {
  it('says which version is not used, with file, line and reason of each error', () => {
    const { text } = guideReportMessage({ outcome: 'refused', version: 'commit 1a2b3c4', errors, total: 20 });
    expect(text).toContain('The guide was not updated (commit 1a2b3c4)');
    expect(text).toContain('The version before it stays in use');
    expect(text).toContain('docs/deploy.md:7 order: must be a number.');
    expect(text).toContain('docs/rollback.md is not UTF-8');
    expect(text).toContain('and 18 more errors');
  });

  it('says that files are left out, that nothing can be used, and that it is fine again', () => {
    expect(guideReportMessage({ outcome: 'left-out', errors, total: 2 }).text).toMatch(
      /is in use, but without the files/,
    );
    expect(guideReportMessage({ outcome: 'unusable', errors, total: 2 }).text).toContain('nobody gets an answer');
    const fine = guideReportMessage({ outcome: 'fine', version: 'commit 5d6e7f8', errors: [], total: 0 });
    expect(fine.text).toContain('The guide is fine again (commit 5d6e7f8)');
  });

  it('is accepted by Slack and mentions nobody, whatever the files and errors are', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('<!channel> *x* `y`', '```', '&<>', '😀'.repeat(300), 'a_b*c'.repeat(500)),
    );
    const error = fc.record({ file: text, line: fc.nat(), text });
    const anything = fc.record({
      outcome: fc.constantFrom('refused', 'unusable', 'left-out'),
      version: text,
      errors: fc.array(error, { minLength: 1, maxLength: 30 }),
      total: fc.nat(),
    });
    fc.assert(
      fc.property(anything, (content) => {
        const message = guideReportMessage({ ...content, total: content.errors.length + content.total });
        expect(messageViolations(message)).toEqual([]);
        expect(checkMessage(message)).toBeUndefined();
        expect(JSON.stringify(message)).not.toMatch(/<!(channel|here|everyone)|<@/);
      }),
    );
  });
});
