import { secretsOf } from '../config/environment.js';
import { GuideError } from '../guide/guide-error.js';
import { nearestWord } from '../guide/nearest-word.js';
import { version } from '../package-file.js';
import { createScrub } from '../telemetry/scrub.js';
import type { Command } from './command.js';
import { commands } from './commands.js';
import { commandHelp, overview } from './help.js';
import type { Io } from './io.js';
import { parseArguments } from './parse-arguments.js';
import { UsageError } from './usage-error.js';

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
