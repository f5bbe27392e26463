import { readMrkdwn } from '../plain-text.js';
import { messageObject } from '../web-api/messages.js';
import { openGrant, openTrigger } from '../workspace/grants.js';
import type { Block, Channel, Message, Person } from '../workspace/state.js';
import {
  failureOf,
  interactionDelivery,
  payloadChannelName,
  requireShortcut,
  type Setting,
  whoAndWhere,
} from './payloads.js';
import { BaseSurface, type PressPlace } from './surface.js';
import type { CommandReply, Outcome, PostedMessage } from './workspace.js';

export interface MessagePlace {
  channel: string;
  ts: string;
}

/** A message in a person's hands. */
export class LiveMessage extends BaseSurface implements PostedMessage {
  #place: MessagePlace | undefined;

  constructor(setting: Setting, actor: Person, place?: MessagePlace) {
    super(setting, actor);
    this.#place = place;
  }

  get channel(): string {
    return this.#found().channel;
  }

  get ts(): string {
    return this.#found().ts;
  }

  get message(): Message {
    const { channel, ts } = this.#found();
    const message = this.setting.store.message(channel, ts);
    if (!message) throw new Error(`simulated Slack: the message ${ts} was deleted.`);
    return message;
  }

  get deleted(): boolean {
    const { channel, ts } = this.#found();
    return this.setting.store.message(channel, ts) === undefined;
  }

  get text(): string {
    return this.message.text;
  }

  get blocks(): readonly Block[] {
    return this.message.blocks;
  }

  get edited(): boolean {
    return this.message.editedTs !== undefined;
  }

  get visibleTo(): string | undefined {
    return this.message.visibleTo;
  }

  override plainText(): string {
    return this.blocks.length > 0 ? super.plainText() : readMrkdwn(this.text);
  }

  as(person: string): PostedMessage {
    return new LiveMessage(this.setting, this.setting.store.person(person), this.#found());
  }

  replies(): PostedMessage[] {
    const { channel, ts } = this.#found();
    return this.setting.store.state.messages
      .filter((one) => one.channel === channel && one.threadTs === ts && isSeenBy(one, this.actor))
      .map((one) => new LiveMessage(this.setting, this.actor, one));
  }

  async shortcut(callbackId: string): Promise<Outcome> {
    const { message } = this;
    if (message.visibleTo !== undefined) throw new Error('simulated Slack: an ephemeral message has no message menu.');
    const { store } = this.setting;
    requireShortcut(store, 'message', callbackId);
    const interaction = store.nextId('I');
    const { channel, ts } = message;
    const url = openGrant(store, { interaction, from: 'shortcut', person: this.actor.id, channel, ts });
    const payload = {
      type: 'message_action',
      ...whoAndWhere(this.setting, this.actor),
      callback_id: callbackId,
      action_ts: store.nextTs(),
      trigger_id: openTrigger(store, this.actor.id),
      response_url: this.setting.url + url,
      message_ts: ts,
      channel: this.#channelObject(),
      message: messageObject(store, message),
    };
    return (
      failureOf(await this.setting.connection.send(interactionDelivery('message_action', payload))) ?? { kind: 'ok' }
    );
  }

  protected get container(): string {
    return `${this.channel}/${this.ts}`;
  }

  protected place(interaction: string): PressPlace {
    const { message } = this;
    const { store } = this.setting;
    if (!isSeenBy(message, this.actor) || !mayRead(this.#channel(), this.actor)) {
      throw new Error(
        `simulated Slack: ${this.actor.realName} does not see this message and cannot press anything in it.`,
      );
    }
    const { channel, ts, threadTs } = message;
    const ephemeral = message.visibleTo !== undefined;
    const thread = threadTs === undefined ? {} : { threadTs };
    const path = openGrant(store, { interaction, from: 'press', person: this.actor.id, channel, ts, ...thread });
    return {
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: channel,
        is_ephemeral: ephemeral,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      },
      context: {
        trigger_id: openTrigger(store, this.actor.id),
        channel: this.#channelObject(),
        // Slack leaves an ephemeral message out: it keeps none on its servers.
        ...(ephemeral ? {} : { message: messageObject(store, message) }),
        state: { values: this.values },
        response_url: this.setting.url + path,
      },
    };
  }

  /** For a handle made before its message: where it is by now. */
  protected locate(): MessagePlace | undefined {
    return undefined;
  }

  protected get found(): MessagePlace | undefined {
    this.#place ??= this.locate();
    return this.#place;
  }

  #found(): MessagePlace {
    const { found } = this;
    if (found) return found;
    throw new Error('simulated Slack: the app has answered nothing (yet). Await slack.settled(), or look at .outcome.');
  }

  #channel(): Channel {
    return this.setting.store.channel(this.channel);
  }

  #channelObject() {
    const channel = this.#channel();
    return { id: channel.id, name: payloadChannelName(channel) };
  }
}

/** What a command was answered with; found when it is first looked for. */
export class LiveCommandReply extends LiveMessage implements CommandReply {
  constructor(
    setting: Setting,
    actor: Person,
    private readonly interaction: string,
    readonly outcome: Outcome,
  ) {
    super(setting, actor);
  }

  get answered(): boolean {
    return this.found !== undefined;
  }

  all(): PostedMessage[] {
    return this.setting.answersTo(this.interaction, this.actor);
  }

  protected override locate(): MessagePlace | undefined {
    const message = this.setting.store.state.messages.find(({ answers }) => answers === this.interaction);
    return message && { channel: message.channel, ts: message.ts };
  }
}

export function isSeenBy({ visibleTo }: Message, person: Person): boolean {
  return visibleTo === undefined || visibleTo === person.id;
}

export function mayRead(channel: Channel, person: Person): boolean {
  return channel.kind === 'public' || channel.members.includes(person.id);
}
