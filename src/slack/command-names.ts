import { surface } from './surface.js';

/** What each installation calls the command. */
export interface CommandNames {
  heard(installation: string, command: string): void;
  of(installation: string): string;
}

/** Far more workspaces than rename the command; beyond it, the one that renamed it longest ago reads the manifest's name again. */
const MOST = 1_000;

/**
 * Slack tells an app what a command is called only when somebody types it. Presses come without, and their notices should not
 * name a command that the workspace does not have. Until it is typed once, it is the manifest's.
 */
export function createCommandNames(): CommandNames {
  const renamed = new Map<string, string>();
  return {
    heard(installation, command) {
      if (renamed.get(installation) === command) return;
      renamed.delete(installation);
      if (command === surface.commands[0]) return;
      renamed.set(installation, command);
      const [oldest] = renamed.size > MOST ? renamed.keys() : [];
      if (oldest !== undefined) renamed.delete(oldest);
    },
    of: (installation) => renamed.get(installation) ?? surface.commands[0],
  };
}
