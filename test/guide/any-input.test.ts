import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { walkTree } from '../../src/guide/parse/tree.js';
import { plainText, sentencesOf } from '../../src/guide/text.js';
import { runs } from '../every-case.js';
import { readText, readTexts } from './read-texts.js';
import { unwantedNodes } from './unwanted-nodes.js';

// Not written out: the check of dependencies would take these texts for imports of the tests.
const IMPORT = ['im', 'port'].join('');

const FRAGMENTS = [
  '---',
  '+++',
  '+++\na = "b"\n+++\n',
  '{\n"title": "x"\n}\n',
  'title: x',
  'choice1url: a',
  'choice1text:',
  '# ',
  '## Checklist',
  '- ',
  '- [ ] ',
  '1. ',
  '> ',
  '> [!NOTE]',
  '!!! tip',
  '::: tip',
  ':::',
  '=== "x"',
  '    ',
  '/// note',
  '{{< a >}}',
  '{% hint %}',
  '{#id}',
  '<Tag a={',
  `${IMPORT} a from "b"`,
  '[[toc]]',
  '[a](b.md)',
  '[a][b]',
  '[b]: c',
  '[^1]',
  '[^1]: n',
  '![x](y)',
  '<i class="fa"></i>',
  '<div>',
  '</div>',
  '<!--',
  '-->',
  '<script>',
  '✓ ',
  '[ ] ',
  '**',
  '_',
  '`',
  '```',
  '|a|b|\n|-|-|',
  '  ',
  '\t',
  '\n',
  '\n\n',
  '\r\n',
  '\uFEFF',
  'word. Word',
  '\u0000',
  '&amp;',
  '…',
]; // prettier-ignore

const anyText = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 40 })
  .map((parts) => parts.join(''));

describe('any text', () => {
  it('becomes a valid page', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { page } = readText(text);
        expect(page.title).not.toBe('');
        expect(page.sections[0]).toMatchObject({ anchor: '', depth: 0 });
        const anchors = page.sections.map(({ anchor }) => anchor);
        expect(new Set(anchors).size).toBe(anchors.length);
        for (const { content, text: sectionText } of page.sections) {
          expect(sectionText).toBe(plainText(content));
          for (const node of content.flatMap((block) => [...walkTree(block)])) {
            expect(node).not.toHaveProperty('position');
            expect(unwantedNodes).not.toContain(node.type);
          }
        }
        for (const { title, titleContent } of page.checklists.flatMap(({ items }) => items)) {
          expect(title).not.toBe('');
          expect(plainText(titleContent)).toBe(title);
        }
      }),
      runs(400),
    );
  });
});

const anyValue = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.array(fc.string()), fc.dictionary(fc.string(), fc.string()))),
  fc.dictionary(
    fc.constantFrom('text', 'to', 'url', 'title', 'icon', 'x'),
    fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(null)),
  ),
  fc.array(
    fc.dictionary(fc.constantFrom('text', 'to', 'url', 'title', 'icon'), fc.oneof(fc.string(), fc.array(fc.string()))),
  ),
);

describe('any value of any field', () => {
  it('gives a page, and every problem names the field', () => {
    const field = fc.constantFrom(
      'title',
      'slug',
      'summary',
      'order',
      'aliases',
      'keywords',
      'choices',
      'updated',
      'sources',
    );
    fc.assert(
      fc.property(field, anyValue, (name, value) => {
        const { page, problems } = readText(`---\n${stringify({ [name]: value })}---\nText.`);
        expect(page.sections[0]?.text).toBe('Text.');
        for (const problem of problems) expect(problem).toContain(name);
        expect(Number.isFinite(page.order)).toBe(true);
        expect(page.slug).not.toBe('');
      }),
      runs(400),
    );
  });
});

describe('any link', () => {
  it('leads to a page of the guide, to an http, https or mailto address, or nowhere with a warning', () => {
    const address = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.constantFrom(
        'javascript:x',
        'JAVASCRIPT:x',
        'vbscript:x',
        '//x',
        'b.md',
        '../b/',
        '#x',
        '%',
        '%00',
        '{% url %}/b',
        '{{ site.url }}/b',
        '/map.png',
        'mailto:a@b',
      ),
    );
    fc.assert(
      fc.property(address, (to) => {
        const { guide, problems } = readTexts({
          'a.md': `---\n${stringify({ choices: [{ text: 'x', to }] })}---\nText.`,
          'b.md': 'Text.',
        });
        const [step] = guide.bySlug.get('a')?.nextSteps ?? [];
        if (step?.to.kind === 'outside') expect(step.to.url).toMatch(/^(?:https?|mailto):/i);
        else expect(guide.bySlug.has(step?.to.slug ?? '')).toBe(true);
        if (step?.text !== 'x') expect(problems).not.toEqual(to.trim() === '' ? undefined : []);
      }),
      runs(300),
    );
  });
});

describe('sentences', () => {
  it('are the text again when joined', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect([...sentencesOf(text)].join('')).toBe(text.replace(/\s/g, ' '));
      }),
    );
  });

  it('are found in a paragraph of any length', () => {
    const sentence = 'Restart the worker, e.g. with systemd, and watch its log. ';
    const sentences = [...sentencesOf(sentence.repeat(4_000))];
    expect(sentences).toHaveLength(4_000);
    expect(new Set(sentences)).toEqual(new Set([sentence]));
    expect([...sentencesOf('x'.repeat(20_000))].join('')).toHaveLength(20_000);
  });
});
