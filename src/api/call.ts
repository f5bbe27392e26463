import { asPerson, type Person, partOutside, type Run, seesWholeOutside } from '../checklist/run.js';
import type { RunKey, RunStore } from '../checklist/run-store.js';
import type { Guide } from '../guide/page.js';
import type { OutboxWorker } from '../outbox/worker.js';
import type { Logger } from '../telemetry/logger.js';
import type { Tracer } from '../telemetry/tracing.js';
import {
  type AccessToken,
  type AccessTokenStore,
  hashOf,
  isSecret,
  type Permission,
} from '../workspaces/access-tokens.js';

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
  /** Whether everyone in the workspace may read a channel; undefined if Slack does not say. */
  readonly isPublic: (where: { installation: string; channel: string }) => Promise<boolean | undefined>;
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

/** Who makes a call. */
export interface Caller {
  /** Keeps the requests of one caller apart from those of another: see `StartRequest.token`. */
  readonly id: string;
  /** What a run says about who changed it. */
  readonly by: Person;
  readonly kind: 'token' | 'person';
  /** The ids of the channels that it may start runs in. */
  readonly channels: readonly string[];
  /** What it may see and change of a run; undefined if it must not learn of it. */
  readonly see: (run: Run) => Run | undefined;
}

/** A token sees the runs of its channels. */
export function tokenCaller(token: AccessToken): Caller {
  const { channels, id } = token;
  return {
    id,
    by: asPerson(token),
    kind: 'token',
    channels,
    see: (run) => (channels.includes(run.channel) ? run : undefined),
  };
}

/**
 * A person for whom Slack vouches. They see the runs of public channels, and what is theirs of others, as on Home.
 * @param channels those that they may start runs in
 */
export function personCaller(by: Person, channels: readonly string[] = []): Caller {
  return {
    id: by.id,
    by,
    kind: 'person',
    channels,
    see(run) {
      const part = partOutside(run, by.id);
      const isTheirs = run.postedBy.id === by.id || run.roles.some(({ holder }) => holder?.id === by.id);
      return seesWholeOutside(run, by.id) || isTheirs || part.items.length > 0 ? part : undefined;
    },
  };
}

/** One call, by somebody who may make it. */
export interface Call {
  readonly caller: Caller;
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

type Header = ApiRequest['header'];

/** The secret that a request carries; undefined if it carries none, or only a part of one. */
export function bearer(header: Header): string | undefined {
  const [, text = ''] = /^Bearer +(\S+) *$/i.exec(header('authorization') ?? '') ?? [];
  return isSecret(text) ? text : undefined;
}

/** Why a request without a valid token is refused, and what to send. */
export function tokenWords(header: Header): string {
  if (bearer(header) !== undefined) return 'This token is unknown or revoked. guidepost token list shows those in use.';
  return header('authorization') === undefined
    ? 'Send a token as “Authorization: Bearer gp_…”. guidepost token create makes one.'
    : 'The header Authorization has no whole token. Send “Bearer gp_…” as guidepost token create printed it.';
}

export type FindToken = (secret: string) => Promise<AccessToken | 'too-many-guesses' | undefined>;

/** How long somebody with an unknown token waits while too many others come in. */
export const GUESS_RETRY_MS = 10_000;
const MAX_KNOWN = 1_000;

/**
 * Looks a secret up in the database at every request, so that a revoked token is refused at once. Secrets that opened something before are not
 * counted as guesses: a flood of wrong ones must not keep a pipeline out.
 */
export function createFindToken({
  limits,
  tokens,
}: Pick<ApiServices, 'limits'> & { readonly tokens: Pick<AccessTokenStore, 'use'> }): FindToken {
  const known = new Set<string>();
  return async (secret) => {
    const hash = hashOf(secret);
    if (!known.has(hash) && limits.guess() !== undefined) return 'too-many-guesses';
    const token = await tokens.use(secret);
    if (token === undefined) known.delete(hash);
    else if (known.size < MAX_KNOWN) known.add(hash);
    return token;
  };
}
