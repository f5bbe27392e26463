// npm run check:snippets [-- DIR]: parses the code blocks of the guide with the tool of each language, so that nobody copies a command
// with a typing error. A language whose tool is not installed is left out, and the output says so.
import { spawnSync } from 'node:child_process';
import type { Nodes } from 'mdast';
import { parseAllDocuments } from 'yaml';
import { loadGuide } from '../src/guide/load.js';

/** Gives an error, an empty text if there is none, or undefined if the tool is missing. */
type Parser = (code: string) => string | undefined;

const PARSERS: Readonly<Record<string, Parser>> = {
  bash: (code) => run('bash', ['-n'], code),
  python: (code) => run('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], code),
  toml: (code) => run('python3', ['-c', 'import sys, tomllib; tomllib.loads(sys.stdin.read())'], code),
  json: (code) => errorOf(() => JSON.parse(code)),
  yaml: (code) =>
    errorOf(() => {
      for (const { errors } of parseAllDocuments(code)) if (errors[0]) throw errors[0];
    }),
};

function run(command: string, args: string[], input: string): string | undefined {
  const { status, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8' });
  if (error) return undefined;
  return status === 0 ? '' : stderr.trim();
}

function errorOf(parse: () => void): string {
  try {
    parse();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : `${error}`;
  }
}

function withDescendants(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(withDescendants) : [])];
}

const folder = process.argv[2] ?? 'content';
const { guide } = await loadGuide({ folder });
let parsed = 0;
let broken = 0;
const leftOut = new Map<string, number>();
for (const page of guide.pages) {
  for (const node of page.sections.flatMap(({ content }) => content.flatMap(withDescendants))) {
    if (node.type !== 'code') continue;
    const { lang, value } = node;
    const name = lang ?? 'plain text';
    const problem = PARSERS[name]?.(value);
    if (problem === undefined) leftOut.set(name, (leftOut.get(name) ?? 0) + 1);
    else if (problem === '') parsed += 1;
    else {
      broken += 1;
      console.error(`${folder}/${page.file}: ${name}: ${problem}\n${value}\n`);
    }
  }
}
const rest = [...leftOut].map(([name, count]) => `${count} ${name}`).join(', ');
console.error(`${parsed} snippets parsed, ${broken} broken${rest ? `; left out, no parser: ${rest}` : ''}`);
process.exit(broken > 0 ? 1 : 0);
