// Parses the code blocks of the guide with the tool of each language, so that nobody copies a command with a typing error from it.
// Needs `npm run build`. A language whose tool is not on this machine is left out, and a line says so.
import { spawnSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import { loadGuide } from '../src/guide/load.js';

function run(command, args, input) {
  const { status, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8' });
  if (error) return undefined;
  return status === 0 ? '' : stderr.trim();
}
function python(program) {
  return (code) => run('python3', ['-c', program], code);
}

/** Each takes the code and gives an error, an empty text, or nothing where its tool is missing. */
const PARSERS = {
  bash: (code) => run('bash', ['-n'], code),
  python: python('import ast, sys; ast.parse(sys.stdin.read())'),
  toml: python('import sys, tomllib; tomllib.loads(sys.stdin.read())'),
  json: (code) => attempt(() => JSON.parse(code)),
  yaml: (code) =>
    attempt(() => {
      for (const document of parseAllDocuments(code)) if (document.errors[0]) throw document.errors[0];
    }),
};

function attempt(parse) {
  try {
    parse();
    return '';
  } catch (error) {
    return error.message;
  }
}

function nodesIn(node) {
  return [node, ...(node.children ?? []).flatMap(nodesIn)];
}

const folder = process.argv[2] ?? 'content';
const { guide } = await loadGuide({ folder });
const counts = { parsed: 0, broken: 0 };
const leftOut = new Map();
for (const page of guide.pages) {
  const content = page.sections.flatMap((section) => section.content).flatMap(nodesIn);
  for (const { lang, value } of content.filter(({ type }) => type === 'code')) {
    const problem = PARSERS[lang]?.(value);
    if (problem === undefined) leftOut.set(lang, (leftOut.get(lang) ?? 0) + 1);
    else if (problem === '') counts.parsed += 1;
    else {
      counts.broken += 1;
      console.error(`${folder}/${page.file}: ${lang}: ${problem}\n${value}\n`);
    }
  }
}
const rest = [...leftOut].map(([lang, number]) => `${number} ${lang}`).join(', ');
console.error(
  `${counts.parsed} snippets parsed, ${counts.broken} broken${rest ? `; left out for want of a parser: ${rest}` : ''}`,
);
process.exit(counts.broken > 0 ? 1 : 0);
