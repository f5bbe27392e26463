import { readMrkdwn } from '../plain-text.js';
import { messageObject } from '../web-api/messages.js';
import { openGrant, openTrigger } from '../workspace/grants.js';
import type { Block, Channel, Message, Person } from '../workspace/state.js';
import { homeOf } from '../workspace/store.js';
import { answerInviteOffer, isInviteOffer } from './invite-offer.js';
import {
  commonFields,
  failureOf,
  interactionDelivery,
  payloadChannelName,
  requireShortcut,
  type Simulation,
} from './payloads.js';
import { BaseSurface, type PressHow, type PressSource } from './surface.js';
import type { CommandReply, Outcome, PostedMessage, PressReply, Target } from './workspace.js';

export interface MessageId {
  channel: string;
  ts: string;
}

/** A message as one person sees it. */
export class LiveMessage extends BaseSurface implements PostedMessage {
  #id: MessageId | undefined;

  constructor(simulation: Simulation, actor: Person, id?: MessageId) {
    super(simulation, actor);
    this.#id = id;
  }

  get channel(): string {
    return this.#found().channel;
  }

  get ts(): string {
    return this.#found().ts;
  }

  get message(): Message {
    const { channel, ts } = this.#found();
    const message = this.simulation.store.message(channel, ts);
    if (!message) throw new Error(`simulated Slack: the message ${ts} was deleted.`);
    return message;
  }

  get deleted(): boolean {
    const { channel, ts } = this.#found();
    return this.simulation.store.message(channel, ts) === undefined;
  }

  get text(): string {
    return this.message.text;
  }

  /** Its own, and those of the app's link previews. */
  get blocks(): readonly Block[] {
    const { blocks, unfurls } = this.message;
    return unfurls === undefined
      ? blocks
      : [...blocks, ...Object.values(unfurls).flatMap((preview) => (preview.blocks ?? []) as Block[])];
  }

  get edited(): boolean {
    return this.message.editedTs !== undefined;
  }

  get visibleTo(): string | undefined {
    return this.message.visibleTo;
  }

  override plainText(): string {
    const { blocks, text } = this.message;
    const own = blocks.length > 0 ? '' : readMrkdwn(text);
    return [own, super.plainText()].filter((part) => part !== '').join('\n');
  }

  as(person: string): PostedMessage {
    return new LiveMessage(this.simulation, this.simulation.store.person(person), this.#found());
  }

  replies(): PostedMessage[] {
    const { channel, ts } = this.#found();
    return this.simulation.store.state.messages
      .filter((one) => one.channel === channel && one.threadTs === ts && isSeenBy(one, this.actor))
      .map((one) => new LiveMessage(this.simulation, this.actor, one));
  }

  override press(target: Target, how: PressHow = {}): Promise<PressReply> {
    if (!isInviteOffer(this.message)) return super.press(target, how);
    return answerInviteOffer(this.simulation, this.actor, this.message, target);
  }

  async shortcut(callbackId: string): Promise<Outcome> {
    const { message } = this;
    if (message.visibleTo !== undefined) throw new Error('simulated Slack: an ephemeral message has no message menu.');
    const { store } = this.simulation;
    requireShortcut(store, 'message', callbackId);
    const interaction = store.nextId('I');
    const { channel, ts } = message;
    const url = openGrant(store, { interaction, from: 'shortcut', person: this.actor.id, channel, ts });
    const payload = {
      type: 'message_action',
      // A guest's shortcuts are those of their own workspace.
      ...commonFields(this.simulation, this.actor, { team: homeOf(store, this.actor) }),
      callback_id: callbackId,
      action_ts: store.nextTs(),
      trigger_id: openTrigger(store, this.actor.id),
      response_url: this.simulation.url + url,
      message_ts: ts,
      channel: this.#channelObject(),
      message: messageObject(store, message),
    };
    return (
      failureOf(await this.simulation.connection.send(interactionDelivery('message_action', payload))) ?? { kind: 'ok' }
    );
  }

  protected get container(): string {
    return `${this.channel}/${this.ts}`;
  }

  protected source(interaction: string, pressed?: Block): PressSource {
    const { message } = this;
    const unfurl = Object.entries(message.unfurls ?? {}).find(([, { blocks = [] }]) =>
      (blocks as Block[]).some(({ block_id }) => block_id === pressed?.block_id),
    );
    const { store } = this.simulation;
    if (!isSeenBy(message, this.actor) || !mayRead(this.#channel(), this.actor)) {
      throw new Error(
        `simulated Slack: ${this.actor.realName} cannot see this message, so they cannot press anything in it.`,
      );
    }
    const { channel, ts, threadTs } = message;
    const ephemeral = message.visibleTo !== undefined;
    const path = openGrant(store, { interaction, from: 'press', person: this.actor.id, channel, ts });
    return {
      container: {
        ...(unfurl
          ? { type: 'message_attachment', attachment_id: 1, is_app_unfurl: true, app_unfurl_url: unfurl[0] }
          : { type: 'message' }),
        message_ts: ts,
        channel_id: channel,
        is_ephemeral: ephemeral,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      },
      context: {
        trigger_id: openTrigger(store, this.actor.id),
        channel: this.#channelObject(),
        // Slack does not store ephemeral messages, so it cannot include one.
        ...(ephemeral ? {} : { message: messageObject(store, message) }),
        state: { values: this.values },
        response_url: this.simulation.url + path,
      },
    };
  }

  /** Finds the message of a reply that was created before its message. */
  protected locate(): MessageId | undefined {
    return undefined;
  }

  protected get found(): MessageId | undefined {
    this.#id ??= this.locate();
    return this.#id;
  }

  #found(): MessageId {
    const { found } = this;
    if (found) return found;
    throw new Error('simulated Slack: the app has not answered (yet). Await slack.settled(), or check .outcome.');
  }

  #channel(): Channel {
    return this.simulation.store.channel(this.channel);
  }

  #channelObject() {
    const channel = this.#channel();
    return { id: channel.id, name: payloadChannelName(channel) };
  }
}

/** The reply to a command. Its message is looked up when it is first used. */
export class LiveCommandReply extends LiveMessage implements CommandReply {
  constructor(
    simulation: Simulation,
    actor: Person,
    private readonly interaction: string,
    readonly outcome: Outcome,
  ) {
    super(simulation, actor);
  }

  get answered(): boolean {
    return this.found !== undefined;
  }

  all(): PostedMessage[] {
    return this.simulation.answersTo(this.interaction, this.actor);
  }

  protected override locate(): MessageId | undefined {
    const message = this.simulation.store.state.messages.find(({ answers }) => answers === this.interaction);
    return message && { channel: message.channel, ts: message.ts };
  }
}

export function isSeenBy({ visibleTo }: Message, person: Person): boolean {
  return visibleTo === undefined || visibleTo === person.id;
}

export function mayRead(channel: Channel, person: Person): boolean {
  return channel.kind === 'public' || channel.members.includes(person.id);
}
