import { isIP } from 'node:net';
import { isObject, type Problems, refuse } from './checks.js';
import { characters, counts } from './limits.js';
import { checkMessage } from './messages-and-views.js';

/**
 * What Slackbot draws of a tool's answer: docs.slack.dev/ai/slackbot-mcp-client/returning-rich-responses. One other block, or one mistake, and
 * it shows none of them.
 */
const BLOCKS: ReadonlySet<unknown> = new Set([
  'actions',
  'card',
  'carousel',
  'container',
  'context',
  'data_table',
  'data_visualization',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'markdown',
  'rich_text',
  'section',
  'table',
  'video',
]);

/**
 * Everything for which Slackbot would drop the blocks of a tool's answer, and every button in them that would do nothing.
 * @param tools the names of the server's tools
 */
export function checkToolBlocks(blocks: unknown, tools: readonly string[]): Problems {
  const problems: Problems = [];
  if (!Array.isArray(blocks)) {
    refuse(problems, 'must be an array', '/blocks');
    return problems;
  }
  if (blocks.length === 0) refuse(problems, 'no blocks', '/blocks');
  if (blocks.length > counts.messageBlocks)
    refuse(problems, `no more than ${counts.messageBlocks} items allowed`, '/blocks');
  for (const [index, block] of blocks.entries()) {
    if (!isObject(block)) continue;
    const at = `/blocks/${index}`;
    if (!BLOCKS.has(block.type)) refuse(problems, `Slackbot does not draw ${String(block.type)}`, `${at}/type`);
    checkAddresses(block, at, problems);
    for (const [path, element] of interactiveIn(block)) checkAction(element, `${at}/${path}`, tools, problems);
  }
  problems.push(...(checkMessage({ text: 'tool', blocks })?.messages ?? []));
  return problems;
}

type Element = Readonly<Record<string, unknown>>;

function interactiveIn({ accessory, element, elements }: Element): [string, Element][] {
  const found: [string, unknown][] = [
    ['accessory', accessory],
    ['element', element],
    ...(Array.isArray(elements) ? elements.map((each, index): [string, unknown] => [`elements/${index}`, each]) : []),
  ];
  return found.flatMap(([path, each]): [string, Element][] =>
    isObject(each) && each.action_id !== undefined ? [[path, each]] : [],
  );
}

function checkAction(element: Element, at: string, tools: readonly string[], problems: Problems): void {
  const { action_id: id, options, type, url, value } = element;
  if (url !== undefined) return;
  const [, kind, tool = ''] = /^(tool|input):(.+)$/.exec(String(id)) ?? [];
  if (kind === 'input') return;
  if (kind === undefined) {
    refuse(problems, 'Slackbot makes it inert: neither tool:… nor input:…, and no url', `${at}/action_id`);
    return;
  }
  if (!tools.includes(tool)) refuse(problems, `there is no tool ${tool}`, `${at}/action_id`);
  const values: unknown[] = type === 'button' ? [value] : Array.isArray(options) ? options.map(choiceOf) : [];
  if (values.length === 0) refuse(problems, `${String(type)} carries no arguments`, at);
  for (const each of values) {
    if (typeof each !== 'string' || !isObject(parsed(each)))
      refuse(problems, 'must be a JSON string of the tool’s arguments', `${at}/value`);
    else if (each.length > characters.buttonValue)
      refuse(problems, `must be less than ${characters.buttonValue + 1} characters`, `${at}/value`);
  }
}

function choiceOf(option: unknown): unknown {
  return isObject(option) ? option.value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Slack opens, and fetches, only what is at a public host by https. */
function checkAddresses(value: unknown, at: string, problems: Problems): void {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) checkAddresses(each, `${at}/${index}`, problems);
  } else if (isObject(value)) {
    for (const [name, each] of Object.entries(value)) {
      if (/(?:^|_)url$/.test(name) && typeof each === 'string' && !isPublic(each))
        refuse(problems, 'must be an https address of a public host', `${at}/${name}`);
      else checkAddresses(each, `${at}/${name}`, problems);
    }
  }
}

function isPublic(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, protocol } = new URL(address);
  if (protocol !== 'https:' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return false;
  return hostname.includes('.') && !/\.(?:local|localhost|internal|test)$/i.test(hostname);
}
