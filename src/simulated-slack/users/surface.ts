import { checkOptions } from '../limits/messages-and-views.js';
import { plainTextOf, textOf } from '../plain-text.js';
import type { Block, InputValue, InputValues, JsonObject, Person } from '../workspace/state.js';
import { stateValues } from '../workspace/views.js';
import {
  chosenOptions,
  chosenValue,
  fillables,
  findElement,
  type Labelled,
  optionsOf,
  pressables,
} from './elements.js';
import { failureOf, interactionDelivery, type Setting, whoAndWhere } from './payloads.js';
import type { Outcome, PressReply, Suggestion, Surface, Target } from './workspace.js';

interface Confirmed {
  answer?: 'confirm' | 'deny';
}

const nothingSent: PressReply = { outcome: { kind: 'ok' }, messages: () => [] };

/** Only an element with a confirm dialog asks. */
function denied({ button }: Labelled, answer?: 'confirm' | 'deny'): boolean {
  return answer === 'deny' && button.confirm !== undefined;
}

/** What messages, dialogs and the Home have in common: elements to press, choose in and fill. */
export abstract class BaseSurface implements Surface {
  constructor(
    protected readonly setting: Setting,
    protected readonly actor: Person,
  ) {}

  abstract get blocks(): readonly Block[];
  /** Under which name the person's choices are kept. */
  protected abstract get container(): string;
  /** What the payload says of this place. Opens a response_url where Slack gives one. @throws Error where the person cannot press */
  protected abstract place(interaction: string): PressPlace;

  plainText(): string {
    return plainTextOf(this.blocks);
  }

  buttons(): string[] {
    return pressables(this.blocks).map(({ label }) => label);
  }

  async press(target: Target, { nth, answer }: { nth?: number } & Confirmed = {}): Promise<PressReply> {
    const found = findElement(pressables(this.blocks), target, nth);
    return denied(found, answer) ? nothingSent : this.#send(found);
  }

  confirmation(target: Target, { nth }: { nth?: number } = {}): JsonObject | undefined {
    const all = [...pressables(this.blocks), ...fillables(this.blocks)];
    return findElement(all, target, nth).button.confirm as JsonObject | undefined;
  }

  async choose(target: Target, choice: string | string[], { answer }: Confirmed = {}): Promise<PressReply> {
    const found = findElement(fillables(this.blocks), target);
    if (denied(found, answer)) return nothingSent;
    const choices = typeof choice === 'string' ? [choice] : choice;
    const external = found.element.type.endsWith('external_select');
    const options = external ? await this.#offered(found, choices) : undefined;
    const value = chosenValue(this.setting.store, found, choices, options);
    if (value.type !== 'overflow') this.#keep(found, value);
    const silent = found.block.type === 'input' && found.block.dispatch_action !== true;
    return silent ? nothingSent : this.#send(found, value);
  }

  fill(target: Target, value: string): void {
    const found = findElement(fillables(this.blocks), target);
    this.#keep(found, { type: found.element.type, value: value === '' ? null : value });
  }

  async suggest(target: Target, typed: string): Promise<Suggestion[]> {
    const options = await this.#ask(findElement(fillables(this.blocks), target), typed);
    return options.map(({ text, value, description }) => ({
      text: textOf(text),
      value: String(value),
      ...(description !== undefined && { description: textOf(description) }),
    }));
  }

  protected get values(): InputValues {
    return stateValues(this.blocks, this.setting.store.state.inputs[this.actor.id]?.[this.container] ?? {});
  }

  async #send(target: Labelled, chosen?: InputValue): Promise<PressReply> {
    const interaction = this.setting.store.nextId('I');
    const place = this.place(interaction);
    const outcome = await sendPress(this.setting, {
      person: this.actor,
      target,
      place,
      ...(chosen === undefined ? {} : { chosen }),
    });
    return { outcome, messages: () => this.setting.answersTo(interaction, this.actor) };
  }

  async #ask(target: Labelled, typed: string): Promise<JsonObject[]> {
    const options = await askSuggestions(this.setting, { person: this.actor, target, place: this.place(''), typed });
    this.setting.offered.set(this.#nameOf(target), options);
    return options;
  }

  /** What an external select lets choose: what it offered last and what is chosen already; the app is asked where that is not enough. */
  async #offered(target: Labelled, choices: string[]): Promise<JsonObject[]> {
    const held = this.values[target.block.block_id]?.[target.element.action_id];
    const known = [...(this.setting.offered.get(this.#nameOf(target)) ?? []), ...chosenOptions(held)];
    const isKnown = choices.every((choice) =>
      known.some(({ text, value }) => value === choice || textOf(text) === choice),
    );
    return isKnown ? known : this.#ask(target, choices[0] ?? '');
  }

  #nameOf({ block, element }: Labelled): string {
    return JSON.stringify([this.actor.id, this.container, block.block_id, element.action_id]);
  }

  #keep({ block, element }: Labelled, value: InputValue): void {
    const { inputs } = this.setting.store.state;
    const mine = inputs[this.actor.id] ?? {};
    const here = mine[this.container] ?? {};
    const inBlock = { ...here[block.block_id], [element.action_id]: value };
    inputs[this.actor.id] = { ...mine, [this.container]: { ...here, [block.block_id]: inBlock } };
    this.setting.store.notify({ kind: 'input', person: this.actor.id, container: this.container });
  }
}

/** Where a press happened: what the payload says of the message or view. */
export interface PressPlace {
  container: JsonObject;
  /** `channel`, `message`, `view`, `state`, `response_url`, `trigger_id`. */
  context: JsonObject;
}

const notSent = new Set([
  'confirm',
  'accessibility_label',
  'focus_on_load',
  'options',
  'option_groups',
  'type',
  'action_id',
  'visible_to_user_ids',
  'dispatch_action_config',
  'min_length',
  'max_length',
  'multiline',
]);

/** The entry of `actions`: the element's own fields, and what was chosen. */
function actionOf(setting: Setting, { block, element, button }: Labelled, chosen?: InputValue): JsonObject {
  const own = Object.fromEntries(Object.entries(button).filter(([name]) => !notSent.has(name)));
  return {
    action_id: element.action_id,
    block_id: block.block_id,
    ...own,
    ...chosen,
    type: element.type,
    action_ts: setting.store.nextTs(),
  };
}

/** Sends a press or a choice as Slack's `block_actions`. */
export async function sendPress(
  setting: Setting,
  press: { person: Person; target: Labelled; place: PressPlace; chosen?: InputValue },
): Promise<Outcome> {
  const payload: JsonObject = {
    type: 'block_actions',
    ...whoAndWhere(setting, press.person),
    container: press.place.container,
    ...press.place.context,
    actions: [actionOf(setting, press.target, press.chosen)],
  };
  const reply = await setting.connection.send(interactionDelivery('block_actions', payload));
  return failureOf(reply) ?? { kind: 'ok' };
}

/**
 * Asks the app what an external select offers for what was typed.
 * @throws Error that says what is wrong with the reply
 */
export async function askSuggestions(
  setting: Setting,
  { person, target, place, typed }: { person: Person; target: Labelled; place: PressPlace; typed: string },
): Promise<JsonObject[]> {
  const { trigger_id: _trigger, response_url: _url, state: _state, ...context } = place.context;
  const payload: JsonObject = {
    type: 'block_suggestion',
    ...whoAndWhere(setting, person),
    container: place.container,
    ...context,
    action_id: target.element.action_id,
    block_id: target.block.block_id,
    value: typed,
  };
  const reply = await setting.connection.send(interactionDelivery('block_suggestion', payload));
  const failure = failureOf(reply);
  if (failure || reply.kind !== 'reply') throw new Error(`simulated Slack: no options came: ${failure?.kind}`);
  const offered = JSON.parse(reply.body) as JsonObject;
  const problems = checkOptions(offered);
  if (problems.length > 0) throw new Error(`simulated Slack: the options are refused: ${problems.join('; ')}`);
  return optionsOf(offered);
}
