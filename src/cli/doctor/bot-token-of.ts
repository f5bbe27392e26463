import type { Patient } from './check.js';

/** The token of a single workspace, where one is set. */
export const botTokenOf = ({ config: { mode } }: Pick<Patient, 'config'>): string | undefined =>
  'botToken' in mode ? mode.botToken || undefined : undefined;

/** Whether workspaces install the app by themselves, each with a token of its own. */
export const isManyWorkspaces = ({ config: { mode } }: Pick<Patient, 'config'>): boolean => mode.kind === 'workspaces';
