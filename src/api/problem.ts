import type { NamedItem, Refusal } from '../checklist/errors.js';
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

/** Why a run was not changed as a token or a person asked, and what to do about it. */
export function refusalWords(refusal: Refusal, by: Caller['kind']): string {
  switch (refusal.kind) {
    case 'archived':
      return 'The run is archived, so nothing in it changes. Unarchive it in Slack first.';
    case 'does-not-apply':
      return `This item does not apply: ${refusal.why}.`;
    case 'needs-role':
      return `This item is for the role “${refusal.role}”${refusal.holder ? `, which ${refusal.holder.name} has` : ''}. ${by === 'token' ? 'A token has no role, so a person has to tick it in Slack.' : 'Only who has the role can settle it.'}`;
    case 'needs-sign-off':
      return `This item is ticked by approvals of people in Slack. ${by === 'token' ? 'A token cannot approve it.' : 'Approve it there.'}`;
    case 'needs-evidence':
      return refusal.as === 'url'
        ? 'This item needs a link as “evidence”.'
        : 'This item needs a text as “evidence” that shows it was done.';
    case 'not-a-url':
      return 'The “evidence” of this item must be a web address that begins with https:// or http://.';
    case 'evidence-too-long':
      return `“evidence” has at most ${refusal.max} characters.`;
    case 'too-early':
      return `It is too early: this item can be ticked from ${refusal.until.toISOString()} on.`;
    case 'wait-for':
      return `This item has to wait until ${quoted(refusal.item)} is done.`;
    case 'sub-items':
      return `These sub-items need something of their own first: ${list(refusal.items)}.`;
    case 'up-to-sub-items':
      return `This item follows its sub-items. Change them instead: ${list(refusal.items)}.`;
    case 'not-yours-to-skip':
      return `Only who started or leads the run can skip a required item. ${by === 'token' ? 'This token did not start it.' : 'Ask one of them.'}`;
    case 'needs-reason':
      return 'A reason is missing.';
    case 'reason-too-long':
      return `A reason has at most ${refusal.max} characters.`;
    case 'unknown-phase':
      return `The run has no such phase. It has ${refusal.known.map(({ id }) => id).join(', ') || 'none'}.`;
    case 'nothing-open':
      return 'Nothing holds the run up, so there is nothing to bypass.';
    // Nobody asks for these here.
    case 'needs-no-sign-off':
    case 'starter-does-not-count':
    case 'not-yours-to-archive':
    case 'not-yours-to-bypass':
    case 'past-due-date':
    case 'too-many-items':
      return 'A rule of the checklist does not allow it.';
  }
}

const ITEMS = 5;

function list(items: readonly NamedItem[]): string {
  const more = items.length > ITEMS ? ` and ${items.length - ITEMS} more` : '';
  return `${items.slice(0, ITEMS).map(quoted).join(', ')}${more}`;
}

function quoted({ title }: NamedItem): string {
  return `“${title}”`;
}
