import { describe, expect, it } from '@jest/globals';
import { importsOf, problemsOf } from '../../scripts/check-dependencies.js';

const manifest = {
  name: 'app',
  dependencies: { pino: '1', '@slack/bolt': '1' },
  devDependencies: { typescript: '1', '@types/mdast': '1', ajv: '1' },
};

describe('what a source file imports', () => {
  it.each([
    ["import { a } from 'pino';", ['pino']],
    ["import a, { type B } from '@slack/bolt/dist/x.js';", ['@slack/bolt']],
    ["export * from 'pino';", ['pino']],
    ["import 'pino';", ['pino']],
    ["const { x } = await import('pino');", ['pino']],
    ["createRequire(import.meta.url).resolve('axe-core/axe.min.js')", ['axe-core']],
    ["import {\n  a,\n  b,\n} from 'pino';", ['pino']],
    ["import { a } from './pino.js'; import fs from 'node:fs'; import path from 'path';", []],
    ["path.resolve('pino'); const text = 'an import of pino';", []],
  ])('%j', (text, names) => expect(importsOf(text).map(({ name }) => name)).toEqual(names));
});

describe('a package.json', () => {
  const source = importsOf(
    "import p from 'pino'; import b from '@slack/bolt'; import type { Root } from 'mdast';",
    'src/a.ts',
  );
  const tools = importsOf("import Ajv from 'ajv';", 'scripts/b.ts');

  it('is correct if everything is declared and used; types may come from devDependencies', () => {
    expect(problemsOf(manifest, source, tools)).toEqual([]);
  });

  it('lacks what a source file imports, even if devDependencies have it', () => {
    const more = importsOf("import Ajv from 'ajv'; import y from 'yaml';", 'src/c.ts');
    expect(problemsOf(manifest, [...source, ...more], tools)).toEqual([
      'src/c.ts: imports ajv, which is not in dependencies',
      'src/c.ts: imports yaml, which is not in dependencies',
    ]);
  });

  it('declares too much', () => {
    expect(problemsOf(manifest, [], [])).toEqual([
      'package.json: app declares pino, but nothing imports it',
      'package.json: app declares @slack/bolt, but nothing imports it',
      'package.json: app declares @types/mdast, but nothing imports it',
      'package.json: app declares ajv, but nothing imports it',
    ]);
  });
});
