import { parseArgs } from 'node:util';
import { nearestWord } from '../guide/edit-distance.js';

/** One word of the command line. Help, parsing and spelling hints are made from it. */
export interface Command {
  readonly name: string;
  /** What follows the name besides options, such as `FILE`; in brackets where it may be left out. */
  readonly operands?: string;
  /** One line, for the overview. */
  readonly summary: string;
  /** What the overview has no room for. */
  readonly details: string;
  readonly options: Readonly<Record<string, Option>>;
  /** @returns the exit code. @throws UsageError, GuideError */
  readonly run: (args: Arguments, io: Io) => Promise<number>;
}

export interface Option {
  /** What its value is called in help, such as `DIR`; absent for a switch. */
  readonly value?: string;
  readonly description: string;
}

export interface Arguments {
  readonly operands: readonly string[];
  /** Tells whether a switch is given. */
  readonly has: (option: string) => boolean;
  /** The value of an option, where it is given. */
  readonly value: (option: string) => string | undefined;
}

/** The process around a command, handed in so that commands can be run in a test. */
export interface Io {
  readonly out: (text: string) => void;
  /** Where a server's log goes, where it may be written beside its answers. */
  readonly logDescriptor?: number;
  readonly err: (text: string) => void;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin. */
  readonly cwd: string;
  /** What is known of the screen; absent where the output goes to a file or another program. */
  readonly terminal?: { readonly columns: number };
  /** Aborted when the process is asked to stop; only commands that run until then ask for it. */
  readonly stopRequested: () => AbortSignal;
}

/** Reads what follows a command's name. @throws UsageError that names the option and the nearest one there is */
export function parseArguments(command: Command, args: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const operands: string[] = [];
  const given = new Map<string, string | undefined>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = command.options[token.name];
    if (option === undefined || token.rawName !== `--${token.name}`) throw unknownOption(command, token.rawName);
    // What looks like an option was meant as one: `--guide --json` has forgotten the folder. `--guide=-x` says otherwise.
    const forgotten = !token.value || (!token.inlineValue && token.value.startsWith('-'));
    if (option.value !== undefined && forgotten) {
      throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${option.value}`);
    }
    if (option.value === undefined && token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value`);
    }
    given.set(token.name, token.value);
  }
  return { operands, has: (name) => given.has(name), value: (name) => given.get(name) };
}

function unknownOption(command: Command, written: string): UsageError {
  const names = Object.keys(command.options).map((name) => `--${name}`);
  const nearest = nearestWord(written, [...names, '--help']);
  const hint = nearest === undefined ? `guidepost help ${command.name} lists its options` : `did you mean ${nearest}?`;
  const dashes = command.operands?.includes('QUESTION')
    ? ' A question that begins with a dash goes after --, as in: guidepost ask -- "-v, what does it do?"'
    : '';
  return new UsageError(`${command.name} has no option ${written}; ${hint}${dashes}`);
}

/** The command line cannot be understood. The message says what to write instead; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
