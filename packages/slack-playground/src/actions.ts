import type {
  OpenDialog,
  Outcome,
  SimulatedSlack,
  SubmitOutcome,
  Surface,
  Target,
  UserInChannel,
  Workspace,
} from '@guidepost/slack-simulator';
import { switchFault } from './fault-switches.js';
import {
  type Fields,
  RequestProblem,
  readChannel,
  readChoice,
  readElementRef,
  readMessage,
  readPerson,
  readSurfaceRef,
  readText,
  readTyped,
} from './http.js';
import type { ElementRef, Reply, SurfaceRef, TypedText } from './protocol.js';

/** Does what a person does in the browser, and says how the app took it. */
export type Action = (slack: SimulatedSlack, request: Fields) => Promise<Reply>;

const done: Reply = { outcome: 'ok' };

const actions: Readonly<Record<string, Action>> = {
  async command({ workspace }, request) {
    const reply = await channelOf(workspace, request).command(readText(request, 'line'));
    return describe(reply.outcome);
  },

  async say({ workspace }, request) {
    const thread = request.threadTs === undefined ? {} : { threadTs: readText(request, 'threadTs') };
    channelOf(workspace, request).say(escapeEntities(readText(request, 'text')), thread);
    return done;
  },

  async alert({ workspace }, request) {
    workspace.botSays(channelOf(workspace, request).channel.id, alert);
    return done;
  },

  async press({ workspace }, request) {
    const surface = filledSurface(workspace, request);
    const { outcome } = await surface.press(findTarget(surface, readElementRef(request.target)));
    return describe(outcome);
  },

  async choose({ workspace }, request) {
    const surface = filledSurface(workspace, request);
    const target = findTarget(surface, readElementRef(request.target));
    const { outcome } = await surface.choose(target, readChoice(request.choice));
    return describe(outcome);
  },

  async suggest({ workspace }, request) {
    const surface = findSurface(workspace, readPerson(workspace, request.person), readSurfaceRef(request.surface));
    const target = findTarget(surface, readElementRef(request.target));
    try {
      return { outcome: 'ok', options: await surface.suggest(target, readText(request, 'query')) };
    } catch (error) {
      return { outcome: 'no_options', detail: error instanceof Error ? error.message : String(error) };
    }
  },

  async shortcut({ workspace }, request) {
    const person = readPerson(workspace, request.person);
    const callbackId = readText(request, 'callbackId');
    if (request.message === undefined) return describe(await workspace.as(person).shortcut(callbackId));
    const { channel, ts } = readMessage(request.message);
    const message = workspace
      .as(person)
      .in(readChannel(workspace, person, channel))
      .message(ts);
    return describe(await message.shortcut(callbackId));
  },

  async 'open-app'({ workspace }, request) {
    const tab = readText(request, 'tab') === 'home' ? 'home' : 'messages';
    await workspace.as(readPerson(workspace, request.person)).openHome(tab);
    return done;
  },

  async read({ workspace }, request) {
    channelOf(workspace, request).markRead();
    return done;
  },

  async 'dialog/submit'({ workspace }, request) {
    const dialog = filledDialog(workspace, request);
    return describe(await dialog.submit());
  },

  async 'dialog/close'({ workspace }, request) {
    const dialog = findDialog(workspace, readPerson(workspace, request.person), readText(request, 'dialog'));
    await dialog.close({ all: request.all === true });
    return done;
  },

  async fault({ faults }, request) {
    const id = readText(request, 'id');
    if (switchFault(faults, id, request.isOn === true)) return done;
    throw new RequestProblem(404, `There is no failure called ${JSON.stringify(id)} to simulate.`);
  },

  async 'drop-sockets'({ faults }) {
    faults.dropSockets('silently');
    return done;
  },

  async 'start-over'(slack) {
    await slack.startOver();
    return done;
  },
};

/** As monitoring tools post them: the text is in an attachment. */
const alert = {
  name: 'Monitoring',
  attachments: [
    {
      color: 'danger',
      title: '[FIRING] 502 Bad Gateway on shop-api',
      text: 'The proxy gets no answer: connection refused while connecting to upstream.',
      fields: [{ title: 'Severity', value: 'critical' }],
      fallback: '502 Bad Gateway on shop-api',
    },
  ],
};

/** Actions by their path. Each is a POST with a JSON object. */
export const routes: ReadonlyMap<string, Action> = new Map(
  Object.entries(actions).map(([name, action]) => [`/api/${name}`, action]),
);

/** An outcome as the page gets it: Slack's code, and what is known about the cause. */
function describe(outcome: Outcome | SubmitOutcome): Reply {
  const detail = detailOf(outcome);
  return { outcome: outcome.kind, ...(detail !== undefined && { detail }) };
}

function detailOf(outcome: Outcome | SubmitOutcome): string | undefined {
  if ('cause' in outcome) return outcome.cause;
  if ('status' in outcome) return `HTTP ${outcome.status}`;
  if ('messages' in outcome) return outcome.messages.join('\n');
  return undefined;
}

function channelOf(workspace: Workspace, request: Fields): UserInChannel {
  const person = readPerson(workspace, request.person);
  return workspace.as(person).in(readChannel(workspace, person, request.channel));
}

/** The message, dialog or Home of a request, with what the person has typed into it. */
function filledSurface(workspace: Workspace, request: Fields): Surface {
  const surface = findSurface(workspace, readPerson(workspace, request.person), readSurfaceRef(request.surface));
  fillAll(surface, readTyped(request.typed));
  return surface;
}

function filledDialog(workspace: Workspace, request: Fields): OpenDialog {
  const dialog = findDialog(workspace, readPerson(workspace, request.person), readText(request, 'dialog'));
  fillAll(dialog, readTyped(request.typed));
  return dialog;
}

function findSurface(workspace: Workspace, person: string, wanted: SurfaceRef): Surface {
  if (wanted.kind === 'dialog') return findDialog(workspace, person, wanted.id);
  if (wanted.kind === 'home') {
    if (workspace.home(person)?.id !== wanted.id) throw new RequestProblem(409, 'This Home no longer exists.');
    return workspace.as(person).home();
  }
  const { channel, ts } = wanted;
  if (!workspace.visibleTo(person, channel).some((message) => message.ts === ts)) {
    throw new RequestProblem(409, 'This message no longer exists.');
  }
  return workspace.as(person).in(channel).message(ts);
}

/** The person's top dialog, if it is still the one that the page shows. */
function findDialog(workspace: Workspace, person: string, id: string): OpenDialog {
  if (workspace.dialogs(person).at(-1)?.id !== id) throw new RequestProblem(409, 'This dialog is no longer open.');
  return workspace.as(person).dialog();
}

/** An update gives blocks new ids. A button with the same action and value is then the one that was meant. */
function findTarget(surface: Surface, { blockId, actionId, value }: ElementRef): Target {
  if (surface.blocks.some((block) => block.block_id === blockId)) {
    return { blockId, actionId, ...(value !== undefined && { value }) };
  }
  if (value !== undefined && JSON.stringify(surface.blocks).includes(JSON.stringify(value))) return { actionId, value };
  throw new RequestProblem(409, 'This has changed in the meantime. Check it and try again.');
}

function fillAll(surface: Surface, typed: readonly TypedText[]): void {
  for (const { text, ...target } of typed) surface.fill(findTarget(surface, target), text);
}

/** Slack stores what a person types with these three characters escaped. */
function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
