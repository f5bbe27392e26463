import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse, parseAllDocuments } from 'yaml';

// Checks the platforms' descriptors offline: against published schemas where they are at hand (SCHEMA_DIR, default ../shared/schemas),
// and against what this program needs everywhere: its entries, its health check, its release step, and time to stop.

const schemas = process.env.SCHEMA_DIR ?? '../shared/schemas';
const problems = [];
const leftOut = [];
function text(file) {
  return readFileSync(file, 'utf8');
}
function json(file) {
  return JSON.parse(text(file));
}
function demand(file, holds, what) {
  if (!holds) problems.push(`${file}: ${what}`);
}
function hasEntry(file, pattern) {
  return demand(file, pattern.test(text(file)), `must match ${pattern}`);
}

function againstSchema(file, document, schemaFile, pointer, change = (schema) => schema) {
  const path = join(schemas, schemaFile);
  if (!existsSync(path)) return leftOut.push(`${file} (no ${schemaFile})`);
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
  addFormats(ajv);
  const schema = change(json(path));
  const validate = pointer ? ajv.addSchema(schema, 's').getSchema(`s#${pointer}`) : ajv.compile(schema);
  if (!validate) return problems.push(`${file}: ${schemaFile} has no ${pointer}`);
  if (validate(document)) return undefined;
  for (const { instancePath, message } of validate.errors) problems.push(`${file}: ${instancePath || '/'} ${message}`);
}
/** A schema that lets no unknown key pass: otherwise a typing error would. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen = copy.properties && typeof copy.properties === 'object' && copy.additionalProperties === undefined;
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}
/** The published copy is older than `seccompProfile`. */
function closedKubernetes(schema) {
  const copy = closed(schema);
  delete copy.definitions['io.k8s.api.core.v1.PodSecurityContext'].additionalProperties;
  return copy;
}
function keysAmong(file, object, allowed, where) {
  for (const key of Object.keys(object)) demand(file, allowed.includes(key), `${where} has the unknown key ${key}`);
}

const START = /node (--enable-source-maps )?dist\/main\.js/;
const RELEASE = /node dist\/cli\/main\.js migrate/;

for (const file of ['Procfile', 'render.yaml', 'railway.json']) {
  hasEntry(file, START);
  hasEntry(file, RELEASE);
}
for (const file of ['fly.toml', 'convox.yml']) hasEntry(file, RELEASE);
hasEntry('app.yaml', START);
for (const file of [
  'app.dokku.json',
  'convox.yml',
  'fly.toml',
  'render.yaml',
  'railway.json',
  'deploy/cloud-run.yaml',
]) {
  hasEntry(file, /\/healthz/);
}

// Dockerfile: few rules, each learnt from a platform.
const dockerfile = text('Dockerfile');
demand(
  'Dockerfile',
  /^USER \d+:0$/m.test(dockerfile),
  'must end as a numeric user of group 0 (OpenShift gives it any user id)',
);
demand('Dockerfile', /^CMD \["node"/m.test(dockerfile), 'CMD must start node itself: a shell swallows SIGTERM');
demand('Dockerfile', !/^ADD /m.test(dockerfile), 'COPY says what it does, ADD does not');

const heroku = json('app.json');
keysAmong(
  'app.json',
  heroku,
  ['name', 'description', 'keywords', 'stack', 'buildpacks', 'addons', 'env', 'formation'],
  'app.json',
);
demand(
  'app.json',
  heroku.env.SLACK_BOT_TOKEN.required && heroku.env.SLACK_SIGNING_SECRET.required,
  'must ask for both Slack secrets',
);
demand('app.json', !('DATABASE_URL' in heroku.env), 'DATABASE_URL comes with the add-on');

const engine = parse(text('app.yaml'));
demand('app.yaml', /^nodejs(22|24)$/.test(engine.runtime), 'needs a runtime that App Engine still takes');
demand('app.yaml', engine.automatic_scaling.min_instances >= 1, 'must keep one instance: Slack waits 3 seconds');

const convox = parse(text('convox.yml'));
for (const [name, service] of Object.entries(convox.services)) {
  keysAmong(
    'convox.yml',
    service,
    ['build', 'command', 'port', 'health', 'resources', 'environment', 'scale', 'termination'],
    `services.${name}`,
  );
}
demand(
  'convox.yml',
  convox.resources.database.options?.version,
  'must name the version of Postgres: the default is 10',
);

keysAmong(
  'app.dokku.json',
  json('app.dokku.json').healthchecks.web[0],
  [
    'type',
    'name',
    'path',
    'attempts',
    'wait',
    'timeout',
    'port',
    'content',
    'command',
    'uptime',
    'scheme',
    'httpHeaders',
    'initialDelay',
    'warn',
    'listening',
    'onFailure',
  ],
  'healthchecks.web[0]',
);
againstSchema('deploy/cloud-run.yaml', parse(text('deploy/cloud-run.yaml')), 'cloud-run-v1.json');
const kubernetes = parseAllDocuments(text('deploy/kubernetes.yaml'), { merge: true }).map((document) =>
  document.toJS(),
);
for (const document of kubernetes) {
  const group = document.apiVersion === 'v1' ? 'io.k8s.api.core.v1' : 'io.k8s.api.apps.v1';
  againstSchema(
    'deploy/kubernetes.yaml',
    document,
    'kubernetes.json',
    `/definitions/${group}.${document.kind}`,
    closedKubernetes,
  );
}
const [deployment] = kubernetes;
demand(
  'deploy/kubernetes.yaml',
  deployment.spec.template.spec.terminationGracePeriodSeconds >= 30,
  'must leave time to stop',
);
const pod = deployment.spec.template.spec;
demand('deploy/kubernetes.yaml', pod.securityContext.runAsNonRoot === true, 'must not run as root');
for (const { name, securityContext: confined } of [...pod.initContainers, ...pod.containers]) {
  demand('deploy/kubernetes.yaml', confined?.readOnlyRootFilesystem === true, `${name} must have a read-only root`);
  demand(
    'deploy/kubernetes.yaml',
    confined?.allowPrivilegeEscalation === false && confined.capabilities.drop.includes('ALL'),
    `${name} must have no capabilities, and gain none`,
  );
}
againstSchema(
  'deploy/openshift.yaml',
  parse(text('deploy/openshift.yaml')),
  'openshift-route.json',
  '/definitions/com.github.openshift.api.route.v1.Route',
  closed,
);

const toml = spawnSync('python3', [
  '-c',
  'import json, tomllib; print(json.dumps(tomllib.load(open("fly.toml", "rb"))))',
]);
if (toml.status !== 0) leftOut.push('fly.toml (no python3 with tomllib)');
else againstSchema('fly.toml', JSON.parse(String(toml.stdout)), 'fly.json');

for (const line of leftOut) console.error(`Left out: ${line}`);
for (const line of problems) console.error(line);
console.error(problems.length === 0 ? 'The descriptors hold.' : `${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

// Holds manifest.yml against Slack's published schema, where that is at hand (SCHEMA_DIR, default ../shared/schemas).

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
