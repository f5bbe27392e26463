import type { Reply } from '../delivery/http.js';
import { readContent, respond } from '../web-api/messages.js';
import { ApiError } from '../web-api/method.js';
import { openGrant, openTrigger } from '../workspace/grants.js';
import type { Channel, JsonObject, Message, Person, ResponseGrant } from '../workspace/state.js';
import { homeOf, orgOf, type WorkspaceStore } from '../workspace/store.js';
import { failureOf, payloadChannelName, refusedContent, type Simulation } from './payloads.js';
import type { Outcome } from './workspace.js';

/** Sends a slash command as Slack does, and shows what its HTTP reply says, or Slack's error line. */
export async function runCommand(
  simulation: Simulation,
  { person, channel, line }: { person: Person; channel: Channel; line: string },
): Promise<{ interaction: string; outcome: Outcome }> {
  const asked = readCommandLine(line);
  if (!asked)
    throw new Error(`simulated Slack: a command starts with "/", but "${line}" does not. Use say() for chat.`);
  const { command, text } = asked;
  const { store } = simulation;
  const interaction = store.nextId('I');
  if (store.manifest && !store.manifest.commands.some((one) => one.command === command)) {
    tell(store, { person, channel, interaction }, `\`${command}\` is not a valid command.`, 'unknown_command');
    return { interaction, outcome: { kind: 'unknown_command' } };
  }
  const { grant, reply } = await sendCommand(simulation, { person, channel, command, text, interaction });
  const outcome = showReply(simulation, { ...grant, usesLeft: 1, expires: Number.POSITIVE_INFINITY }, reply, line);
  if (outcome.kind !== 'ok') {
    const text = `${command} failed with the error "${outcome.kind}"`;
    tell(store, { person, channel, interaction }, text, outcome.kind);
  }
  return { interaction, outcome };
}

/** A message from Slack itself that only this person sees. */
function tell(
  store: WorkspaceStore,
  { person, channel, interaction }: { person: Person; channel: Channel; interaction: string },
  text: string,
  error: string,
): void {
  store.post({
    channel: channel.id,
    author: { kind: 'slack', id: 'USLACKBOT', name: 'Slackbot' },
    text,
    visibleTo: person.id,
    answers: interaction,
    error,
  });
}

function showReply({ store }: Simulation, grant: ResponseGrant, reply: Reply, line: string): Outcome {
  const failure = failureOf(reply);
  if (failure || reply.kind !== 'reply') return failure ?? { kind: 'invalid_reply', messages: [] };
  try {
    const body = readCommandReply(reply);
    const shown = body && respond(store, grant, body);
    if (shown?.visibleTo !== undefined) shown.asked = { line, answer: reply.body };
    return { kind: 'ok' };
  } catch (error) {
    if (error instanceof ApiError) return refusedContent(error);
    throw error;
  }
}

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
  simulation: Simulation,
  { person, channel, command, text, interaction }: SentCommand,
): Promise<{ grant: Omit<ResponseGrant, 'usesLeft' | 'expires'>; reply: Reply }> {
  const { store } = simulation;
  const grant = { interaction, from: 'command' as const, person: person.id, channel: channel.id };
  // A guest's commands are those of their own workspace.
  const team = homeOf(store, person);
  const org = orgOf(team);
  const form: Record<string, string> = {
    token: simulation.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: payloadChannelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: store.state.app.id,
    ...(org.id !== null && { enterprise_id: org.id, enterprise_name: org.name ?? '' }),
    is_enterprise_install: String(org.isInstalled),
    response_url: simulation.url + openGrant(store, grant),
    trigger_id: openTrigger(store, person.id),
  };
  const reply = await simulation.connection.send({
    what: 'command',
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(form).toString(),
    payload: form,
  });
  return { grant, reply };
}

/** Splits a typed line into its command and text. @returns undefined for chat */
export function readCommandLine(line: string): { command: string; text: string } | undefined {
  const [, command, text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  return command === undefined ? undefined : { command, text };
}

/** @returns undefined if the app replied nothing. @throws ApiError */
export function readCommandReply({ headers, body }: Extract<Reply, { kind: 'reply' }>): JsonObject | undefined {
  const contentType = headers['content-type'] ?? '';
  if (body.trim() === '') return undefined;
  if (!contentType.includes('application/json')) return { text: body };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new ApiError('invalid_json', { errors: ['the reply has the type application/json but is not JSON'] });
  }
  if (typeof parsed === 'string') return { text: parsed };
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ApiError('invalid_json', { errors: ['the reply is not a JSON object'] });
  }
  const { response_type: _how, ...content } = parsed as JsonObject;
  return Object.keys(content).length === 0 ? undefined : (parsed as JsonObject);
}

/**
 * Repeats the commands whose private answers people are looking at, the last one in each channel, and updates the answers.
 * For an app that has changed. If the command fails, or something was pressed since, the answer stays.
 * @returns how many answers changed
 */
export async function refreshAnswers(simulation: Simulation): Promise<number> {
  const all = await Promise.all(lastAnswers(simulation.store).map((message) => refresh(simulation, message)));
  return all.filter(Boolean).length;
}

function lastAnswers({ state }: WorkspaceStore): Message[] {
  const last = new Map(
    state.messages
      .filter(({ visibleTo }) => visibleTo !== undefined)
      .map((message) => [`${message.channel} ${message.visibleTo}`, message]),
  );
  return [...last.values()];
}

/** @returns whether the answer changed */
async function refresh(simulation: Simulation, message: Message): Promise<boolean> {
  const { store } = simulation;
  const asked = message.asked && readCommandLine(message.asked.line);
  const person = store.state.people.find(({ id }) => id === message.visibleTo);
  const channel = store.channelById(message.channel);
  if (!asked || !person || !channel) return false;
  const { reply } = await sendCommand(simulation, { person, channel, ...asked, interaction: store.nextId('I') });
  if (failureOf(reply) || reply.kind !== 'reply' || !message.asked || reply.body === message.asked.answer) return false;
  try {
    const body = readCommandReply(reply);
    if (!body || body.response_type === 'in_channel') return false;
    message.asked.answer = reply.body;
    store.edit(message, readContent(body));
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
