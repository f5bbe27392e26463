import {
  boolean,
  byType,
  type Check,
  every,
  fields,
  isObject,
  list,
  type Problems,
  refuse,
  rule,
  string,
} from './check.js';
import { anyText, id, plainText, url } from './composition.js';
import { accessoryElements, actionsElements, contextActionsElements, contextImage, inputElements } from './elements.js';
import { characters, counts } from './numbers.js';
import { richTextElement } from './rich-text.js';

export type SurfaceKind = 'message' | 'modal' | 'home';

const type = string();
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

/** Everything that Slack would refuse in these blocks, by JSON pointer below `at`. */
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
    for (const [place, element] of elementsOf(block)) {
      if (element.focus_on_load === true) focused += 1;
      if (element.action_id === undefined) continue;
      if (actionIds.has(element.action_id)) {
        refuse(problems, `action_id \`${element.action_id}\` already exists`, `${at}/${index}/${place}/action_id`);
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
