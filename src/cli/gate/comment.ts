import { createHash } from 'node:crypto';

/** A pull request whose comment is kept up to date. */
export interface PullRequest {
  /** GitHub's REST API, such as `https://api.github.com`. */
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
}

/** Begins a comment, hidden, so that it is found again: one for each page and phase that a workflow waits for. */
export function markerOf(subject: readonly (string | undefined)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(subject)).digest('hex').slice(0, 16);
  return `<!-- guidepost-gate ${hash} -->`;
}

/** Writes the comment that begins with a marker: creates it the first time, then changes it. @throws Error with what GitHub said */
export function createCommenter(pullRequest: PullRequest, marker: string): (text: string) => Promise<void> {
  const { apiUrl, repository } = pullRequest;
  let known: { readonly id: number; readonly body: string } | undefined;
  return async (text) => {
    const body = `${marker}\n${text}`;
    known ??= await findComment(pullRequest, marker);
    if (known?.body === body) return;
    const comments = `${apiUrl}/repos/${repository}/issues`;
    const written =
      known === undefined
        ? await call(pullRequest, 'POST', `${comments}/${pullRequest.number}/comments`, { body })
        : await call(pullRequest, 'PATCH', `${comments}/comments/${known.id}`, { body });
    known = { id: (written as Comment).id, body };
  };
}

interface Comment {
  readonly id: number;
  readonly body?: string | null;
}

const PER_PAGE = 100;
/** A pull request with more comments than this gets another one. */
const MAX_PAGES = 30;

async function findComment(
  pullRequest: PullRequest,
  marker: string,
): Promise<{ id: number; body: string } | undefined> {
  const { apiUrl, number, repository } = pullRequest;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const url = `${apiUrl}/repos/${repository}/issues/${number}/comments?per_page=${PER_PAGE}&page=${page}`;
    const comments = (await call(pullRequest, 'GET', url)) as Comment[];
    const found = comments.find(({ body }) => body?.startsWith(marker));
    if (found !== undefined) return { id: found.id, body: found.body ?? '' };
    if (comments.length < PER_PAGE) return undefined;
  }
  return undefined;
}

const REQUEST_MS = 10_000;

async function call({ token }: PullRequest, method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`GitHub answers ${method} with status ${response.status}`);
  return JSON.parse(text);
}
