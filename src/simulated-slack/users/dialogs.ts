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
import { failureOf, interactionDelivery, type Setting, whoAndWhere } from './payloads.js';
import { BaseSurface, type PressPlace } from './surface.js';
import type { AppHome, OpenDialog, SubmitOutcome } from './workspace.js';

/** What a press inside a view says of its place. */
function viewPlace({ store }: Setting, person: Person, view: View): PressPlace {
  const object = viewObject(store, person.id, view);
  return {
    container: { type: 'view', view_id: view.id },
    context: { trigger_id: openTrigger(store, person.id, view.id), view: object, state: object.state ?? {} },
  };
}

/** An open dialog in its person's hands. */
export class LiveDialog extends BaseSurface implements OpenDialog {
  constructor(
    setting: Setting,
    actor: Person,
    private readonly id: string,
  ) {
    super(setting, actor);
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
    return submitDialog(this.setting, this.actor, this.#top());
  }

  close({ all = false }: { all?: boolean } = {}): Promise<void> {
    return closeDialog(this.setting, this.actor, this.#top(), all);
  }

  protected get container(): string {
    return this.id;
  }

  protected place(): PressPlace {
    return viewPlace(this.setting, this.actor, this.#top());
  }

  #find(): View | undefined {
    return stackOf(this.setting.store, this.actor.id).find(({ id }) => id === this.id);
  }

  #top(): View {
    const { view } = this;
    if (stackOf(this.setting.store, this.actor.id).at(-1) === view) return view;
    throw new Error('simulated Slack: another dialog lies on top of this one. Take dialog() anew.');
  }
}

/** The App Home in its person's hands. */
export class LiveHome extends BaseSurface implements AppHome {
  get view(): View | undefined {
    return this.setting.store.state.homes[this.actor.id];
  }

  get blocks(): readonly Block[] {
    return this.view?.blocks ?? [];
  }

  protected get container(): string {
    return this.view?.id ?? '';
  }

  protected place(): PressPlace {
    const { view } = this;
    if (!view) throw new Error('simulated Slack: the app has published no Home for this person.');
    return viewPlace(this.setting, this.actor, view);
  }
}

/** Submits the top dialog; what is required and missing is refused by Slack itself, without asking the app. */
export async function submitDialog(setting: Setting, person: Person, view: View): Promise<SubmitOutcome> {
  const { store } = setting;
  if (view.submit === undefined) throw new Error('simulated Slack: this dialog has no submit button.');
  const missing = incomplete(view, setting, person);
  if (Object.keys(missing).length > 0) {
    refuseSubmission(store, person.id, view, missing);
    return { kind: 'errors', errors: missing };
  }
  const payload: JsonObject = {
    type: 'view_submission',
    ...whoAndWhere(setting, person),
    trigger_id: openTrigger(store, person.id, view.id),
    view: viewObject(store, person.id, view),
    response_urls: [],
  };
  const reply = await setting.connection.send(interactionDelivery('view_submission', payload));
  const failure = failureOf(reply);
  if (failure || reply.kind !== 'reply') return failure ?? { kind: 'invalid_reply', messages: [] };
  return applyReply(setting, person, view, reply.body);
}

function applyReply({ store }: Setting, person: Person, view: View, body: string): SubmitOutcome {
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

function showErrors(store: Setting['store'], person: Person, view: View, given: unknown): SubmitOutcome {
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

function incomplete(view: View, { store }: Setting, person: Person): Record<string, string> {
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

/** Closes the top dialog, or all of them, and tells the app of those that ask for it. */
export async function closeDialog(setting: Setting, person: Person, view: View, all: boolean): Promise<void> {
  const { store } = setting;
  const stack = stackOf(store, person.id);
  const clears = all || view.clear_on_close;
  const closed = clears ? [...stack].reverse() : [view];
  const payloads = closed
    .filter(({ notify_on_close }) => notify_on_close)
    .map((one) => ({
      type: 'view_closed',
      ...whoAndWhere(setting, person),
      view: viewObject(store, person.id, one),
      is_cleared: clears,
    }));
  closeViews(store, person.id, clears ? 0 : stack.length - 1);
  for (const payload of payloads) await setting.connection.send(interactionDelivery('view_closed', payload));
}
