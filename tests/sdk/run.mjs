// Runs one suite against a whole gate of its own:
//
//   scripts/with-tools sdk sh -c '"$SCHOOLGATE_NODE" tests/sdk/run.mjs build/debug/tests/fakes/test_gate openai.test.mjs'
//
// It starts the gate, which says on one line where it listens, and runs the suite in a process of its own: the certificate
// authority must be in NODE_EXTRA_CA_CERTS before that process starts, which is what a district's own apps do too. The gate
// ends when its standard input closes, so it ends with this process however that ends. State is removed, unless the
// suite failed.
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const START_LIMIT_MS = 60_000;
// Between the pieces of the vendor's streams: as models write, and so that there is a middle to abort in.
const PACE_MS = 4;
const STOP_LIMIT_MS = 15_000;
// What would send a suite, or a trace of it, somewhere else than to the gate.
const NOT_INHERITED = /^(OPENAI|LANGCHAIN|LANGSMITH|AI_|VERCEL)|_PROXY$|^NODE_(OPTIONS|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED)$/i;

const [binary, suite] = process.argv.slice(2);
if (!suite) throw new Error("usage: run.mjs TEST_GATE SUITE");

const data = mkdtempSync(join(tmpdir(), "schoolgate-sdk-"));
const log = join(data, "gate.log");

function startGate() {
  const fd = openSync(log, "w");
  const child = spawn(binary, ["--data", data, "--pace-ms", String(PACE_MS)], { stdio: ["pipe", "pipe", fd] });
  closeSync(fd);
  child.stdin.on("error", () => {}); // a gate that died closes it first
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => resolve(code === 0 ? "" : `ended with ${signal ?? `status ${code}`}`));
  });
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the gate did not start in ${START_LIMIT_MS} ms`)), START_LIMIT_MS);
    createInterface({ input: child.stdout }).once("line", (line) => {
      clearTimeout(timer);
      resolve(JSON.parse(line));
    });
    ended.then((how) => {
      clearTimeout(timer);
      reject(new Error(`the gate ended before it was ready: it ${how || "said nothing"}`));
    });
  });
  return { child, ready, ended };
}

function runSuite(gate) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name)));
  env.NODE_EXTRA_CA_CERTS = gate.ca;
  env.SCHOOLGATE_TEST_GATE = JSON.stringify({ ...gate, users_csv: join(data, "roster", "users.csv") });
  const args = ["--import", join(import.meta.dirname, "resolve.mjs"), "--test-reporter=spec", join(import.meta.dirname, suite)];
  const child = spawn(process.execPath, args, { env, stdio: ["pipe", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code === 0));
  });
}

async function stopGate(gate) {
  gate.child.stdin.end();
  const timer = setTimeout(() => gate.child.kill("SIGKILL"), STOP_LIMIT_MS);
  const how = await gate.ended;
  clearTimeout(timer);
  return how;
}

const gate = startGate();
let passed = false;
let trouble = "";
try {
  passed = await runSuite(await gate.ready);
} catch (error) {
  trouble = error.message;
}
const how = await stopGate(gate);
if (how && !trouble) trouble = `the gate ${how}`;
if (trouble) {
  console.error(`${suite}: ${trouble}\n--- the end of ${log}\n${readFileSync(log, "utf8").slice(-4000)}`);
}
if (passed && !trouble) {
  rmSync(data, { recursive: true, force: true });
} else {
  console.error(`${suite}: failed; what the gate and the vendor wrote is in ${data}`);
  process.exitCode = 1;
}
