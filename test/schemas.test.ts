import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import matter from 'gray-matter';
import { parse } from 'yaml';
import { docsWithRules, schemaWithRules } from '../scripts/write-rules.js';
import { readDay } from '../src/guide/dates.js';
import { DIALECTS } from '../src/guide/dialects/detect.js';
import { FACT_SOURCES, readFacts } from '../src/guide/facts.js';
import type { Fields, FieldValue } from '../src/guide/front-matter/fields.js';
import { readPageFields } from '../src/guide/front-matter/page-fields.js';
import { readSettings } from '../src/guide/settings.js';
import { packageFile } from '../src/package-file.js';

interface Schema {
  readonly properties: Record<string, object>;
  readonly definitions: Record<string, Schema & { anyOf?: readonly Schema[] }>;
}

const text = (file: string): string => readFileSync(packageFile(file), 'utf8');
const json = (file: string) => JSON.parse(text(file));
const frontMatter: Schema = json('schemas/front-matter.schema.json');
const settings: Schema = json('schemas/guidepost.schema.json');
const compile = (schema: object) =>
  new Ajv({ allErrors: true, strictTypes: false, allowUnionTypes: true }).compile(schema);

/** Fields that remember which keys somebody asked for. */
class WatchedFields extends Map<string, FieldValue> {
  readonly asked = new Set<string>();
  override get(key: string): FieldValue | undefined {
    this.asked.add(key);
    return super.get(key);
  }
}

/** A list of one group of fields, and the keys of it that are read. */
function watchedList(name: string, fields: Record<string, string>): { list: FieldValue; entries: WatchedFields } {
  const entries = new WatchedFields(
    Object.entries(fields).map(([key, value]) => [key, { kind: 'text', name: key, line: 1, text: value }]),
  );
  const item: FieldValue = { kind: 'map', name, line: 1, entries: entries as Fields };
  return { list: { kind: 'list', name, line: 1, items: [item] }, entries };
}

describe('the schema of front matter', () => {
  it('has the keys that are read, and no other', () => {
    const choices = watchedList('choices', { to: 'b' });
    const sources = watchedList('sources', { url: 'https://example.com' });
    const keywords = watchedList('keywords', { text: 'x' });
    const fields = new WatchedFields([
      ['choices', choices.list],
      ['sources', sources.list],
      ['keywords', keywords.list],
    ]);
    readPageFields(fields, 'a.md');
    const keysOf = (schema: Schema | undefined) => Object.keys(schema?.properties ?? {}).sort();
    const { choice, source, keywords: words } = frontMatter.definitions;
    expect(Object.keys(frontMatter.properties).sort()).toEqual([...fields.asked].sort());
    expect(keysOf(choice)).toEqual([...choices.entries.asked].sort());
    expect(keysOf(source?.anyOf?.[1])).toEqual([...sources.entries.asked].sort());
    const [, list] = (words?.anyOf ?? []) as unknown as [unknown, { items: { anyOf: Schema[] } }];
    expect(keysOf(list.items.anyOf[1])).toEqual([...keywords.entries.asked].sort());
  });

  it('accepts the pages of the guide that ships, and the page of the documentation', () => {
    const validate = compile(frontMatter);
    const pages = readdirSync(packageFile('content')).filter((name) => name.endsWith('.md'));
    const texts = pages.map((name) => text(join('content', name)));
    const [example = ''] = /```markdown\n([\s\S]*?)```/.exec(text('docs/writing-a-page.md'))?.slice(1) ?? [];
    for (const page of [...texts, example]) {
      const yaml = matter(page).matter;
      expect(yaml).toContain('title:');
      expect(validate(parse(yaml)) ? [] : validate.errors).toEqual([]);
    }
    expect(pages.length).toBeGreaterThan(30);
  });

  it.each([
    ['title: [a]', '/title'],
    ['order: soon', '/order'],
    ['choices: {to: b}', '/choices'],
    ['choices: [{text: Go}]', '/choices/0'],
    ['choices: [{to: b, txet: Go}]', '/choices/0'],
    ['sources: [{url: ftp://x}]', '/sources/0'],
    ['keywords: [{section: A}]', '/keywords/0'],
    [`summary: ${'x'.repeat(301)}`, '/summary'],
    ['checklist: stesp', '/checklist'],
    ['manage: everybody', '/manage'],
    ['variables: [2nd service]', '/variables/0'],
    ['variables: {type: {choices: []}}', '/variables/type'],
  ])('refuses what check refuses: %s', (yaml, place) => {
    const validate = compile(frontMatter);
    expect(validate(parse(yaml))).toBe(false);
    expect(validate.errors?.map(({ instancePath }) => instancePath)).toContainEqual(expect.stringContaining(place));
  });

  it.each([
    '',
    'order: 035',
    'order: "-1.5"',
    'aliases: a, b',
    'keywords: [one, 137, {section: Memory, text: oom, }]',
    'choices:',
    'choices: [{url: "https://example.com"}]',
    'sources: ["https://example.com"]',
    'position: left\nlayout: {any: thing}',
    'updated: 2026-11-20\nreview_in: 6 months\nowner: [U0ADA00001, C0DEPLOY02]',
    'updated:\nreview_in: 90d\nowner: U0ADA00001',
    'owner: {name: Ada}',
    'draft: true',
    'checklist: steps\nchecked: keep\nmanage: anyone',
    'checklist: no\nvariables: [service, version]',
    "variables: {service: {required: true, pattern: '^\\w+$'}, type: {choices: [normal, hotfix], default: normal}, size: [s, m], ticket: }",
    'last_update: {date: 2026-11-20}\nsidebar: {order: 2}\nparent: Operations',
  ])('accepts what check accepts: %s', (yaml) => {
    const validate = compile(frontMatter);
    expect(validate(parse(yaml)) ? [] : validate.errors).toEqual([]);
  });
});

describe('the schema of facts.yml', () => {
  const validate = compile(json('schemas/facts.schema.json'));

  it('accepts the example of the documentation', () => {
    const [example] = /```yaml\ndjango-lts:[\s\S]*?```/.exec(text('docs/writing-a-page.md')) ?? [];
    const yaml = parse(example?.replace(/^```yaml\n|```$/g, '') ?? '');
    expect(Object.keys(yaml)).toEqual(['django-lts', 'python-end']);
    expect(validate(yaml) ? [] : validate.errors).toEqual([]);
  });

  it.each([
    'a: {value: [1]}',
    'a: {source: x}',
    'a: [x]',
    'a b: {value: 1}',
    `a: {value: ${'x'.repeat(301)}}`,
    'a: {value: 1, source: x, checked: soon}',
    'a: {value: 1, source: x, chekced: 2026-11-20}',
    'a: {value: 1, from: rubygems.org/rails, checked: 2026-11-20}',
  ])('refuses what check refuses: %s', (yaml) => {
    expect(validate(parse(yaml))).toBe(false);
    const { facts, problems } = readFacts({ file: 'facts.yml', text: yaml });
    expect([...problems, ...facts.filter(({ checked }) => checked && !readDay(checked.text))]).not.toEqual([]);
  });

  it.each([
    '',
    'a: "1"',
    'a: {value: 3.13, source: x, checked: 2026-11-20}',
    'a: {value: 1, from: pypi.org/x#version, checked: 2026-11-20}',
  ])('accepts what check accepts: %s', (yaml) => {
    expect(validate(parse(yaml)) ? [] : validate.errors).toEqual([]);
  });

  it('has the sources that can be asked', () => {
    for (const from of FACT_SOURCES) expect(validate({ a: { value: '1', from, checked: '2026-11-20' } })).toBe(true);
  });
});

describe('the schema of guidepost.yml', () => {
  it('has the settings that are read, and no other', () => {
    const names = Object.keys(settings.properties);
    const values: Record<string, string> = {
      dialect: 'hugo',
      ignore: '[x]',
      owner: 'U0ADA00001',
      review_in: '90d',
      ask_owners: 'off',
      feedback: 'false',
    };
    const all = readSettings({
      file: 'guidepost.yml',
      text: names.map((name) => `${name}: ${values[name] ?? '{}'}`).join('\n'),
    });
    expect(all.problems).toEqual([]);
    const [problem] = readSettings({ file: 'guidepost.yml', text: 'zzz: 1' }).problems;
    const listed = /The settings are (.*)\.$/.exec(problem?.text ?? '')?.[1]?.split(/, | and /);
    expect(listed?.sort()).toEqual(names.sort());
    expect(settings.properties.dialect).toMatchObject({ enum: [...DIALECTS, null] });
  });

  it('and the documentation have all rules; npm run rules writes them', () => {
    expect(settings).toEqual(schemaWithRules(json('schemas/guidepost.schema.json')));
    expect(text('docs/own-guide.md')).toBe(docsWithRules(text('docs/own-guide.md')));
  });

  it('accepts the examples of the documentation', () => {
    const validate = compile(settings);
    const docs = text('docs/writing-a-page.md') + text('docs/own-guide.md');
    const examples = [...docs.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => parse(yaml));
    const ours = examples.filter(
      // A list of keywords is front matter.
      (each) => each && !Array.isArray(each.keywords) && Object.keys(each).every((key) => key in settings.properties),
    );
    expect(ours.length).toBeGreaterThanOrEqual(3);
    for (const example of ours) expect(validate(example) ? [] : validate.errors).toEqual([]);
  });

  it.each([
    'rules: {dead-ends: off}',
    'rules: {dead-end: loud}',
    'synonym: {a: b}',
    'dialect: word',
    'synonyms: [a]',
    'review_in: often',
  ])('refuses what check refuses: %s', (yaml) => {
    expect(compile(settings)(parse(yaml))).toBe(false);
    expect(readSettings({ file: 'guidepost.yml', text: yaml }).problems).not.toEqual([]);
  });
});
