import { parseArgs } from 'node:util';
import { nearestWord } from '../guide/nearest-word.js';
import type { Arguments, Command } from './command.js';
import { UsageError } from './usage-error.js';

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
