import type { Command } from './page/protocol.js';

/** Lines worth trying first, for the first command that the manifest declares. */
export function suggestLines(commands: readonly Command[]): string[] {
  const command = commands[0]?.command;
  if (command === undefined) return [];
  return ['how do I serve static files?', 'paas', 'checklist for going live', 'topics', 'help'].map(
    (text) => `${command} ${text}`,
  );
}
