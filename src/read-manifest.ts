import { type AppManifest, readManifest as readManifestFile } from '@guidepost/slack-simulator';
import { packageFile } from './package-file.js';

/** Reads an app's manifest, YAML or JSON. By default Guidepost's own. */
export function readManifest(file = packageFile('manifest.yml')): Promise<AppManifest> {
  return readManifestFile(file);
}
