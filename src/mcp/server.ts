import { randomUUID } from 'node:crypto';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  type Tool as ListedTool,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { ItemNotFound, RunNotFound, StoreUnavailable } from '../checklist/errors.js';
import type { McpCaller, McpServices, Shown, Tool, ToolResult } from './tool.js';
import { ask } from './tools/ask.js';
import { getChecklist, settleItem, startRunTool } from './tools/checklists.js';
import { listRuns } from './tools/list-runs.js';
import { readPage, topics } from './tools/pages.js';

/** Slack's extension, by which a tool's answer carries blocks that Slackbot shows (docs.slack.dev/ai/slackbot-mcp-client/returning-rich-responses). */
export const BLOCK_KIT = 'io.slack/block-kit';

/** Draws what a tool answers as blocks; undefined for what has no card. */
export type DrawCard = (shown: Shown, canCall: (tool: string) => boolean) => readonly object[] | undefined;

export interface McpServerOptions {
  readonly services: McpServices;
  readonly caller: McpCaller;
  /** Present if the client shows cards. */
  readonly draw?: DrawCard;
}

/**
 * A server of the official SDK for one caller. Tools are listed and called by hand, not through the SDK's `McpServer`: that describes arguments in
 * zod, whose errors would not say what to send, and the tools of a caller depend on what a token may do.
 */
export function createMcpServer({ services, caller, draw }: McpServerOptions): Server {
  const tools = toolsFor(services, caller);
  const server = new Server(
    { name: 'guidepost', title: 'Guidepost', version: services.version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(listed) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }): Promise<CallToolResult> => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) {
      const names = tools.map(({ name }) => name).join(', ');
      throw new McpError(
        ErrorCode.InvalidParams,
        `There is no tool “${params.name.slice(0, 80)}”. There are ${names}.`,
      );
    }
    const result = await callTool(tool, services, caller, params.arguments ?? {});
    // What was asked is in no log.
    services.logger.debug('A tool was called', { tool: tool.name, caller: caller.kind, isError: 'error' in result });
    if ('error' in result) return { content: [{ type: 'text', text: result.error }], isError: true };
    const { data, shown, text } = result;
    const blocks = shown && draw?.(shown, (wanted) => tools.some(({ name }) => name === wanted));
    return {
      content: [{ type: 'text', text }],
      structuredContent: { ...data },
      ...(blocks && { _meta: { slack: { blocks } } }),
    };
  });
  return server;
}

const INSTRUCTIONS =
  'Guidepost answers from the deployment guide that this team wrote. Ask it before you answer a question about how the team builds, deploys, releases, runs or repairs its software. Quote what it says, name the page with its link, and say so if the guide has no answer.';

function listed({ name, title, description, input, output, may }: Tool): ListedTool {
  return {
    name,
    title,
    description,
    inputSchema: input as ListedTool['inputSchema'],
    outputSchema: output as ListedTool['outputSchema'],
    annotations:
      may === undefined
        ? { title, readOnlyHint: true, openWorldHint: false }
        : { title, readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    _meta: { slack: { supportsBlockKit: true } },
  };
}

/** Never throws: what went wrong becomes an answer that says so. */
async function callTool(
  tool: Tool,
  services: McpServices,
  caller: McpCaller,
  args: Readonly<Record<string, unknown>>,
): Promise<ToolResult> {
  try {
    return await tool.run({ services, caller, args });
  } catch (error) {
    if (error instanceof RunNotFound || error instanceof ItemNotFound)
      return { error: 'There is no such run that you may see.' };
    if (error instanceof StoreUnavailable) {
      services.logger.warn('A tool could not be called: the database cannot be used', { tool: tool.name, error });
      return { error: 'The database cannot be used at the moment. Try again soon.' };
    }
    const reference = randomUUID().slice(0, 8).toUpperCase();
    services.logger.error('A call of a tool failed', { reference, tool: tool.name, error });
    return { error: `Something went wrong. The log has the cause under ${reference}.` };
  }
}

const READING: readonly Tool[] = [ask, readPage, topics, getChecklist, listRuns];
const WRITING: readonly Tool[] = [startRunTool, settleItem];

/** The tools that a caller may call: those that change something only if the operator allows them and a token is for them. */
export function toolsFor({ api, mayWrite }: McpServices, caller: McpCaller): readonly Tool[] {
  if (!mayWrite || api === undefined || caller.kind === 'local') return READING;
  const writing = WRITING.filter(
    ({ may }) => caller.kind !== 'token' || (may !== undefined && caller.token.may.includes(may)),
  );
  return [...READING, ...writing];
}
