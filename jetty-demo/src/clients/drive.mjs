import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { Session } from "./session.mjs";

const USAGE =
  "usage: WAYMARK_PASSWORD=... node drive.mjs --portal URL --user USER_ID --sdk js|bot --path r0|v3 [--expect URL]";
const LIMIT_MS = 30_000;
const OLDEST_NODE = 22; // for the SDKs

/** Both SDKs log to the console, and standard output is for the result. */
function silenceSdks() {
  process.noDeprecation = true;
  for (const method of ["debug", "error", "info", "log", "trace", "warn"]) console[method] = () => {};
}

function options() {
  const { values } = parseArgs({
    options: {
      portal: { type: "string" },
      user: { type: "string" },
      expect: { type: "string" },
      sdk: { type: "string" },
      path: { type: "string" },
    },
  });
  const { portal, user, sdk, path } = values;
  if (!portal || !user || !["js", "bot"].includes(sdk) || !["r0", "v3"].includes(path)) throw new Error(USAGE);
  const password = process.env.WAYMARK_PASSWORD;
  if (!password) throw new Error("WAYMARK_PASSWORD is not set");
  return { ...values, portal: portal.replace(/\/$/, ""), password };
}

/** Starts the same again by the Node that npm installed beside the SDKs, and returns its exit code. */
function rerunByInstalledNode() {
  let node;
  try {
    node = createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    throw new Error(`Node ${OLDEST_NODE} or newer is needed, and npm has not installed one here`);
  }
  const { error, status } = spawnSync(node, process.argv.slice(1), { stdio: "inherit" });
  if (error) throw error;
  return status ?? 1;
}

async function run({ sdk, path, expect, ...task }) {
  const session = new Session({ path, ...task });
  const { drive } = await import(`./${sdk}-sdk.mjs`);
  const { login, base_url, whoami, room_id } = await within(LIMIT_MS, session, drive(session));

  if (expect && base_url !== expect) throw new Error(`the client went to ${base_url}, expected ${expect}`);
  if (whoami !== login.user_id) throw new Error(`logged in as ${login.user_id}, but whoami says ${whoami}`);
  const strays = session.strays(base_url);
  if (strays.length) throw new Error(`not sent to ${base_url} after login: ${strays.join(", ")}`);

  return {
    sdk,
    path,
    user_id: login.user_id,
    base_cs_url: login.base_cs_url ?? null,
    well_known: login.well_known ?? null,
    base_url,
    whoami,
    synced: true,
    room_id,
    event_seen: true,
  };
}

function within(limit, session, work) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${limit / 1000} s`)), limit);
  });
  return Promise.race([work, timeout])
    .catch((error) => {
      throw new Error(`${session.progress}: ${describe(error)}`);
    })
    .finally(() => clearTimeout(timer));
}

/** One line, whatever was thrown: an Error, a system error without a message, or a response. */
function describe(error) {
  const text = error?.message || error?.code || `status ${error?.statusCode}`;
  return String(text).replace(/\s+/g, " ");
}

/** The SDKs leave timers and a long poll behind, so the process is ended, but not before the line is out. */
function end(stream, line, code) {
  stream.write(`${line}\n`, () => process.exit(code));
}

function fail(error) {
  end(process.stderr, describe(error), 1);
}

silenceSdks();
process.on("uncaughtException", fail);
try {
  const task = options();
  if (Number.parseInt(process.versions.node) < OLDEST_NODE) {
    process.exitCode = rerunByInstalledNode();
  } else {
    end(process.stdout, JSON.stringify(await run(task)), 0);
  }
} catch (error) {
  fail(error);
}
