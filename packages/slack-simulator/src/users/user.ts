import { messageObject, sharedLinks } from '../web-api/messages.js';
import { openTrigger } from '../workspace/grants.js';
import type { Channel, JsonObject, Message, Person, Prompt } from '../workspace/state.js';
import { homeOf, markRead, type WorkspaceStore } from '../workspace/store.js';
import { stackOf, viewObject } from '../workspace/views.js';
import { runCommand } from './commands.js';
import { LiveDialog, LiveHome } from './dialogs.js';
import { mentionsApp, offerInvite } from './invite-offer.js';
import { isSeenBy, LiveCommandReply, LiveMessage, mayRead } from './messages.js';
import { commonFields, failureOf, interactionDelivery, requireShortcut, type Simulation } from './payloads.js';
import type {
  AppHome,
  CommandReply,
  ComposedText,
  OpenDialog,
  Outcome,
  PostedMessage,
  SimulatedUser,
  UserInChannel,
} from './workspace.js';

/** What a person can do outside a message. */
export class LivePerson implements SimulatedUser {
  constructor(
    private readonly simulation: Simulation,
    readonly person: Person,
  ) {}

  in(channel: string): UserInChannel {
    return new LiveUserInChannel(
      this.simulation,
      this.person,
      this.simulation.store.channel(channel, this.person.id).id,
    );
  }

  get hasDialog(): boolean {
    return stackOf(this.simulation.store, this.person.id).length > 0;
  }

  dialog(): OpenDialog {
    const top = stackOf(this.simulation.store, this.person.id).at(-1);
    if (!top) throw new Error(`simulated Slack: no dialog is open for ${this.person.realName}.`);
    return new LiveDialog(this.simulation, this.person, top.id);
  }

  home(): AppHome {
    return new LiveHome(this.simulation, this.person);
  }

  async openHome(tab: 'home' | 'messages' = 'home'): Promise<AppHome> {
    const { store } = this.simulation;
    const { manifest } = store;
    const hasTab = tab === 'home' ? manifest?.home.homeTab : manifest?.home.messagesTab;
    if (manifest && !(hasTab && manifest.events.includes('app_home_opened'))) return this.home();
    const view = store.state.homes[this.person.id];
    const opened = {
      type: 'app_home_opened',
      user: this.person.id,
      channel: store.directChannel(this.person).id,
      tab,
      event_ts: store.nextTs(),
      ...(view === undefined || tab !== 'home' ? {} : { view: viewObject(store, this.person.id, view) }),
    };
    await this.simulation.sendEvent(opened, homeOf(store, this.person));
    return this.home();
  }

  async shortcut(callbackId: string): Promise<Outcome> {
    const { store } = this.simulation;
    requireShortcut(store, 'global', callbackId);
    const payload = {
      type: 'shortcut',
      // A guest's shortcuts are those of their own workspace.
      ...commonFields(this.simulation, this.person, { team: homeOf(store, this.person) }),
      callback_id: callbackId,
      action_ts: store.nextTs(),
      trigger_id: openTrigger(store, this.person.id),
    };
    return failureOf(await this.simulation.connection.send(interactionDelivery('shortcut', payload))) ?? { kind: 'ok' };
  }
}

/** A person in a channel. */
export class LiveUserInChannel implements UserInChannel {
  constructor(
    private readonly simulation: Simulation,
    private readonly actor: Person,
    private readonly id: string,
  ) {
    if (!mayRead(this.channel, actor)) {
      throw new Error(`simulated Slack: ${actor.realName} is not a member of #${this.channel.name}.`);
    }
  }

  get channel(): Channel {
    return this.simulation.store.channel(this.id);
  }

  async command(line: string): Promise<CommandReply> {
    const { interaction, outcome } = await runCommand(this.simulation, {
      person: this.actor,
      channel: this.channel,
      line,
    });
    return new LiveCommandReply(this.simulation, this.actor, interaction, outcome);
  }

  say(text: string, { threadTs, files }: { threadTs?: string; files?: JsonObject[] } = {}): PostedMessage {
    const isToApp = this.channel.kind === 'direct' && this.simulation.store.appIsMember(this.channel);
    if (isToApp && this.simulation.store.manifest?.home.messagesReadOnly) {
      throw new Error('simulated Slack: the manifest does not let people write to the app.');
    }
    if (this.channel.archived) throw new Error(`simulated Slack: #${this.channel.name} is archived.`);
    const { id, realName } = this.actor;
    const author = { kind: 'person' as const, id, name: realName };
    const more = { ...(threadTs === undefined ? {} : { threadTs }), ...(files === undefined ? {} : { files }) };
    const { store, sendEvent } = this.simulation;
    const message = store.post({ channel: this.id, author, text: withReferences(store, text), ...more });
    this.markRead(message.ts);
    for (const event of messageEvents(store, this.channel, message)) void sendEvent(event, homeOf(store, this.actor));
    offerInvite(store, this.channel, message);
    return new LiveMessage(this.simulation, this.actor, message);
  }

  get prompts(): readonly Prompt[] {
    return this.simulation.store.state.prompts[this.id] ?? [];
  }

  async compose(text: string): Promise<ComposedText> {
    const { store, sendEvent } = this.simulation;
    const unfurlId = store.compose(this.actor.id, text);
    // As documented under "Composer unfurls": the app does not learn where it is written.
    const place = { channel: 'COMPOSER', message_ts: unfurlId, event_ts: store.nextTs() };
    const events = linkEvents(store, { user: this.actor.id, text, source: 'composer', unfurlId, place });
    await Promise.all(events.map((event) => sendEvent(event, homeOf(store, this.actor))));
    return { previews: () => store.composed.get(unfurlId)?.unfurls ?? {} };
  }

  messages({ threadTs }: { threadTs?: string } = {}): PostedMessage[] {
    return this.simulation.store.state.messages
      .filter((one) => one.channel === this.id && one.threadTs === threadTs && isSeenBy(one, this.actor))
      .map(({ channel, ts }) => new LiveMessage(this.simulation, this.actor, { channel, ts }));
  }

  lastMessage(): PostedMessage {
    const last = this.messages().at(-1);
    if (last) return last;
    throw new Error(`simulated Slack: ${this.actor.realName} sees no message in #${this.channel.name}.`);
  }

  markRead(ts?: string): void {
    markRead(this.simulation.store, this.actor, this.channel, ts);
  }

  message(ts: string): PostedMessage {
    return new LiveMessage(this.simulation, this.actor, { channel: this.id, ts });
  }
}

const kinds = {
  public: { event: 'message.channels', type: 'channel', scope: 'channels:history' },
  private: { event: 'message.groups', type: 'group', scope: 'groups:history' },
  direct: { event: 'message.im', type: 'im', scope: 'im:history' },
} as const;

/**
 * The events for a message that a person wrote: those the app subscribes to and has the scope for. Of links it is told in every
 * conversation (Slack's notice of November 2020), of everything else only where it is a member.
 */
export function messageEvents(store: WorkspaceStore, channel: Channel, message: Message): JsonObject[] {
  const links = linkEvents(store, {
    user: message.author.id,
    text: message.text,
    source: 'conversations_history',
    unfurlId: `${channel.id}.${message.ts}`,
    place: {
      channel: channel.id,
      is_bot_user_member: store.appIsMember(channel),
      message_ts: message.ts,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
      event_ts: message.ts,
    },
  });
  if (!store.appIsMember(channel)) return links;
  const { event, type, scope } = kinds[channel.kind];
  const said = { ...messageObject(store, message), channel: channel.id, event_ts: message.ts };
  const mentions = channel.kind !== 'direct' && mentionsApp(store, message);
  return [
    ...(mentions && tells(store, 'app_mention', 'app_mentions:read') ? [{ ...said, type: 'app_mention' }] : []),
    ...(tells(store, event, scope) ? [{ ...said, type: 'message', channel_type: type }] : []),
    ...links,
  ];
}

interface SharedText {
  readonly user: string;
  readonly text: string;
  readonly source: 'composer' | 'conversations_history';
  readonly unfurlId: string;
  readonly place: JsonObject;
}

/** `link_shared`, if a text has links to the manifest's domains. */
function linkEvents(store: WorkspaceStore, { user, text, source, unfurlId, place }: SharedText): JsonObject[] {
  const links = sharedLinks(store, text);
  if (links.length === 0 || !tells(store, 'link_shared', 'links:read')) return [];
  return [{ type: 'link_shared', user, ...place, links, source, unfurl_id: unfurlId }];
}

function tells({ manifest, state }: WorkspaceStore, event: string, scope: string): boolean {
  return manifest?.events.includes(event) === true && state.app.scopes.includes(scope);
}

/** Turns typed `@ada`, `@guidepost` and `#general` into the references that Slack stores. */
export function withReferences(store: WorkspaceStore, text: string): string {
  return text.replaceAll(/(^|[\s(])([@#])([\w.-]*\w)/g, (all, before: string, sign: string, name: string) => {
    const reference = sign === '@' ? personReference(store, name) : channelReference(store, name);
    return reference === undefined ? all : before + reference;
  });
}

function personReference(store: WorkspaceStore, name: string): string | undefined {
  const { people, app, channels } = store.state;
  const wanted = name.toLowerCase();
  // The direct messages with the app have its name.
  const isApp = channels.some((one) => one.kind === 'direct' && store.appIsMember(one) && one.name === wanted);
  const id = isApp ? app.botUserId : people.find((person) => person.name === wanted)?.id;
  return id && `<@${id}>`;
}

function channelReference({ state: { channels } }: WorkspaceStore, name: string): string | undefined {
  const channel = channels.find((one) => one.kind !== 'direct' && one.name === name.toLowerCase());
  return channel && `<#${channel.id}|${channel.name}>`;
}
