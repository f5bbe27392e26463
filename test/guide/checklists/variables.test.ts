import { describe, expect, it } from '@jest/globals';
import type { Variable } from '../../../src/guide/page.js';
import { patternProblem, valueProblem, variablesIn } from '../../../src/guide/variables.js';
import { read } from './outline.js';

function declared(yaml: string): { variables: readonly Variable[] | undefined; problems: string[] } {
  const { page, problems } = read(`---\n${yaml}\n---\n# Ship\n\n- [ ] Tag\n`);
  return { variables: page.checklists[0]?.variables, problems };
}

describe('the variables of a page', () => {
  it('are read with what they must be', () => {
    expect(
      declared(
        "variables: {service: {required: true}, version: {pattern: '^\\d'}, type: {choices: [normal, hotfix], default: normal}, note: }",
      ),
    ).toEqual({
      variables: [
        { name: 'service', required: true },
        { name: 'version', required: false, pattern: '^\\d' },
        { name: 'type', required: false, choices: ['normal', 'hotfix'], default: 'normal' },
        { name: 'note', required: false },
      ],
      problems: [],
    });
  });

  it('are all required in the short form, and a list of values is what can be chosen', () => {
    const service = { name: 'service', required: true };
    const version = { name: 'version', required: true };
    for (const yaml of [
      'variables: [service, version]',
      'variables: service, version',
      'variables:\n  - service\n  - version',
    ])
      expect(declared(yaml)).toEqual({ variables: [service, version], problems: [] });
    expect(declared('variables: {type: [a, b]}').variables).toEqual([
      { name: 'type', required: false, choices: ['a', 'b'] },
    ]);
    expect(read('+++\nvariables = ["service"]\n+++\n# T\n\n- [ ] a\n').page.checklists[0]?.variables).toEqual([
      service,
    ]);
  });

  it('are those of each checklist of the page', () => {
    const { page } = read('---\nvariables: [service]\n---\n# Ship\n\n## A checklist\n\n- a\n\n## B checklist\n\n- b\n');
    expect(page.checklists.map(({ variables }) => variables.map(({ name }) => name))).toEqual([
      ['service'],
      ['service'],
    ]);
  });

  it.each([
    ['variables: {1st: }', '"1st" cannot be the name of a variable.'],
    ['variables: [a b]', '"a b" cannot be the name of a variable.'],
    ['variables: [service, Service]', '"Service" is there twice. Remove one of them.'],
    ['variables: {version: {pattern: "["}}', '"[" cannot be used as a pattern: missing closing ]: "[".'],
    [
      'variables: {version: {pattern: "(?=x)"}}',
      '"(?=x)" cannot be used as a pattern: invalid or unsupported Perl syntax: "(?=".',
    ],
    [
      'variables: {type: {choices: [normal, hotfix], default: hotfx}}',
      '"hotfx" is not one of normal, hotfix. Did you mean "hotfix"?',
    ],
    [
      "variables: {version: {pattern: '^\\d', default: v1}}",
      '"v1" does not match the pattern ^\\d. Write a value that fits, or leave it out.',
    ],
    ['variables: {type: {choices: []}}', 'has no value to choose.'],
    [
      `variables: {type: {choices: [${'x'.repeat(76)}]}}`,
      `"${'x'.repeat(76)}" has 76 characters, and a menu shows 75.`,
    ],
    [`variables: {type: {default: ${'x'.repeat(201)}}}`, 'has 201 characters, and the limit is 200.'],
    ['variables: {type: {required: maybe}}', '"maybe" is neither true nor false.'],
    ['variables: {type: normal}', 'must be a group of required, pattern, choices, default.'],
    [
      `variables: [${Array.from({ length: 21 }, (_, n) => `v${n}`).join(', ')}]`,
      'has 21 names, and a dialog has room for 20.',
    ],
  ])('cannot be %j', (yaml, text) => {
    const { problems } = declared(yaml);
    expect(problems).toEqual([expect.stringContaining(text)]);
    expect(problems[0]).toMatch(/^error page\.md:2: variables/);
  });

  it('warn of a fact that they do not have, and of a page that asks for them in vain', () => {
    expect(declared('variables: {type: {requird: true}}').problems).toEqual([
      'warning page.md:2: variables.type.requird: is nothing that a variable has, so it is ignored. Did you mean "required"?',
    ]);
    expect(read('---\nvariables: [service]\n---\n# Ship\n\nText.\n').problems).toEqual([
      'warning page.md:1: variables: the page has no checklist, so nothing asks for "service". Remove them, or write the checklist.',
    ]);
  });
});

describe('{{name}}', () => {
  const page = (text: string): string => `---\nvariables: [service, version]\n---\n# Ship\n\n${text}`;
  const text = [
    '## Ship {{srevice}} checklist',
    '',
    '### Before {{sevice}}',
    '',
    '- [ ] Push {{ service }} {{vers}}',
    '',
    '  Of [the log](https://example.com/{{servce}}).',
    '',
    '```sh',
    'push {{service}}',
    'look {{versoin}}',
    '```',
    '',
    '**After {{versions}}**',
    '',
    '- [ ] Tell',
    '',
  ].join('\n');

  it('that a page with variables does not declare is an error with its line, in each text of a checklist', () => {
    expect(read(page(text)).problems).toEqual([
      'error page.md:6: "{{srevice}}": the page declares no variable "srevice". Did you mean "service"?',
      'error page.md:8: "{{sevice}}": the page declares no variable "sevice". Did you mean "service"?',
      'error page.md:10: "{{vers}}": the page declares no variable "vers". Add it to "variables:" in the front matter.',
      'error page.md:12: "{{servce}}": the page declares no variable "servce". Did you mean "service"?',
      'error page.md:16: "{{versoin}}": the page declares no variable "versoin". Did you mean "version"?',
      'error page.md:19: "{{versions}}": the page declares no variable "versions". Did you mean "version"?',
    ]);
  });

  it('is text on a page without variables, and outside of checklists', () => {
    expect(read(text.replace('## Ship', '# Ship')).problems).toEqual([]);
    expect(read(page('## Ship checklist\n\n- [ ] a\n\n## Notes\n\nHelm has {{other}}.\n')).problems).toEqual([]);
  });

  it.each([
    ['page.md', ''],
    ['page.mdx', ''],
    ['page.md', '{{< note >}}\nHugo\n{{< /note >}}\n\n'],
    ['page.md', '{% raw %}\nJekyll\n{% endraw %}\n\n'],
    ['page.md', '!!! note\n    MkDocs\n\n'],
  ])('stays in a page of another tool: %s %j', (file, other) => {
    const { page: found, problems } = read(
      page(`${other}- [ ] Push {{service}} \`{{version}}\`\n\n  \`\`\`sh\n  push {{ service }}\n  \`\`\`\n`),
      file,
    );
    expect(found.checklists[0]?.items[0]?.title).toBe('Push {{service}} {{version}}');
    expect(JSON.stringify(found.checklists[0]?.items[0]?.detail)).toContain('push {{ service }}');
    expect(problems).toEqual([]);
  });

  it('is nothing that looks like it', () => {
    expect(
      variablesIn(`{{a}} \${{ b }} {{{c}}} {{ d.e }} {{f | g}} {{h()}} {{ i-j }}`).map(({ name }) => name),
    ).toEqual(['a', 'i-j']);
    expect(variablesIn('x {{a}}')).toEqual([{ name: 'a', index: 2 }]);
  });
});

describe('the value of a variable', () => {
  it('fits a pattern anywhere, unless that has "^" and "$"', () => {
    expect(valueProblem({ pattern: '^\\d' }, '2.4')).toBeUndefined();
    expect(valueProblem({ pattern: '\\d$' }, 'v2')).toBeUndefined();
    expect(valueProblem({ pattern: '^\\d$' }, '2.4')).toBe('does not match the pattern ^\\d$');
  });

  it('is compared in time that grows with its length only', () => {
    // JavaScript's own expressions would take longer than the universe has existed.
    const value = `${'a'.repeat(199)}!`;
    for (const pattern of ['^(a+)+$', '^(a|aa)+$', '^(a*)*(a*)*(a*)*b$', '(x+x+)+y'])
      expect(valueProblem({ pattern }, value)).toBe(`does not match the pattern ${pattern}`);
    expect(patternProblem('(a{1000}){1000}')).toContain('invalid repeat count');
  });
});
