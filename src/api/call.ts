import type { Run } from '../checklist/run.js';
import type { RunKey, RunStore } from '../checklist/run-store.js';
import type { Guide } from '../guide/page.js';
import type { OutboxWorker } from '../outbox/worker.js';
import type { Logger } from '../telemetry/logger.js';
import type { Tracer } from '../telemetry/tracing.js';
import type { AccessToken, AccessTokenStore, Permission } from '../workspaces/access-tokens.js';

/** A request to the API, without the server that received it. */
export interface ApiRequest {
  readonly method: string;
  /** Below `/api/v1`, still percent-encoded: `/runs/123`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** @param name in lower case */
  readonly header: (name: string) => string | undefined;
  /** Reads the body. Not called before it is known that the caller has a token. `cut`: the caller disconnected. */
  readonly body: () => Promise<Buffer | 'too-large' | 'too-much-at-once' | 'cut'>;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text has its media type among the headers; anything else is sent as JSON. */
  readonly body: string | object;
}

/** What calls work with. */
export interface ApiServices {
  readonly tokens: Pick<AccessTokenStore, 'use' | 'hasAny'>;
  /** The installation of a token's runs; undefined while Slack has not said which workspace the app is in. */
  readonly installationOf: (token: AccessToken) => Promise<string | undefined>;
  readonly limits: ApiLimits;
  readonly guide: () => Guide;
  readonly runs: RunStore;
  readonly outbox: Pick<OutboxWorker, 'requestUpdate' | 'post'>;
  readonly nameOf: (who: { installation: string; person: string }) => Promise<string | undefined>;
  /** The address of a run's message; undefined while it has none. */
  readonly urlOf: (run: Run) => Promise<string | undefined>;
  /** Why a run was not posted, in words. @param code Slack's */
  readonly whyNotPosted: (code: string) => string;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly tracer: Pick<Tracer, 'span'>;
}

/** Each returns how many milliseconds to wait if it is too much. */
export interface ApiLimits {
  /** A request of a token. Those that change something have a lower limit. */
  readonly take: (token: AccessToken, isChange: boolean) => number | undefined;
  /** A request with a token that was not seen before. */
  readonly guess: () => number | undefined;
}

/** One call, by a token that may make it. */
export interface Call {
  readonly token: AccessToken;
  readonly installation: string;
  /** The parts of the path in braces, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Of a POST: an object. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string;
}

export type CallHandler = (services: ApiServices, call: Call) => Promise<ApiResponse>;

/** A path of the API and what answers there. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  /** As in the OpenAPI document: `/runs/{run}`. */
  readonly path: string;
  /** What a token must be allowed to do; without it, every token may. */
  readonly may?: Permission;
  /** The parameters of its query. Any other one is refused: a misspelt one would be taken for none. */
  readonly query?: readonly string[];
  readonly handle: CallHandler;
}

export function keyOf({ installation, params }: Call): RunKey {
  return { installation, run: params.run ?? '' };
}
