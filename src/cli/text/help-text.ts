import type { HelpAnswer } from '../../answer/answer.js';
import { printableLine } from './printable.js';
import type { Screen } from './style.js';

/** What can be asked, from the one table of what is understood. */
export function helpText({ commands, examples }: HelpAnswer, { style }: Screen): string[] {
  return [
    style.bold('What you can ask'),
    ...commands.map(({ usage, description }) => `  guidepost ask ${usage}: ${description}`),
    ...(examples.length === 0 ? [] : ['', 'For example:', ...examples.map((example) => `  ${printableLine(example)}`)]),
  ];
}
