// The tools that check code blocks, by language. Each gives nothing if it is not installed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import { parseAllDocuments } from 'yaml';
import type { Page } from '../../src/guide/page.js';
import { nginx } from './nginx.js';
import { run } from './run.js';

/** A code block of a page. `before` has the code of the page's earlier blocks in the same language. */
export interface Block {
  readonly language: string;
  readonly code: string;
  readonly before: readonly string[];
}

export interface Outcome {
  readonly tool: string;
  /** An empty text if there is none. */
  readonly problem: string;
  /** The form is right, but nothing knows whether the names in it exist. */
  readonly isParsedOnly: boolean;
}

export type Tool = (block: Block) => Outcome | undefined;

export function blocksIn(page: Page): Block[] {
  const blocks: Block[] = [];
  for (const node of page.sections.flatMap(({ content }) => content.flatMap(withDescendants))) {
    if (node.type !== 'code') continue;
    const language = node.lang ?? 'plain text';
    const before = blocks.filter((block) => block.language === language).map(({ code }) => code);
    blocks.push({ language, code: node.value, before });
  }
  return blocks;
}

/** The tools for a block, the most thorough first. */
export function toolsFor({ language, code }: Block): readonly Tool[] {
  if (language === 'ini' && /^\[(Unit|Service|Socket)\]/m.test(code)) return [systemd];
  return TOOLS[language] ?? [];
}

const TOOLS: Readonly<Record<string, readonly Tool[]>> = {
  bash: [shellcheck, ({ code }) => parsedBy('bash', ['-n'], code)],
  nginx: [nginx],
  python: [({ code }) => parsedBy('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], code)],
  toml: [({ code }) => parsedBy('python3', ['-c', 'import sys, tomllib; tomllib.loads(sys.stdin.read())'], code)],
  json: [({ code }) => parsed('JSON.parse', () => JSON.parse(code))],
  yaml: [
    ({ code }) =>
      parsed('yaml', () => {
        for (const { errors } of parseAllDocuments(code)) if (errors[0]) throw errors[0];
      }),
  ],
};

/** What a snippet leaves to its reader is no fault: where it is run from, variables of the pages around it, files to source. */
const NOT_IN_SNIPPETS = ['SC1090', 'SC1091', 'SC2034', 'SC2154', 'SC2164'];

function shellcheck({ code }: Block): Outcome | undefined {
  const options = ['--shell=bash', '--severity=warning', '--format=gcc', `--exclude=${NOT_IN_SNIPPETS}`, '-'];
  const result = run('shellcheck', options, code);
  return result && { tool: 'ShellCheck', problem: result.status === 0 ? '' : result.output, isParsedOnly: false };
}

/** Settings that systemd does not know, and units that cannot be loaded; not programs and users that only the server has. */
function systemd({ code }: Block): Outcome | undefined {
  const isSocket = code.includes('[Socket]');
  const isDropIn = !isSocket && !code.includes('[Unit]');
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-units-'));
  try {
    const here = code.replace(/^ExecStart=.*/m, 'ExecStart=/bin/true').replace(/^(User|EnvironmentFile)=.*/gm, '');
    writeFileSync(
      join(folder, 'shop.service'),
      isSocket ? '[Service]\nExecStart=/bin/true\n' : isDropIn ? `${here}\nExecStart=/bin/true\n` : here,
    );
    if (isSocket) writeFileSync(join(folder, 'shop.socket'), here);
    const unit = join(folder, isSocket ? 'shop.socket' : 'shop.service');
    const result = run('systemd-analyze', ['verify', unit], '');
    if (result === undefined) return undefined;
    const problem = result.output
      .split('\n')
      .filter((line) => line.includes(folder))
      .join('\n');
    return { tool: 'systemd-analyze verify', problem, isParsedOnly: false };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parsedBy(command: string, options: string[], code: string): Outcome | undefined {
  const result = run(command, options, code);
  return result && { tool: command, problem: result.status === 0 ? '' : result.output, isParsedOnly: true };
}

function parsed(tool: string, parse: () => void): Outcome {
  try {
    parse();
    return { tool, problem: '', isParsedOnly: true };
  } catch (error) {
    return { tool, problem: error instanceof Error ? error.message : `${error}`, isParsedOnly: true };
  }
}

function withDescendants(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(withDescendants) : [])];
}
