// Holds manifest.yml against Slack's published schema, where that is at hand (SCHEMA_DIR, default ../shared/schemas).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const file = join(process.env.SCHEMA_DIR ?? '../shared/schemas', 'slack-manifest.json');
if (!existsSync(file)) {
  console.error(`Left out: ${file} is not there. Set SCHEMA_DIR to a folder with Slack's manifest schema.`);
  process.exit(0);
}
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
if (!validate(parse(readFileSync('manifest.yml', 'utf8')))) {
  for (const { instancePath, message } of validate.errors)
    console.error(`manifest.yml: ${instancePath || '/'} ${message}`);
  process.exit(1);
}
console.error('manifest.yml is valid.');
