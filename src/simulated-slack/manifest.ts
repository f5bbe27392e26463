/** What an app's manifest declares, as far as a workspace goes by it. Slack sends nothing that is not declared here. */
export interface AppManifest {
  commands: readonly ManifestCommand[];
  shortcuts: readonly ManifestShortcut[];
  /** Bot events subscribed to, such as `app_mention` and `message.im`. */
  events: readonly string[];
  home: ManifestHome;
  /** Domains whose links are told to the app (`link_shared`), without `https://`. */
  unfurlDomains: readonly string[];
  /** Bot scopes that an installation grants. */
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
  /** People cannot write there. */
  messagesReadOnly: boolean;
}
