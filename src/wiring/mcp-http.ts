import type { IncomingHttpHeaders } from 'node:http';
import { createMcpHttp, MAX_BODY, type McpHttpServices, type McpRequest, type SlackIdentity } from '../mcp/http.js';
import type { DrawCard } from '../mcp/server.js';
import type { PageUrl } from '../slack/block-kit/mrkdwn/render-markdown.js';
import type { RateLimits } from '../slack/rate-limits.js';
import { surface } from '../slack/surface.js';
import type { Subtree } from '../slack/transport/http-server.js';
import { isSigned, isTimely } from '../slack/transport/read-request.js';
import type { AgeOf } from '../slack/views/context.js';
import { slackbotAnswer, slackbotPage, slackbotRuns } from '../slack/views/slackbot-cards.js';
import type { Installations } from '../workspaces/installations.js';
import { type ServedPart, serveBelow } from './serve-below.js';

const MCP_PATH = '/mcp';

export interface McpHttpOptions extends Omit<McpHttpServices, 'slack'>, Pick<ServedPart, 'readBody' | 'logger'> {
  /** Of Slack's requests. Absent in Socket Mode, which has no signing secret. */
  readonly identity?: SlackIdentityOptions;
}

/** Serves the MCP server at `/mcp`. */
export function httpMcp({ identity, logger, readBody, ...services }: McpHttpOptions): Subtree {
  const mcp = createMcpHttp({ ...services, ...(identity && { slack: slackIdentity(identity) }) });
  return serveBelow({
    readBody,
    logger,
    below: MCP_PATH,
    maxBody: MAX_BODY,
    unknownWords: 'its token or its signature is missing or wrong',
    async answer(request) {
      if (request.path !== '') return 'off';
      const { status, headers = {}, body = '' } = await mcp(request);
      return { status, headers, body };
    },
  });
}

interface SlackIdentityOptions {
  readonly signingSecret: string;
  /** With many workspaces: those that have installed the app. */
  readonly installations: Pick<Installations, 'find'> | undefined;
  /** Of an app in one workspace: its id, or that of its organization. */
  readonly ownInstallation: () => Promise<string | undefined>;
  readonly limits: RateLimits;
  readonly pageUrl: PageUrl;
  readonly ageOf: AgeOf;
}

/** Knows Slackbot's requests, and draws its cards. */
function slackIdentity(options: SlackIdentityOptions): SlackIdentity {
  const { signingSecret, installations, ownInstallation, limits, pageUrl, ageOf } = options;
  return {
    mayBeSigned: (header) => isTimely(signatureOf(header)),
    isSigned: (header, body) => isSigned(signingSecret, signatureOf(header), body),
    async installationOf({ team, enterprise }) {
      const ids = enterprise === undefined ? [team] : [team, enterprise];
      if (installations === undefined) {
        const own = await ownInstallation();
        return ids.find((id) => id === own);
      }
      for (const id of ids) if ((await installations.find(id)) !== undefined) return id;
      return undefined;
    },
    take: (installation, person) => limits.take(installation, person)?.retryInMs,
    draw: drawCards(pageUrl, ageOf),
  };
}

function signatureOf(header: McpRequest['header']): IncomingHttpHeaders {
  const names = ['x-slack-request-timestamp', 'x-slack-signature'];
  return Object.fromEntries(names.map((name) => [name, header(name)]));
}

/** Draws what a tool answers as a card of Slackbot. */
export function drawCards(pageUrl: PageUrl, ageOf?: AgeOf): DrawCard {
  return (shown, canCall) => {
    const context = { pageUrl, canCall, command: surface.commands[0], ...(ageOf && { ageOf }) };
    switch (shown.kind) {
      case 'answer':
        return slackbotAnswer(shown.answer, context);
      case 'page':
        return slackbotPage(shown.part, context);
      case 'runs':
        return slackbotRuns(shown.runs, context);
    }
  };
}
