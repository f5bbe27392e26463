import type { BlockAction } from '@slack/bolt';
import type { Person } from '../checklist/run.js';
import { dialogPlace, type Place } from './block-kit/dialog-state.js';

/** The fields in which Slack says which installation a payload belongs to. Commands are flat, interactions nested. */
export interface InstallationFields {
  readonly is_enterprise_install?: boolean | string | undefined;
  readonly enterprise_id?: string | null | undefined;
  readonly enterprise?: { readonly id: string } | null;
  readonly team_id?: string | null;
  readonly team?: { readonly id: string } | null;
  readonly user?: { readonly team_id?: string };
  /** Of a payload about a dialog or Home. The SDK's type lacks the field. */
  readonly view?: object;
}

/**
 * The workspace in which the app is installed, or the organisation if it is installed for all of it. In a channel that is shared
 * by Slack Connect, the person may be of another workspace. In a payload about a view, `team` and `enterprise` are then theirs,
 * and only `view.app_installed_team_id` is ours (slackapi/bolt-js issue 1614).
 * @throws Error if the payload names none
 */
export function installationOf(body: InstallationFields): string {
  const installedIn = installedTeamOf(body.view);
  // The id of an organisation says it all. Its `is_enterprise_install` may stand next to the `enterprise` of a guest.
  if (installedIn?.startsWith('E')) return installedIn;
  const isOrg = body.is_enterprise_install === true || body.is_enterprise_install === 'true';
  const enterprise = body.enterprise_id ?? body.enterprise?.id;
  const team = installedIn ?? body.team_id ?? body.team?.id ?? body.user?.team_id;
  const id = (isOrg ? enterprise : undefined) ?? team ?? enterprise;
  if (id === undefined || id === null) throw new Error('The payload names neither a workspace nor an organisation');
  return id;
}

function installedTeamOf(view: object = {}): string | undefined {
  const { app_installed_team_id: id } = view as { app_installed_team_id?: unknown };
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** The same for an event, whose workspace may be that of the person who caused it. Its first authorization is ours. */
export function installationOfEvent(body: EventFields): string {
  const [authorization] = body.authorizations ?? [];
  if (authorization === undefined) return installationOf(body);
  const { team_id, enterprise_id, is_enterprise_install } = authorization;
  // Without a workspace in the authorization, Bolt takes the event's own.
  return installationOf({ is_enterprise_install, enterprise_id, team_id: team_id ?? body.team_id ?? null });
}

export interface EventFields extends InstallationFields {
  readonly authorizations?: readonly InstallationFields[] | null;
}

/** The conversation of a pressed message; undefined for a press in a dialog or on Home. */
export function placeOf({ channel, container, response_url }: BlockAction): Place | undefined {
  if (channel === undefined) return undefined;
  const thread: unknown = container.thread_ts;
  return {
    channel: channel.id,
    ...(typeof thread === 'string' && { thread }),
    ...(response_url && { replyTo: response_url }),
  };
}

/** The conversation of a press: that of the message, or the one that the open dialog belongs to. */
export function pressedIn(body: BlockAction): Place | undefined {
  return placeOf(body) ?? dialogPlace(body.view);
}

/**
 * The thread of a pressed message. A press on the first message of a thread was, as far as anyone can tell, in the channel.
 */
export function threadOf(body: BlockAction): string | undefined {
  const pressed = placeOf(body)?.thread;
  return pressed === body.container.message_ts ? undefined : pressed;
}

/** The person who pressed or submitted, with the name that came along. */
export function personOf({ id, name, username }: { id: string; name?: string; username?: string }): Person {
  return { id, name: name || username || id };
}

/** Whether a conversation is a channel. Direct messages of several people have the same ids, and are like channels here. */
export function isChannel(id: string): boolean {
  return /^[CG]/.test(id);
}

/** Whether everyone in the workspace may read a channel, by a payload of an interaction in it: Slack names only public channels. */
export function isPublicChannel({ id, name }: { readonly id: string; readonly name: string }): boolean {
  return id.startsWith('C') && !/^(privategroup$|directmessage$|mpdm-)/.test(name);
}
