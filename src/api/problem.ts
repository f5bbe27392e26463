import type { ApiResponse, Caller } from './call.js';

/** What is wrong with one part of a body. `pointer`: a JSON Pointer (RFC 6901), such as `/variables/service`. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** An error as RFC 9457 describes it. @param detail one or two sentences: what is wrong, and what to do */
export function problem(
  status: keyof typeof TITLES,
  detail: string,
  { errors, headers }: { errors?: readonly FieldProblem[]; headers?: Readonly<Record<string, string>> } = {},
): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: { type: 'about:blank', title: TITLES[status], status, detail, ...(errors && { errors }) },
  };
}

/** 422 with everything that is wrong with a body. */
export function invalid(errors: readonly FieldProblem[]): ApiResponse {
  const [first] = errors;
  const more = errors.length > 1 ? ` And ${errors.length - 1} more, see errors.` : '';
  return problem(422, `${first?.detail ?? 'The body does not fit.'}${more}`, { errors });
}

/** Also for a run of a channel that the token is not for, so that nobody learns of it. */
export function unknownRun(kind: Caller['kind'] = 'token'): ApiResponse {
  return problem(
    404,
    `There is no such run ${kind === 'token' ? 'in the channels of this token' : 'that this person may see'}.`,
  );
}

/** @param ms how long to wait */
export function tooMany(detail: string, ms: number): ApiResponse {
  return problem(429, detail, { headers: { 'retry-after': String(Math.max(1, Math.ceil(ms / 1_000))) } });
}

const RETRY_S = 5;

export function unavailable(detail: string): ApiResponse {
  return problem(503, detail, { headers: { 'retry-after': String(RETRY_S) } });
}

/** A JSON Pointer to a field, or to a name in it. */
export function pointerTo(...names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
