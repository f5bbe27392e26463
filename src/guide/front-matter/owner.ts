import type { Owner } from '../page.js';
import type { FieldReader, Fields } from './fields.js';

const KINDS: Readonly<Record<string, Owner['kind']>> = {
  U: 'person',
  W: 'person',
  S: 'group',
  C: 'channel',
  G: 'channel',
};

// Ids of Slack have digits, and words such as SUPPORT have none.
const ID = /^(?:([TE](?=[A-Z0-9]*\d)[A-Z0-9]{3,30}):)?([UWSCG](?=[A-Z0-9]*\d)[A-Z0-9]{3,30})$/;
const MAX_OWNERS = 10;
const ADVICE =
  'Write an id of Slack: of a person (U…, "Copy member ID" in the profile), a user group (S…), or a channel (C…, at the end of its details).';

/** Reads `owner`: one id of Slack or several. What is no id may be meant for another tool, so it is only a warning. */
export function readOwner(fields: Fields, reader: FieldReader): Owner[] {
  const owners = new Map<string, Owner>();
  for (const written of reader.texts(fields, 'owner')) {
    const [, installation, id = ''] = ID.exec(written.text) ?? [];
    const kind = KINDS[id.charAt(0)];
    if (kind === undefined) {
      reader.report('unknown-owner', { kind: 'unknown', ...written }, `"${written.text}" cannot be asked. ${ADVICE}`);
    } else owners.set(written.text, { kind, id, ...(installation && { installation }) });
  }
  return [...owners.values()].slice(0, MAX_OWNERS);
}
