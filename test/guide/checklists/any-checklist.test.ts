import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { splitFrontMatter } from '../../../src/guide/front-matter/front-matter.js';
import { NO_CONTEXT, parseBody, parsePage } from '../../../src/guide/parse/parse-page.js';
import { walkTree } from '../../../src/guide/parse/tree.js';
import { runs } from '../../every-case.js';

const word = fc.constantFrom(
  'Stop',
  'Copy',
  'Start',
  'Look',
  'Tell',
  'the team',
  '`x`',
  '**now**',
  '[a](b.md)',
  '~~old~~',
  '{{service}}',
  'a. B',
);
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
const attributes = fc.constantFrom(
  '',
  '',
  ' {#x}',
  ' {#y role=lead}',
  ' {wait=15m optional}',
  ' {role=lead',
  ' {when="type is a"}',
  ' {.c}',
  ' {no}',
);
const box = fc.constantFrom(
  '- [ ] ',
  '- [x] ',
  '* [ ] ',
  '1. [ ] ',
  '- [] ',
  '- ',
  '1. ',
  '> - [ ] ',
  '[ ] ',
  '✓ ',
  '| [ ] | ',
);
const indent = fc.constantFrom('', '', '  ', '    ', '      ');
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(indent, box, words, attributes).map((parts) => parts.join('')) },
  fc
    .tuple(
      fc.constantFrom('## ', '### ', '#### '),
      words,
      fc.constantFrom('', ' checklist', ' runbook', ' {.checklist}', ' {#p role=dev}'),
    )
    .map((parts) => parts.join('')),
  words.map((text) => `**${text}**`),
  fc.constantFrom(
    '',
    '',
    '---',
    '```',
    'Text.',
    'Then:',
    '| a | Task |\n| - | - |',
    '> quoted',
    '<details>',
    '</details>',
    '::: tip',
    ':::',
  ),
);
const front = fc.constantFrom(
  '',
  '',
  '---\nchecklist: steps\n---\n',
  '---\nchecked: keep\nvariables: {service: , type: [a, b]}\n---\n',
);
const anyPage = fc
  .tuple(front, fc.array(line, { maxLength: 20 }))
  .map(([matter, lines]) => `${matter}${lines.join('\n')}\n`);

/** The list items with a box on a page. */
function boxesOf(text: string): Nodes[] {
  const root = parseBody(splitFrontMatter({ file: 'page.md', text }), 'page.md', NO_CONTEXT);
  return [...walkTree(root)].filter((node) => node.type === 'listItem' && typeof node.checked === 'boolean');
}

describe('any page', () => {
  it('has checklists with unique ids, sub-items after their parent, and nothing in them that names what is not there', () => {
    fc.assert(
      fc.property(anyPage, (text) => {
        const { draft } = parsePage({ file: 'page.md', text });
        const lists = draft?.checklists ?? [];
        expect(new Set(lists.map(({ id }) => id)).size).toBe(lists.length);
        for (const { items, phases, roles } of lists) {
          expect(items.length).toBeGreaterThan(0);
          const ids = items.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(new Set(phases.map(({ id }) => id)).size).toBe(phases.length);
          // In the order of their first item, and none without items.
          expect([...new Set(items.flatMap(({ phase }) => phase ?? []))]).toEqual(phases.map(({ id }) => id));
          expect(new Set(items.flatMap(({ rules }) => rules.role ?? []))).toEqual(new Set(roles));
          for (const [index, { id, title, parent, phase }] of items.entries()) {
            expect(id.length).toBeLessThanOrEqual(60);
            expect(title).not.toBe('');
            if (parent === undefined) continue;
            const above = items.slice(0, index).find((item) => item.id === parent);
            expect(above?.parent).toBeUndefined();
            expect(above?.phase).toBe(phase);
            // Nothing but sub-items stands between it and its parent.
            expect(
              items
                .slice(items.findIndex((item) => item.id === parent) + 1, index)
                .every((item) => item.parent === parent),
            ).toBe(true);
          }
        }
      }),
      runs(600),
    );
  });

  it('loses no box: each is an item, or is struck, or is told', () => {
    fc.assert(
      fc.property(anyPage, (text) => {
        const { draft, problems } = parsePage({ file: 'page.md', text });
        const lists = draft?.checklists ?? [];
        const told = problems.flatMap(({ rule, text: problem }) => {
          if (rule === 'left-out-item' || rule === 'struck-item') return [1];
          return rule === 'unpostable-box' ? [Number(/has (\d+) boxes/.exec(problem)?.[1] ?? 1)] : [];
        });
        const found = lists.flatMap(({ items }) => items).length + told.reduce((sum, count) => sum + count, 0);
        expect(found).toBeGreaterThanOrEqual(boxesOf(text).length);
      }),
      runs(600),
    );
  });

  it('survives being written as JSON, as the build of the guide that ships is', () => {
    fc.assert(
      fc.property(anyPage, (text) => {
        const parsed = parsePage({ file: 'page.md', text });
        expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed);
      }),
      runs(300),
    );
  });
});
