import type { JsonObject, View } from './state.js';
import { stateValues } from './state-values.js';
import type { WorkspaceStore } from './workspace-store.js';

/** A view as Slack's payloads and replies carry it, with what the person typed so far. */
export function viewObject(store: WorkspaceStore, person: string, view: View): JsonObject {
  const { team, app } = store.state;
  const { errors: _errors, blocks, ...rest } = view;
  const definition = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as JsonObject;
  return {
    title: null,
    submit: null,
    close: null,
    ...definition,
    team_id: team.id,
    blocks: structuredClone(blocks),
    state: { values: stateValues(blocks, store.state.inputs[person]?.[view.id] ?? {}) },
    app_id: app.id,
    bot_id: app.botId,
    app_installed_team_id: team.id,
  };
}
