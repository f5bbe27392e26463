import type { PlaceHandle, SimulatedSlack, Workspace } from '../../simulated-slack/index.js';
import { RequestProblem } from '../http/problem.js';
import type { Reply } from '../page/requests.js';
import { switchTrouble } from '../trouble-switches.js';
import { fillAll, findDialog, findSurface, findTarget } from './find-surface.js';
import {
  readChannel,
  readChoice,
  readMessage,
  readPerson,
  readPlace,
  readSurface,
  readText,
  readTyped,
} from './read-fields.js';
import { reply } from './reply.js';

/** Carries out what a person does in a window. */
export type Action = (slack: SimulatedSlack, request: Readonly<Record<string, unknown>>) => Promise<Reply>;

const done: Reply = { outcome: 'ok' };

/** Each by its path; all are POST with a JSON object. */
export const routes: ReadonlyMap<string, Action> = new Map<string, Action>([
  [
    '/api/command',
    async ({ workspace }, request) => {
      const place = findPlace(workspace, request);
      return reply((await place.command(readText(request, 'line'))).outcome);
    },
  ],
  [
    '/api/say',
    async ({ workspace }, request) => {
      const thread = request.threadTs === undefined ? {} : { threadTs: readText(request, 'threadTs') };
      findPlace(workspace, request).say(escapeEntities(readText(request, 'text')), thread);
      return done;
    },
  ],
  [
    '/api/press',
    async (slack, request) => {
      const { workspace } = slack;
      const surface = findSurface(slack, readPerson(workspace, request.person), readSurface(request.surface));
      fillAll(surface, readTyped(request.typed));
      return reply((await surface.press(findTarget(surface, readPlace(request.place)))).outcome);
    },
  ],
  [
    '/api/choose',
    async (slack, request) => {
      const { workspace } = slack;
      const surface = findSurface(slack, readPerson(workspace, request.person), readSurface(request.surface));
      fillAll(surface, readTyped(request.typed));
      const target = findTarget(surface, readPlace(request.place));
      return reply((await surface.choose(target, readChoice(request.choice))).outcome);
    },
  ],
  [
    '/api/suggest',
    async (slack, request) => {
      const surface = findSurface(slack, readPerson(slack.workspace, request.person), readSurface(request.surface));
      const target = findTarget(surface, readPlace(request.place));
      try {
        return { outcome: 'ok', options: await surface.suggest(target, readText(request, 'query')) };
      } catch (error) {
        return { outcome: 'no_options', detail: error instanceof Error ? error.message : String(error) };
      }
    },
  ],
  [
    '/api/shortcut',
    async ({ workspace }, request) => {
      const person = readPerson(workspace, request.person);
      const callbackId = readText(request, 'callbackId');
      if (request.message === undefined) return reply(await workspace.as(person).shortcut(callbackId));
      const { channel, ts } = readMessage(request.message);
      return reply(
        await workspace
          .as(person)
          .in(readChannel(workspace, person, channel))
          .message(ts)
          .shortcut(callbackId),
      );
    },
  ],
  [
    '/api/open-app',
    async ({ workspace }, request) => {
      const tab = readText(request, 'tab') === 'home' ? 'home' : 'messages';
      await workspace.as(readPerson(workspace, request.person)).openHome(tab);
      return done;
    },
  ],
  [
    '/api/read',
    async ({ workspace }, request) => {
      findPlace(workspace, request).markRead();
      return done;
    },
  ],
  [
    '/api/trouble',
    async ({ trouble }, request) => {
      const id = readText(request, 'id');
      if (switchTrouble(trouble, id, request.isOn === true)) return done;
      throw new RequestProblem(404, `There is no trouble called ${JSON.stringify(id)}.`);
    },
  ],
  [
    '/api/dialog/input',
    async (slack, request) => {
      const { workspace } = slack;
      fillAll(
        findDialog(slack, readPerson(workspace, request.person), readText(request, 'dialog')),
        readTyped(request.typed),
      );
      return done;
    },
  ],
  [
    '/api/dialog/submit',
    async (slack, request) => {
      const { workspace } = slack;
      const dialog = findDialog(slack, readPerson(workspace, request.person), readText(request, 'dialog'));
      fillAll(dialog, readTyped(request.typed));
      return reply(await dialog.submit());
    },
  ],
  [
    '/api/dialog/close',
    async (slack, request) => {
      const { workspace } = slack;
      await findDialog(slack, readPerson(workspace, request.person), readText(request, 'dialog')).close({
        all: request.all === true,
      });
      return done;
    },
  ],
  [
    '/api/drop-sockets',
    async ({ trouble }) => {
      trouble.dropSockets('silently');
      return done;
    },
  ],
  [
    '/api/start-over',
    async (slack) => {
      await slack.startOver();
      return done;
    },
  ],
]);

function findPlace(workspace: Workspace, request: Readonly<Record<string, unknown>>): PlaceHandle {
  const person = readPerson(workspace, request.person);
  return workspace.as(person).in(readChannel(workspace, person, request.channel));
}

/** Slack stores what a person types with these three characters escaped. */
function escapeEntities(text: string) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
