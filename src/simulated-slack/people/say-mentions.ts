import type { WorkspaceStore } from '../workspace/workspace-store.js';

/** `@ada`, `@guidepost` and `#general`, as they are typed, become the references that Slack stores. Other words stay. */
export function withReferences(store: WorkspaceStore, text: string): string {
  return text.replaceAll(/(^|[\s(])([@#])([\w.-]*\w)/g, (all, before: string, sign: string, name: string) => {
    const reference = sign === '@' ? personReference(store, name) : channelReference(store, name);
    return reference === undefined ? all : before + reference;
  });
}

function personReference({ state: { people, app, channels } }: WorkspaceStore, name: string): string | undefined {
  const wanted = name.toLowerCase();
  // The app's handle is the name of everyone's direct messages with it.
  const isApp = channels.some((channel) => channel.kind === 'direct' && channel.name === wanted);
  const id = isApp ? app.botUserId : people.find((person) => person.name === wanted)?.id;
  return id && `<@${id}>`;
}

function channelReference({ state: { channels } }: WorkspaceStore, name: string): string | undefined {
  const channel = channels.find((one) => one.kind !== 'direct' && one.name === name.toLowerCase());
  return channel && `<#${channel.id}|${channel.name}>`;
}
