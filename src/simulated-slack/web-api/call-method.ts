import type { JsonObject } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import { ApiError, type ApiMethod, requireScope } from './api-method.js';
import { chatMethods } from './methods/chat.js';
import { connectionMethods } from './methods/connections.js';
import { conversationMethods } from './methods/conversations.js';
import { historyMethods } from './methods/history.js';
import { identityMethods } from './methods/identity.js';
import { unfurlMethods } from './methods/unfurl.js';
import { viewMethods } from './methods/views.js';
import { readArguments } from './read-arguments.js';

export type ApiMethods = Readonly<Record<string, ApiMethod>>;

/** Every method that is simulated. @param socketAddress a new address for a Socket Mode connection */
export function apiMethods(socketAddress: () => string): ApiMethods {
  return {
    ...chatMethods,
    ...historyMethods,
    ...unfurlMethods,
    ...viewMethods,
    ...conversationMethods,
    ...historyMethods,
    ...identityMethods,
    ...connectionMethods(socketAddress),
  };
}

export interface Tokens {
  bot: string;
  /** The app-level token, where Socket Mode is possible. */
  app?: string;
}

/** The bearer token, or the `token` argument, as Slack takes either. @throws ApiError */
function authorise(authorization: string | undefined, sent: JsonObject, tokens: Tokens, kind: 'app' | 'bot'): void {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? sent.token;
  if (token === undefined || token === '') throw new ApiError('not_authed');
  const other = kind === 'app' ? 'bot' : 'app';
  if (token === tokens[other]) throw new ApiError('not_allowed_token_type');
  if (token !== tokens[kind]) throw new ApiError('invalid_auth');
}

/** Carries out one Web API call. @throws ApiError */
export function callMethod(
  call: { name: string; sent: JsonObject; authorization: string | undefined; tokens: Tokens },
  methods: ApiMethods,
  store: WorkspaceStore,
): JsonObject {
  const method = Object.hasOwn(methods, call.name) ? methods[call.name] : undefined;
  if (!method) throw new ApiError('unknown_method', { req_method: call.name });
  if (call.name !== 'api.test') authorise(call.authorization, call.sent, call.tokens, method.token ?? 'bot');
  if (method.scope !== undefined) requireScope(store, method.scope);
  return method.run(readArguments(method, call.sent), store);
}
