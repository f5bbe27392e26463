import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addQuestions, readQuestions } from '../../src/cli/questions-file.js';
import { runs } from '../every-case.js';
import { folderOf } from './run-in-process.js';

describe('adding to a file of questions', () => {
  it('keeps its text byte for byte, however it is laid out, or refuses', async () => {
    const cwd = await folderOf({});
    const question = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== '');
    const layout = fc.constantFrom(
      (text: string) => `# Ours.\n- question: ${text}\n  page: servers # here\n`,
      (text: string) => `  - question: ${text}\n    page: servers`,
      (text: string) => `- {question: ${text}, page: servers}\r\n# end\r\n`,
      (text: string) => `[{question: ${text}, page: servers}]\n`,
      () => '# nothing yet\n',
      () => '',
    );
    await fc.assert(
      fc.asyncProperty(
        layout,
        question,
        fc.array(question, { minLength: 1, maxLength: 4 }),
        async (write, first, more) => {
          const before = write(JSON.stringify(first));
          await writeFile(join(cwd, 'q.yml'), before);
          const pairs = more.map((text) => ({ question: text, page: 'logs' }));
          const known = await readQuestions('q.yml', cwd);
          const added = await addQuestions('q.yml', cwd, pairs).catch(() => 'refused');
          const after = await readFile(join(cwd, 'q.yml'), 'utf8');
          if (added === 'refused') {
            expect(before.startsWith('[')).toBe(true);
            expect(after).toBe(before);
            return;
          }
          expect(after.startsWith(before)).toBe(true);
          const read = await readQuestions('q.yml', cwd);
          expect(read.slice(0, known.length)).toEqual(known);
          expect(read).toHaveLength(known.length + Number(added));
          expect(await addQuestions('q.yml', cwd, pairs)).toBe(0);
        },
      ),
      runs(60),
    );
  });
});
