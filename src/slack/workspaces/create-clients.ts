import type { WebClient } from '@slack/web-api';
import { type ClientParts, InstallationClient } from './installation-client.js';

/** A client holds no connection of its own, but weighs some 30 KB. */
const KEPT = 500;

/** The client of each installation; the one that was used longest ago makes room. */
export function createClients(parts: ClientParts): (installation: string) => WebClient {
  const clients = new Map<string, WebClient>();
  return (installation) => {
    const client = clients.get(installation) ?? new InstallationClient(installation, parts);
    clients.delete(installation);
    clients.set(installation, client);
    for (const oldest of clients.keys()) {
      if (clients.size <= KEPT) break;
      clients.delete(oldest);
    }
    return client;
  };
}
