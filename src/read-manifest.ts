import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { packageFile } from './package-file.js';
import type { AppManifest } from './simulated-slack/manifest.js';

/** The fields of Slack's manifest that are read here: docs.slack.dev/reference/app-manifest. */
interface Declared {
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
  };
  readonly oauth_config?: { readonly scopes?: { readonly bot?: readonly string[] } };
  readonly settings?: { readonly event_subscriptions?: { readonly bot_events?: readonly string[] } };
}

/** Reads an app's manifest, YAML or JSON; by default that of this package. */
export async function readManifest(file = packageFile('manifest.yml')): Promise<AppManifest> {
  const { features = {}, oauth_config, settings }: Declared = parse(await readFile(file, 'utf8')) ?? {};
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
    scopes: oauth_config?.scopes?.bot ?? [],
  };
}
