// npm run check:hosting: checks manifest.yml and the platforms' config files offline: against published schemas, if they are installed
// (SCHEMA_DIR, by default ../shared/schemas), and against what this app needs on every platform: its entry points, health check,
// release step, and time to stop.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import {
  type Json,
  kubernetesSchema,
  type PublishedSchema,
  pathOfSchema,
  refuseUnknownKeys,
  schemaProblems,
} from './schemas.js';

const problems: string[] = [];
const leftOut: string[] = [];

const START = /node (--enable-source-maps )?dist\/main\.js/;
const RELEASE = /node dist\/cli\/main\.js migrate/;
const HEALTH = /\/healthz/;

for (const file of ['Procfile', 'render.yaml', 'railway.json', 'app.yaml']) mustMatch(file, START);
for (const file of ['Procfile', 'render.yaml', 'railway.json', 'fly.toml', 'convox.yml']) {
  mustMatch(file, RELEASE);
}
for (const file of [
  'app.dokku.json',
  'convox.yml',
  'fly.toml',
  'render.yaml',
  'railway.json',
  'deploy/cloud-run.yaml',
  'deploy/kubernetes.yaml',
]) {
  mustMatch(file, HEALTH);
}
// A guide of one's own needs no fork of the app.
for (const file of [
  'app.json',
  'app.yaml',
  'render.yaml',
  'fly.toml',
  'convox.yml',
  'deploy/cloud-run.yaml',
  'deploy/kubernetes.yaml',
]) {
  mustMatch(file, /GUIDE_REPO/);
}
mustMatchSchema('manifest.yml', yaml('manifest.yml'), { schema: 'slack-manifest.json' });
checkDockerfile();
checkHeroku();
checkAppEngine();
checkConvox();
checkDokku();
mustMatchSchema('deploy/cloud-run.yaml', yaml('deploy/cloud-run.yaml'), { schema: 'cloud-run-v1.json' });
checkKubernetes();
mustMatchSchema('deploy/openshift.yaml', yaml('deploy/openshift.yaml'), {
  schema: 'openshift-route.json',
  pointer: '/definitions/com.github.openshift.api.route.v1.Route',
  change: refuseUnknownKeys,
});
checkFly();

for (const line of leftOut) console.error(`Left out: ${line}`);
for (const line of problems) console.error(line);
console.error(problems.length === 0 ? 'The descriptors are correct.' : `${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

function checkDockerfile(): void {
  mustMatchText('Dockerfile', /^USER \d+:0$/m, 'must end as a numeric user of group 0: OpenShift gives it any user id');
  mustMatchText('Dockerfile', /^CMD \["node"/m, 'CMD must start node itself: a shell swallows SIGTERM');
  const lastStage =
    text('Dockerfile')
      .split(/^FROM /m)
      .at(-1)
      ?.replaceAll('\\\n', '') ?? '';
  assert('Dockerfile', /apt-get install .*\bgit\b/.test(lastStage), 'must install git in the image, for GUIDE_REPO');
  assert('Dockerfile', !/^ADD /m.test(text('Dockerfile')), 'must use COPY: ADD does more than it says');
  // npm ci needs them before everything else is copied.
  for (const name of readdirSync('packages')) {
    mustMatch('Dockerfile', new RegExp(`^COPY packages/${name}/package.json packages/${name}/$`, 'm'));
  }
  const ignored = text('.dockerignore').split('\n');
  for (const name of ['.git', 'node_modules', '.env', 'dist', 'data']) {
    assert('.dockerignore', ignored.includes(name), `must list ${name}`);
  }
}

function checkHeroku(): void {
  const app = json('app.json') as {
    env: Record<string, { required?: boolean; value?: string }>;
    buildpacks: { url: string }[];
  };
  const buildpacks = app.buildpacks.map(({ url }) => url);
  // The buildpack of the language must be the last.
  assert(
    'app.json',
    buildpacks.join() === 'heroku-community/apt,heroku/nodejs',
    'needs the buildpacks of git and Node.js',
  );
  assert('Aptfile', /^git$/m.test(text('Aptfile')), 'must list git');
  assert('app.json', app.env.GIT_EXEC_PATH?.value === '/app/.apt/usr/lib/git-core', 'must say where git has its parts');
  mustOnlyHave('app.json', app, [
    'name',
    'description',
    'keywords',
    'stack',
    'buildpacks',
    'addons',
    'env',
    'formation',
  ]);
  for (const name of ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']) {
    assert('app.json', app.env[name]?.required === true, `must ask for ${name}`);
  }
  assert('app.json', !('DATABASE_URL' in app.env), 'must not set DATABASE_URL: the add-on does');
}

function checkAppEngine(): void {
  const app = yaml('app.yaml') as { runtime: string; automatic_scaling: { min_instances: number } };
  assert('app.yaml', /^nodejs(22|24)$/.test(app.runtime), 'needs a runtime that App Engine still accepts');
  assert('app.yaml', app.automatic_scaling.min_instances >= 1, 'must keep one instance: Slack waits only 3 seconds');
}

function checkConvox(): void {
  const app = yaml('convox.yml') as {
    services: Record<string, Json>;
    resources: { database: { options?: { version?: string } } };
  };
  const known = ['build', 'command', 'port', 'health', 'resources', 'environment', 'scale', 'termination'];
  for (const [name, service] of Object.entries(app.services)) {
    mustOnlyHave('convox.yml', service, known, `services.${name}`);
  }
  // A variable reaches the app only where it is listed.
  const lines = (app.services.web?.environment ?? []) as string[];
  const listed = lines.map((line) => line.split('=')[0]);
  for (const name of [
    'ASK_LOG',
    'RETENTION_DAYS',
    'MCP',
    'MCP_WRITE',
    'MCP_SLACKBOT',
    'LINK_PREVIEWS',
    'AGENT_VIEW',
    'GUIDE_AUTHORS',
  ])
    assert('convox.yml', listed.includes(name), `must list ${name}`);
  const { version } = app.resources.database.options ?? {};
  assert('convox.yml', version !== undefined, 'must name the version of Postgres: the default is 10');
}

function checkDokku(): void {
  const app = json('app.dokku.json') as { healthchecks: { web: Json[] } };
  for (const check of app.healthchecks.web) {
    mustOnlyHave(
      'app.dokku.json',
      check,
      [
        ...['type', 'name', 'path', 'attempts', 'wait', 'timeout', 'port', 'content', 'command', 'uptime', 'scheme'],
        ...['httpHeaders', 'initialDelay', 'warn', 'listening', 'onFailure'],
      ],
      'healthchecks.web',
    );
  }
}

interface Container {
  name: string;
  volumeMounts?: { name: string; mountPath: string }[];
  securityContext?: {
    readOnlyRootFilesystem?: boolean;
    allowPrivilegeEscalation?: boolean;
    capabilities?: { drop?: string[] };
  };
}

interface Pod {
  terminationGracePeriodSeconds: number;
  securityContext: { runAsNonRoot?: boolean };
  initContainers: Container[];
  containers: Container[];
  volumes?: { name: string; emptyDir?: object }[];
}

function checkKubernetes(): void {
  const file = 'deploy/kubernetes.yaml';
  const documents: Json[] = parseAllDocuments(text(file), { merge: true }).map((document) => document.toJS());
  for (const document of documents) {
    mustMatchSchema(file, document, kubernetesSchema(`${document.apiVersion}`, `${document.kind}`));
  }
  const pod = (documents[0] as unknown as { spec: { template: { spec: Pod } } }).spec.template.spec;
  assert(file, pod.terminationGracePeriodSeconds >= 30, 'must leave time to stop');
  assert(file, pod.securityContext.runAsNonRoot === true, 'must not run as root');
  // The root is read-only, and a guide in a repository is fetched into a temporary folder.
  const temporary = pod.containers[0]?.volumeMounts?.find(({ mountPath }) => mountPath === '/tmp');
  const volume = pod.volumes?.find(({ name }) => name === temporary?.name);
  assert(file, volume?.emptyDir !== undefined, 'must mount an emptyDir at /tmp');
  for (const { name, securityContext } of [...pod.initContainers, ...pod.containers]) {
    assert(file, securityContext?.readOnlyRootFilesystem === true, `${name} must have a read-only root`);
    assert(file, securityContext?.allowPrivilegeEscalation === false, `${name} must not gain privileges`);
    assert(file, securityContext?.capabilities?.drop?.includes('ALL') === true, `${name} must drop all capabilities`);
  }
}

function checkFly(): void {
  const program = 'import json, tomllib; print(json.dumps(tomllib.load(open("fly.toml", "rb"))))';
  const { status, stdout } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
  if (status === 0) mustMatchSchema('fly.toml', JSON.parse(stdout), { schema: 'fly.json' });
  else leftOut.push('fly.toml (no python3 with tomllib)');
}

function text(file: string): string {
  return readFileSync(file, 'utf8');
}

function json(file: string): Json {
  return JSON.parse(text(file));
}

function yaml(file: string): Json {
  return parse(text(file));
}

function assert(file: string, condition: boolean, problem: string): void {
  if (!condition) problems.push(`${file}: ${problem}`);
}

function mustMatch(file: string, pattern: RegExp): void {
  mustMatchText(file, pattern, `must match ${pattern}`);
}

function mustMatchText(file: string, pattern: RegExp, problem: string): void {
  assert(file, pattern.test(text(file)), problem);
}

function mustOnlyHave(file: string, object: Json, known: readonly string[], where = 'it'): void {
  for (const key of Object.keys(object)) assert(file, known.includes(key), `${where} has the unknown key ${key}`);
}

function mustMatchSchema(file: string, document: Json, schema: PublishedSchema): void {
  const found = schemaProblems(document, schema);
  if (found === undefined) leftOut.push(`${file} (no ${pathOfSchema(schema.schema)})`);
  else problems.push(...found.map((problem) => `${file}: ${problem}`));
}
