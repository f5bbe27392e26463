import { LruMap } from 'toad-cache';
import { surface } from '../surface.js';

/** The name of the command in each workspace. */
export interface CommandNames {
  /** Call it with every command that comes in. */
  heard(installation: string, command: string): void;
  of(installation: string): string;
}

/** Far more than the workspaces that rename the command. */
const MAX_RENAMED = 1_000;

/**
 * A workspace may rename the command, and Slack sends the name only with the command itself. Messages after a button press
 * should name it right too. Until somebody types it once, they use the name in the manifest.
 */
export function createCommandNames(): CommandNames {
  const renamed = new LruMap<string>(MAX_RENAMED);
  return {
    heard(installation, command) {
      if (command === surface.commands[0]) renamed.delete(installation);
      else renamed.set(installation, command);
    },
    of: (installation) => renamed.get(installation) ?? surface.commands[0],
  };
}
