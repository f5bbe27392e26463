import type { Answers } from '../answer/answers.js';
import { type Api, createApi, MAX_BODY } from '../api/api.js';
import type { ApiLimits, ApiServices } from '../api/call.js';
import type { AskLog } from '../asks/ask-log.js';
import type { People } from '../slack/api/people.js';
import type { SlackSettings } from '../slack/app.js';
import type { PageUrl } from '../slack/block-kit/mrkdwn/render-markdown.js';
import { createRateLimits, type RateLimits } from '../slack/rate-limits.js';
import type { Subtree } from '../slack/transport/http-server.js';
import type { ReadBody } from '../slack/transport/read-request.js';
import type { AgeOf } from '../slack/views/context.js';
import type { Installations } from '../workspaces/installations.js';
import { type ServedPart, serveBelow } from './serve-below.js';

export interface ProgramParts {
  readonly version: string;
  readonly api: Omit<ApiServices, 'limits'>;
  /** With the MCP server. `mayWrite`: with the tools that change something. */
  readonly mcp: { readonly mayWrite: boolean } | undefined;
  readonly answers: Answers;
  readonly asks: AskLog;
  readonly isInChannel: People['isInChannel'];
  readonly pageUrl: PageUrl;
  readonly ageOf: AgeOf;
  readonly connection: SlackSettings['connection'];
  /** With many workspaces: those that have installed the app. */
  readonly installations: Pick<Installations, 'find'> | undefined;
  /** Of an app in one workspace: its id, or that of its organization. */
  readonly ownInstallation: () => Promise<string | undefined>;
  /** Those of people in Slack, which hold for Slackbot, too. */
  readonly limits: RateLimits;
  readonly readBody: ReadBody;
}

/** What programs call: the API, and the MCP server if it is on. Both share the limits of tokens. */
export async function createProgramRoutes(parts: ProgramParts): Promise<readonly Subtree[]> {
  const { version, mcp, readBody } = parts;
  const { logger } = parts.api;
  const services: ApiServices = { ...parts.api, limits: createApiLimits() };
  const api = httpApi(createApi(services, version), { readBody, logger });
  if (mcp === undefined) return [api];
  // Loaded on demand: a start without the MCP server is as quick as before.
  const { httpMcp } = await import('./mcp-http.js');
  const { answers, asks, isInChannel, pageUrl, ageOf, connection, installations, ownInstallation, limits } = parts;
  const { guide, tokens } = services;
  return [
    api,
    httpMcp({
      ...{ tokens, limits: services.limits, readBody, logger },
      mcp: {
        ...{ mayWrite: mcp.mayWrite, version, answers, guide, pageUrl, api: services, isInChannel, logger },
        ...(asks.isOn && { asks }),
      },
      // Over Socket Mode there is no secret to know Slack by.
      ...(connection.kind !== 'socket' && {
        identity: {
          signingSecret: connection.signingSecret,
          ...{ installations, ownInstallation, limits, pageUrl, ageOf },
        },
      }),
    }),
  ];
}

const API_PATH = '/api/v1';

/** Serves the API below `/api/v1`. */
function httpApi(api: Api, server: Pick<ServedPart, 'readBody' | 'logger'>): Subtree {
  return serveBelow({
    ...server,
    below: API_PATH,
    maxBody: MAX_BODY,
    unknownWords: 'its token is missing, unknown or revoked',
    async answer(request) {
      const answered = await api(request);
      if (answered === 'off') return answered;
      const { status, headers, body } = answered;
      return {
        status,
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      };
    },
  });
}

/** Two hundred gates that wait with one token, each asking every four seconds. */
const REQUESTS_PER_MINUTE = 3_000;
/** Each may post to Slack, which takes about one message a second in a channel. */
const CHANGES_PER_MINUTE = 120;
/** Of all callers together. Nobody guesses 256 bits; this only spares the database. */
const GUESSES_PER_MINUTE = 600;

/** Rate limits of the API, in each process separately. */
function createApiLimits(): ApiLimits {
  const requests = createRateLimits(REQUESTS_PER_MINUTE);
  const changes = createRateLimits(CHANGES_PER_MINUTE);
  const guesses = createRateLimits(GUESSES_PER_MINUTE);
  return {
    take: ({ installation, id }, isChange) => (isChange ? changes : requests).take(installation, id)?.retryInMs,
    guess: () => guesses.take('', 'unknown tokens')?.retryInMs,
  };
}
