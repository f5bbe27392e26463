// npm run rules: writes the rules of `guidepost check` (src/guide/rules.ts) into the table of docs/own-guide.md and into the schema of
// guidepost.yml. A test fails if they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { isAdjustable, RULES, ruleNames } from '../src/guide/rules.js';
import { packageFile } from '../src/package-file.js';

const [START, END] = ['<!-- rules -->\n', '<!-- end of rules -->'];

/** The text of docs/own-guide.md with the present rules. */
export function docsWithRules(docs: string): string {
  const [start, end] = [docs.indexOf(START), docs.indexOf(END)];
  if (start === -1 || end < start) throw new Error('docs/own-guide.md has no place for the rules');
  const rows = ruleNames().map((rule) => `| \`${rule}\` | ${RULES[rule].severity} | ${RULES[rule].about} |`);
  const table = ['| rule | severity | what it finds |', '| --- | --- | --- |', ...rows].join('\n');
  return `${docs.slice(0, start + START.length)}\n${table}\n\n${docs.slice(end)}`;
}

interface Schema {
  properties: { rules: { properties: Record<string, object> } };
}

/** The schema of guidepost.yml with the present rules. */
export function schemaWithRules(schema: Schema): Schema {
  const rules = Object.fromEntries(
    ruleNames()
      .filter(isAdjustable)
      .map((rule) => [rule, { description: RULES[rule].about, allOf: [{ $ref: '#/definitions/severity' }] }]),
  );
  const { properties } = schema;
  return { ...schema, properties: { ...properties, rules: { ...properties.rules, properties: rules } } };
}

if (process.argv[1]?.endsWith('write-rules.js')) {
  const [docs, schema] = ['docs/own-guide.md', 'schemas/guidepost.schema.json'].map(packageFile) as [string, string];
  writeFileSync(docs, docsWithRules(readFileSync(docs, 'utf8')));
  writeFileSync(schema, `${JSON.stringify(schemaWithRules(JSON.parse(readFileSync(schema, 'utf8'))), null, 2)}\n`);
}
