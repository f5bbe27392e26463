/** One workspace with its token, or as many as install the app. */
export type SlackSettings = Shared & (OneWorkspace | ManyWorkspaces);

interface Shared {
  readonly apiUrl?: string;
  readonly port: number;
  readonly host?: string;
}

export interface OneWorkspace {
  readonly botToken: string;
  readonly connection:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
}

export interface ManyWorkspaces {
  readonly botToken?: undefined;
  readonly connection: {
    readonly kind: 'oauth';
    readonly signingSecret: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly stateSecret: string;
    readonly tokenKeys: readonly [string, ...string[]];
  };
}
