import type { JsonObject } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';

/** How an argument is read, from a form's text or from JSON. */
export type ArgumentKind = 'string' | 'boolean' | 'number' | 'json';

export interface ApiMethod {
  /** `app` for the app-level token; the bot's otherwise. */
  token?: 'app';
  /** Scope that the bot token needs, where it does not depend on the arguments. */
  scope?: string;
  required: Record<string, ArgumentKind>;
  optional: Record<string, ArgumentKind>;
  /** `api.test` alone takes any. */
  anyArguments?: boolean;
  /** @returns the reply without `ok`. @throws ApiError */
  run(args: JsonObject, store: WorkspaceStore): JsonObject;
}

/** A refusal with Slack's error code. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly details: JsonObject;

  constructor(code: string, details: JsonObject = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** A refusal that says where: in `errors`, and in `response_metadata.messages` with `[ERROR]` before each. */
export function refusal(code: string, messages: string[]): ApiError {
  return new ApiError(code, {
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

export function requireScope(store: WorkspaceStore, needed: string): void {
  const { scopes } = store.state.app;
  if (!scopes.includes(needed)) throw new ApiError('missing_scope', { needed, provided: scopes.join(',') });
}
