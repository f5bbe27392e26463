import type { ManifestShortcut } from '../app-manifest.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';

/** @throws Error that lists the shortcuts of the manifest, where it has none of this name */
export function requireShortcut(
  { manifest }: WorkspaceStore,
  kind: ManifestShortcut['kind'],
  callbackId: string,
): void {
  if (manifest === undefined) return;
  const declared = manifest.shortcuts.filter((one) => one.kind === kind).map((one) => one.callbackId);
  if (declared.includes(callbackId)) return;
  throw new Error(
    `simulated Slack: the manifest has no ${kind} shortcut "${callbackId}". There are ${declared.join(', ') || 'none'}.`,
  );
}
