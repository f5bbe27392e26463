import { plainTextOf, textOf } from '../plain-text-of.js';
import type { Block, InputValue, InputValues, JsonObject, Person } from '../workspace/state.js';
import { stateValues } from '../workspace/state-values.js';
import { askSuggestions } from './ask-suggestions.js';
import { chosenOptions, chosenValue } from './choose-value.js';
import { fillables, findElement, type Labelled, pressables } from './find-element.js';
import { type PressPlace, sendPress } from './send-press.js';
import type { Setting } from './setting.js';
import type { PressReply, Suggestion, Surface, Target } from './workspace.js';

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
