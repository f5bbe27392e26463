import { secretsOf } from '../config/environment.js';
import { nearestWord } from '../guide/edit-distance.js';
import { GuideError } from '../guide/problem.js';
import { version } from '../package-file.js';
import { createScrub } from '../telemetry/scrub.js';
import { type Command, type Io, parseArguments, UsageError } from './args.js';
import { ask } from './commands/ask.js';
import { check } from './commands/check.js';
import { backup, migrateDatabase, restoreBackup, rotateKeys } from './commands/database.js';
import { doctor } from './commands/doctor.js';
import { evaluateQuestions } from './commands/evaluate.js';
import { playground } from './commands/playground.js';
import { serveSlack } from './commands/serve.js';

/** Runs one command line. @returns the exit code: 0 done, 1 something is wrong with what was given, 2 not understood */
export async function run(args: readonly string[], given: Io): Promise<number> {
  const scrub = createScrub(secretsOf(given.env));
  const io: Io = { ...given, err: (text) => given.err(scrub(text)) };
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof UsageError) {
      io.err(`guidepost: ${error.message}\n`);
      return 2;
    }
    // What a person can mend is told in words; a fault of the program with where it came from.
    io.err(`${isExplained(error) ? error.message : (error.stack ?? error.message)}\n`);
    return 1;
  }
}

async function dispatch([first, ...rest]: readonly string[], io: Io): Promise<number> {
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
  return await command.run(parseArguments(command, rest), io);
}

function commandNamed(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const kind = name.startsWith('-') ? 'option' : 'command';
  const nearest = nearestWord(
    name,
    kind === 'option' ? ['--help', '--version'] : [...commands.map((command) => command.name), 'help'],
  );
  const hint = nearest === undefined ? 'guidepost help lists what there is' : `did you mean ${nearest}?`;
  throw new UsageError(`there is no ${kind} ${name}; ${hint}`);
}

function isExplained(error: Error): boolean {
  return (
    error instanceof GuideError ||
    [
      'ConfigError',
      'CannotOpenDatabase',
      'CannotCopyDatabase',
      'DatabaseTooNew',
      'UnreadableFile',
      'StoreUnavailable',
    ].includes(error.name)
  );
}

/** The one table of commands: what is run, what help says, and what a misspelt one may have meant. */
export const commands: readonly Command[] = [
  ask,
  check,
  evaluateQuestions,
  serveSlack,
  playground,
  migrateDatabase,
  doctor,
  backup,
  restoreBackup,
  rotateKeys,
];

/** All commands at a glance. */
export function overview(commands: readonly Command[]): string {
  return [
    'Guidepost answers questions from a guide written in Markdown, in Slack and here.',
    '',
    'Usage: guidepost COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...columns([
      ...commands.map((command): Row => [command.name, command.summary]),
      ['help COMMAND', 'how to use one command'],
    ]),
    '',
    'Options:',
    ...columns([
      ['--help', 'this overview; after a command, help for it'],
      ['--version', 'the version of Guidepost'],
    ]),
    '',
  ].join('\n');
}

/** How to use one command. */
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
        ([option, { value, description }]): Row => [
          `--${option}${value === undefined ? '' : ` ${value}`}`,
          description,
        ],
      ),
      ['--help', 'this help'],
    ]),
    '',
  ].join('\n');
}

type Row = readonly [left: string, right: string];

function columns(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
