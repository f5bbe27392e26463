import type { Result } from './run-checks.js';

/** One check after the other, with what to do beneath it. */
export function describeResults(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 11);
  return results
    .map(({ name, state, says, todo }) =>
      [
        `${state.padEnd(7)}  ${name.padEnd(width)}  ${says.replaceAll('\n', `\n${indent}`)}`,
        ...(todo === undefined ? [] : [`${indent}→ ${todo}`]),
      ].join('\n'),
    )
    .join('\n');
}
