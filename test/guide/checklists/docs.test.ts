import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { packageFile } from '../../../src/package-file.js';
import { read } from './outline.js';

describe('docs/runbooks.md', () => {
  it('has an example that is read without a warning, as it says', async () => {
    const text = await readFile(packageFile('docs/runbooks.md'), 'utf8');
    const example = /^````markdown\n([\s\S]*?)^````$/m.exec(text)?.[1] ?? '';
    const { page, lists, problems } = read(example);
    expect(problems).toEqual([]);
    expect(lists).toEqual([
      [
        '# Before',
        '- Freeze the main branch of {{service}}',
        '- Read the list of changes | Two people who wrote none of them.',
        '# Deploy',
        '- Deploy {{version}} to one region | deploy {{service}} {{version}} --region eu-1',
        '- Watch the error rate',
        '- Deploy it everywhere',
        '  - Europe',
        '  - America',
        '# After',
        '- Tell support',
        '- Write the blog post',
      ],
    ]);
    const [checklist] = page.checklists;
    expect(checklist?.variables.map(({ name }) => name)).toEqual(['service', 'version', 'type']);
    expect(checklist?.items.map(({ rules }) => rules)).toMatchObject([
      { conditions: [{ variable: 'type', negated: true }] },
      { signOff: { count: 2, others: true } },
      { role: 'lead', evidence: 'url' },
      { role: 'lead', waitMinutes: 15 },
      { role: 'lead' },
      { role: 'lead' },
      { role: 'lead' },
      { dueMinutes: 120 },
      { optional: true },
    ]);
  });
});
