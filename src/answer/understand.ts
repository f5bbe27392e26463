import type { Command } from './commands.js';

/** The command that a text stands for and what it is about; no command where the text is a question. */
export function understand(text: string, commands: readonly Command[]): { command: Command | undefined; rest: string } {
  const trimmed = text.replace(/\s+/gu, ' ').trim();
  // A command is one with or without manners.
  const bare = trimmed.replace(/(?:,? please)?[?!.]*$/i, '');
  for (const command of commands) {
    for (const pattern of command.patterns) {
      const match = pattern.exec(bare);
      if (match) return { command, rest: `${match.groups?.rest?.trim() ?? ''}${match.groups?.name ?? ''}` };
    }
  }
  return { command: undefined, rest: trimmed };
}
