import type { PlaceHandle, SimulatedSlack, Workspace } from '../../simulated-slack/index.js';
import type { Reply } from '../page/protocol.js';
import { fillAll, findDialog, findSurface, findTarget } from './find-surface.js';
import { readChannel, readChoice, readPerson, readPlace, readSurface, readText, readTyped } from './read-fields.js';
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
      findPlace(workspace, request).say(escapeEntities(readText(request, 'text')));
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
    '/api/start-over',
    async (slack) => {
      slack.workspace.reset();
      slack.clearJournal();
      return done;
    },
  ],
]);

function findPlace(workspace: Workspace, request: Readonly<Record<string, unknown>>): PlaceHandle {
  const person = readPerson(workspace, request.person);
  return workspace.as(person).in(readChannel(workspace, person, request.channel));
}

/** Slack stores what a person types with these three characters escaped. */
const escapeEntities = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
