import type { Person } from '../checklist/run.js';

/** Where Slack says to which installation a payload belongs; commands are flat, interactions nested. */
export interface InstallationFields {
  readonly is_enterprise_install?: boolean | string | undefined;
  readonly enterprise_id?: string | null | undefined;
  readonly enterprise?: { readonly id: string } | null;
  readonly team_id?: string | null;
  readonly team?: { readonly id: string } | null;
}

/**
 * The workspace that the app is installed in, or the organisation for an org-wide install.
 * @throws Error where the payload names none
 */
export function installationOf(body: InstallationFields): string {
  const id = installationIn(body);
  if (id === undefined) throw new Error('The payload names neither a workspace nor an organisation');
  return id;
}

/**
 * The same, or nothing where the payload names none.
 * Never the person's own workspace: in a shared channel that is somebody else's.
 */
export function installationIn(body: InstallationFields): string | undefined {
  const isOrg = body.is_enterprise_install === true || body.is_enterprise_install === 'true';
  const enterprise = body.enterprise_id ?? body.enterprise?.id;
  return (isOrg ? enterprise : undefined) ?? body.team_id ?? body.team?.id ?? enterprise;
}

/** Whoever pressed or submitted, by the name that came with it. */
export function personOf({ id, name, username }: { id: string; name?: string; username?: string }): Person {
  return {
    id,
    name: name || username || id,
  };
}
