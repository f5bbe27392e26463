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
import { commonFields, failureOf, interactionDelivery, type Simulation, viewFields } from './payloads.js';
import type { Outcome, PressReply, Suggestion, Surface, Target } from './workspace.js';

interface Confirmed {
  answer?: 'confirm' | 'deny';
}

/** Which of several elements, and what is answered in its confirm dialog. */
export type PressHow = { nth?: number } & Confirmed;

const nothingSent: PressReply = { outcome: { kind: 'ok' }, messages: () => [] };

/** Only elements with a confirm dialog can be denied. */
function denied({ button }: Labelled, answer?: 'confirm' | 'deny'): boolean {
  return answer === 'deny' && button.confirm !== undefined;
}

/** What messages, dialogs and App Home have in common: elements to press, choose from and fill in. */
export abstract class BaseSurface implements Surface {
  constructor(
    protected readonly simulation: Simulation,
    protected readonly actor: Person,
  ) {}

  abstract get blocks(): readonly Block[];
  /** The key of the person's inputs in the workspace's state. */
  protected abstract get container(): string;
  /** What the payload says about this surface. Opens a response_url where Slack does. @throws Error if the person cannot press here */
  protected abstract source(interaction: string, pressed?: Block): PressSource;

  plainText(): string {
    return plainTextOf(this.blocks);
  }

  buttons(): string[] {
    return pressables(this.blocks).map(({ label }) => label);
  }

  async press(target: Target, { nth, answer }: PressHow = {}): Promise<PressReply> {
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
    const value = chosenValue(this.simulation.store, found, choices, options);
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
    return stateValues(this.blocks, this.simulation.store.state.inputs[this.actor.id]?.[this.container] ?? {});
  }

  async #send(target: Labelled, chosen?: InputValue): Promise<PressReply> {
    const interaction = this.simulation.store.nextId('I');
    const source = this.source(interaction, target.block);
    const outcome = await sendPress(this.simulation, {
      person: this.actor,
      target,
      source,
      ...(chosen === undefined ? {} : { chosen }),
    });
    return { outcome, messages: () => this.simulation.answersTo(interaction, this.actor) };
  }

  async #ask(target: Labelled, typed: string): Promise<JsonObject[]> {
    const options = await askSuggestions(this.simulation, {
      person: this.actor,
      target,
      source: this.source(''),
      typed,
    });
    this.simulation.offered.set(this.#nameOf(target), options);
    return options;
  }

  /** The options of an external select: those it last offered and the current choice. Otherwise the app is asked. */
  async #offered(target: Labelled, choices: string[]): Promise<JsonObject[]> {
    const held = this.values[target.block.block_id]?.[target.element.action_id];
    const known = [...(this.simulation.offered.get(this.#nameOf(target)) ?? []), ...chosenOptions(held)];
    const isKnown = choices.every((choice) =>
      known.some(({ text, value }) => value === choice || textOf(text) === choice),
    );
    return isKnown ? known : this.#ask(target, choices[0] ?? '');
  }

  #nameOf({ block, element }: Labelled): string {
    return JSON.stringify([this.actor.id, this.container, block.block_id, element.action_id]);
  }

  #keep({ block, element }: Labelled, value: InputValue): void {
    const { inputs } = this.simulation.store.state;
    const mine = inputs[this.actor.id] ?? {};
    const here = mine[this.container] ?? {};
    const inBlock = { ...here[block.block_id], [element.action_id]: value };
    inputs[this.actor.id] = { ...mine, [this.container]: { ...here, [block.block_id]: inBlock } };
    this.simulation.store.notify({ kind: 'input', person: this.actor.id, container: this.container });
  }
}

/** What the payload says about the message or view of a press. */
export interface PressSource {
  container: JsonObject;
  /** `channel`, `message`, `view`, `state`, `response_url`, `trigger_id`. */
  context: JsonObject;
}

function originFields(simulation: Simulation, person: Person, { container }: PressSource): JsonObject {
  return container.type === 'view'
    ? viewFields(simulation, person)
    : commonFields(simulation, person, simulation.store.state);
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

/** The entry in `actions`: the element's own fields, and the choice. */
function actionOf(simulation: Simulation, { block, element, button }: Labelled, chosen?: InputValue): JsonObject {
  const own = Object.fromEntries(Object.entries(button).filter(([name]) => !notSent.has(name)));
  return {
    action_id: element.action_id,
    block_id: block.block_id,
    ...own,
    ...chosen,
    type: element.type,
    action_ts: simulation.store.nextTs(),
  };
}

/** Sends a press or a choice as Slack's `block_actions`. */
export async function sendPress(
  simulation: Simulation,
  press: { person: Person; target: Labelled; source: PressSource; chosen?: InputValue },
): Promise<Outcome> {
  const payload: JsonObject = {
    type: 'block_actions',
    ...originFields(simulation, press.person, press.source),
    container: press.source.container,
    ...press.source.context,
    actions: [actionOf(simulation, press.target, press.chosen)],
  };
  const reply = await simulation.connection.send(interactionDelivery('block_actions', payload));
  return failureOf(reply) ?? { kind: 'ok' };
}

/**
 * Asks the app for the options of an external select.
 * @throws Error with what is wrong with the reply
 */
export async function askSuggestions(
  simulation: Simulation,
  { person, target, source, typed }: { person: Person; target: Labelled; source: PressSource; typed: string },
): Promise<JsonObject[]> {
  const { trigger_id: _trigger, response_url: _url, state: _state, ...context } = source.context;
  const payload: JsonObject = {
    type: 'block_suggestion',
    ...originFields(simulation, person, source),
    container: source.container,
    ...context,
    action_id: target.element.action_id,
    block_id: target.block.block_id,
    value: typed,
  };
  const reply = await simulation.connection.send(interactionDelivery('block_suggestion', payload));
  const failure = failureOf(reply);
  if (failure || reply.kind !== 'reply') throw new Error(`simulated Slack: no options received: ${failure?.kind}`);
  const offered = JSON.parse(reply.body) as JsonObject;
  const problems = checkOptions(offered);
  if (problems.length > 0) throw new Error(`simulated Slack: Slack rejects the options: ${problems.join('; ')}`);
  return optionsOf(offered);
}
