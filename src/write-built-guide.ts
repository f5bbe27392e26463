import { writeFile } from 'node:fs/promises';
import { encodeBuiltGuide } from './built-guide.js';
import { loadGuide } from './guide/load.js';
import { GuideError, isError } from './guide/problem.js';
import { builtGuideFile } from './package-file.js';
import { buildIndexData } from './search/build-index.js';

// Run by the build: parses and indexes the guide in content/, so that no start has to. An error in it fails the build.
const folder = process.argv[2] ?? 'content';
const { guide, problems } = await loadGuide({ folder });
if (problems.some(isError)) throw new GuideError(folder, problems);
await writeFile(builtGuideFile(), encodeBuiltGuide(guide, buildIndexData(guide), problems.length));
