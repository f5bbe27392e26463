import type { Answers } from '../answer/answers.js';
import { createApi } from '../api/api.js';
import type { ApiServices } from '../api/call.js';
import type { AskLog } from '../asks/ask-log.js';
import type { People } from '../slack/api/people.js';
import type { SlackSettings } from '../slack/app.js';
import type { PageUrl } from '../slack/block-kit/mrkdwn/render-markdown.js';
import type { RateLimits } from '../slack/rate-limits.js';
import type { Subtree } from '../slack/transport/http-server.js';
import type { ReadBody } from '../slack/transport/read-request.js';
import type { AgeOf } from '../slack/views/context.js';
import type { Installations } from '../workspaces/installations.js';
import { createApiLimits, httpApi } from './http-api.js';

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
