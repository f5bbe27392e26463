import type { Reply } from '../delivery/app-connection.js';
import { ApiError } from '../web-api/api-method.js';
import { respond } from '../web-api/respond.js';
import { openGrant } from '../workspace/grants.js';
import type { Channel, JsonObject, Person, ResponseGrant } from '../workspace/state.js';
import { openTrigger } from '../workspace/triggers.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import type { Outcome } from './outcome.js';
import { payloadChannelName } from './payload-parts.js';
import { failureOf, refusedContent } from './read-outcome.js';
import type { Setting } from './setting.js';

/** Sends a slash command as Slack does, and shows what its HTTP reply says, or Slack's error line. */
export const runCommand = async (
  setting: Setting,
  { person, channel, line }: { person: Person; channel: Channel; line: string },
): Promise<{ interaction: string; outcome: Outcome }> => {
  const [, command, text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  if (command === undefined)
    throw new Error(`simulated Slack: a command begins with "/": "${line}" does not. Use say() for chat.`);
  const { store } = setting;
  const interaction = store.nextId('I');
  if (store.manifest && !store.manifest.commands.some((one) => one.command === command)) {
    tell(store, { person, channel, interaction }, `\`${command}\` is not a valid command.`, 'unknown_command');
    return { interaction, outcome: { kind: 'unknown_command' } };
  }
  const grant = { interaction, from: 'command' as const, person: person.id, channel: channel.id };
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
    is_enterprise_install: 'false',
    response_url: setting.url + openGrant(store, grant),
    trigger_id: openTrigger(store, person.id),
  };
  const reply = await setting.connection.send({
    what: 'command',
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(form).toString(),
    payload: form,
  });
  const outcome = showReply(setting, { ...grant, usesLeft: 1, expires: Number.POSITIVE_INFINITY }, reply);
  if (outcome.kind !== 'ok') {
    const text = `${command} failed with the error "${outcome.kind}"`;
    tell(store, { person, channel, interaction }, text, outcome.kind);
  }
  return { interaction, outcome };
};

/** A line by Slack itself that only this person sees. */
const tell = (
  store: WorkspaceStore,
  { person, channel, interaction }: { person: Person; channel: Channel; interaction: string },
  text: string,
  error: string,
): void => {
  store.post({
    channel: channel.id,
    author: { kind: 'slack', id: 'USLACKBOT', name: 'Slackbot' },
    text,
    visibleTo: person.id,
    answers: interaction,
    error,
  });
};

const showReply = ({ store }: Setting, grant: ResponseGrant, reply: Reply): Outcome => {
  const failure = failureOf(reply);
  if (failure || reply.kind !== 'reply') return failure ?? { kind: 'invalid_reply', messages: [] };
  try {
    const body = readCommandReply(reply.headers['content-type'] ?? '', reply.body);
    if (body !== undefined) respond(store, grant, body);
    return { kind: 'ok' };
  } catch (error) {
    if (error instanceof ApiError) return refusedContent(error);
    throw error;
  }
};

/** @returns undefined where the app said nothing. @throws ApiError */
const readCommandReply = (contentType: string, body: string): JsonObject | undefined => {
  if (body.trim() === '') return undefined;
  if (!contentType.includes('application/json')) return { text: body };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new ApiError('invalid_json', { errors: ['the reply says application/json and is none'] });
  }
  if (typeof parsed === 'string') return { text: parsed };
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ApiError('invalid_json', { errors: ['the reply is no JSON object'] });
  }
  const { response_type: _how, ...content } = parsed as JsonObject;
  return Object.keys(content).length === 0 ? undefined : (parsed as JsonObject);
};
