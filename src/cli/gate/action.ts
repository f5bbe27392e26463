import { createHash, randomUUID } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { createGateClient, type Reply } from './client.js';
import { type GateOption, type GateQuestion, readQuestion } from './question.js';
import { replyLine, replyMarkdown, replyText } from './text.js';
import { exitCodeOf, waitForGate } from './wait.js';

/** The process around the GitHub Action, handed in so that it can be run in a test. */
export interface ActionIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
}

const OPTIONS: readonly GateOption[] = [
  'server',
  'token',
  'run',
  'page',
  'name',
  'channel',
  'checklist',
  'phase',
  'bypass',
  'wait',
];

/**
 * The script of `gate/action.yml`: asks or waits, writes the job's summary and its outputs, and keeps the comment of the pull request up to
 * date. A comment that cannot be written never decides. @returns the exit code, as `guidepost gate` has it
 */
export async function runAction({ env, out }: ActionIo): Promise<number> {
  // An input that is not given is empty.
  const given = Object.fromEntries(OPTIONS.map((option) => [option, env[`GATE_${option.toUpperCase()}`] || undefined]));
  const question = readQuestion(given, { written: (option) => `The input “${option}”`, allowHttp: false });
  if ('problems' in question) {
    out(question.problems.map((problem) => `::error title=Guidepost gate::${inCommand(problem)}\n`).join(''));
    return 1;
  }
  // What people wrote is printed, and must not be taken for a command to the runner.
  const stop = randomUUID();
  out(`::stop-commands::${stop}\n`);
  const comment = await startComment({ env, out }, question, stop);
  let last: string | undefined;
  const reply = await waitForGate(createGateClient(question), {
    waitMs: question.waitMs,
    onReply: (each) => {
      const line = replyLine(each);
      if (line === last) return;
      last = line;
      if (question.waitMs > 0) out(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
      comment.show(each);
    },
  });
  out(`${replyText(reply)}\n`);
  await comment.end();
  out(`\n::${stop}::\n`);
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, `${replyMarkdown(reply)}\n`);
  if (env.GITHUB_OUTPUT) await appendFile(env.GITHUB_OUTPUT, outputs(reply));
  return exitCodeOf(reply);
}

function outputs(reply: Reply): string {
  const gate = reply.kind === 'gate' ? reply.gate : undefined;
  const values = { state: gate?.state ?? reply.kind, run: gate?.run.id ?? '', url: gate?.run.url ?? '' };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value.replace(/[\r\n]+/g, ' ')}\n`)
    .join('');
}

/** The text of a workflow command, as the runner reads it. */
function inCommand(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

interface ShownComment {
  /** Writes the comment, after those before. */
  readonly show: (reply: Reply) => void;
  readonly end: () => Promise<void>;
}

/** @param stop the token that ends the stopped commands, so that a warning is one */
async function startComment({ env, out }: ActionIo, question: GateQuestion, stop: string): Promise<ShownComment> {
  const pullRequest = await findPullRequest(env);
  if (pullRequest === undefined) return { show: () => {}, end: async () => {} };
  const { phase, target } = question;
  const write = createCommenter(pullRequest, markerOf(['page' in target ? target.page : undefined, phase]));
  let failed: unknown;
  let writing = Promise.resolve();
  return {
    show: (reply) => {
      writing = writing
        .then(() => write(`${replyMarkdown(reply)}${jobLink(env)}\n`))
        .then(
          () => {
            failed = undefined;
          },
          (error: unknown) => {
            failed = error;
          },
        );
    },
    end: async () => {
      await writing;
      if (failed === undefined) return;
      const reason = failed instanceof Error ? failed.message : String(failed);
      const said = `The comment of the pull request could not be written: ${reason}. The job needs the permission “pull-requests: write”, which pull requests from forks do not have. The gate does not depend on it.`;
      out(`\n::${stop}::\n::warning title=Guidepost gate::${inCommand(said)}\n::stop-commands::${stop}\n`);
    },
  };
}

function jobLink(env: ActionIo['env']): string {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_SERVER_URL } = env;
  if (!GITHUB_REPOSITORY || !GITHUB_RUN_ID || !GITHUB_SERVER_URL) return '';
  return `\n<sub>As [this job](${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}) saw it last.</sub>`;
}

/** The pull request that the workflow runs for; undefined if there is none, or no comment is wanted. */
async function findPullRequest(env: ActionIo['env']): Promise<PullRequest | undefined> {
  const { GATE_COMMENT, GATE_GITHUB_TOKEN: token, GITHUB_EVENT_PATH, GITHUB_REPOSITORY: repository } = env;
  if (GATE_COMMENT !== 'true' || !token || !GITHUB_EVENT_PATH || !repository) return undefined;
  const event = JSON.parse(await readFile(GITHUB_EVENT_PATH, 'utf8')) as {
    pull_request?: { number?: unknown };
    issue?: { number?: unknown; pull_request?: unknown };
  };
  const number = event.pull_request?.number ?? (event.issue?.pull_request ? event.issue.number : undefined);
  if (typeof number !== 'number') return undefined;
  return { apiUrl: env.GITHUB_API_URL || 'https://api.github.com', repository, number, token };
}

/** A pull request whose comment is kept up to date. */
interface PullRequest {
  /** GitHub's REST API, such as `https://api.github.com`. */
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
}

/** Begins a comment, hidden, so that it is found again: one for each page and phase that a workflow waits for. */
function markerOf(subject: readonly (string | undefined)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(subject)).digest('hex').slice(0, 16);
  return `<!-- guidepost-gate ${hash} -->`;
}

/** Writes the comment that begins with a marker: creates it the first time, then changes it. @throws Error with what GitHub said */
function createCommenter(pullRequest: PullRequest, marker: string): (text: string) => Promise<void> {
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
