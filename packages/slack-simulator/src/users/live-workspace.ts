import type { AppManifest } from '../manifest.js';
import type {
  AppIdentity,
  ChangeListener,
  Channel,
  InputValues,
  Message,
  Person,
  Team,
  View,
  WorkspaceState,
} from '../workspace/state.js';
import { type Guest, type Unread, unreadOf, type WorkspaceStore } from '../workspace/store.js';
import { stackOf } from '../workspace/views.js';
import { isSeenBy, mayRead } from './messages.js';
import type { Simulation } from './payloads.js';
import { LivePerson } from './user.js';
import type { BotMessage, SimulatedUser, Workspace } from './workspace.js';

/** The workspace's public interface, on top of its store. */
export class LiveWorkspace implements Workspace {
  readonly #simulation: Simulation;
  readonly #store: WorkspaceStore;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#store = simulation.store;
  }

  get team(): Team {
    return this.#store.state.team;
  }

  get app(): AppIdentity {
    return this.#store.state.app;
  }

  get manifest(): AppManifest | undefined {
    return this.#store.manifest;
  }

  get people(): readonly Person[] {
    return this.#store.state.people;
  }

  get channels(): readonly Channel[] {
    return this.#store.state.channels;
  }

  get messages(): readonly Message[] {
    return this.#store.state.messages;
  }

  as(person: string): SimulatedUser {
    return new LivePerson(this.#simulation, this.#store.person(person));
  }

  channel(name: string, person?: string): Channel {
    return this.#store.channel(name, person === undefined ? undefined : this.#store.person(person).id);
  }

  visibleTo(name: string, channelName: string): Message[] {
    const person = this.#store.person(name);
    const channel = this.#store.channel(channelName, person.id);
    if (!mayRead(channel, person)) return [];
    return this.messages.filter((message) => message.channel === channel.id && isSeenBy(message, person));
  }

  dialogs(person: string): readonly View[] {
    return stackOf(this.#store, this.#store.person(person).id);
  }

  home(person: string): View | undefined {
    return this.#store.state.homes[this.#store.person(person).id];
  }

  inputs(person: string, container: string): InputValues {
    return this.#store.state.inputs[this.#store.person(person).id]?.[container] ?? {};
  }

  unread(name: string, channelName: string): Unread {
    const person = this.#store.person(name);
    return unreadOf(this.#store, person, this.#store.channel(channelName, person.id));
  }

  addGuest(guest: Guest): Person {
    return this.#store.addGuest(guest);
  }

  addGroup(people: readonly string[]): string {
    const { state } = this.#store;
    const id = `S0GROUP${String((state.groups?.length ?? 0) + 1).padStart(3, '0')}`;
    state.groups = [...(state.groups ?? []), { id, members: people.map((name) => this.as(name).person.id) }];
    return id;
  }

  addDirect([first, second]: readonly [string, string]): Channel {
    return this.#store.addDirect(this.#store.person(first), this.#store.person(second));
  }

  botSays(name: string, { name: botName, text = '', blocks, attachments, threadTs }: BotMessage): Message {
    return this.#store.post({
      channel: this.#store.channel(name).id,
      author: { kind: 'bot', id: this.#store.nextId('B'), name: botName },
      text,
      ...(blocks && { blocks }),
      ...(attachments && { attachments }),
      ...(threadTs !== undefined && { threadTs }),
    });
  }

  archive(name: string, archived = true): void {
    this.#change(name, (channel) => {
      channel.archived = archived;
    });
  }

  inviteApp(name: string): void {
    const { botUserId } = this.app;
    this.#change(name, (channel) => {
      if (!channel.members.includes(botUserId)) channel.members.push(botUserId);
    });
  }

  removeApp(name: string): void {
    this.#change(name, (channel) => {
      channel.members = channel.members.filter((id) => id !== this.app.botUserId);
    });
  }

  removePerson(name: string, person: string): void {
    const { id } = this.as(person).person;
    this.#change(name, (channel) => {
      channel.members = channel.members.filter((member) => member !== id);
    });
  }

  deleteMessage(channel: string, ts: string): void {
    const message = this.#store.message(this.#store.channel(channel).id, ts);
    if (!message) throw new Error(`simulated Slack: there is no message ${ts} in ${channel}.`);
    this.#store.remove(message);
  }

  grantScopes(scopes: string[]): void {
    this.app.scopes = [...scopes];
    this.#store.notify({ kind: 'app' });
  }

  install(manifest: AppManifest): void {
    this.#store.install(manifest);
  }

  reset(): void {
    this.#store.reset();
  }

  snapshot(): WorkspaceState {
    return structuredClone(this.#store.state);
  }

  subscribe(listener: ChangeListener): () => void {
    return this.#store.subscribe(listener);
  }

  #change(name: string, change: (channel: Channel) => void): void {
    const channel = this.#store.channel(name);
    change(channel);
    this.#store.notify({ kind: 'channel', channel: channel.id });
  }
}
