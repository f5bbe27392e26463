import type { Io } from './io.js';

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
