import { checkView } from '../../limits/messages-and-views.js';
import { triggerRefusal } from '../../workspace/grants.js';
import type { JsonObject } from '../../workspace/state.js';
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
