import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { nearestWord } from '../guide/near-names.js';

/** One command of the command line. Help, parsing and spelling hints are made from it. */
export interface Command {
  readonly name: string;
  /** What follows the name besides options, such as `FILE`; in brackets if it is optional. */
  readonly operands?: string;
  /** One line, for the overview. */
  readonly summary: string;
  /** Shown by the command’s own help. */
  readonly details: string;
  readonly options: Readonly<Record<string, Option>>;
  /** The exit code for a wrong command line, where 2 means something else. */
  readonly usageCode?: number;
  /** @returns the exit code. @throws UsageError, GuideError */
  readonly run: (args: Arguments, io: Io) => Promise<number>;
}

export interface Option {
  /** The name of its value in help, such as `DIR`; absent for a switch. */
  readonly value?: string;
  /** Its value may be left out: what follows it is its value only if it looks like this. */
  readonly optional?: RegExp;
  readonly description: string;
}

export interface Arguments {
  readonly operands: readonly string[];
  /** Whether an option is given. */
  readonly has: (option: string) => boolean;
  /** The value of an option, if it is given; the last one, if it is repeated. */
  readonly value: (option: string) => string | undefined;
  /** All values of an option, in their order. */
  readonly values: (option: string) => readonly string[];
}

/** The process around a command, handed in so that commands can be run in a test. */
export interface Io {
  readonly out: (text: string) => void;
  /** Where a server's log goes, such as standard output; without it the log goes to `out`. */
  readonly logOutput?: Writable;
  readonly err: (text: string) => void;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin. */
  readonly cwd: string;
  readonly now: () => Date;
  /** Absent if the output goes to a file or another program. */
  readonly terminal?: { readonly columns: number };
  /** Shows what a command is doing, in place of what was shown before; undefined takes it away. Absent if nobody watches standard error. */
  readonly progress?: (text: string | undefined) => void;
  /** Aborted when the process is asked to stop; only commands that run until then ask for it. */
  readonly stopRequested: () => AbortSignal;
}

/** Parses what follows a command's name. @throws UsageError that names the wrong option and the most similar one */
export function parseArguments(command: Command, args: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value, optional }]) => [
      name,
      { type: value === undefined || optional ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const operands: string[] = [];
  const given = new Map<string, string[]>();
  /** The option before, if its value may still follow. */
  let open: Option | undefined;
  let openName = '';
  for (const token of tokens) {
    const isItsValue = token.kind === 'positional' && open?.optional?.test(token.value);
    open = undefined;
    if (isItsValue) given.set(openName, [...(given.get(openName) ?? []), token.value]);
    else if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = command.options[token.name];
    if (option === undefined || token.rawName !== `--${token.name}`) throw unknownOption(command, token.rawName);
    // A value that looks like an option is one: in `--guide --json` the folder is missing. `--guide=-x` is a value.
    const isMissing = !token.value || (!token.inlineValue && token.value.startsWith('-'));
    if (option.optional) {
      if (token.value !== undefined && !option.optional.test(token.value))
        throw new UsageError(`${token.rawName} takes ${option.value}, not ${token.value}`);
      [open, openName] = [token.value === undefined ? option : undefined, token.name];
      given.set(token.name, [...(given.get(token.name) ?? []), ...(token.value === undefined ? [] : [token.value])]);
      continue;
    }
    if (option.value !== undefined && isMissing) {
      throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${option.value}`);
    }
    if (option.value === undefined && token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value`);
    }
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? '']);
  }
  const values = (name: string): readonly string[] => given.get(name) ?? [];
  return { operands, has: (name) => given.has(name), value: (name) => values(name).at(-1), values };
}

function unknownOption(command: Command, written: string): UsageError {
  const names = Object.keys(command.options).map((name) => `--${name}`);
  const nearest = nearestWord(written, [...names, '--help']);
  const hint = nearest === undefined ? `guidepost help ${command.name} lists its options` : `did you mean ${nearest}?`;
  const dashes = command.operands?.includes('QUESTION')
    ? ' Put a question that begins with a dash after --, as in: guidepost ask -- "-v, what does it do?"'
    : '';
  return new UsageError(`${command.name} has no option ${written}; ${hint}${dashes}`);
}

/** The command line is wrong. The message says what to write instead; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
