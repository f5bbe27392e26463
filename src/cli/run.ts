import { secretsOf } from '../config/environment.js';
import { explainError } from '../explain-error.js';
import { nearestWord } from '../guide/near-names.js';
import { version } from '../package-file.js';
import { createScrub } from '../telemetry/scrub.js';
import { type Command, type Io, parseArguments, UsageError } from './args.js';
import { ask } from './commands/ask.js';
import { check } from './commands/check.js';
import { backup, migrateDatabase, restoreBackup, rotateKeys } from './commands/database.js';
import { doctor } from './commands/doctor.js';
import { evaluateQuestions } from './commands/evaluate.js';
import { gate } from './commands/gate.js';
import { hook } from './commands/hook.js';
import { init } from './commands/init.js';
import { keywords } from './commands/keywords.js';
import { mcp } from './commands/mcp.js';
import { playground } from './commands/playground.js';
import { preview } from './commands/preview.js';
import { report } from './commands/report.js';
import { exportRunCommand, stats } from './commands/runs.js';
import { serveSlack } from './commands/serve.js';
import { suggest } from './commands/suggest.js';
import { token } from './commands/token.js';
import { wantsRepository, withFetchedGuide } from './open-guide.js';

/** All commands, for running them, for help, and for suggestions when one is misspelt. */
export const commands: readonly Command[] = [
  init,
  ask,
  check,
  preview,
  evaluateQuestions,
  suggest,
  keywords,
  serveSlack,
  playground,
  mcp,
  migrateDatabase,
  doctor,
  gate,
  exportRunCommand,
  stats,
  report,
  token,
  hook,
  backup,
  restoreBackup,
  rotateKeys,
];

/** Runs one command line. @returns the exit code: 0 for success, 1 for a failure, 2 for a wrong command line (but see `usageCode`) */
export async function run(args: readonly string[], given: Io): Promise<number> {
  const scrub = createScrub(secretsOf(given.env));
  const io: Io = { ...given, err: (text) => given.err(scrub(text)) };
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof UsageError) {
      io.err(`guidepost: ${error.message}\n`);
      return commands.find(({ name }) => name === args[0])?.usageCode ?? 2;
    }
    io.err(`${explainError(error)}\n`);
    return 1;
  }
}

async function dispatch([first, ...rest]: readonly string[], io: Io): Promise<number> {
  // `GUIDE_DIR=docs npx guidepost` is enough to run it, as it is for the image.
  if (first === undefined && io.env.GUIDE_DIR?.trim()) return await serveSlack.run(parseArguments(serveSlack, []), io);
  if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
    io.out(overview(commands));
    return 0;
  }
  if (first === '--version' || first === '-V') {
    io.out(`${version()}\n`);
    return 0;
  }
  const command = commandNamed(first === 'help' ? (rest[0] ?? '') : first);
  const options = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length);
  if (first === 'help' || options.includes('--help') || options.includes('-h')) {
    io.out(commandHelp(command));
    return 0;
  }
  const given = parseArguments(command, rest);
  if (wantsRepository(command.name, given, io)) {
    return await withFetchedGuide(io, command.name, (fetched) => command.run(given, fetched));
  }
  return await command.run(given, io);
}

function commandNamed(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const kind = name.startsWith('-') ? 'option' : 'command';
  const nearest = nearestWord(
    name,
    kind === 'option' ? ['--help', '--version'] : [...commands.map((command) => command.name), 'help'],
  );
  const hint = nearest === undefined ? 'guidepost help lists all commands' : `did you mean ${nearest}?`;
  throw new UsageError(`there is no ${kind} ${name}; ${hint}`);
}

/** The help for all commands. */
export function overview(commands: readonly Command[]): string {
  return [
    'Guidepost answers questions from a guide written in Markdown, in Slack and on the command line.',
    '',
    'Usage: guidepost COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...columns([
      ...commands.map((command): Row => [command.name, command.summary]),
      ['help COMMAND', 'show how to use one command'],
    ]),
    '',
    'Without a command it shows this help or, if GUIDE_DIR is set, runs serve.',
    '',
    'Options:',
    ...columns([
      ['--help', 'show this help; after a command, help for that command'],
      ['--version', 'show the version of Guidepost'],
    ]),
    '',
  ].join('\n');
}

/** The help for one command. */
export function commandHelp({ name, operands, summary, details, options }: Command): string {
  return [
    `guidepost ${name}: ${summary}`,
    '',
    `Usage: guidepost ${name} [OPTIONS]${operands === undefined ? '' : ` ${operands}`}`,
    '',
    details,
    '',
    'Options:',
    ...columns([
      ...Object.entries(options).map(
        ([option, { value, optional, description }]): Row => [
          `--${option}${value === undefined ? '' : optional ? ` [${value}]` : ` ${value}`}`,
          description,
        ],
      ),
      ['--help', 'show this help'],
    ]),
    '',
  ].join('\n');
}

type Row = readonly [left: string, right: string];

function columns(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
