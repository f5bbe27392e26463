import { textOf } from '../plain-text-of.js';
import { type PlacedElement, placedElements } from '../workspace/elements.js';
import type { Block, JsonObject } from '../workspace/state.js';
import type { Target } from './workspace.js';

/** Something with a label that a person can press, choose in or fill. */
export interface Labelled extends PlacedElement {
  label: string;
  value?: string;
  /** For a button inside an element (feedback buttons): its own fields. */
  button: JsonObject;
}

const pressed = new Set(['button', 'icon_button', 'workflow_button']);

/** Everything that can be pressed, in order; feedback buttons count as two. */
export function pressables(blocks: readonly Block[]): Labelled[] {
  return placedElements(blocks).flatMap((placed) => {
    const { element } = placed;
    if (pressed.has(element.type)) return [labelled(placed, element)];
    if (element.type !== 'feedback_buttons') return [];
    return [element.positive_button, element.negative_button].map((button) => labelled(placed, button as JsonObject));
  });
}

/** Everything that holds a choice or a text, labelled by its input block, its placeholder, or the section beside it. */
export function fillables(blocks: readonly Block[]): Labelled[] {
  return placedElements(blocks)
    .filter(({ element }) => !pressed.has(element.type) && element.type !== 'feedback_buttons')
    .map((placed) => {
      const { block, element } = placed;
      const label = textOf(block.label) || textOf(element.placeholder) || textOf(block.text) || element.type;
      return { ...placed, label, button: element };
    });
}

function labelled(placed: PlacedElement, button: JsonObject): Labelled {
  return {
    ...placed,
    label: textOf(button.text),
    button,
    ...(typeof button.value === 'string' ? { value: button.value } : {}),
  };
}

function withoutEmoji(label: string): string {
  return label
    .replaceAll(/:[\w+'-]+:/g, '')
    .replaceAll(/\p{Extended_Pictographic}|\u{fe0f}/gu, '')
    .trim();
}

/** @throws Error that lists the labels there are */
export function findElement(candidates: Labelled[], target: Target, nth?: number): Labelled {
  const wanted = typeof target === 'string' ? { label: target } : target;
  const index = nth ?? wanted.nth ?? 0;
  const fits = candidates.filter(
    ({ block, element, value }) =>
      (wanted.actionId === undefined || element.action_id === wanted.actionId) &&
      (wanted.blockId === undefined || block.block_id === wanted.blockId) &&
      (wanted.value === undefined || value === wanted.value),
  );
  const { label } = wanted;
  const exact = fits.filter((one) => label === undefined || one.label === label);
  const found =
    exact.length > 0 ? exact : fits.filter((one) => label !== undefined && withoutEmoji(one.label) === label);
  const element = found[index];
  if (element) return element;
  const there = candidates.map((one) => `"${one.label}" (${one.element.action_id})`).join(', ') || 'none';
  const which = nth === undefined && wanted.nth === undefined ? '' : `, number ${index}`;
  throw new Error(`simulated Slack: no element fits ${JSON.stringify(target)}${which}. There are: ${there}.`);
}
