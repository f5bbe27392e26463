import {
  anyText,
  anything,
  boolean,
  byType,
  type Check,
  every,
  fields,
  id,
  integer,
  isObject,
  list,
  oneOf,
  type Problems,
  plainText,
  refuse,
  rule,
  string,
  url,
} from './checks.js';
import { accessoryElements, actionsElements, contextActionsElements, contextImage, inputElements } from './elements.js';
import { characters, counts } from './limits.js';

export type SurfaceKind = 'message' | 'modal' | 'home';

const type = string();
const style = fields(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
    underline: boolean,
  },
);
const styled = { style };

const inline = byType({
  text: fields({ type, text: string() }, styled),
  link: fields({ type, url }, { text: string(), unsafe: boolean, ...styled }),
  emoji: fields({ type, name: string() }, { unicode: string(), url, skin_tone: anything, ...styled }),
  user: fields({ type, user_id: string() }, styled),
  channel: fields({ type, channel_id: string() }, styled),
  usergroup: fields({ type, usergroup_id: string() }, styled),
  team: fields({ type, team_id: string() }, styled),
  broadcast: fields({ type, range: oneOf('here', 'channel', 'everyone') }, styled),
  color: fields({ type, value: string() }, styled),
  date: fields(
    { type, timestamp: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), format: string() },
    { url, fallback: string(), ...styled },
  ),
});
const border = { border: oneOf(0, 1) };
const section = fields({ type, elements: list(inline, { min: 0 }) });

/** The elements of a `rich_text` block: docs.slack.dev/reference/block-kit/blocks/rich-text-block. */
export const richTextElement = byType({
  rich_text_section: section,
  rich_text_list: fields(
    { type, elements: list(byType({ rich_text_section: section })), style: oneOf('bullet', 'ordered') },
    { indent: integer({ min: 0, max: 8 }), offset: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), ...border },
  ),
  rich_text_quote: fields({ type, elements: list(inline) }, border),
  rich_text_preformatted: fields({ type, elements: list(inline) }, { ...border, language: string() }),
});

const named = { block_id: id };

const everywhere: Record<string, Check> = {
  actions: fields({ type, elements: list(byType(actionsElements), { max: counts.actionsElements }) }, named),
  context: fields({ type, elements: list(contextElement(), { max: counts.contextElements }) }, named),
  divider: fields({ type }, named),
  header: fields({ type, text: plainText(characters.header) }, named),
  image: every(
    fields(
      { type, alt_text: string({ max: characters.altText }) },
      {
        ...named,
        image_url: url,
        slack_file: fields({}, { id: string(), url }),
        title: plainText(characters.imageTitle),
      },
    ),
    rule((block) =>
      (block.image_url === undefined) === (block.slack_file === undefined)
        ? 'needs either image_url or slack_file'
        : undefined,
    ),
  ),
  input: fields(
    { type, label: plainText(characters.inputLabel), element: byType(inputElements) },
    { ...named, hint: plainText(characters.inputHint), optional: boolean, dispatch_action: boolean },
  ),
  rich_text: fields({ type, elements: list(richTextElement) }, named),
  section: every(
    fields(
      { type },
      {
        ...named,
        text: anyText(characters.sectionText),
        fields: list(anyText(characters.sectionField), { max: counts.sectionFields }),
        accessory: byType(accessoryElements),
        expand: boolean,
      },
    ),
    rule((block) =>
      block.text === undefined && block.fields === undefined ? 'missing required field: text' : undefined,
    ),
  ),
};

function contextElement(): Check {
  const text = anyText(characters.text);
  return byType({ image: contextImage, plain_text: text, mrkdwn: text });
}

const onlyInMessages: Record<string, Check> = {
  markdown: fields({ type, text: string({ max: characters.markdownInAll }) }, named),
  context_actions: fields(
    { type, elements: list(byType(contextActionsElements), { max: counts.contextActionsElements }) },
    named,
  ),
};

/** Everything Slack would refuse in these blocks, with a JSON pointer below `at`. */
export function checkBlocks(blocks: unknown, surface: SurfaceKind, at: string): Problems {
  const problems: Problems = [];
  const max = surface === 'message' ? counts.messageBlocks : counts.viewBlocks;
  const kinds = surface === 'message' ? { ...everywhere, ...onlyInMessages } : everywhere;
  list(byType(kinds), { min: surface === 'modal' ? 1 : 0, max })(blocks, at, problems);
  if (Array.isArray(blocks)) checkIds(blocks, at, problems);
  return problems;
}

function checkIds(blocks: unknown[], at: string, problems: Problems): void {
  const blockIds = new Set<unknown>();
  let focused = 0;
  for (const [index, block] of blocks.entries()) {
    if (!isObject(block)) continue;
    if (block.block_id !== undefined && blockIds.has(block.block_id)) {
      refuse(problems, `block_id \`${block.block_id}\` already exists`, `${at}/${index}/block_id`);
    }
    blockIds.add(block.block_id);
    const actionIds = new Set<unknown>();
    for (const [path, element] of elementsOf(block)) {
      if (element.focus_on_load === true) focused += 1;
      if (element.action_id === undefined) continue;
      if (actionIds.has(element.action_id)) {
        refuse(problems, `action_id \`${element.action_id}\` already exists`, `${at}/${index}/${path}/action_id`);
      }
      actionIds.add(element.action_id);
    }
  }
  if (focused > 1) refuse(problems, 'only one element may have focus_on_load', at);
}

function elementsOf(block: Record<string, unknown>): [string, Record<string, unknown>][] {
  const found: [string, unknown][] = [
    ['accessory', block.accessory],
    ['element', block.element],
    ...(Array.isArray(block.elements)
      ? block.elements.map((one, index): [string, unknown] => [`elements/${index}`, one])
      : []),
  ];
  return found.filter((entry): entry is [string, Record<string, unknown>] => isObject(entry[1]));
}
