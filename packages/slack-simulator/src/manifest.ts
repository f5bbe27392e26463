import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** What an app declares in its manifest. The simulator sends nothing that is not declared here, just like Slack. */
export interface AppManifest {
  commands: readonly ManifestCommand[];
  shortcuts: readonly ManifestShortcut[];
  /** Bot events, such as `app_mention` and `message.im`. */
  events: readonly string[];
  home: ManifestHome;
  /** Domains whose links the app is told about (`link_shared`), without `https://`. */
  unfurlDomains: readonly string[];
  /** The app's conversation opens with suggested prompts. */
  agentView?: boolean;
  /** Bot scopes granted when the app is installed. */
  scopes: readonly string[];
}

export interface ManifestCommand {
  /** With its slash. */
  command: string;
  usageHint: string;
  description: string;
}

export interface ManifestShortcut {
  kind: 'global' | 'message';
  callbackId: string;
  name: string;
  description: string;
}

/** The tabs of the app's own page. */
export interface ManifestHome {
  homeTab: boolean;
  messagesTab: boolean;
  /** People cannot write in the messages tab. */
  messagesReadOnly: boolean;
}

/** The parts of Slack's manifest used here: docs.slack.dev/reference/app-manifest. */
interface SlackManifest {
  readonly features?: {
    readonly app_home?: Readonly<Record<string, boolean>>;
    readonly slash_commands?: readonly { command: string; usage_hint?: string; description: string }[];
    readonly shortcuts?: readonly {
      type: 'global' | 'message';
      callback_id: string;
      name: string;
      description: string;
    }[];
    readonly unfurl_domains?: readonly string[];
    readonly agent_view?: object;
  };
  readonly oauth_config?: { readonly scopes?: { readonly bot?: readonly string[] } };
  readonly settings?: { readonly event_subscriptions?: { readonly bot_events?: readonly string[] } };
}

/** Reads an app's manifest file, YAML or JSON. */
export async function readManifest(file: string): Promise<AppManifest> {
  const { features = {}, oauth_config, settings }: SlackManifest = parse(await readFile(file, 'utf8')) ?? {};
  const home = features.app_home ?? {};
  return {
    commands: (features.slash_commands ?? []).map(({ command, usage_hint: usageHint = '', description }) => ({
      command,
      usageHint,
      description,
    })),
    shortcuts: (features.shortcuts ?? []).map(({ type: kind, callback_id: callbackId, name, description }) => ({
      kind,
      callbackId,
      name,
      description,
    })),
    events: settings?.event_subscriptions?.bot_events ?? [],
    home: {
      homeTab: home.home_tab_enabled ?? false,
      messagesTab: home.messages_tab_enabled ?? true,
      messagesReadOnly: home.messages_tab_read_only_enabled ?? false,
    },
    unfurlDomains: features.unfurl_domains ?? [],
    agentView: features.agent_view !== undefined,
    scopes: oauth_config?.scopes?.bot ?? [],
  };
}
