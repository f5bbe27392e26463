import type { Reply } from '../delivery/app-connection.js';
import { openGrant } from '../workspace/grants.js';
import { orgOf } from '../workspace/org-of.js';
import type { Channel, Person, ResponseGrant } from '../workspace/state.js';
import { openTrigger } from '../workspace/triggers.js';
import { payloadChannelName } from './payload-parts.js';
import type { Setting } from './setting.js';

interface SentCommand {
  person: Person;
  channel: Channel;
  /** With its slash. */
  command: string;
  text: string;
  interaction: string;
}

/** Sends a slash command as Slack does, with a response_url and a trigger_id of its own. */
export async function sendCommand(
  setting: Setting,
  { person, channel, command, text, interaction }: SentCommand,
): Promise<{ grant: Omit<ResponseGrant, 'usesLeft' | 'expires'>; reply: Reply }> {
  const { store } = setting;
  const grant = { interaction, from: 'command' as const, person: person.id, channel: channel.id };
  const org = orgOf(store.state.team);
  const form: Record<string, string> = {
    token: setting.verificationToken,
    team_id: store.state.team.id,
    team_domain: store.state.team.domain,
    channel_id: channel.id,
    channel_name: payloadChannelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: store.state.app.id,
    ...(org.id !== null && { enterprise_id: org.id, enterprise_name: org.name ?? '' }),
    is_enterprise_install: String(org.isInstalled),
    response_url: setting.url + openGrant(store, grant),
    trigger_id: openTrigger(store, person.id),
  };
  const reply = await setting.connection.send({
    what: 'command',
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(form).toString(),
    payload: form,
  });
  return { grant, reply };
}

/** A line as it is typed, in its command and the rest. @returns undefined for chat */
export function readCommandLine(line: string): { command: string; text: string } | undefined {
  const [, command, text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  return command === undefined ? undefined : { command, text };
}
