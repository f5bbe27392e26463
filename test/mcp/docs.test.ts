import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { ApiServices } from '../../src/api/call.js';
import { toolsFor } from '../../src/mcp/server.js';
import type { McpServices } from '../../src/mcp/tool.js';
import { packageFile } from '../../src/package-file.js';

const text = readFileSync(packageFile('docs/mcp.md'), 'utf8');

it('lists every tool with its arguments', () => {
  const services = { api: {} as ApiServices, mayWrite: true } as McpServices;
  const documented = [...text.matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm)].map(([, name, cell = '']) => [
    name,
    [...cell.matchAll(/`(\w+)`/g)].map(([, argument]) => argument),
  ]);
  const tools = toolsFor(services, { kind: 'slack' }).map(({ name, input }) => [name, Object.keys(input.properties)]);
  expect(documented).toEqual(tools);
});

it('shows settings of editors that are JSON', () => {
  const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json));
  expect(blocks).toHaveLength(4);
  for (const block of blocks) expect(Object.keys(block.servers ?? block.mcpServers)).toEqual(['guidepost']);
});
