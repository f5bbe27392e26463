import { textOf } from '../plain-text-of.js';
import type { Block, Person, View } from '../workspace/state.js';
import { openTrigger } from '../workspace/triggers.js';
import { viewObject } from '../workspace/view-object.js';
import { stackOf } from '../workspace/views.js';
import { BaseSurface } from './base-surface.js';
import { closeDialog } from './close-dialog.js';
import type { SubmitOutcome } from './outcome.js';
import type { PressPlace } from './send-press.js';
import type { Setting } from './setting.js';
import { submitDialog } from './submit-dialog.js';
import type { DialogHandle, HomeHandle } from './workspace.js';

/** What a press inside a view says of its place. */
function viewPlace({ store }: Setting, person: Person, view: View): PressPlace {
  const object = viewObject(store, person.id, view);
  return {
    container: { type: 'view', view_id: view.id },
    context: { trigger_id: openTrigger(store, person.id, view.id), view: object, state: object.state ?? {} },
  };
}

/** An open dialog in its person's hands. */
export class LiveDialog extends BaseSurface implements DialogHandle {
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
export class LiveHome extends BaseSurface implements HomeHandle {
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
