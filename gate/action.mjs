// Built from src/gate-action.ts by `npm run build`. Do not edit it: a test compares the two.

// src/cli/gate/action.ts
import { createHash, randomUUID } from "node:crypto";
import { appendFile, readFile } from "node:fs/promises";

// src/cli/gate/answer.ts
function readGate(value, asked) {
  const { bypass, phases, run, state } = objectOf(value);
  const { id, name = null, title, url = null } = objectOf(run);
  if (id !== asked.run || !isText(title) || !isTextOrNull(name) || !isTextOrNull(url)) return void 0;
  const read = Array.isArray(phases) ? phases.map(readPhase) : [void 0];
  if (!isState(state) || read.some((phase) => phase === void 0)) return void 0;
  const parts = read;
  const given = bypass === null || bypass === void 0 ? null : readBypass(bypass);
  if (given === void 0 || parts.length === 0) return void 0;
  const isContradiction = state === "complete" && given === null && asked.phase !== void 0 && parts.some(isOpen);
  if (isContradiction) return void 0;
  return { run: { id, url, title, name }, state, phases: parts, bypass: given };
}
function isOpen({ open, state }) {
  return state === "open" || open.length > 0;
}
function readPhase(value) {
  const { id, open, state, title } = objectOf(value);
  if (!isText(id) || !isText(title) || !isState(state) || !Array.isArray(open)) return void 0;
  const items = open.map(objectOf);
  if (!items.every((item) => isText(item.id) && isText(item.title)))
    return void 0;
  return { id, title, state, open: items.map((item) => ({ id: item.id, title: item.title })) };
}
function readBypass(value) {
  const { at, by, phase = null, reason } = objectOf(value);
  const name = isText(by) ? by : objectOf(by).name;
  return isText(name) && isText(at) && isText(reason) && isTextOrNull(phase) ? { by: name, at, reason, phase } : void 0;
}
function readRuns(value) {
  const { runs } = objectOf(value);
  if (!Array.isArray(runs)) return void 0;
  const read = runs.map((run) => {
    const { id, startedAt = "", state } = objectOf(run);
    const isKnown = state === "open" || state === "complete" || state === "archived";
    return isText(id) && isKnown && isText(startedAt) ? { id, startedAt, state } : void 0;
  });
  return read.includes(void 0) ? void 0 : read;
}
function chooseRun(runs) {
  const ofState = (wanted) => runs.find(({ state }) => state === wanted);
  return ofState("open") ?? ofState("complete") ?? ofState("archived");
}
function objectOf(value) {
  return typeof value === "object" && value !== null ? value : {};
}
function isText(value) {
  return typeof value === "string";
}
function isTextOrNull(value) {
  return value === null || isText(value);
}
function isState(value) {
  return value === "open" || value === "complete";
}

// src/cli/gate/client.ts
var LOOK_UP_MS = 6e4;
function createGateClient(question, now = () => performance.now()) {
  const { bypass, phase, target } = question;
  let found;
  const findRun = async (timeoutMs) => {
    if ("run" in target) {
      found = { id: target.run, at: now() };
      return void 0;
    }
    if (found !== void 0 && now() - found.at < LOOK_UP_MS) return void 0;
    const query = new URLSearchParams({ ...target });
    const reply = await send(question, { path: `/runs?${query}`, timeoutMs, missing: noSuchRun(target) });
    if ("kind" in reply) return reply;
    const runs = readRuns(reply.body);
    if (runs === void 0) return invalidAnswer(question);
    const chosen = runs.find(({ id, state }) => id === found?.id && state !== "archived") ?? chooseRun(runs);
    if (chosen === void 0) return { kind: "unknown", detail: noSuchRun(target), mayAppear: true };
    found = { id: chosen.id, at: now(), ...runs.length > 1 && { note: whichRun(chosen, runs.length) } };
    return void 0;
  };
  const askGate = async (run, timeoutMs, reason) => {
    const path = `/runs/${encodeURIComponent(run)}`;
    const reply = await send(
      question,
      reason === void 0 ? {
        ...{ path: `${path}/gate${phase === void 0 ? "" : `?${new URLSearchParams({ phase })}`}`, timeoutMs },
        ...{ missing: noSuchRun(target), isPhaseAsked: phase !== void 0 }
      } : {
        ...{ path: `${path}/bypass`, timeoutMs, missing: noSuchRun(target) },
        body: { reason, ...phase !== void 0 && { phase } }
      }
    );
    if ("kind" in reply) return reply;
    const gate = readGate(reply.body, { run, ...phase !== void 0 && { phase } });
    if (gate === void 0) return invalidAnswer(question);
    return { kind: "gate", gate, ...found?.note !== void 0 && { note: found.note } };
  };
  return {
    async ask(timeoutMs) {
      const failed = await findRun(timeoutMs);
      if (failed !== void 0) return failed;
      const run = found?.id ?? "";
      const reply = await askGate(run, timeoutMs);
      if (reply.kind === "unknown" && !("run" in target)) found = void 0;
      if (bypass === void 0 || reply.kind !== "gate" || reply.gate.state === "complete") return reply;
      const opened = await askGate(run, timeoutMs, bypass);
      if (opened.kind !== "refused") return opened;
      const after = await askGate(run, timeoutMs);
      return after.kind === "gate" && after.gate.state === "complete" ? after : opened;
    }
  };
}
function noSuchRun(target) {
  if ("run" in target) return `There is no run ${target.run}, or the token may not see it.`;
  const list = target.checklist === void 0 ? "" : ` and its checklist ${target.checklist}`;
  const where = target.channel === void 0 ? "" : ` in the channel ${target.channel}`;
  return `There is no run \u201C${target.name}\u201D of the page ${target.page}${list}${where}, or the token may not see it.`;
}
function whichRun({ id, startedAt, state }, count) {
  return `${count} runs have this name. This is the newest ${state} one: ${id}${startedAt === "" ? "" : `, started ${startedAt}`}.`;
}
async function send({ server, target, token }, { body, isPhaseAsked = false, missing, path, timeoutMs }) {
  try {
    const response = await fetch(`${server}/api/v1${path}`, {
      method: body === void 0 ? "GET" : "POST",
      headers: {
        accept: "application/json",
        authorization: `Bearer ${token}`,
        ...body !== void 0 && { "content-type": "application/json" }
      },
      ...body !== void 0 && { body: JSON.stringify(body) },
      // The token is for this server alone.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs)
    });
    const text = await response.text();
    if (response.status === 200) return jsonOf(text) ?? invalidAnswer({ server });
    return failureOf(response, text, { server, missing, isPhaseAsked, mayAppear: !("run" in target) });
  } catch (error) {
    const { message, mayPass } = explain(error, timeoutMs);
    return { kind: "not-reached", detail: `${server} was not reached: ${message}.`, mayPass };
  }
}
function failureOf({ headers, status }, text, { server, missing, isPhaseAsked, mayAppear }) {
  const said = isProblem(headers) ? detailOf(jsonOf(text)?.body) : void 0;
  const sentence = (otherwise) => said ?? otherwise;
  if (status === 401)
    return {
      kind: "not-allowed",
      detail: sentence("The server does not accept the token. It may be misspelt or revoked.")
    };
  if (status === 403) return { kind: "not-allowed", detail: sentence("The token may not do this.") };
  if (status === 404 && said !== void 0) return { kind: "unknown", detail: missing, mayAppear };
  if (status === 422 && isPhaseAsked)
    return { kind: "unknown", detail: sentence("The server does not understand the question."), mayAppear: false };
  if ([400, 409, 413, 422].includes(status))
    return { kind: "refused", detail: sentence(`The server refuses (${status}).`) };
  if (status >= 300 && status < 400)
    return {
      kind: "not-reached",
      detail: `${server} answers with a redirect${headers.has("location") ? ` to ${headers.get("location")}` : ""}. Give the address that it leads to.`,
      mayPass: false
    };
  const retryAfterMs = retryAfter(headers.get("retry-after"));
  return {
    kind: "not-reached",
    detail: `${server} answers with status ${status}${status === 404 ? ", so there is no API of Guidepost" : ""}.${said === void 0 ? "" : ` ${said}`}`,
    mayPass: true,
    ...retryAfterMs !== void 0 && { retryAfterMs }
  };
}
function invalidAnswer({ server }) {
  return { kind: "not-reached", detail: `${server} gives an answer that is not one of Guidepost.`, mayPass: true };
}
function isProblem(headers) {
  return /^application\/(?:problem\+)?json\b/i.test(headers.get("content-type") ?? "");
}
function detailOf(body) {
  if (typeof body !== "object" || body === null) return void 0;
  const { detail, errors, title } = body;
  const fields = (Array.isArray(errors) ? errors : []).flatMap(
    (error) => typeof error?.detail === "string" ? [error.detail] : []
  );
  const said = [detail, title].find((each) => typeof each === "string" && each !== "");
  return typeof said === "string" ? [said, ...fields].join(" ") : void 0;
}
function jsonOf(text) {
  try {
    return { body: JSON.parse(text) };
  } catch {
    return void 0;
  }
}
function retryAfter(header) {
  if (header === null) return void 0;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1e3 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? void 0 : Math.max(0, ms);
}
var CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_/;
function explain(error, timeoutMs) {
  const { cause, message, name } = error;
  if (name === "TimeoutError") return { message: `no answer within ${Math.ceil(timeoutMs / 1e3)} s`, mayPass: true };
  const code = String(cause?.code ?? "");
  return { message: String(cause?.message || code || message || error), mayPass: !CERTIFICATE.test(code) };
}

// src/cli/gate/question.ts
function readQuestion(given, options) {
  const { written } = options;
  const problems = [];
  const text = (option) => {
    const value = given[option];
    if (value !== void 0 && value.trim() === "") problems.push(`${written(option)} is empty. Give it a value.`);
    return value?.trim() || void 0;
  };
  const [run, page, name] = [text("run"), text("page"), text("name")];
  const [channel, checklist] = [text("channel"), text("checklist")];
  const [phase, bypass, wait] = [text("phase"), text("bypass"), text("wait")];
  const server = readServer(given.server?.trim() ?? "", options);
  const token = given.token?.trim() ?? "";
  const waitMs = wait === void 0 ? 0 : durationMs(wait);
  if ("problem" in server) problems.push(server.problem);
  if (token === "")
    problems.push(`${written("token")} is missing. guidepost token create makes a token that may ask the gate.`);
  else if (!/^[\x21-\x7e]+$/.test(token))
    problems.push(`${written("token")} has blanks or other characters that no token has.`);
  if (waitMs === void 0)
    problems.push(
      `${written("wait")} is a time such as 30m, 90s or 1h30m, up to ${MAX_HOURS} hours, not ${JSON.stringify(wait)}.`
    );
  if (run !== void 0 && [page, name, channel, checklist].some((each) => each !== void 0))
    problems.push(`Give either ${written("run")}, or ${written("page")} and ${written("name")}, not both.`);
  else if (run === void 0 && (page === void 0 || name === void 0))
    problems.push(`Say which checklist: ${written("run")}, or ${written("page")} and ${written("name")}.`);
  if (problems.length > 0 || "problem" in server || waitMs === void 0) return { problems };
  const target = run === void 0 ? {
    ...{ page: page ?? "", name: name ?? "" },
    ...channel !== void 0 && { channel },
    ...checklist !== void 0 && { checklist }
  } : { run };
  return {
    ...{ server: server.address, token, target, waitMs },
    ...phase !== void 0 && { phase },
    ...bypass !== void 0 && { bypass }
  };
}
function readServer(given, { written, allowHttp }) {
  const name = written("server");
  if (given === "")
    return { problem: `${name} is missing. Give the address of Guidepost, such as https://guidepost.example.` };
  const url = URL.canParse(given) ? new URL(given) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol))
    return { problem: `${name} is an address such as https://guidepost.example, not ${JSON.stringify(given)}.` };
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    return { problem: `${name} has more than an address. Give it without a password, \u201C?\u201D and \u201C#\u201D.` };
  if (url.protocol === "http:" && !allowHttp && !isThisMachine(url.hostname))
    return { problem: `${name} begins with http://, so everyone on the way could read the token. Use https://.` };
  return { address: `${url.origin}${url.pathname.replace(/\/+$/, "")}` };
}
function isThisMachine(host) {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
var MAX_HOURS = 24;
var DURATION = /^(?:(\d{1,2})h)?(?:(\d{1,4})m(?:in)?)?(?:(\d{1,5})s)?$/i;
function durationMs(text) {
  const [, hours = 0, minutes = 0, seconds = 0] = DURATION.exec(text.replace(/\s+/g, "")) ?? [];
  const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return total > 0 && total <= MAX_HOURS * 3600 ? total * 1e3 : void 0;
}

// src/checklist/rules.ts
var LAST_ZONE_MS = 12 * 36e5;

// src/checklist/export.ts
var FORMATTING = /[\\`*[\]<>~|&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|#(?=#*$)/gu;
function markdownLine(text) {
  return text.replace(/\s+/g, " ").trim().replace(FORMATTING, "\\$&");
}

// src/cli/text/terminal.ts
function printable(text) {
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, "");
}
function printableLine(text) {
  return printable(text.replace(/\s+/g, " ")).trim();
}
function counted(count, noun) {
  return `${count === 0 ? "no" : count} ${noun}${count === 1 ? "" : "s"}`;
}

// src/cli/gate/text.ts
function replyText(reply) {
  if (reply.kind !== "gate") return `${KINDS[reply.kind]}: ${plain(reply.detail)}`;
  const { gate, note } = reply;
  return [
    `${gate.state}: ${runName(gate)}${gate.run.url === null ? "" : `  ${plain(gate.run.url)}`}`,
    ...note === void 0 ? [] : [`  ${plain(note)}`],
    ...gate.bypass === null ? [] : [`  ${bypassText(gate)}`],
    ...gate.phases.flatMap(phaseLines)
  ].join("\n");
}
var KINDS = {
  unknown: "unknown",
  "not-allowed": "not allowed",
  "not-reached": "not reached",
  refused: "refused"
};
function phaseLines({ open, state, title }) {
  const name = title === "" ? "Items" : plain(title);
  if (open.length === 0) return [`  ${name}: ${state}`];
  return [`  ${name}: ${counted(open.length, "item")} open`, ...open.map((item) => `    - ${plain(item.title)}`)];
}
function replyLine(reply) {
  if (reply.kind !== "gate") return `${KINDS[reply.kind]}: ${plain(reply.detail)}`;
  const { gate } = reply;
  if (gate.state === "complete") return `complete: ${runName(gate)}`;
  const parts = gate.phases.filter(({ open }) => open.length > 0).map(({ open, title }) => {
    const titles = open.map((item) => plain(item.title)).join("; ");
    return `${title === "" ? "" : `${plain(title)} `}${counted(open.length, "item")} (${titles})`;
  });
  return `open: ${parts.join(", ") || "no item is settled yet"}`;
}
function runName({ run: { name, title } }) {
  return name === null ? plain(title) : `${plain(name)} (${plain(title)})`;
}
function bypassText({ bypass, phases }) {
  if (bypass === null) return "";
  const phase = phases.find(({ id }) => id === bypass.phase)?.title ?? bypass.phase;
  return `${plain(bypass.by)} opened the gate${phase === null ? "" : ` for ${plain(phase)}`} at ${plain(bypass.at)}: ${plain(bypass.reason)}`;
}
function plain(text) {
  return printableLine(text).replaceAll("##[", "# #[");
}
function replyMarkdown(reply) {
  if (reply.kind !== "gate") return `### \u274C The checklist ${NO_ANSWER[reply.kind]}

${escaped(reply.detail)}
`;
  const { gate, note } = reply;
  return [
    `### ${headline(gate)}`,
    `**${linked(runName(gate), gate.run.url)}**`,
    ...note === void 0 ? [] : [escaped(note)],
    ...gate.bypass === null ? [] : [`${escaped(gate.bypass.by)} opened the gate although items are open: ${escaped(gate.bypass.reason)}`],
    gate.phases.map(phaseMarkdown).join("\n"),
    ""
  ].join("\n\n");
}
var NO_ANSWER = {
  unknown: "is not known",
  "not-allowed": "may not be asked",
  "not-reached": "could not be asked",
  refused: "could not be asked"
};
function headline({ bypass, phases, state }) {
  if (state === "complete") return bypass === null ? "\u2705 The checklist is complete" : "\u26A0\uFE0F The gate was opened";
  const count = phases.reduce((sum, { open }) => sum + open.length, 0);
  return `\u23F3 The checklist is open: ${counted(count, "item")}`;
}
function phaseMarkdown({ open, state, title }) {
  const name = title === "" ? "Items" : escaped(title);
  return [
    `- ${state === "complete" ? "\u2705 " : ""}**${name}**: ${open.length === 0 ? state : `${counted(open.length, "item")} open`}`,
    ...open.map((item) => `  - [ ] ${escaped(item.title)}`)
  ].join("\n");
}
function linked(text, url) {
  const isAddress = url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return isAddress ? `[${escaped(text)}](<${new URL(url).href.replace(/[<>]/g, encodeURIComponent)}>)` : escaped(text);
}
function escaped(text) {
  return markdownLine(printableLine(text)).replace(
    /@|#(?=\w)|\b(?:https?|ftp|www)\b(?=[:.])|\bGH(?=-\d)/gi,
    "$&<!-- -->"
  );
}

// src/cli/gate/wait.ts
var realClock = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random
};
var PAUSE_MS = 5e3;
var JITTER = 0.2;
var REQUEST_MS = 15e3;
async function waitForGate({ ask }, { waitMs, onReply, clock: { now, random, sleep } = realClock }) {
  const end = now() + waitMs;
  for (; ; ) {
    const left = Math.ceil(end - now());
    const reply = await ask(waitMs > 0 ? Math.max(1e3, Math.min(REQUEST_MS, left)) : REQUEST_MS);
    const remaining = Math.max(0, end - now());
    onReply?.(reply, remaining);
    if (!canChange(reply) || remaining === 0) return reply;
    const pause = PAUSE_MS * (1 + JITTER * (2 * random() - 1));
    const asked = reply.kind === "not-reached" ? reply.retryAfterMs ?? 0 : 0;
    if (asked >= remaining) return reply;
    await sleep(Math.min(Math.max(pause, asked), remaining));
  }
}
function canChange(reply) {
  switch (reply.kind) {
    case "gate":
      return reply.gate.state === "open";
    case "unknown":
      return reply.mayAppear;
    case "not-reached":
      return reply.mayPass;
    case "not-allowed":
    case "refused":
      return false;
  }
}
function exitCodeOf(reply) {
  switch (reply.kind) {
    case "gate":
      return reply.gate.state === "complete" ? 0 : 2;
    case "unknown":
      return 3;
    case "not-reached":
      return 4;
    case "not-allowed":
      return 5;
    case "refused":
      return 1;
  }
}

// src/cli/gate/action.ts
var OPTIONS = [
  "server",
  "token",
  "run",
  "page",
  "name",
  "channel",
  "checklist",
  "phase",
  "bypass",
  "wait"
];
async function runAction({ env, out }) {
  const given = Object.fromEntries(OPTIONS.map((option) => [option, env[`GATE_${option.toUpperCase()}`] || void 0]));
  const question = readQuestion(given, { written: (option) => `The input \u201C${option}\u201D`, allowHttp: false });
  if ("problems" in question) {
    out(question.problems.map((problem) => `::error title=Guidepost gate::${inCommand(problem)}
`).join(""));
    return 1;
  }
  const stop = randomUUID();
  out(`::stop-commands::${stop}
`);
  const comment = await startComment({ env, out }, question, stop);
  let last;
  const reply = await waitForGate(createGateClient(question), {
    waitMs: question.waitMs,
    onReply: (each) => {
      const line = replyLine(each);
      if (line === last) return;
      last = line;
      if (question.waitMs > 0) out(`${(/* @__PURE__ */ new Date()).toISOString().slice(11, 19)} ${line}
`);
      comment.show(each);
    }
  });
  out(`${replyText(reply)}
`);
  await comment.end();
  out(`
::${stop}::
`);
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, `${replyMarkdown(reply)}
`);
  if (env.GITHUB_OUTPUT) await appendFile(env.GITHUB_OUTPUT, outputs(reply));
  return exitCodeOf(reply);
}
function outputs(reply) {
  const gate = reply.kind === "gate" ? reply.gate : void 0;
  const values = { state: gate?.state ?? reply.kind, run: gate?.run.id ?? "", url: gate?.run.url ?? "" };
  return Object.entries(values).map(([name, value]) => `${name}=${value.replace(/[\r\n]+/g, " ")}
`).join("");
}
function inCommand(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
async function startComment({ env, out }, question, stop) {
  const pullRequest = await findPullRequest(env);
  if (pullRequest === void 0) return { show: () => {
  }, end: async () => {
  } };
  const { phase, target } = question;
  const write = createCommenter(pullRequest, markerOf(["page" in target ? target.page : void 0, phase]));
  let failed;
  let writing = Promise.resolve();
  return {
    show: (reply) => {
      writing = writing.then(() => write(`${replyMarkdown(reply)}${jobLink(env)}
`)).then(
        () => {
          failed = void 0;
        },
        (error) => {
          failed = error;
        }
      );
    },
    end: async () => {
      await writing;
      if (failed === void 0) return;
      const reason = failed instanceof Error ? failed.message : String(failed);
      const said = `The comment of the pull request could not be written: ${reason}. The job needs the permission \u201Cpull-requests: write\u201D, which pull requests from forks do not have. The gate does not depend on it.`;
      out(`
::${stop}::
::warning title=Guidepost gate::${inCommand(said)}
::stop-commands::${stop}
`);
    }
  };
}
function jobLink(env) {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_SERVER_URL } = env;
  if (!GITHUB_REPOSITORY || !GITHUB_RUN_ID || !GITHUB_SERVER_URL) return "";
  return `
<sub>As [this job](${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}) saw it last.</sub>`;
}
async function findPullRequest(env) {
  const { GATE_COMMENT, GATE_GITHUB_TOKEN: token, GITHUB_EVENT_PATH, GITHUB_REPOSITORY: repository } = env;
  if (GATE_COMMENT !== "true" || !token || !GITHUB_EVENT_PATH || !repository) return void 0;
  const event = JSON.parse(await readFile(GITHUB_EVENT_PATH, "utf8"));
  const number = event.pull_request?.number ?? (event.issue?.pull_request ? event.issue.number : void 0);
  if (typeof number !== "number") return void 0;
  return { apiUrl: env.GITHUB_API_URL || "https://api.github.com", repository, number, token };
}
function markerOf(subject) {
  const hash = createHash("sha256").update(JSON.stringify(subject)).digest("hex").slice(0, 16);
  return `<!-- guidepost-gate ${hash} -->`;
}
function createCommenter(pullRequest, marker) {
  const { apiUrl, repository } = pullRequest;
  let known;
  return async (text) => {
    const body = `${marker}
${text}`;
    known ??= await findComment(pullRequest, marker);
    if (known?.body === body) return;
    const comments = `${apiUrl}/repos/${repository}/issues`;
    const written = known === void 0 ? await call(pullRequest, "POST", `${comments}/${pullRequest.number}/comments`, { body }) : await call(pullRequest, "PATCH", `${comments}/comments/${known.id}`, { body });
    known = { id: written.id, body };
  };
}
var PER_PAGE = 100;
var MAX_PAGES = 30;
async function findComment(pullRequest, marker) {
  const { apiUrl, number, repository } = pullRequest;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const url = `${apiUrl}/repos/${repository}/issues/${number}/comments?per_page=${PER_PAGE}&page=${page}`;
    const comments = await call(pullRequest, "GET", url);
    const found = comments.find(({ body }) => body?.startsWith(marker));
    if (found !== void 0) return { id: found.id, body: found.body ?? "" };
    if (comments.length < PER_PAGE) return void 0;
  }
  return void 0;
}
var REQUEST_MS2 = 1e4;
async function call({ token }, method, url, body) {
  const response = await fetch(url, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "x-github-api-version": "2022-11-28",
      ...body !== void 0 && { "content-type": "application/json" }
    },
    ...body !== void 0 && { body: JSON.stringify(body) },
    redirect: "error",
    signal: AbortSignal.timeout(REQUEST_MS2)
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`GitHub answers ${method} with status ${response.status}`);
  return JSON.parse(text);
}

// src/gate-action.ts
process.exitCode = await runAction({ env: process.env, out: (text) => process.stdout.write(text) });
