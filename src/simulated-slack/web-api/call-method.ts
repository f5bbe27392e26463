import type { JsonObject } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import { ApiError, type ApiMethod, requireScope } from './api-method.js';
import { chatMethods } from './methods/chat.js';
import { conversationMethods } from './methods/conversations.js';
import { historyMethods } from './methods/history.js';
import { identityMethods } from './methods/identity.js';
import { viewMethods } from './methods/views.js';
import { readArguments } from './read-arguments.js';

const methods: Record<string, ApiMethod> = {
  ...chatMethods,
  ...viewMethods,
  ...conversationMethods,
  ...historyMethods,
  ...identityMethods,
};

/** The bearer token, or the `token` argument, as Slack takes either. @throws ApiError */
const authorise = (authorization: string | undefined, sent: JsonObject, botToken: string): void => {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? sent.token;
  if (token === undefined || token === '') throw new ApiError('not_authed');
  if (token !== botToken) throw new ApiError('invalid_auth');
};

/** Carries out one Web API call. @throws ApiError */
export const callMethod = (
  call: { name: string; sent: JsonObject; authorization: string | undefined; botToken: string },
  store: WorkspaceStore,
): JsonObject => {
  const method = Object.hasOwn(methods, call.name) ? methods[call.name] : undefined;
  if (!method) throw new ApiError('unknown_method', { req_method: call.name });
  if (call.name !== 'api.test') authorise(call.authorization, call.sent, call.botToken);
  if (method.scope !== undefined) requireScope(store, method.scope);
  return method.run(readArguments(method, call.sent), store);
};
