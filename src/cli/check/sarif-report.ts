import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RULES, ruleNames } from '../../guide/rules.js';
import { type CheckResult, relativePath } from './report.js';

const HOME = 'https://github.com/guidepost-app/guidepost';

/**
 * Every problem by itself, in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code scanning of GitHub and other tools
 * read. Paths begin at `%SRCROOT%`, which is the working directory.
 * @param version of Guidepost
 */
export function sarifReport(result: CheckResult, version: string): string {
  const names = ruleNames();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Guidepost',
            informationUri: HOME,
            semanticVersion: version,
            rules: names.map((id) => ({
              id,
              shortDescription: { text: RULES[id].about },
              helpUri: `${HOME}/blob/main/docs/own-guide.md#rules`,
              defaultConfiguration: { level: RULES[id].severity },
            })),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: result.notes.map((text) => ({ level: 'note', message: { text } })),
          },
        ],
        results: result.problems.map(({ severity, rule, file, line, text }) => ({
          ruleId: rule,
          ruleIndex: names.indexOf(rule),
          level: severity,
          message: { text },
          locations: [
            {
              physicalLocation: {
                artifactLocation: artifactOf(result, file),
                region: { startLine: line ?? 1 },
              },
            },
          ],
        })),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A path inside the working directory, or the whole address of one outside. */
function artifactOf(result: CheckResult, file: string): { uri: string; uriBaseId?: string } {
  const path = relativePath(result, file) ?? relative(result.cwd, file).split(sep).join('/');
  const isInside = !isAbsolute(path) && !path.startsWith('..');
  if (!isInside) return { uri: pathToFileURL(resolve(result.cwd, path)).href };
  return { uri: path.split('/').map(encodeURIComponent).join('/') || '.', uriBaseId: '%SRCROOT%' };
}
