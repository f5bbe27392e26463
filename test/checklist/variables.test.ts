import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PhrasingContent, RootContent } from 'mdast';
import { checkVariables, fillerOf, type Values, valuesOf, whyNotApplying } from '../../src/checklist/variables.js';
import type { Condition, Variable } from '../../src/guide/page.js';
import { MAX_VALUE } from '../../src/guide/variables.js';

function declared(...variables: (Partial<Variable> & { name: string })[]): { variables: Variable[] } {
  return { variables: variables.map((variable) => ({ required: false, ...variable })) };
}
const release = declared(
  { name: 'service', required: true },
  { name: 'version', pattern: '^\\d' },
  { name: 'type', choices: ['normal', 'Hotfix'], default: 'normal' },
);

describe('the values of variables', () => {
  it('are compared as the guide compares them, whatever the pattern', () => {
    const list = declared({ name: 'version', pattern: '(?i)^v\\d' }, { name: 'tag', pattern: '(a+)+$' });
    expect(checkVariables(list, { version: 'V2', tag: `${'a'.repeat(199)}` })).toEqual([]);
    expect(checkVariables(list, { version: '2', tag: `${'a'.repeat(199)}!` }).map(({ name }) => name)).toEqual([
      'version',
      'tag',
    ]);
  });

  it('are not filled in where another tool has its own braces', () => {
    const { text } = fillerOf(release, { service: 'shop' });
    const others = `$${'{{ service }}'} {{{service}}}`;
    expect(text(`{{service}} ${others}`)).toBe(`shop ${others}`);
  });

  it('are all right if the required ones are there and each fits', () => {
    expect(checkVariables(release, { service: 'shop-api', version: '2.4', type: 'HOTFIX' })).toEqual([]);
    expect(checkVariables(release, { service: 'shop-api' })).toEqual([]);
  });

  it('name what is missing, does not fit, is too long, or is not declared', () => {
    expect(checkVariables(release, { service: '  ', version: 'v2', type: 'big', servcie: 'x' })).toEqual([
      { name: 'service', problem: 'missing' },
      { name: 'version', problem: 'pattern' },
      { name: 'type', problem: 'choice' },
      { name: 'servcie', problem: 'unknown' },
    ]);
    expect(checkVariables(release, { service: 'x'.repeat(MAX_VALUE + 1) })).toEqual([
      { name: 'service', problem: 'too-long' },
    ]);
    expect(checkVariables(declared(), { constructor: 'x' })).toEqual([{ name: 'constructor', problem: 'unknown' }]);
    expect(checkVariables(declared({ name: 'toString', required: true }), {})).toEqual([
      { name: 'toString', problem: 'missing' },
    ]);
  });

  it('do not hold up anything by a pattern that takes forever, nor by one that is none', () => {
    const slow = declared({ name: 'a', pattern: '^(a+)+$' }, { name: 'b', pattern: '(' });
    expect(checkVariables(slow, { a: `${'a'.repeat(60)}!`, b: 'x' })).toEqual([
      { name: 'a', problem: 'pattern' },
      { name: 'b', problem: 'pattern' },
    ]);
  });

  it('are kept in one line, with defaults, and choices as their author wrote them', () => {
    expect(valuesOf(release, { service: ' shop\n\u202eapi ', type: 'hotfix' })).toEqual({
      service: 'shop api',
      type: 'Hotfix',
    });
    expect(valuesOf(release, { service: 'shop', version: '' })).toEqual({ service: 'shop', type: 'normal' });
  });
});

describe('conditions', () => {
  const is = (variable: string, value: string, negated = false): Condition => ({ variable, value, negated });

  it('say the fact because of which an item does not apply', () => {
    expect(whyNotApplying([is('type', 'Hotfix')], { type: 'hotfix' })).toBeUndefined();
    expect(whyNotApplying([is('type', 'hotfix')], { type: 'normal' })).toBe('type is normal');
    expect(whyNotApplying([is('type', 'hotfix', true)], { type: 'hotfix' })).toBe('type is hotfix');
    expect(whyNotApplying([is('type', 'hotfix')], {})).toBe('type is not set');
    expect(whyNotApplying([is('toString', 'x')], {})).toBe('toString is not set');
    expect(whyNotApplying(undefined, {})).toBeUndefined();
  });

  it('hold exactly if each of them does, whatever the order and the case of letters', () => {
    const value = fc.constantFrom('normal', 'hotfix', 'HotFix', '');
    const condition = fc.record({ variable: fc.constantFrom('type', 'region'), value, negated: fc.boolean() });
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 4 }), value, value, (conditions, type, region) => {
        const values: Values = { type, region };
        const all = conditions.every(
          (one) => ((values[one.variable] ?? '').toLowerCase() === one.value.toLowerCase()) !== one.negated,
        );
        expect(whyNotApplying(conditions, values) === undefined).toBe(all);
        expect(whyNotApplying(conditions.toReversed(), values) === undefined).toBe(all);
      }),
    );
  });
});

describe('filling values in', () => {
  const text = (value: string): PhrasingContent => ({ type: 'text', value });
  const fill = (value: string, values: Values = { service: 'shop-api', version: '2.4' }): string =>
    fillerOf(release, values).text(value);

  it('replaces declared names, with or without blanks, and no others', () => {
    expect(fill('Deploy {{service}} {{ version }} to {{env}} {{service')).toBe(
      'Deploy shop-api 2.4 to {{env}} {{service',
    );
    expect(fill('{{version}}!', { service: 'x' })).toBe('!');
    expect(fillerOf(declared(), {}).text('{{service}}')).toBe('{{service}}');
    expect(fill('{{service}}', { service: "$& $1 {{version}} $'", version: 'no' })).toBe("$& $1 {{version}} $'");
  });

  it('reaches texts and code in items, however deep, and the way of an address but not its host', () => {
    const link = (url: string): RootContent => ({
      type: 'paragraph',
      children: [{ type: 'link', url, children: [text('{{service}}')], data: { target: { kind: 'outside', url } } }],
    });
    const { detail, title, titleContent } = fillerOf(release, { service: 'a b/../c', version: '2' }).item({
      title: 'Deploy {{service}}',
      titleContent: [
        { type: 'strong', children: [text('{{service}}')] },
        { type: 'inlineCode', value: 'v{{version}}' },
      ],
      detail: [
        { type: 'code', lang: '{{version}}', value: 'deploy --v={{version}}' },
        link('https://ci.example/{{service}}?v={{version}}'),
        link('https://{{service}}.example/x'),
        link('https://ci.example'),
      ],
    });
    expect(title).toBe('Deploy a b/../c');
    expect(titleContent).toEqual([
      { type: 'strong', children: [text('a b/../c')] },
      { type: 'inlineCode', value: 'v2' },
    ]);
    expect(detail[0]).toMatchObject({ value: 'deploy --v=2' });
    const urls = detail
      .slice(1)
      .map(
        (node) =>
          node.type === 'paragraph' &&
          node.children[0]?.type === 'link' && [node.children[0].url, node.children[0].data?.target],
      );
    expect(urls).toEqual(
      ['https://ci.example/a%20b%2F..%2Fc?v=2', 'https://{{service}}.example/x', 'https://ci.example'].map((url) => [
        url,
        { kind: 'outside', url },
      ]),
    );
  });

  it('never turns a value into anything but text', () => {
    const kindsOf = (nodes: readonly RootContent[]): unknown[] =>
      nodes.map((node) => [node.type, 'children' in node ? kindsOf(node.children) : []]);
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('<!channel>', '[x](https://evil.example)', '**b**', '`c`')),
        (service) => {
          const detail: RootContent[] = [
            {
              type: 'paragraph',
              children: [text('a {{service}} b'), { type: 'emphasis', children: [text('{{service}}')] }],
            },
          ];
          const filled = fillerOf(release, { service }).item({ title: '', titleContent: [], detail });
          expect(kindsOf(filled.detail)).toEqual(kindsOf(detail));
          expect(filled.detail[0]).toMatchObject({
            children: [{ value: `a ${service} b` }, { children: [{ value: service }] }],
          });
        },
      ),
    );
  });
});
