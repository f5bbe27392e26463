import { ONE_WORKSPACE } from '../workspaces/installations.js';
import { type Io, UsageError } from './args.js';
import { printableLine } from './text/terminal.js';

/** A workspace that has installed the app. */
export interface Workspace {
  readonly id: string;
  readonly name: string;
}

/** The one workspace, or that of many which is meant. @param wanted what `--workspace` says @throws UsageError */
export function chooseWorkspace(wanted: string | undefined, installed: readonly Workspace[], { env }: Io): string {
  const isOne = env.SLACK_BOT_TOKEN?.trim() ? true : !env.SLACK_CLIENT_ID?.trim() && installed.length === 0;
  if (isOne) {
    if (wanted === undefined) return ONE_WORKSPACE;
    throw new UsageError('--workspace is for an app that many workspaces install; leave it out here');
  }
  const [only, ...others] = installed;
  if (only === undefined) throw new UsageError('no workspace has installed the app yet: install it at /slack/install');
  if (wanted === undefined && others.length === 0) return only.id;
  if (installed.some(({ id }) => id === wanted)) return wanted ?? only.id;
  const all = installed.map(({ id, name }) => `${id} (${printableLine(name)})`).join(', ');
  throw new UsageError(`--workspace must be one of ${all}`);
}
