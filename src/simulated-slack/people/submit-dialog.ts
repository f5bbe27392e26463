import { checkView } from '../limits/views.js';
import { placedElements } from '../workspace/elements.js';
import type { InputValue, JsonObject, Person, View } from '../workspace/state.js';
import { isEmptyValue, stateValues } from '../workspace/state-values.js';
import { openTrigger } from '../workspace/triggers.js';
import { viewObject } from '../workspace/view-object.js';
import { closeViews, pushView, refuseSubmission, replaceView, stackOf } from '../workspace/views.js';
import type { SubmitOutcome } from './outcome.js';
import { interactionDelivery, whoAndWhere } from './payload-parts.js';
import { failureOf } from './read-outcome.js';
import type { Setting } from './setting.js';

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
