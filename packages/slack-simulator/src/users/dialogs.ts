import { checkView } from '../limits/messages-and-views.js';
import { textOf } from '../plain-text.js';
import { openTrigger } from '../workspace/grants.js';
import type { Block, InputValue, JsonObject, Person, View } from '../workspace/state.js';
import {
  closeViews,
  isEmptyValue,
  placedElements,
  pushView,
  refuseSubmission,
  replaceView,
  stackOf,
  stateValues,
  viewObject,
} from '../workspace/views.js';
import { failureOf, interactionDelivery, type Simulation, viewFields } from './payloads.js';
import { BaseSurface, type PressSource } from './surface.js';
import type { AppHome, OpenDialog, SubmitOutcome } from './workspace.js';

/** What the payload of a press in a view says about the view. */
function viewSource({ store }: Simulation, person: Person, view: View): PressSource {
  const object = viewObject(store, person.id, view);
  return {
    container: { type: 'view', view_id: view.id },
    context: { trigger_id: openTrigger(store, person.id, view.id), view: object, state: object.state ?? {} },
  };
}

/** A person's open dialog. */
export class LiveDialog extends BaseSurface implements OpenDialog {
  constructor(
    simulation: Simulation,
    actor: Person,
    private readonly id: string,
  ) {
    super(simulation, actor);
  }

  get open(): boolean {
    return this.#find() !== undefined;
  }

  get view(): View {
    const view = this.#find();
    if (!view) throw new Error('simulated Slack: this dialog was closed.');
    return view;
  }

  get blocks(): readonly Block[] {
    return this.view.blocks;
  }

  get title(): string {
    return textOf(this.view.title);
  }

  get errors(): Record<string, string> {
    return this.view.errors;
  }

  submit(): Promise<SubmitOutcome> {
    return submitDialog(this.simulation, this.actor, this.#top());
  }

  close({ all = false }: { all?: boolean } = {}): Promise<void> {
    return closeDialog(this.simulation, this.actor, this.#top(), all);
  }

  protected get container(): string {
    return this.id;
  }

  protected source(): PressSource {
    return viewSource(this.simulation, this.actor, this.#top());
  }

  #find(): View | undefined {
    return stackOf(this.simulation.store, this.actor.id).find(({ id }) => id === this.id);
  }

  #top(): View {
    const { view } = this;
    if (stackOf(this.simulation.store, this.actor.id).at(-1) === view) return view;
    throw new Error('simulated Slack: another dialog is on top of this one. Call dialog() again.');
  }
}

/** A person's App Home. */
export class LiveHome extends BaseSurface implements AppHome {
  get view(): View | undefined {
    return this.simulation.store.state.homes[this.actor.id];
  }

  get blocks(): readonly Block[] {
    return this.view?.blocks ?? [];
  }

  protected get container(): string {
    return this.view?.id ?? '';
  }

  protected source(): PressSource {
    const { view } = this;
    if (!view) throw new Error('simulated Slack: the app has published no Home for this person.');
    return viewSource(this.simulation, this.actor, view);
  }
}

/** Submits the top dialog. Slack itself refuses missing required fields, without asking the app. */
export async function submitDialog(simulation: Simulation, person: Person, view: View): Promise<SubmitOutcome> {
  const { store } = simulation;
  if (view.submit === undefined) throw new Error('simulated Slack: this dialog has no submit button.');
  const missing = incomplete(view, simulation, person);
  if (Object.keys(missing).length > 0) {
    refuseSubmission(store, person.id, view, missing);
    return { kind: 'errors', errors: missing };
  }
  const payload: JsonObject = {
    type: 'view_submission',
    ...viewFields(simulation, person),
    trigger_id: openTrigger(store, person.id, view.id),
    view: viewObject(store, person.id, view),
    response_urls: [],
  };
  const reply = await simulation.connection.send(interactionDelivery('view_submission', payload));
  const failure = failureOf(reply);
  if (failure || reply.kind !== 'reply') return failure ?? { kind: 'invalid_reply', messages: [] };
  return applyReply(simulation, person, view, reply.body);
}

function applyReply({ store }: Simulation, person: Person, view: View, body: string): SubmitOutcome {
  const answer = parse(body);
  if (!answer) return { kind: 'invalid_reply', messages: ['the reply to a submission must be empty or a JSON object'] };
  const action = answer.response_action;
  const depth = stackOf(store, person.id).findIndex(({ id }) => id === view.id);
  if (action === undefined) {
    closeViews(store, person.id, Math.max(depth, 0));
    return { kind: 'closed' };
  }
  if (action === 'clear') {
    closeViews(store, person.id, 0);
    return { kind: 'cleared' };
  }
  if (action === 'errors') return showErrors(store, person, view, answer.errors);
  if (action !== 'update' && action !== 'push')
    return { kind: 'invalid_reply', messages: [`no such response_action: ${action}`] };
  const problems = checkView(answer.view, 'modal');
  if (problems.length > 0) return { kind: 'invalid_blocks', messages: problems };
  if (action === 'update') {
    replaceView(store, person.id, view, answer.view as JsonObject);
    return { kind: 'updated' };
  }
  const pushed = pushView(store, person.id, answer.view as JsonObject);
  return pushed ? { kind: 'pushed' } : { kind: 'invalid_reply', messages: ['push_limit_reached'] };
}

function showErrors(store: Simulation['store'], person: Person, view: View, given: unknown): SubmitOutcome {
  const errors = (given ?? {}) as Record<string, string>;
  const inputs = new Set(view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id));
  const stray = Object.keys(errors).filter((id) => !inputs.has(id));
  if (stray.length > 0 || Object.keys(errors).length === 0) {
    return {
      kind: 'invalid_reply',
      messages: [`errors must name input blocks of the view, not: ${stray.join(', ') || 'none'}`],
    };
  }
  refuseSubmission(store, person.id, view, errors);
  return { kind: 'errors', errors };
}

function parse(body: string): JsonObject | undefined {
  if (body.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function incomplete(view: View, { store }: Simulation, person: Person): Record<string, string> {
  const values = stateValues(view.blocks, store.state.inputs[person.id]?.[view.id] ?? {});
  const inputs = placedElements(view.blocks).filter(({ block }) => block.type === 'input');
  return Object.fromEntries(
    inputs.flatMap(({ block, element }) => {
      const value = values[block.block_id]?.[element.action_id];
      const wrong = wrongWith(value, element, block.optional === true);
      return wrong === undefined ? [] : [[block.block_id, wrong]];
    }),
  );
}

function wrongWith(value: InputValue | undefined, element: JsonObject, optional: boolean): string | undefined {
  if (isEmptyValue(value)) return optional ? undefined : 'Please complete this required field.';
  const length = typeof value?.value === 'string' ? value.value.length : undefined;
  if (length === undefined) return undefined;
  if (typeof element.min_length === 'number' && length < element.min_length)
    return `Must be at least ${element.min_length} characters.`;
  if (typeof element.max_length === 'number' && length > element.max_length)
    return `Must be at most ${element.max_length} characters.`;
  return undefined;
}

/** Closes the top dialog or all of them, and sends `view_closed` for those with `notify_on_close`. */
export async function closeDialog(simulation: Simulation, person: Person, view: View, all: boolean): Promise<void> {
  const { store } = simulation;
  const stack = stackOf(store, person.id);
  const clears = all || view.clear_on_close;
  const closed = clears ? [...stack].reverse() : [view];
  const payloads = closed
    .filter(({ notify_on_close }) => notify_on_close)
    .map((one) => ({
      type: 'view_closed',
      ...viewFields(simulation, person),
      view: viewObject(store, person.id, one),
      is_cleared: clears,
    }));
  closeViews(store, person.id, clears ? 0 : stack.length - 1);
  for (const payload of payloads) await simulation.connection.send(interactionDelivery('view_closed', payload));
}
