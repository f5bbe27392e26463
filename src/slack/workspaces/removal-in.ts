import { type InstallationFields, installationOf } from '../installation-of.js';

/** The news that the app was removed, and the last moment at which that may have been. */
export interface Removal {
  readonly installation: string;
  readonly because: 'app_uninstalled' | 'tokens_revoked';
  readonly at: Date;
}

interface EventBody extends InstallationFields {
  readonly type?: unknown;
  readonly event?: { readonly type?: unknown; readonly tokens?: { readonly bot?: unknown } };
  readonly event_time?: unknown;
  readonly authorizations?: readonly InstallationFields[] | null;
}

/** Reads it from an event as Slack sends it (docs.slack.dev/reference/events/app_uninstalled and tokens_revoked). */
export function removalIn(body: Readonly<Record<string, unknown>>): Removal | undefined {
  const { type, event, event_time: seconds, authorizations }: EventBody = body;
  if (type !== 'event_callback') return undefined;
  const because = event?.type;
  if (because !== 'app_uninstalled' && because !== 'tokens_revoked') return undefined;
  // Tokens of people are none of ours.
  const bots = event?.tokens?.bot;
  if (because === 'tokens_revoked' && !(Array.isArray(bots) && bots.length > 0)) return undefined;
  const installation = installationOf(authorizations?.[0] ?? (body as InstallationFields));
  // The moment is told in whole seconds. Without it, the news is taken to be fresh.
  return { installation, because, at: typeof seconds === 'number' ? new Date(seconds * 1_000 + 999) : new Date() };
}
