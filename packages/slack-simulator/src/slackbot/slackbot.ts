import { signature } from '../delivery/http.js';
import { isObject } from '../limits/checks.js';
import { checkToolBlocks } from '../limits/slackbot.js';
import { plainTextOf } from '../plain-text.js';
import type { Block } from '../workspace/state.js';

export interface SlackbotOptions {
  /** The address of the app's MCP server, as its manifest names it. */
  url: string;
  signingSecret: string;
  /** Who talks to Slackbot. Without a person, as when Slack looks for tools. */
  person?: string;
  team?: string;
  enterprise?: string;
  /** Whether Slackbot says in `initialize` that it draws Block Kit. Default true. */
  drawsBlocks?: boolean;
  /** Whether it sends the session's id back. Default true. */
  keepsSession?: boolean;
  /** Milliseconds since 1970, for signatures. */
  clock?: () => number;
}

/** A tool as the server lists it. */
export interface SlackbotTool {
  name: string;
  description: string;
  inputSchema: Readonly<Record<string, unknown>>;
  annotations: Readonly<Record<string, unknown>>;
  supportsBlockKit: boolean;
}

/** What Slackbot got from a tool. */
export interface ToolReply {
  /** What the language model reads. */
  text: string;
  isError: boolean;
  /** The result as it came. */
  result: Readonly<Record<string, unknown>>;
  /** Whether the person was asked before the call: of every tool that is not marked as reading only. */
  asked: boolean;
  /** What is drawn: the blocks, or nothing if there are none or one of them is wrong. */
  blocks: readonly Block[];
  /** Why blocks were dropped, and what in them does nothing. */
  problems: readonly string[];
  /** What the person sees of the card. */
  plainText(): string;
  /** Presses a button of the card. The tool's answer takes its place. */
  press(label: string): Promise<ToolReply>;
  /** Chooses from a select of the card. */
  choose(label: string): Promise<ToolReply>;
}

/** Slackbot as a client of an app's MCP server. */
export interface Slackbot {
  readonly server: Readonly<Record<string, unknown>>;
  readonly tools: readonly SlackbotTool[];
  /** Calls a tool, as the language model decides to. */
  call(tool: string, args?: object): Promise<ToolReply>;
}

/** An answer that is none: the server refused the request. */
export class SlackbotRefused extends Error {
  override readonly name = 'SlackbotRefused';
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`The MCP server answered ${status}: ${body.slice(0, 300)}`);
  }
}

/** Connects to a server as Slack does with "Slack identity" authentication: it signs every request, and names the person in each. */
export async function connectSlackbot(options: SlackbotOptions): Promise<Slackbot> {
  const { drawsBlocks = true, enterprise, keepsSession = true, person, team } = options;
  let session: string | undefined;
  let version: string | undefined;
  let id = 0;
  const _meta = { slack: { user_id: person, team_id: team, enterprise_id: enterprise } };

  const send = async (message: object): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    const timestamp = String(Math.floor((options.clock ?? Date.now)() / 1000));
    const response = await fetch(options.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature({ secret: options.signingSecret, timestamp, body }),
        ...(session !== undefined && keepsSession && { 'mcp-session-id': session }),
        ...(version !== undefined && { 'mcp-protocol-version': version }),
      },
      body,
    });
    const text = await response.text();
    if (!response.ok) throw new SlackbotRefused(response.status, text);
    session ??= response.headers.get('mcp-session-id') ?? undefined;
    return text === '' ? undefined : messageIn(text, response.headers.get('content-type') ?? '');
  };
  const request = async (method: string, params: object): Promise<Record<string, unknown>> => {
    id += 1;
    const answered = await send({ id, method, params });
    if (!isObject(answered)) throw new Error(`${method} got no answer`);
    if (isObject(answered.error)) throw new Error(`${method}: ${String(answered.error.message)}`);
    return isObject(answered.result) ? answered.result : {};
  };

  const server = await request('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: drawsBlocks
      ? { extensions: { 'io.slack/block-kit': { mimeTypes: ['application/vnd.slack.blocks+json'] } } }
      : {},
    clientInfo: { name: 'Slackbot', version: '1' },
    _meta,
  });
  version = String(server.protocolVersion);
  await send({ method: 'notifications/initialized' });
  const listed = (await request('tools/list', { _meta })).tools;
  const tools = (Array.isArray(listed) ? listed : []).map(toolOf);
  const names = tools.map(({ name }) => name);

  const call = async (tool: string, args: object = {}): Promise<ToolReply> => {
    const isReading = tools.find(({ name }) => name === tool)?.annotations.readOnlyHint === true;
    const result = await request('tools/call', { name: tool, arguments: args, _meta });
    return replyOf(result, { asked: !isReading, drawsBlocks, names, call });
  };
  return { server, tools, call };
}

/** The one message of an answer: as JSON, or as an event of a stream. */
function messageIn(text: string, type: string): unknown {
  const json = type.startsWith('text/event-stream') ? (/^data: ?(.+)$/m.exec(text)?.[1] ?? '') : text;
  return JSON.parse(json);
}

function toolOf(listed: Record<string, unknown>): SlackbotTool {
  const meta = isObject(listed._meta) && isObject(listed._meta.slack) ? listed._meta.slack : {};
  return {
    name: String(listed.name),
    description: String(listed.description ?? ''),
    inputSchema: isObject(listed.inputSchema) ? listed.inputSchema : {},
    annotations: isObject(listed.annotations) ? listed.annotations : {},
    supportsBlockKit: meta.supportsBlockKit === true,
  };
}

interface Circumstances {
  asked: boolean;
  drawsBlocks: boolean;
  names: readonly string[];
  call: Slackbot['call'];
}

function replyOf(result: Record<string, unknown>, { asked, drawsBlocks, names, call }: Circumstances): ToolReply {
  const content = Array.isArray(result.content) ? result.content.filter(isObject) : [];
  const meta = isObject(result._meta) && isObject(result._meta.slack) ? result._meta.slack : {};
  const sent = drawsBlocks ? meta.blocks : undefined;
  const problems = sent === undefined ? [] : checkToolBlocks(sent, names);
  const blocks = problems.length > 0 || !Array.isArray(sent) ? [] : (sent as Block[]);
  const actionables = blocks.flatMap(actionablesIn);
  const perform = async (label: string, kind: 'button' | 'option'): Promise<ToolReply> => {
    const found = actionables.find((each) => each.kind === kind && each.label === label);
    if (found === undefined) {
      const known = actionables.filter((each) => each.kind === kind).map((each) => `“${each.label}”`);
      throw new Error(`The card has no ${kind} “${label}”. It has ${known.join(', ') || 'none'}.`);
    }
    return call(found.tool, JSON.parse(found.value) as object);
  };
  return {
    text: content.map(({ text }) => String(text ?? '')).join('\n'),
    isError: result.isError === true,
    result,
    asked,
    blocks,
    problems,
    plainText: () => plainTextOf(blocks),
    press: (label) => perform(label, 'button'),
    choose: (label) => perform(label, 'option'),
  };
}

interface Actionable {
  kind: 'button' | 'option';
  label: string;
  tool: string;
  value: string;
}

function actionablesIn(block: Block): Actionable[] {
  const { accessory, elements } = block as Record<string, unknown>;
  const found = [accessory, ...(Array.isArray(elements) ? (elements as unknown[]) : [])].filter(isObject);
  return found.flatMap((element): Actionable[] => {
    const tool = /^tool:(.+)$/.exec(String(element.action_id ?? ''))?.[1];
    if (tool === undefined) return [];
    if (element.type === 'button')
      return [{ kind: 'button', label: labelOf(element.text), tool, value: String(element.value) }];
    const options = Array.isArray(element.options) ? element.options.filter(isObject) : [];
    return options.map((option) => ({
      kind: 'option',
      label: labelOf(option.text),
      tool,
      value: String(option.value),
    }));
  });
}

function labelOf(text: unknown): string {
  return isObject(text) ? String(text.text) : '';
}
