import type { Person, View } from '../workspace/state.js';
import { viewObject } from '../workspace/view-object.js';
import { closeViews, stackOf } from '../workspace/views.js';
import { interactionDelivery, whoAndWhere } from './payload-parts.js';
import type { Setting } from './setting.js';

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
