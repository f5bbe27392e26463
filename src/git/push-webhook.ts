import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Headers of a request, as Node gives them: names in lower case. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** How far a signature's time may be from ours, in seconds (standardwebhooks.com). */
const TOLERANCE_S = 300;

/** Whether the headers alone could belong to a request that the host sent. Cheap: it needs no body. */
export function mayBeSigned(headers: Headers): boolean {
  return ['x-hub-signature-256', 'webhook-signature', 'x-gitlab-token'].some(
    (name) => typeof headers[name] === 'string',
  );
}

/**
 * Whether the host of the repository sent this body, as it knows the secret. In one of three ways:
 * - GitHub, also Gitea and Forgejo: the HMAC of the body in `X-Hub-Signature-256`;
 * - GitLab with a signing token, which begins with `whsec_`: the HMAC of id, time and body in `webhook-signature`, not older than five
 *   minutes (standardwebhooks.com);
 * - GitLab with a secret token: the token itself in `X-Gitlab-Token`.
 * @param now milliseconds since 1970
 */
export function isFromHost(secret: string, headers: Headers, body: Buffer, now = Date.now()): boolean {
  const text = (name: string): string | undefined => (typeof headers[name] === 'string' ? headers[name] : undefined);
  const hub = text('x-hub-signature-256');
  if (hub !== undefined) return isSame(hub, `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  if (secret.startsWith(SIGNING_TOKEN)) {
    const [id, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(text);
    if (id === undefined || time === undefined || signatures === undefined || !/^\d{1,12}$/.test(time)) return false;
    if (Math.abs(Math.floor(now / 1_000) - Number(time)) > TOLERANCE_S) return false;
    const key = Buffer.from(secret.slice(SIGNING_TOKEN.length), 'base64');
    const expected = `v1,${createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest('base64')}`;
    // There are several while a token is replaced.
    return signatures.split(' ').some((signature) => isSame(signature, expected));
  }
  const token = text('x-gitlab-token');
  return token !== undefined && isSame(token, secret);
}

const SIGNING_TOKEN = 'whsec_';

/** Digests have one length, so the comparison takes the same time for every guess. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

/** What a request of the host says. */
export interface HostEvent {
  /** `push` is a push of a branch or a tag. Of another event only its name is known. */
  readonly kind: 'push' | 'other';
  /** `refs/heads/main` or `refs/tags/v1`; absent if the host does not say. */
  readonly ref?: string;
  readonly defaultBranch?: string;
}

/** Reads an event of GitHub or GitLab from its headers and its parsed body. Nothing in it is trusted to have the right type. */
export function readEvent(headers: Headers, payload: unknown): HostEvent {
  const { ref, repository, project } = fieldsOf(payload);
  const name = headers['x-github-event'] ?? headers['x-gitlab-event'];
  const isPush = name === 'push' || name === 'Push Hook' || name === 'Tag Push Hook';
  const defaultBranch = fieldsOf(repository).default_branch ?? fieldsOf(project).default_branch;
  return {
    kind: isPush ? 'push' : 'other',
    ...(typeof ref === 'string' && { ref }),
    ...(typeof defaultBranch === 'string' && { defaultBranch }),
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/**
 * Whether a push may have changed the guide.
 * @param wanted GUIDE_REF; undefined for the default branch
 */
export function concernsGuide({ kind, ref, defaultBranch }: HostEvent, wanted: string | undefined): boolean {
  if (kind !== 'push') return false;
  // To ask the host once too often costs little.
  if (ref === undefined) return true;
  if (wanted === undefined) return defaultBranch === undefined || ref === `refs/heads/${defaultBranch}`;
  return ref === wanted || ref === `refs/heads/${wanted}` || ref === `refs/tags/${wanted}`;
}
