import type { Command } from './command.js';

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
