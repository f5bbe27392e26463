// The tools that check code blocks, by language and by what a block is.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { validate } from 'dockerfile-utils';
import { parse as parseToml } from 'smol-toml';
import { schemaProblems } from '../schemas.js';
import { type Block, checked, type Outcome, parsed, type Tool } from './block.js';
import { apache, caddy, redis, systemd } from './configuration.js';
import { nginx } from './nginx.js';
import { run } from './run.js';
import type { Servers } from './servers.js';
import { yamlTools } from './yaml.js';

/** What the most thorough tool says that is installed; undefined if there is none. */
export async function checkBlock(block: Block, servers: Servers): Promise<Outcome | undefined> {
  for (const tool of toolsFor(block, servers)) {
    const outcome = await tool(block);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

/** The tools for a block, the most thorough first. */
export function toolsFor({ language, code }: Block, servers: Servers): readonly Tool[] {
  if (language === 'yaml') return yamlTools(code);
  if (language === 'sql') return [servers.postgres];
  if (language === 'ini') {
    if (/^\[(Unit|Service|Socket|Timer)\]/m.test(code)) return [systemd];
    if (code.includes('[pgbouncer]')) return [servers.pgbouncer];
    if (/^maxmemory /m.test(code)) return [redis];
    return [({ code }) => parsedBy(PYTHON, ['-c', READ_INI], code)];
  }
  return TOOLS[language] ?? [];
}

/** The system's own where there is one: the wrapper of a version manager takes half a second to start it. */
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const TOOLS: Readonly<Record<string, readonly Tool[]>> = {
  apache: [apache],
  bash: [shellcheck, ({ code }) => parsedBy('bash', ['-n'], code)],
  caddyfile: [caddy],
  dockerfile: [dockerfile],
  nginx: [nginx],
  python: [({ code }) => parsedBy(PYTHON, ['-c', 'import sys; compile(sys.stdin.read(), "block", "exec")'], code)],
  toml: [flyToml, ({ code }) => parsed('smol-toml', () => parseToml(code))],
  json: [({ code }) => parsed('JSON.parse', () => JSON.parse(code))],
};

/** Sections with settings, or the settings alone, as in a file of environment variables. */
const READ_INI =
  'import configparser, sys; configparser.RawConfigParser().read_string("[settings]\\n" + sys.stdin.read())';

/** What a snippet leaves to its reader is no fault: where it is run from, variables of the pages around it, files to source. */
const NOT_IN_SNIPPETS = ['SC1090', 'SC1091', 'SC2034', 'SC2154', 'SC2164'];

function shellcheck({ code }: Block): Outcome | undefined {
  const options = ['--shell=bash', '--severity=warning', '--format=gcc', `--exclude=${NOT_IN_SNIPPETS}`, '-'];
  const result = run('shellcheck', options, code);
  return result && checked('ShellCheck', result.status === 0 ? '' : result.output);
}

/** Instructions, their flags and arguments. A block may be a part of a Dockerfile, and a stage may come from an earlier block. */
function dockerfile({ code }: Block): Outcome {
  const whole = /^FROM /m.test(code) ? code : `FROM scratch\n${code}`;
  const problems = validate(whole.replace(/<[^>\n]*>/g, '0'.repeat(64)));
  return checked(
    'dockerfile-utils',
    problems.map(({ range, message }) => `line ${range.start.line + 1}: ${message}`).join('\n'),
  );
}

/** Nothing for other TOML. What a part of the file leaves out is no fault. */
function flyToml({ code }: Block): Outcome | undefined {
  if (!/^(\[\[?http_service|kill_signal)/m.test(code)) return undefined;
  const problems = schemaProblems(parseToml(code), { schema: 'fly.json' });
  return (
    problems && checked('the schema of Fly.io', problems.filter((problem) => !problem.includes('required')).join('\n'))
  );
}

function parsedBy(command: string, options: string[], code: string): Outcome | undefined {
  const result = run(command, options, code);
  return result && { tool: basename(command), problem: result.status === 0 ? '' : result.output, isParsedOnly: true };
}
