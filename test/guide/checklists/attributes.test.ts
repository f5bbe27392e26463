import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Attributes,
  attributesAtEnd,
  parseAttributes,
  printAttributes,
} from '../../../src/guide/checklists/attributes.js';
import type { ItemRules } from '../../../src/guide/page.js';
import { read } from './outline.js';

const FRONT = '---\nvariables: {type: {choices: [normal, hotfix]}, region: }\n---\n';

/** Item by item: id, title, rules. The page declares "type" and "region". */
function itemsOf(list: string): { items: [string, string, ItemRules][]; problems: string[]; shown: string } {
  const { page, problems } = read(`${FRONT}# Ship\n\n## Ship checklist\n\n${list}`);
  const items = page.checklists[0]?.items ?? [];
  return {
    items: items.map(({ id, title, rules }) => [id, title, rules]),
    problems,
    shown: JSON.stringify([page.checklists, page.sections]),
  };
}

function rulesOf(attributes: string): ItemRules | undefined {
  const { items, problems } = itemsOf(`- [ ] Push ${attributes}\n`);
  expect(problems).toEqual([]);
  return items[0]?.[2];
}

describe('attributes', () => {
  it.each<[string, ItemRules]>([
    ['{role=lead}', { role: 'lead' }],
    ['{role=Lead}', { role: 'lead' }],
    ['{role="release manager"}', { role: 'release manager' }],
    ['{sign-off=2}', { signOff: { count: 2, others: false } }],
    ['{sign-off="2 others"}', { signOff: { count: 2, others: true } }],
    ['{evidence=url}', { evidence: 'url' }],
    ['{evidence=text}', { evidence: 'text' }],
    ['{when="type is hotfix"}', { conditions: [{ variable: 'type', value: 'hotfix', negated: false }] }],
    ['{when="type is not hotfix"}', { conditions: [{ variable: 'type', value: 'hotfix', negated: true }] }],
    ['{unless="type is Hotfix"}', { conditions: [{ variable: 'type', value: 'Hotfix', negated: true }] }],
    [
      "{when='type is hotfix and region is New South Wales' unless=“region is not eu”}",
      {
        conditions: [
          { variable: 'type', value: 'hotfix', negated: false },
          { variable: 'region', value: 'New South Wales', negated: false },
          { variable: 'region', value: 'eu', negated: false },
        ],
      },
    ],
    ['{wait=15m}', { waitMinutes: 15 }],
    ['{wait=1d}', { waitMinutes: 1440 }],
    ['{due=2h}', { dueMinutes: 120 }],
    ['{due=+1d12h}', { dueMinutes: 2160 }],
    ['{optional}', { optional: true }],
    ['{optional=true}', { optional: true }],
    ['{optional=false}', {}],
    ['{: .wide role=lead optional }', { role: 'lead', optional: true }],
    ['', {}],
  ])('%s is read', (attributes, rules) => {
    expect(rulesOf(attributes)).toEqual(rules);
  });

  it.each([
    ['- [ ] Push {#p role=lead}\n', 'behind text'],
    ['- [ ] Push `it` {#p role=lead}\n', 'behind code'],
    ['- [ ] Push [it](https://example.com){#p role=lead}\n', 'right behind a link'],
    ['- [ ] Push **it** {#p role=lead}\n', 'behind bold text'],
    ['- [ ] Push {#p role=lead}\n  with care.\n', 'at the end of the first line'],
    ['- [ ] Push\n  with care {#p role=lead}\n', 'at the end of the last line'],
    ['- [ ] Push\n  {: #p role=lead}\n', 'below the item'],
    ['- [ ] Push\n\n  {: role=lead}\n', 'below the item, with a blank line between'],
    ['- [ ] {: #p role=lead} Push\n', 'in front of it, as kramdown writes them'],
    ['- [] Push {#p role=lead}\n', 'behind a slip'],
    ['- Push {#p role=lead}\n', 'behind a plain item'],
    ['✓ Push {#p role=lead}\n\n✓ Pull\n', 'behind a paragraph with a mark'],
    ['| Task | Who |\n| - | - |\n| Push `it` {#p role=lead} | me |\n', 'in a table'],
  ])('of %j are taken from %s', (list) => {
    const { items, shown } = itemsOf(list);
    expect(items[0]?.[0]).toMatch(/^p/);
    expect(items[0]?.[2]).toEqual({ role: 'lead' });
    expect(items[0]?.[1]).toMatch(/^Push(?: it| with care)?$/);
    expect(shown).not.toMatch(/\{[:#]|role=/);
  });

  it('end a line: what follows is the detail', () => {
    const { page } = read('# Ship\n\n- [ ] Push {role=lead}\n  with care.\n');
    expect(page.checklists[0]?.items[0]).toMatchObject({
      title: 'Push',
      detail: [{ type: 'paragraph', children: [{ type: 'text', value: 'with care.' }] }],
    });
  });

  it('that are none stay text', () => {
    const { items, problems } = itemsOf(
      '- [ ] Call {name}\n- [ ] Set {a: 1}\n- [ ] Run `x {role=lead}`\n- [ ] Take {}\n- [ ] Use id{#x}\n',
    );
    expect(items.map(([, title]) => title)).toEqual([
      'Call {name}',
      'Set {a: 1}',
      'Run x {role=lead}',
      'Take {}',
      'Use id{#x}',
    ]);
    expect(problems).toEqual([]);
  });

  it('of a page without a checklist stay as they are, and so do those for the look of a page', () => {
    const { page } = read(
      '# T\n\n- Svelte has {#if}\n- [Start](https://example.com){ .md-button }\n- [End](https://example.com) {#end}\n',
    );
    expect(page.sections[0]?.text).toBe('Svelte has {#if}\nStart\nEnd');
  });

  it('of a box that is in no checklist are not shown either', () => {
    const { page } = read('---\nchecklist: none\n---\n# T\n\n- [ ] Push {#push role=lead}\n- Pull {#pull}\n');
    expect(page.sections[0]?.text).toBe('Push\nPull {#pull}');
  });

  it('of a phase are handed down to its items, and from an item to its sub-items', () => {
    const { items, problems } = itemsOf(
      [
        '### Before {#pre when="type is hotfix" role=dev}',
        '- [ ] a',
        '- [ ] b {role=ops unless="region is eu" optional}',
        '  - [ ] b1 {evidence=url}',
        '#### Deeper {role=qa}',
        '- [ ] c',
        '',
        '**Line** {role=lead}',
        '',
        '- [ ] d',
      ].join('\n'),
    );
    const [hotfix, eu] = [
      { variable: 'type', value: 'hotfix', negated: false },
      { variable: 'region', value: 'eu', negated: true },
    ];
    expect(problems).toEqual([]);
    expect(items.map(([, , rules]) => rules)).toEqual([
      { role: 'dev', conditions: [hotfix] },
      { role: 'ops', conditions: [hotfix, eu], optional: true },
      { role: 'ops', conditions: [hotfix, eu], optional: true, evidence: 'url' },
      { role: 'qa', conditions: [hotfix] },
      { role: 'lead', conditions: [hotfix] },
    ]);
    const { page } = read(
      `${FRONT}# Ship\n\n## Ship checklist {role=lead}\n\n- [ ] a\n\n### After\n\n- [ ] b {role=ops}\n`,
    );
    expect(page.checklists[0]?.items.map(({ rules }) => rules.role)).toEqual(['lead', 'ops']);
    expect(page.checklists[0]?.roles).toEqual(['lead', 'ops']);
  });

  it.each([
    ['{rol=lead}', 'warning', '{rol=lead}: "rol" means nothing here. Did you mean "role"?'],
    ['{sign_off=2}', 'warning', '{sign_off=2}: "sign_off" means nothing here. Did you mean "sign-off"?'],
    [
      '{colour=red}',
      'warning',
      '{colour=red}: "colour" means nothing here. Items have role, sign-off, evidence, when, unless, wait, due and optional. Put it in backticks if it is text.',
    ],
    [
      '{role="#1"}',
      'error',
      '{role=#1}: "#1" cannot be the name of a role. Write up to 40 letters, digits and spaces, as in role=lead.',
    ],
    [
      '{sign-off=two}',
      'error',
      '{sign-off=two}: "two" is no number of people. Write 1 to 20, as in sign-off=2, or sign-off="2 others" if who starts the run does not count.',
    ],
    ['{sign-off=0}', 'error', '{sign-off=0}: "0" is no number of people.'],
    [
      '{evidence=link}',
      'error',
      '{evidence=link}: "link" is no kind of evidence. Write evidence=url for a link, or evidence=text.',
    ],
    ['{wait=soon}', 'error', '{wait=soon}: "soon" is no time. Write minutes, hours or days, as in wait=15m.'],
    [
      '{due=0h}',
      'error',
      '{due=0h}: "0h" is no time. Write minutes, hours or days after the start, as in due=2h or due=+1d.',
    ],
    ['{due=366d}', 'error', '{due=366d}: "366d" is no time.'],
    ['{optional=maybe}', 'error', '{optional=maybe}: "maybe" is neither true nor false. Write {optional}.'],
    [
      '{when=hotfix}',
      'error',
      '{when=hotfix}: "hotfix" is no condition. Write when="type is hotfix", where "type" is a variable of the page.',
    ],
    [
      '{when="typ is hotfix"}',
      'error',
      '{when="typ is hotfix"}: the page declares no variable "typ". Did you mean "type"?',
    ],
    [
      '{when="color is red"}',
      'error',
      '{when="color is red"}: the page declares no variable "color". Add it to "variables:" in the front matter.',
    ],
    [
      '{unless="type is hotfx"}',
      'error',
      '{unless="type is hotfx"}: "type" is never "hotfx": that is not one of normal, hotfix. Did you mean "hotfix"?',
    ],
    [
      '{unless="type is hotfix and region is eu"}',
      'error',
      '{unless="type is hotfix and region is eu"}: cannot have "and". Write unless="…" once for each of them',
    ],
    ['{role=a role=b}', 'error', '{role=b}: "role" is there twice. Remove one of them.'],
    [`{#${'x'.repeat(61)}}`, 'error', `{#${'x'.repeat(61)}}: has 61 characters, and an id may have 60. Shorten it.`],
    [
      '{role=lead',
      'error',
      '"{role=lead" looks like attributes, but cannot be read. Write them at the end of the first line',
    ],
    ['{role="lead}', 'error', '"{role="lead}" looks like attributes'],
    ['{role=lead} today', 'error', '"{role=lead} today" looks like attributes'],
  ])('%s is a problem: %s', (attributes, severity, text) => {
    const { problems } = itemsOf(`- [ ] Push ${attributes}\n`);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(`${severity} page.md:8: ${text}`) ? text : problems[0]).toBe(text);
  });

  it('of a phase can be a role, conditions and an id only', () => {
    expect(itemsOf('### Before {#pre wait=15m}\n\n- [ ] a\n\n**Now** {evidence=url}\n\n- [ ] b\n').problems).toEqual([
      'error page.md:8: {wait=15m}: a phase can have role, when, unless and an id. Write it on each item that it is meant for.',
      'error page.md:12: {evidence=url}: a phase can have role, when, unless and an id. Write it on each item that it is meant for.',
    ]);
    expect(itemsOf('### Before {role=lead\n\n- [ ] a\n\n**Now** {role=lead\n\n- [ ] b\n').problems).toEqual([
      expect.stringMatching(/^error page\.md:8: "\{role=lead" looks like attributes/),
      expect.stringMatching(/^error page\.md:12: "\{role=lead" looks like attributes/),
    ]);
  });

  it('name an id once only, and warn of roles that are nearly the same', () => {
    expect(itemsOf('- [ ] a {#x}\n- [ ] b {#x}\n').problems).toEqual([
      'error page.md:9: {#x}: is the id of another item, on line 8. Give one of them another.',
    ]);
    expect(itemsOf('- [ ] x\n- [ ] b {#x}\n').items.map(([id]) => id)).toEqual(['x-2', 'x']);
    expect(
      itemsOf('- [ ] a {role=reviewer}\n- [ ] b {role=reviwer}\n- [ ] c {role=Reviewer}\n- [ ] d {role=tester}\n')
        .problems,
    ).toEqual([
      'warning page.md:9: {role=reviwer}: the role "reviewer" is on line 8. Write both in the same way if they are the same.',
      'warning page.md:10: {role=Reviewer}: the role "reviewer" is on line 8. Write both in the same way if they are the same.',
    ]);
  });

  it('are read in MDX, where other braces are expressions', () => {
    const list = [
      '### Before {role=dev}',
      '- [ ] Push {#push}',
      '- [ ] Pull `it` {role=lead optional}',
      '- [ ] Wait {wait=15m when="type is hotfix"}',
      '- [ ] Rest {optional}',
      '- [ ] Use {props.version}',
    ].join('\n');
    const { page, problems } = read(`${FRONT}# Ship\n\n## Ship checklist\n\n${list}\n`, 'page.mdx');
    expect(page.checklists[0]?.items.map(({ title, rules }) => [title, Object.keys(rules)])).toEqual([
      ['Push', ['role']],
      ['Pull it', ['role', 'optional']],
      ['Wait', ['role', 'waitMinutes', 'conditions']],
      ['Rest', ['role', 'optional']],
      ['Use', ['role']],
    ]);
    expect(problems).toEqual([expect.stringContaining('{props.version}')]);
    expect(read('# Ship\n\n- [ ] Push {role="lead}\n', 'page.mdx').problems).toEqual([
      expect.stringMatching(/^error page\.mdx:3: "\{role="lead\}" looks like attributes/),
    ]);
  });
});

describe('any attributes', () => {
  const word = fc.stringMatching(/^[A-Za-z][\w-]{0,8}$/);
  const value = fc.oneof(
    fc.stringMatching(/^[^\s"'“”{}]{1,12}$/u),
    fc.stringMatching(/^[^"“”\n]{1,20}$/u),
    fc.stringMatching(/^[^'\n“”]{1,20}$/u),
  );
  const anyAttributes: fc.Arbitrary<Attributes> = fc
    .record({
      id: fc.option(word, { nil: undefined }),
      classes: fc.array(word, { maxLength: 2 }),
      entries: fc.array(fc.record({ key: word, value }), { maxLength: 4 }),
    })
    .filter(({ id, classes, entries }) => id !== undefined || classes.length + entries.length > 0)
    .map(({ id, ...rest }) => ({ ...(id !== undefined && { id }), ...rest }));

  it('are read as they are written', () => {
    fc.assert(
      fc.property(anyAttributes, (attributes) => {
        expect(parseAttributes(printAttributes(attributes))).toEqual(attributes);
      }),
    );
  });

  it('are found at the end of any text', () => {
    fc.assert(
      fc.property(fc.string(), anyAttributes, (text, attributes) => {
        expect(attributesAtEnd(`${text} ${printAttributes(attributes)} `)).toEqual({
          attributes,
          start: text.length + 1,
        });
      }),
    );
  });

  it('of any text are none, or the end of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}#.= "\'abc:“”'.split('')) }), (text) => {
        const found = attributesAtEnd(text);
        if (found !== undefined) expect(parseAttributes(text.trimEnd().slice(found.start))).toEqual(found.attributes);
      }),
    );
  });
});
