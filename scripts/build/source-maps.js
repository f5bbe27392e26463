// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { decode, encode } from '@jridgewell/sourcemap-codec';

/**
 * Takes the libraries out of a source map: Node reads all maps at the start, and they would be most of it. Lines of our own code keep
 * their places.
 * @param {string} file
 */
export function removeLibraries(file) {
  /** @type {{ sources: string[], mappings: string, names: string[] }} */
  const map = JSON.parse(readFileSync(file, 'utf8'));
  const isOwn = map.sources.map((source) => !source.includes('node_modules/'));
  const lines = decode(map.mappings).map((segments) =>
    segments.filter(([, source]) => source !== undefined && isOwn[source]),
  );
  const sources = map.sources.map((source, index) => (isOwn[index] ? source : ''));
  writeFileSync(file, JSON.stringify({ ...map, sources, names: [], mappings: encode(withoutNames(lines)) }));
}

/**
 * @param {import('@jridgewell/sourcemap-codec').SourceMapSegment[][]} lines
 * @returns {import('@jridgewell/sourcemap-codec').SourceMapSegment[][]}
 */
function withoutNames(lines) {
  return lines.map((segments) =>
    segments.map(([column, source = 0, line = 0, sourceColumn = 0]) => [column, source, line, sourceColumn]),
  );
}
