import type { AppManifest } from '../manifest.js';
import type {
  Author,
  Block,
  Change,
  ChangeListener,
  Channel,
  Json,
  JsonObject,
  Message,
  Person,
  Prompt,
  Team,
  WorkspaceState,
} from './state.js';

export type NewMessage = Omit<Message, 'ts' | 'blocks'> & { blocks?: Block[] };

/** A person of another workspace. */
export interface Guest {
  /** Lower case: `gita`. */
  name: string;
  realName: string;
  /** Their own workspace. */
  team: Team;
  /** The channels that their workspace shares with this one. */
  channels: string[];
}

/** Holds the state, creates unique ids and timestamps, and notifies listeners of every change. */
export class WorkspaceStore {
  state: WorkspaceState;
  /** Not part of the state, because it may have changed since the state was saved. */
  manifest: AppManifest | undefined;
  readonly #first: () => WorkspaceState;
  readonly #clock: () => number;
  #clockShiftMs = 0;
  /** Texts that people have written but not sent, by their `unfurl_id`. */
  readonly composed = new Map<string, { text: string; unfurls: Record<string, JsonObject> }>();
  readonly #listeners = new Set<ChangeListener>();

  constructor({ first, state, clock }: { first: () => WorkspaceState; state?: WorkspaceState; clock: () => number }) {
    this.#first = first;
    this.#clock = clock;
    this.state = { ...first(), ...structuredClone(state) };
  }

  install(manifest: AppManifest): void {
    this.manifest = manifest;
    this.state.app.scopes = [...manifest.scopes];
    this.notify({ kind: 'app' });
  }

  /** For lifetimes and deadlines. A shifted clock does not change them. */
  now(): number {
    return this.#clock();
  }

  /** The time that Slack states in timestamps and signatures. */
  statedNow(): number {
    return this.#clock() + this.#clockShiftMs;
  }

  get clockShiftMs(): number {
    return this.#clockShiftMs;
  }

  /** From now on the stated times are later by this much, or earlier if it is negative. */
  shiftClock(ms: number): void {
    // The last timestamp moves along. Otherwise the next ones would stay after it when the clock goes back.
    this.state.lastTs += (ms - this.#clockShiftMs) * 1000;
    this.#clockShiftMs = ms;
  }

  reset(): void {
    const { lastTs, lastId } = this.state;
    // Keep counting, so that no id is used again.
    this.state = { ...this.#first(), lastTs, lastId };
    this.notify({ kind: 'reset' });
  }

  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notify(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  nextId(prefix: string): string {
    this.state.lastId += 1;
    return `${prefix}${this.state.lastId.toString(36).toUpperCase().padStart(9, '0')}`;
  }

  /** A Slack timestamp: unique and increasing, even if the clock stops. */
  nextTs(): string {
    this.state.lastTs = Math.max(this.state.lastTs + 1, Math.floor(this.statedNow()) * 1000);
    const micros = String(this.state.lastTs);
    return `${micros.slice(0, -6) || '0'}.${micros.slice(-6).padStart(6, '0')}`;
  }

  person(name: string): Person {
    const wanted = name.replace(/^@/, '').toLowerCase();
    const found = this.state.people.find(
      ({ id, name: handle, realName, aliases }) =>
        id.toLowerCase() === wanted ||
        handle === wanted ||
        realName.toLowerCase() === wanted ||
        aliases.includes(wanted),
    );
    if (found) return found;
    const known = this.state.people.map(({ name: handle, aliases }) => [handle, ...aliases].join(' or ')).join(', ');
    throw new Error(`simulated Slack: there is no person "${name}". The people are ${known}.`);
  }

  /** Adds a person of another workspace, who shares these channels and may write to the app. */
  addGuest({ name, realName, team, channels }: Guest): Person {
    const guest: Person = { id: this.nextId('U'), name, realName, aliases: [], timeZone: 'Europe/London', team };
    const shared = channels.map((channel) => this.channel(channel));
    const direct = this.state.channels.find(({ kind }) => kind === 'direct');
    this.state.people.push(guest);
    for (const channel of shared) channel.members.push(guest.id);
    this.state.channels.push({
      id: this.nextId('D'),
      name: direct?.name ?? 'app',
      kind: 'direct',
      members: [guest.id, this.state.app.botUserId],
      archived: false,
    });
    this.notify({ kind: 'reset' });
    return guest;
  }

  channelById(id: string): Channel | undefined {
    return this.state.channels.find((channel) => channel.id === id);
  }

  channel(name: string, person?: string): Channel {
    const wanted = name.replace(/^[#@]/, '').toLowerCase();
    const mine = (channel: Channel): boolean =>
      channel.kind !== 'direct' || (person !== undefined && channel.members.includes(person));
    const found =
      this.channelById(name) ?? this.state.channels.find((channel) => channel.name === wanted && mine(channel));
    if (found) return found;
    const known = this.state.channels
      .filter(mine)
      .map((channel) => (channel.kind === 'direct' ? '@' : '#') + channel.name);
    throw new Error(`simulated Slack: there is no channel "${name}". The channels are ${known.join(', ')}.`);
  }

  /** A direct message between two people, in which the app is no member. */
  addDirect(first: Person, second: Person): Channel {
    const channel: Channel = {
      id: this.nextId('D'),
      name: second.name,
      kind: 'direct',
      members: [first.id, second.id],
      archived: false,
    };
    this.state.channels.push(channel);
    this.notify({ kind: 'reset' });
    return channel;
  }

  /** A person's direct messages with the app. */
  directChannel({ id, realName }: Person): Channel {
    const found = this.state.channels.find(
      (channel) => channel.kind === 'direct' && channel.members.includes(id) && this.appIsMember(channel),
    );
    if (found) return found;
    throw new Error(`simulated Slack: ${realName} has no direct messages with the app.`);
  }

  appIsMember(channel: Channel): boolean {
    return channel.members.includes(this.state.app.botUserId);
  }

  appAuthor(): Author {
    const { botUserId, name } = this.state.app;
    return { kind: 'app', id: botUserId, name };
  }

  message(channel: string, ts: string): Message | undefined {
    return this.state.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  post(message: NewMessage): Message {
    const posted: Message = { ...message, ts: this.nextTs(), blocks: this.identified(message.blocks ?? []) };
    this.state.messages.push(posted);
    this.#changed('posted', posted);
    return posted;
  }

  /** Replaces what the app suggests to ask in a conversation. */
  suggest(channel: string, prompts: Prompt[]): void {
    this.state.prompts[channel] = prompts;
    this.notify({ kind: 'channel', channel });
  }

  /** Somebody writes a text. @returns its `unfurl_id` */
  compose(person: string, text: string): string {
    const id = `${person}-${this.nextId('')}`;
    this.composed.set(id, { text, unfurls: {} });
    return id;
  }

  edit(message: Message, change: Partial<Pick<Message, 'text' | 'blocks' | 'metadata'>>): void {
    const { blocks, ...rest } = change;
    // Slack never marks ephemeral messages as edited.
    Object.assign(message, rest, message.visibleTo === undefined ? { editedTs: this.nextTs() } : {});
    if (blocks) message.blocks = this.identified(blocks);
    this.#changed('edited', message);
  }

  /** Adds link previews, which does not count as an edit. */
  unfurl(message: Message, unfurls: Record<string, JsonObject>): void {
    const identified = Object.entries(unfurls).map(([url, preview]) => [
      url,
      { ...preview, blocks: this.identified((preview.blocks ?? []) as Block[]) },
    ]);
    message.unfurls = { ...message.unfurls, ...Object.fromEntries(identified) };
    this.#changed('edited', message);
  }

  remove(message: Message): void {
    this.state.messages = this.state.messages.filter((other) => other !== message);
    this.#changed('deleted', message);
  }

  /** A deep copy of the blocks with missing block_ids and action_ids filled in, as Slack does. */
  identified(blocks: Block[]): Block[] {
    return withIds(blocks, () => this.nextId('').slice(-5));
  }

  #changed(change: 'posted' | 'edited' | 'deleted', { channel, ts, visibleTo }: Message): void {
    this.notify({ kind: 'message', change, channel, ts, ...(visibleTo === undefined ? {} : { visibleTo }) });
  }
}

function acts(value: Json | undefined): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof value.type === 'string' &&
    !['plain_text', 'mrkdwn', 'image'].includes(value.type)
  );
}

/** A copy of the blocks with missing block_ids and action_ids filled in. */
export function withIds(blocks: Block[], nextId: () => string): Block[] {
  return structuredClone(blocks).map((block) => {
    block.block_id ??= nextId();
    if (block.type === 'rich_text') return block;
    const elements = Array.isArray(block.elements) ? block.elements : [];
    for (const element of [block.accessory, block.element, ...elements]) {
      if (acts(element)) element.action_id ??= nextId();
    }
    return block;
  });
}

/** The workspace that a person belongs to: this one, or a guest's own. */
export function homeOf({ state }: WorkspaceStore, person: Person): Team {
  return person.team ?? state.team;
}

/** Where the app is installed: in the workspace, or in its organisation. */
export function installedIn({ org, id }: Team): string {
  return org?.isInstalled ? org.id : id;
}

/** What payloads say about the workspace's organisation, and whether the app is installed organisation-wide. */
export function orgOf({ org }: Team): { id: string | null; name: string | null; isInstalled: boolean } {
  return {
    id: org?.id ?? null,
    name: org?.name ?? null,
    isInstalled: org?.isInstalled ?? false,
  };
}

export interface Unread {
  readonly count: number;
  /** Unread mentions and direct messages, for which Slack shows a number. */
  readonly mentions: number;
  /** The first unread message. The line "New" is shown above it. */
  readonly since: string | undefined;
}

/** A timestamp in microseconds, which a number holds exactly. */
function micros(ts: string): number {
  return Number(ts.replace('.', ''));
}

/** A person's unread messages: from others, in the channel itself, without ephemeral messages and thread replies. */
export function unreadOf(store: WorkspaceStore, person: Person, channel: Channel): Unread {
  const read = micros(store.state.read[person.id]?.[channel.id] ?? '0');
  const unread = store.state.messages.filter(
    (message) =>
      message.channel === channel.id &&
      message.threadTs === undefined &&
      message.visibleTo === undefined &&
      message.author.id !== person.id &&
      micros(message.ts) > read,
  );
  const mentions = channel.kind === 'direct' ? unread : unread.filter((message) => mentioned(message, person));
  return { count: unread.length, mentions: mentions.length, since: unread[0]?.ts };
}

/** Marks a channel as read up to a message, by default the newest. */
export function markRead(store: WorkspaceStore, person: Person, channel: Channel, ts?: string): void {
  const newest = ts ?? store.state.messages.findLast((message) => message.channel === channel.id)?.ts;
  const mine = store.state.read[person.id] ?? {};
  if (newest === undefined || mine[channel.id] === newest) return;
  store.state.read[person.id] = { ...mine, [channel.id]: newest };
  store.notify({ kind: 'read', person: person.id, channel: channel.id });
}

function mentioned({ text, blocks }: Message, { id }: Person): boolean {
  return [`<@${id}`, '<!channel', '<!here', '<!everyone'].some((mention) =>
    `${text}${JSON.stringify(blocks)}`.includes(mention),
  );
}
