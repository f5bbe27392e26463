import type { Person } from '../workspace/state.js';
import { openTrigger } from '../workspace/triggers.js';
import { viewObject } from '../workspace/view-object.js';
import { stackOf } from '../workspace/views.js';
import { LiveDialog, LiveHome } from './dialog-handle.js';
import type { Outcome } from './outcome.js';
import { interactionDelivery, whoAndWhere } from './payload-parts.js';
import { LivePlace } from './place-handle.js';
import { failureOf } from './read-outcome.js';
import { requireShortcut } from './require-shortcut.js';
import type { Setting } from './setting.js';
import type { DialogHandle, HomeHandle, PersonHandle, PlaceHandle } from './workspace.js';

/** What a person can do outside a message. */
export class LivePerson implements PersonHandle {
  constructor(
    private readonly setting: Setting,
    readonly person: Person,
  ) {}

  in(channel: string): PlaceHandle {
    return new LivePlace(this.setting, this.person, this.setting.store.channel(channel, this.person.id).id);
  }

  get hasDialog(): boolean {
    return stackOf(this.setting.store, this.person.id).length > 0;
  }

  dialog(): DialogHandle {
    const top = stackOf(this.setting.store, this.person.id).at(-1);
    if (!top) throw new Error(`simulated Slack: no dialog is open for ${this.person.realName}.`);
    return new LiveDialog(this.setting, this.person, top.id);
  }

  home(): HomeHandle {
    return new LiveHome(this.setting, this.person);
  }

  async openHome(tab: 'home' | 'messages' = 'home'): Promise<HomeHandle> {
    const { store } = this.setting;
    const { manifest } = store;
    const hasTab = tab === 'home' ? manifest?.home.homeTab : manifest?.home.messagesTab;
    if (manifest && !(hasTab && manifest.events.includes('app_home_opened'))) return this.home();
    const view = store.state.homes[this.person.id];
    await this.setting.sendEvent({
      type: 'app_home_opened',
      user: this.person.id,
      channel: store.directChannel(this.person).id,
      tab,
      event_ts: store.nextTs(),
      ...(view === undefined || tab !== 'home' ? {} : { view: viewObject(store, this.person.id, view) }),
    });
    return this.home();
  }

  async shortcut(callbackId: string): Promise<Outcome> {
    const { store } = this.setting;
    requireShortcut(store, 'global', callbackId);
    const payload = {
      type: 'shortcut',
      ...whoAndWhere(this.setting, this.person),
      callback_id: callbackId,
      action_ts: store.nextTs(),
      trigger_id: openTrigger(store, this.person.id),
    };
    return failureOf(await this.setting.connection.send(interactionDelivery('shortcut', payload))) ?? { kind: 'ok' };
  }
}
