import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DIALECTS } from '../../../src/guide/dialects/detect.js';
import { translate } from '../../../src/guide/dialects/translate.js';
import { everyCase, runs } from '../../every-case.js';
import { itLong } from '../../long-tests.js';

/** As long as a line and a page may be. */
function long(text: string): string {
  return text.repeat(Math.floor(Math.min(60_000 / text.length, 9_900 / text.split('\n').length)));
}

const MARKS = [
  '{a}',
  '{',
  '}',
  '{{ x }}',
  '{{',
  '{% raw %}',
  '{% x %}',
  '{% note() %}',
  '{% end %}',
  '{% comment %}',
  '{{</* x */>}}',
  '<A b={1}>',
  '<A ',
  '<script setup>',
  '<aside>',
  '<div markdown>',
  '<b v-pre>',
  '<%',
  '==a==',
  '==',
  '++a++',
  '++',
  '%%',
  '^[a]',
  '^a^',
  ' ^a',
  '~"a"',
  '{++a++}',
  '{~~a~>b~~}',
  ':material-a:',
  ':material-',
  '$`a`$',
  '$$',
  '>>>',
  '*[a]: b',
  'a',
  ': a',
  '- [~] a',
  '[[a|b]]',
  '![[a.png]]',
  '{code}',
  '{info}',
  '<ac:a>',
  'Owner: a',
  '{: .note }',
  '```js [a]',
  '```',
  '`= a`',
  '`',
  '<<< x',
  '::include{file=a.md}',
];

function translated(text: string, dialect: string, file: string): string[] {
  return translate(text, 1, {
    file,
    dialect,
    hasVariables: false,
    warn: () => {},
    leaveOut: () => {},
    fragment: () => undefined,
    pageNamed: (name) => (name === 'a' ? 'a.md' : undefined),
  }).map((line) => line.text);
}

// Most tools share their marks.
const dialects = everyCase ? DIALECTS : (['docusaurus', 'obsidian'] as const);

describe.each(dialects)('the markup of a folder for %s', (dialect) => {
  itLong('is read in a bounded time, as one line and as many', () => {
    for (const mark of MARKS) {
      for (const text of [long(mark), long(`${mark}\n`)]) {
        expect(translated(text, dialect, 'page.md').length).toBeLessThan(60_000);
      }
    }
  });

  it('never fails, and never adds a line number that the page does not have', () => {
    const part = fc.oneof(fc.constantFrom(...MARKS), fc.constantFrom('\n', '\n\n', ' ', '> ', '- ', '    '));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.constantFrom('a.md', 'a.mdx'), (parts, file) => {
        const text = parts.join('');
        const lines = translate(text, 1, {
          file,
          dialect,
          hasVariables: false,
          warn: () => {},
          leaveOut: () => {},
          fragment: () => undefined,
          pageNamed: () => undefined,
        });
        for (const { line } of lines) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
        }
      }),
      runs(40),
    );
  });

  it('loses no word of plain text', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 8 }), { maxLength: 10 }), (paragraphs) => {
        const text = paragraphs.map((words) => words.join(' ')).join('\n\n');
        // One mark, so that every adapter looks at the text.
        expect(translated(`${text}\n\n{==x==} ++`, dialect, 'a.mdx').join('\n')).toContain(text);
      }),
      runs(40),
    );
  });
});
