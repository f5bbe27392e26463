import type { Patient } from './check.js';

/** The token of a single workspace, where one is set. */
export function botTokenOf({ config: { mode } }: Pick<Patient, 'config'>): string | undefined {
  return 'botToken' in mode ? mode.botToken || undefined : undefined;
}

/** Whether workspaces install the app by themselves, each with a token of its own. */
export function isManyWorkspaces({ config: { mode } }: Pick<Patient, 'config'>): boolean {
  return mode.kind === 'workspaces';
}
