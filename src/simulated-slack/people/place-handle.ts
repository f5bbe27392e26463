import type { Channel, Person } from '../workspace/state.js';
import { markRead } from '../workspace/unread.js';
import { LiveCommandReply } from './command-reply.js';
import { messageEvents } from './message-events.js';
import { LiveMessage } from './message-handle.js';
import { runCommand } from './run-command.js';
import { withReferences } from './say-mentions.js';
import type { Setting } from './setting.js';
import { isSeenBy, mayRead } from './sight.js';
import type { CommandReply, MessageHandle, PlaceHandle } from './workspace.js';

/** A person in a channel. */
export class LivePlace implements PlaceHandle {
  constructor(
    private readonly setting: Setting,
    private readonly actor: Person,
    private readonly id: string,
  ) {
    if (!mayRead(this.channel, actor)) {
      throw new Error(`simulated Slack: ${actor.realName} is no member of #${this.channel.name}.`);
    }
  }

  get channel(): Channel {
    return this.setting.store.channel(this.id);
  }

  async command(line: string): Promise<CommandReply> {
    const { interaction, outcome } = await runCommand(this.setting, {
      person: this.actor,
      channel: this.channel,
      line,
    });
    return new LiveCommandReply(this.setting, this.actor, interaction, outcome);
  }

  say(text: string, { threadTs }: { threadTs?: string } = {}): MessageHandle {
    if (this.channel.kind === 'direct' && this.setting.store.manifest?.home.messagesReadOnly) {
      throw new Error('simulated Slack: the manifest lets nobody write to the app.');
    }
    if (this.channel.archived) throw new Error(`simulated Slack: #${this.channel.name} is archived.`);
    const { id, realName } = this.actor;
    const author = { kind: 'person' as const, id, name: realName };
    const thread = threadTs === undefined ? {} : { threadTs };
    const { store, sendEvent } = this.setting;
    const message = store.post({ channel: this.id, author, text: withReferences(store, text), ...thread });
    this.markRead(message.ts);
    for (const event of messageEvents(store, this.channel, message)) void sendEvent(event);
    return new LiveMessage(this.setting, this.actor, message);
  }

  messages({ threadTs }: { threadTs?: string } = {}): MessageHandle[] {
    return this.setting.store.state.messages
      .filter((one) => one.channel === this.id && one.threadTs === threadTs && isSeenBy(one, this.actor))
      .map(({ channel, ts }) => new LiveMessage(this.setting, this.actor, { channel, ts }));
  }

  lastMessage(): MessageHandle {
    const last = this.messages().at(-1);
    if (last) return last;
    throw new Error(`simulated Slack: ${this.actor.realName} sees no message in #${this.channel.name}.`);
  }

  markRead(ts?: string): void {
    markRead(this.setting.store, this.actor, this.channel, ts);
  }

  message(ts: string): MessageHandle {
    return new LiveMessage(this.setting, this.actor, { channel: this.id, ts });
  }
}
