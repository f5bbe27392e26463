import type { Person } from '../workspace/state.js';
import { LiveMessage, type MessagePlace } from './message-handle.js';
import type { Outcome } from './outcome.js';
import type { Setting } from './setting.js';
import type { CommandReply, MessageHandle } from './workspace.js';

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

  all(): MessageHandle[] {
    return this.setting.answersTo(this.interaction, this.actor);
  }

  protected override locate(): MessagePlace | undefined {
    const message = this.setting.store.state.messages.find(({ answers }) => answers === this.interaction);
    return message && { channel: message.channel, ts: message.ts };
  }
}
