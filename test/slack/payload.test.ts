import { describe, expect, it } from '@jest/globals';
import {
  type EventFields,
  type InstallationFields,
  installationOf,
  installationOfEvent,
} from '../../src/slack/payload.js';

const ours = { team: { id: 'TOURS' }, enterprise: null, is_enterprise_install: false };
const theirs = { team: { id: 'TTHEIRS' }, enterprise: { id: 'ETHEIRS' }, user: { team_id: 'TTHEIRS' } };
const inOrg = { enterprise: { id: 'EOURS' }, is_enterprise_install: true };

describe('the installation that a payload belongs to', () => {
  it.each<[string, InstallationFields, string]>([
    ['a command', { team_id: 'TOURS', is_enterprise_install: 'false' }, 'TOURS'],
    [
      'a command in an organisation',
      { team_id: 'TOURS', enterprise_id: 'EOURS', is_enterprise_install: 'true' },
      'EOURS',
    ],
    [
      'a command in a workspace of an organisation that installed the app itself',
      { team_id: 'TOURS', enterprise_id: 'EOURS', is_enterprise_install: 'false' },
      'TOURS',
    ],
    ['a press on a message by a guest', { ...ours, user: { team_id: 'TTHEIRS' } }, 'TOURS'],
    ['a press in an organisation, whose payload names no workspace', { ...inOrg, team: null }, 'EOURS'],
    ['a payload that names only the workspace of the person', { team: null, user: { team_id: 'TOURS' } }, 'TOURS'],
    [
      'a dialog of a guest, submitted or closed',
      { ...theirs, is_enterprise_install: false, view: { team_id: 'TTHEIRS', app_installed_team_id: 'TOURS' } },
      'TOURS',
    ],
    [
      'a dialog of a guest, from an app of an organisation',
      { ...theirs, is_enterprise_install: true, view: { team_id: 'TTHEIRS', app_installed_team_id: 'EOURS' } },
      'EOURS',
    ],
    [
      'a dialog in an organisation, opened in another of its workspaces',
      { ...inOrg, team: null, user: { team_id: 'TOURS2' }, view: { app_installed_team_id: 'TOURS1' } },
      'EOURS',
    ],
    ['a view without the field', { ...ours, view: { team_id: 'TOURS', app_installed_team_id: null } }, 'TOURS'],
  ])('of %s', (_, body, expected) => {
    expect(installationOf(body)).toBe(expected);
  });

  it('is never guessed', () => {
    expect(() => installationOf({ team: null, view: {} })).toThrow('names neither a workspace nor an organisation');
  });
});

describe('the installation that an event belongs to', () => {
  const team_id = 'TTHEIRS';
  it.each<[string, EventFields, string]>([
    ['its first authorization', { team_id, authorizations: [{ team_id: 'TOURS', enterprise_id: null }] }, 'TOURS'],
    [
      'the organisation of that',
      { team_id, authorizations: [{ team_id: null, enterprise_id: 'EOURS', is_enterprise_install: true }] },
      'EOURS',
    ],
    ['the event itself without authorizations', { team_id: 'TOURS', authorizations: [] }, 'TOURS'],
    ['the event itself if the list is missing', { team_id: 'TOURS' }, 'TOURS'],
    [
      'the workspace of the event if the authorization names none',
      { team_id: 'TOURS', authorizations: [{ team_id: null, enterprise_id: 'EOURS', is_enterprise_install: false }] },
      'TOURS',
    ],
  ])('is %s', (_, body, expected) => {
    expect(installationOfEvent(body)).toBe(expected);
  });
});
