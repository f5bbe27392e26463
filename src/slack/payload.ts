import type { Person } from '../checklist/run.js';

/** The fields in which Slack says which installation a payload belongs to. Commands are flat, interactions nested. */
export interface InstallationFields {
  readonly is_enterprise_install?: boolean | string | undefined;
  readonly enterprise_id?: string | null | undefined;
  readonly enterprise?: { readonly id: string } | null;
  readonly team_id?: string | null;
  readonly team?: { readonly id: string } | null;
}

/**
 * The workspace in which the app is installed, or the organisation if it is installed for all of it. Never the person's own
 * workspace: in a shared channel that may be another one.
 * @throws Error if the payload names none
 */
export function installationOf(body: InstallationFields): string {
  const isOrg = body.is_enterprise_install === true || body.is_enterprise_install === 'true';
  const enterprise = body.enterprise_id ?? body.enterprise?.id;
  const id = (isOrg ? enterprise : undefined) ?? body.team_id ?? body.team?.id ?? enterprise;
  if (id === undefined || id === null) throw new Error('The payload names neither a workspace nor an organisation');
  return id;
}

/** The person who pressed or submitted, with the name that came along. */
export function personOf({ id, name, username }: { id: string; name?: string; username?: string }): Person {
  return { id, name: name || username || id };
}
