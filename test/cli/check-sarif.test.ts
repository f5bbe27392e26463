import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { ruleNames } from '../../src/guide/rules.js';
import { folderOf, runInProcess } from './run-in-process.js';

const text = { type: 'string', minLength: 1 };
const message = { type: 'object', required: ['text'], properties: { text }, additionalProperties: false };

/** What SARIF 2.1.0 demands of the parts that we write (OASIS, sections 3.13 to 3.50), and no other property. */
const SARIF = object({
  $schema: { type: 'string', format: 'uri' },
  version: { const: '2.1.0' },
  runs: list(
    object({
      tool: object({
        driver: object({
          name: text,
          informationUri: { type: 'string', format: 'uri' },
          semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
          rules: list(
            object({
              id: text,
              shortDescription: message,
              helpUri: { type: 'string', format: 'uri' },
              defaultConfiguration: object({ level: { enum: ['none', 'note', 'warning', 'error'] } }),
            }),
          ),
        }),
      }),
      invocations: list(
        object({
          executionSuccessful: { type: 'boolean' },
          toolExecutionNotifications: list(object({ level: { enum: ['none', 'note', 'warning', 'error'] }, message })),
        }),
      ),
      results: list(
        object({
          ruleId: text,
          ruleIndex: { type: 'integer', minimum: 0 },
          level: { enum: ['none', 'note', 'warning', 'error'] },
          message,
          locations: list(
            object({
              physicalLocation: object({
                artifactLocation: object({ uri: { type: 'string', format: 'uri-reference' } }, { uriBaseId: text }),
                region: object({ startLine: { type: 'integer', minimum: 1 } }),
              }),
            }),
          ),
        }),
      ),
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    }),
  ),
});

function object(required: Record<string, object>, optional: Record<string, object> = {}): object {
  const properties = { ...required, ...optional };
  return { type: 'object', required: Object.keys(required), properties, additionalProperties: false };
}

function list(items: object): object {
  return { type: 'array', items };
}

/** The published schema, where it lies beside the project, as `npm run check:hosting` uses it. */
const published = join(process.env.SCHEMA_DIR ?? '../shared/schemas', 'sarif-2.1.0.json');

function faultsOf(log: unknown, schema: object): unknown {
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return validate(log) ? [] : validate.errors;
}

async function sarif(files: Record<string, string>, folder: string) {
  const cwd = await folderOf(files);
  const { out } = await runInProcess(['check', '--format', 'sarif', folder], { cwd });
  return JSON.parse(out);
}

const guide = {
  'docs/a b.md': '# A\n\nText with a [link](gone.md), and more.\n',
  'docs/ü#1.md': '# B\n\n![](x.png) and [a](<a b.md>)',
  'docs/page.rst': 'Not read.',
  'docs/bad.md': '---\norder: soon\n---\n',
};

describe('a check as SARIF', () => {
  it.each([
    ['of a guide with problems', guide, 'docs'],
    ['of a guide without any', { 'docs/a.md': '# A\n\nA sentence that says enough.' }, 'docs'],
    ['of a folder that does not exist', guide, 'nowhere'],
    ['of a folder that is elsewhere', guide, '/nowhere/at all'],
  ])('%s fits its schema', async (_, files, folder) => {
    const log = await sarif(files, folder);
    expect(faultsOf(log, SARIF)).toEqual([]);
    if (existsSync(published)) expect(faultsOf(log, JSON.parse(readFileSync(published, 'utf8')))).toEqual([]);
  });

  it('names the rule, the file from the working directory and the line of each problem', async () => {
    const [run] = (await sarif(guide, 'docs')).runs;
    const { rules } = run.tool.driver;
    expect(rules.map(({ id }: { id: string }) => id)).toEqual(ruleNames());
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex].id).toBe(ruleId);
    const places = run.results.map(({ ruleId, level, locations: [{ physicalLocation: place }] }: Result) => [
      ruleId,
      level,
      place.artifactLocation,
      place.region.startLine,
    ]);
    const inside = (uri: string) => ({ uri, uriBaseId: '%SRCROOT%' });
    expect(places).toEqual([
      ['invalid-value', 'error', inside('docs/bad.md'), 2],
      ['dead-end', 'warning', inside('docs/a%20b.md'), 1],
      ['broken-link', 'warning', inside('docs/a%20b.md'), 3],
      ['weak-summary', 'warning', inside('docs/%C3%BC%231.md'), 1],
      ['missing-alt', 'warning', inside('docs/%C3%BC%231.md'), 3],
    ]);
    expect(run.invocations[0].toolExecutionNotifications).toEqual([
      { level: 'note', message: { text: 'not read: page.rst (only Markdown is)' } },
    ]);
  });
});

interface Result {
  ruleId: string;
  level: string;
  locations: [{ physicalLocation: { artifactLocation: object; region: { startLine: number } } }];
}
