import type { AppConnection, Delivery, Reply } from '../delivery/http.js';
import type { ManifestShortcut } from '../manifest.js';
import type { ApiError } from '../web-api/method.js';
import type { Channel, JsonObject, Person, Team } from '../workspace/state.js';
import { homeOf, orgOf, type WorkspaceStore } from '../workspace/store.js';
import type { Failure, Outcome, PostedMessage } from './workspace.js';

/** What every user action needs. */
export interface Simulation {
  store: WorkspaceStore;
  connection: AppConnection;
  /** The start of response_urls: `http://127.0.0.1:PORT`. */
  url: string;
  /** The deprecated verification token. Slack still sends it. */
  verificationToken: string;
  /** The messages that answer a command or press, as this person sees them. */
  answersTo(interaction: string, person: Person): PostedMessage[];
  /** The last options of external selects, by person, message or view, and element. Choosing one of them does not ask the app again. */
  offered: Map<string, JsonObject[]>;
  /** @param team the workspace of the person who caused it. Default: this one */
  sendEvent(event: JsonObject, team?: Team): Promise<Outcome>;
}

/**
 * The fields that every interaction payload starts with. For a guest of Slack Connect, `team` differs: it is the app's workspace
 * for a message (java-slack-sdk issue 1041), and the guest's own for a view (bolt-js issue 1614), whose
 * `app_installed_team_id` says where the app is installed. @param installed the workspace of the installation
 */
export function commonFields(
  { store, verificationToken }: Simulation,
  person: Person,
  { team, installed = team }: { team: Team; installed?: Team },
): JsonObject {
  const org = orgOf(team);
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: homeOf(store, person).id },
    api_app_id: store.state.app.id,
    token: verificationToken,
    team: { id: team.id, domain: team.domain },
    enterprise: org.id === null ? null : { id: org.id, name: org.name },
    is_enterprise_install: orgOf(installed).isInstalled,
  };
}

/** The fields of a payload about a view. */
export function viewFields(simulation: Simulation, person: Person): JsonObject {
  const { store } = simulation;
  return commonFields(simulation, person, { team: homeOf(store, person), installed: store.state.team });
}

/** Slack only gives the names of public channels. */
export function payloadChannelName({ kind, name }: Channel): string {
  return { public: name, private: 'privategroup', direct: 'directmessage' }[kind];
}

/** Interactions are sent as a form with one field, `payload`. */
export function interactionDelivery(what: Delivery['what'], payload: JsonObject): Delivery {
  return {
    what,
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    payload,
  };
}

/** What is wrong with a reply before its body is read: only a 2xx status in time is an acknowledgement. */
export function failureOf(reply: Reply): Failure | undefined {
  if (reply.kind === 'operation_timeout') return { kind: 'operation_timeout' };
  if (reply.kind === 'dispatch_failed') return { kind: 'dispatch_failed', cause: reply.cause };
  if (reply.status >= 200 && reply.status < 300) return undefined;
  const kind = reply.status >= 500 ? 'http_service_error' : 'http_client_error';
  return { kind, status: reply.status };
}

/** Why Slack refused the app's content, with JSON pointers. */
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

/** @throws Error that lists the manifest's shortcuts, if it has none with this id */
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
