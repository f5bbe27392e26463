import type { Button, KnownBlock, StaticSelect } from '@slack/types';
import { actions, option, plainText } from './blocks.js';
import { limits } from './limits.js';
import { cutPlain } from './mrkdwn/escape.js';

/** A call of an MCP tool, which Slackbot makes when somebody presses a button. */
export interface ToolCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * A button that calls a tool. Slackbot knows it by its `action_id`, and takes the arguments from its value.
 * @returns undefined if the arguments do not fit
 */
export function toolButton(text: string, { tool, args }: ToolCall, label?: string): Button | undefined {
  const value = JSON.stringify(args);
  if (value.length > limits.buttonValue) return undefined;
  return {
    type: 'button',
    action_id: `tool:${tool}`,
    text: plainText(cutPlain(text, limits.buttonText) || '…'),
    value,
    ...(label && { accessibility_label: cutPlain(label, limits.buttonText) }),
  };
}

/** A row of buttons. Slackbot wants every `action_id` once in its block, so a second button of a tool begins another row. */
export function toolRows(buttons: readonly (Button | undefined)[]): KnownBlock[] {
  const rows: Button[][] = [];
  for (const button of buttons) {
    if (button === undefined) continue;
    const row = rows.at(-1);
    if (row === undefined || row.some(({ action_id }) => action_id === button.action_id)) rows.push([button]);
    else row.push(button);
  }
  return rows.map((row) => actions(row));
}

export interface ToolChoice {
  readonly text: string;
  readonly args: ToolCall['args'];
}

/** More buttons than this are a select. */
const BUTTONS = 3;

/** Some calls of one tool: as buttons, or as a select if they are many. A choice whose arguments do not fit an option is left out of the select. */
export function toolChoices(tool: string, placeholder: string, choices: readonly ToolChoice[]): KnownBlock[] {
  if (choices.length <= BUTTONS) return toolRows(choices.map(({ text, args }) => toolButton(text, { tool, args })));
  const select = toolSelect(tool, placeholder, choices);
  return select ? [actions([select])] : [];
}

/** @returns undefined if nothing fits */
export function toolSelect(
  tool: string,
  placeholder: string,
  choices: readonly ToolChoice[],
): StaticSelect | undefined {
  const options = new Map(
    choices.flatMap(({ text, args }): [string, string][] => {
      const value = JSON.stringify(args);
      return value.length > limits.optionValue ? [] : [[value, text]];
    }),
  );
  if (options.size === 0) return undefined;
  return {
    type: 'static_select',
    action_id: `tool:${tool}`,
    placeholder: plainText(cutPlain(placeholder, limits.placeholder)),
    options: [...options].slice(0, limits.selectOptions).map(([value, text]) => option(text, value)),
  };
}
