import type { Delivery } from '../delivery/app-connection.js';
import { orgOf } from '../workspace/org-of.js';
import type { Channel, JsonObject, Person } from '../workspace/state.js';
import type { Setting } from './setting.js';

/** What every interaction payload begins with. */
export function whoAndWhere({ store, verificationToken }: Setting, person: Person): JsonObject {
  const { team, app } = store.state;
  const org = orgOf(team);
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: app.id,
    token: verificationToken,
    team: { id: team.id, domain: team.domain },
    enterprise: org.id === null ? null : { id: org.id, name: org.name },
    is_enterprise_install: org.isInstalled,
  };
}

/** Slack names a channel only where it is public. */
export function payloadChannelName({ kind, name }: Channel): string {
  return { public: name, private: 'privategroup', direct: 'directmessage' }[kind];
}

/** Interactions travel as a form with one field, `payload`. */
export function interactionDelivery(what: Delivery['what'], payload: JsonObject): Delivery {
  return {
    what,
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    payload,
  };
}
