import { checkBlocks } from '../../limits/blocks.js';
import { isObject, type Problems } from '../../limits/checks.js';
import { checkMessage, checkView } from '../../limits/messages-and-views.js';
import { triggerRefusal } from '../../workspace/grants.js';
import type { Json, JsonObject } from '../../workspace/state.js';
import type { WorkspaceStore } from '../../workspace/store.js';
import { findView, publishHome, pushView, replaceView, stackOf, viewObject } from '../../workspace/views.js';
import { ApiError, type ApiMethod, refusal } from '../method.js';

function checked(args: JsonObject, surface: 'modal' | 'home'): JsonObject {
  const problems = checkView(args.view, surface);
  if (problems.length > 0) throw refusal('invalid_arguments', problems);
  return args.view as JsonObject;
}

/** Opens a dialog on top of the person's stack. The trigger is only used up if that works. */
function stack(args: JsonObject, store: WorkspaceStore, fromDialog: boolean): JsonObject {
  const given = checked(args, 'modal');
  const trigger = store.state.triggers[String(args.trigger_id)];
  const refused = triggerRefusal(store, trigger);
  if (refused || !trigger) throw new ApiError(refused ?? 'invalid_trigger_id');
  if (fromDialog && trigger.view === undefined)
    throw refusal('invalid_trigger_id', ['views.push needs the trigger of a press in a dialog']);
  const open = stackOf(store, trigger.person);
  const externalId = String(given.external_id ?? '');
  if (externalId !== '' && open.some((view) => view.external_id === externalId))
    throw new ApiError('duplicate_external_id');
  const view = pushView(store, trigger.person, given);
  if (!view) throw new ApiError('push_limit_reached');
  trigger.used = true;
  return { view: viewObject(store, trigger.person, view) };
}

const open: ApiMethod = {
  required: { trigger_id: 'string', view: 'json' },
  optional: { interactivity_pointer: 'string' },
  run: (args, store) => stack(args, store, false),
};

const push: ApiMethod = { ...open, run: (args, store) => stack(args, store, true) };

const update: ApiMethod = {
  required: { view: 'json' },
  optional: { view_id: 'string', external_id: 'string', hash: 'string' },
  run(args, store) {
    const wanted =
      args.view_id === undefined ? { externalId: String(args.external_id ?? '') } : { id: String(args.view_id) };
    const found = findView(store, wanted);
    const given = checked(args, found?.view.type ?? 'modal');
    if (!found) throw new ApiError('not_found');
    if (args.hash !== undefined && args.hash !== found.view.hash) throw new ApiError('hash_conflict');
    const view =
      found.view.type === 'home'
        ? publishHome(store, found.person, given)
        : replaceView(store, found.person, found.view, given);
    return { view: viewObject(store, found.person, view) };
  },
};

const publish: ApiMethod = {
  required: { user_id: 'string', view: 'json' },
  optional: { hash: 'string' },
  run(args, store) {
    if (store.manifest?.home.homeTab === false) throw new ApiError('not_enabled');
    const given = checked(args, 'home');
    const person = String(args.user_id);
    if (!store.state.people.some(({ id }) => id === person)) throw refusal('invalid_arguments', ['no such user_id']);
    const before = store.state.homes[person];
    if (args.hash !== undefined && before && args.hash !== before.hash) throw new ApiError('hash_conflict');
    return { view: viewObject(store, person, publishHome(store, person, given)) };
  },
};

export const viewMethods: Record<string, ApiMethod> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};

const KINDS = ['blocks', 'message', 'view'] as const;

/** docs.slack.dev/reference/methods/blocks.validate: says what is wrong with Block Kit, with a pointer to each place, and changes nothing. */
const validate: ApiMethod = {
  token: 'optional',
  required: {},
  optional: { blocks: 'json', message: 'json', view: 'json' },
  run(args) {
    const given = KINDS.filter((kind) => args[kind] !== undefined);
    const [kind] = given;
    if (kind === undefined || given.length > 1) {
      const message = 'must provide exactly one of `blocks`, `view`, or `message`';
      throw new ApiError('invalid_arguments', { response_metadata: { messages: [message] } });
    }
    const problems = problemsOf(kind, args[kind] ?? null);
    if (problems.length > 0) throw new ApiError(`invalid_${kind}`, { errors: problems.map(toError) });
    return {};
  },
};

function problemsOf(kind: (typeof KINDS)[number], value: Json): Problems {
  if (kind === 'blocks') return checkBlocks(value, 'message', '');
  if (kind === 'message') return isObject(value) ? (checkMessage(value)?.messages ?? []) : ['must be an object'];
  const surface = isObject(value) && value.type === 'home' ? 'home' : 'modal';
  return checkView(value, surface);
}

/** `must be a string [json-pointer:/0/text]` → the message and its pointer. */
function toError(problem: string): JsonObject {
  const [, message = problem, pointer = ''] = /^(.*) \[json-pointer:(.*)\]$/s.exec(problem) ?? [];
  return { code: 'failed_constraint', message, pointer };
}

export const blockMethods: Record<string, ApiMethod> = { 'blocks.validate': validate };
