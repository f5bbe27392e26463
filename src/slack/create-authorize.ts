import type { Identity } from './identity.js';
import type { Workspaces } from './workspaces/serve-workspaces.js';

/** What Bolt is told about where a request comes from. */
export interface Authorized extends Partial<Identity> {
  readonly botToken?: string;
}

export interface AuthorizeParts {
  /** Of the one workspace, where there is one. */
  readonly botToken: string | undefined;
  readonly workspaces: Workspaces | undefined;
  /** Who the app is in the one workspace, once Slack has told. */
  readonly identity: () => Identity | undefined;
}

/**
 * Takes the place of Bolt's own authorize, which asks Slack before the first reply, and would not acknowledge while Slack is away.
 * Where there are many workspaces a token is looked up when it is needed: Bolt is told who the app is there, where that is known
 * already.
 */
export function createAuthorize({ botToken, workspaces, identity }: AuthorizeParts) {
  return async (source: AuthorizeSource): Promise<Authorized> => ({
    ...(workspaces && knownIdentity(workspaces, source)),
    ...(botToken !== undefined && { botToken, ...identity() }),
  });
}

function knownIdentity(
  { installations }: Workspaces,
  { teamId, enterpriseId, isEnterpriseInstall }: AuthorizeSource,
): { botUserId?: string } {
  const id = isEnterpriseInstall ? enterpriseId : teamId;
  const known = id === undefined ? undefined : installations.known(id)?.installation;
  return known ? { botUserId: known.botUserId } : {};
}

interface AuthorizeSource {
  readonly teamId?: string | undefined;
  readonly enterpriseId?: string | undefined;
  readonly isEnterpriseInstall: boolean;
}
