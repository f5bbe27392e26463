import type { AppManifest } from '../app-manifest.js';
import type { Change, ChangeListener } from './change.js';
import type { Author, Block, Channel, JsonObject, Message, Person, WorkspaceState } from './state.js';
import { withIds } from './with-ids.js';

export type NewMessage = Omit<Message, 'ts' | 'blocks'> & { blocks?: Block[] };

/** Holds the state, gives out what must be unique, and tells listeners of every change. */
export class WorkspaceStore {
  state: WorkspaceState;
  /** Not part of the state: it is the app's, and may have changed since the state was kept. */
  manifest: AppManifest | undefined;
  readonly #first: () => WorkspaceState;
  readonly #clock: () => number;
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

  now(): number {
    return this.#clock();
  }

  reset(): void {
    const { lastTs, lastId } = this.state;
    // Numbers go on, so that nothing of before is taken for something new.
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

  /** Slack's timestamp, unique and rising even when the clock stands still. */
  nextTs(): string {
    this.state.lastTs = Math.max(this.state.lastTs + 1, Math.floor(this.now()) * 1000);
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
    throw new Error(`simulated Slack: nobody is called "${name}". There are ${known}.`);
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
    throw new Error(`simulated Slack: there is no channel "${name}". There are ${known.join(', ')}.`);
  }

  /** A person's direct messages with the app. */
  directChannel({ id, realName }: Person): Channel {
    const found = this.state.channels.find(({ kind, members }) => kind === 'direct' && members.includes(id));
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

  edit(message: Message, change: Partial<Pick<Message, 'text' | 'blocks' | 'metadata'>>): void {
    const { blocks, ...rest } = change;
    // Slack keeps no history of ephemeral messages and never marks them as edited.
    Object.assign(message, rest, message.visibleTo === undefined ? { editedTs: this.nextTs() } : {});
    if (blocks) message.blocks = this.identified(blocks);
    this.#changed('edited', message);
  }

  /** Adds previews of links: no edit of the message. */
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

  /** A deep copy of the blocks with every block_id and action_id filled in, as Slack does. */
  identified(blocks: Block[]): Block[] {
    return withIds(blocks, () => this.nextId('').slice(-5));
  }

  #changed(change: 'posted' | 'edited' | 'deleted', { channel, ts, visibleTo }: Message): void {
    this.notify({ kind: 'message', change, channel, ts, ...(visibleTo === undefined ? {} : { visibleTo }) });
  }
}
