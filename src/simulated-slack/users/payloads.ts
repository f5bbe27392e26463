import type { AppConnection, Delivery, Reply } from '../delivery/http.js';
import type { ManifestShortcut } from '../manifest.js';
import type { ApiError } from '../web-api/method.js';
import type { Channel, JsonObject, Person } from '../workspace/state.js';
import { orgOf, type WorkspaceStore } from '../workspace/store.js';
import type { Failure, Outcome, PostedMessage } from './workspace.js';

/** What every action of a person needs. */
export interface Setting {
  store: WorkspaceStore;
  connection: AppConnection;
  /** Where response_urls begin: `http://127.0.0.1:PORT`. */
  url: string;
  /** The deprecated verification token, which Slack still sends. */
  verificationToken: string;
  /** Messages that answer a command or press, as this person holds them. */
  answersTo(interaction: string, person: Person): PostedMessage[];
  /** What external selects offered last, by person, message or view, and element: a choice among it asks the app no more. */
  offered: Map<string, JsonObject[]>;
  sendEvent(event: JsonObject): Promise<Outcome>;
}

/** What every interaction payload begins with. */
export function whoAndWhere({ store, verificationToken }: Setting, person: Person): JsonObject {
  const { team, app } = store.state;
  const org = orgOf(team);
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: app.id,
    token: verificationToken,
    team: { id: team.id, domain: team.domain },
    enterprise: org.id === null ? null : { id: org.id, name: org.name },
    is_enterprise_install: org.isInstalled,
  };
}

/** Slack names a channel only where it is public. */
export function payloadChannelName({ kind, name }: Channel): string {
  return { public: name, private: 'privategroup', direct: 'directmessage' }[kind];
}

/** Interactions travel as a form with one field, `payload`. */
export function interactionDelivery(what: Delivery['what'], payload: JsonObject): Delivery {
  return {
    what,
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    payload,
  };
}

/** Slack's judgement of a reply before it looks at the body: only 200 in time is an acknowledgement. */
export function failureOf(reply: Reply): Failure | undefined {
  if (reply.kind === 'operation_timeout') return { kind: 'operation_timeout' };
  if (reply.kind === 'dispatch_failed') return { kind: 'dispatch_failed', cause: reply.cause };
  if (reply.status >= 200 && reply.status < 300) return undefined;
  const kind = reply.status >= 500 ? 'http_service_error' : 'http_client_error';
  return { kind, status: reply.status };
}

/** What the app's content was refused for, with the places named. */
export function refusedContent({ code, details }: ApiError): Failure {
  const messages = Array.isArray(details.errors) ? details.errors.map(String) : [];
  switch (code) {
    case 'invalid_blocks':
    case 'invalid_blocks_format':
      return { kind: 'invalid_blocks', messages };
    case 'msg_blocks_too_long':
    case 'msg_too_long':
    case 'no_text':
      return { kind: code, messages };
    default:
      return { kind: 'invalid_reply', messages: [code, ...messages] };
  }
}

/** @throws Error that lists the shortcuts of the manifest, where it has none of this name */
export function requireShortcut(
  { manifest }: WorkspaceStore,
  kind: ManifestShortcut['kind'],
  callbackId: string,
): void {
  if (manifest === undefined) return;
  const declared = manifest.shortcuts.filter((one) => one.kind === kind).map((one) => one.callbackId);
  if (declared.includes(callbackId)) return;
  throw new Error(
    `simulated Slack: the manifest has no ${kind} shortcut "${callbackId}". There are ${declared.join(', ') || 'none'}.`,
  );
}
