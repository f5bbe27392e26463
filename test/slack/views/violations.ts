import type { KnownBlock, View } from '@slack/types';
import type { Message } from '../../../src/slack/block-kit/blocks.js';
import { limits } from '../../../src/slack/block-kit/limits.js';

/** Describes every limit of Slack's that a message exceeds. Empty for a message that Slack accepts. */
export function messageViolations({ text, blocks }: Message): string[] {
  return [
    ...tooLong('text', text, limits.messageText),
    ...(text.trim() === '' ? ['the text is empty: screen readers and notifications read it'] : []),
    ...(blocks.length > limits.messageBlocks ? [`${blocks.length} blocks`] : []),
    ...tooLong('blocks as JSON', JSON.stringify(blocks), limits.messageCharacters),
    ...blockViolations(blocks),
  ];
}

export function viewViolations(view: View): string[] {
  return [
    ...(view.blocks.length > limits.viewBlocks ? [`${view.blocks.length} blocks`] : []),
    ...(Buffer.byteLength(JSON.stringify(view)) > limits.viewBytes ? ['the view is too large'] : []),
    ...('title' in view && view.title ? tooLong('title', view.title.text, limits.viewTitle) : []),
    ...blockViolations(view.blocks as KnownBlock[]),
  ];
}

function blockViolations(blocks: readonly KnownBlock[]): string[] {
  const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
  return [
    ...(new Set(ids).size < ids.length ? ['two blocks share a block_id'] : []),
    ...blocks.flatMap((block, index) => violationsOf(block).map((text) => `blocks[${index}] (${block.type}): ${text}`)),
  ];
}

function violationsOf(block: KnownBlock): string[] {
  switch (block.type) {
    case 'header':
      return textViolations(block.text.text, limits.headerText);
    case 'section':
      return [
        ...textViolations(block.text?.text, limits.sectionText),
        ...(block.accessory ? elementViolations(block.accessory as unknown as Element) : []),
      ];
    case 'context':
      return [
        ...(block.elements.length > limits.contextElements ? [`${block.elements.length} elements`] : []),
        ...block.elements.flatMap((element) =>
          'text' in element ? textViolations(element.text, limits.contextText) : [],
        ),
      ];
    case 'actions': {
      const elements = block.elements as unknown as Element[];
      const ids = elements.map(({ action_id }) => action_id);
      return [
        ...(elements.length === 0 || elements.length > limits.actionsElements ? [`${elements.length} elements`] : []),
        ...(new Set(ids).size < ids.length ? ['two elements share an action_id'] : []),
        ...elements.flatMap(elementViolations),
      ];
    }
    default:
      return [];
  }
}

interface Element {
  readonly type: string;
  readonly action_id: string;
  readonly text: { readonly text: string };
  readonly value?: string;
  readonly url?: string;
  readonly options?: readonly { readonly text: { readonly text: string }; readonly value: string }[];
}

function elementViolations({ type, action_id, text, value, url, options }: Element): string[] {
  if (options !== undefined) {
    const max = type === 'overflow' ? limits.overflowOptions : limits.selectOptions;
    return [
      ...(options.length === 0 || options.length > max ? [`${options.length} options`] : []),
      ...(new Set(options.map((option) => option.value)).size < options.length ? ['two options share a value'] : []),
      ...options.flatMap((option) => [
        ...textViolations(option.text.text, limits.optionText),
        ...tooLong('option value', option.value, limits.optionValue),
      ]),
    ];
  }
  return [
    ...tooLong('action_id', action_id, limits.id),
    ...textViolations(text.text, limits.buttonText),
    ...tooLong('value', value ?? '', limits.buttonValue),
    ...tooLong('url', url ?? '', limits.url),
  ];
}

function textViolations(text: string | undefined, most: number): string[] {
  return [...(text === undefined || text.trim() === '' ? ['empty text'] : []), ...tooLong('text', text ?? '', most)];
}

function tooLong(what: string, text: string, most: number): string[] {
  return text.length > most ? [`${what} has ${text.length} characters, ${most} are allowed`] : [];
}
