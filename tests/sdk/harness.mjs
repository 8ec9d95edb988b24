// What the suites share: where the gate is, who is asking, what the vendor received, and what must not be in it.
// run.mjs starts the gate and says where it is.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

if (!process.env.SCHOOLGATE_TEST_GATE) throw new Error("start suites through run.mjs");
// A suite does not outlive its runner, whose pipe this is.
process.stdin.on("end", () => process.exit(1)).resume().unref();

export const gate = JSON.parse(process.env.SCHOOLGATE_TEST_GATE);
export const baseURL = `${gate.http}/v1`;
export const apiKey = gate.teacher_key;
export const model = "lesson-planner";

// The people of the generated district that the suites write about. None of them exists.
export const [maya, liam] = gate.district.students;
export const guardian = gate.district.guardian;

// Every value that may not leave, as a teacher would write it.
export const asWritten = [maya.name, maya.local_id, maya.email, liam.name, guardian.name, guardian.phone, guardian.email];
export const request =
  `Plan a lab on density for ${maya.name} (student number ${maya.local_id}, ${maya.email}) and ${liam.name}. ` +
  `A guardian, ${guardian.name}, can be reached at ${guardian.phone} or ${guardian.email}.`;

// A student of the generated roster whose name no ASCII text can hold.
export function accentedStudent() {
  const [header, ...rows] = readFileSync(gate.users_csv, "utf8").split(/\r?\n/).map(csvFields);
  const people = rows.map((row) => Object.fromEntries(header.map((column, i) => [column, row[i]])));
  const found = people.find(
    ({ role, givenName, familyName }) => role === "student" && [givenName, familyName].every((name) => /[^\x00-\x7f]/.test(name)),
  );
  assert.ok(found, "the generated roster has no student with accents in both names");
  return { name: `${found.givenName} ${found.familyName}`, id: found.sourcedId };
}

const csvFields = (line) =>
  [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, field]) => field.replace(/^"|"$/g, ""));

// The headers a district's app adds: for whom it asks, and in which conversation.
export function callerHeaders(session = randomUUID()) {
  return { "x-schoolgate-person": gate.district.teacher, "x-schoolgate-session": session };
}

// ---- what the vendor received

function recordNames() {
  return readdirSync(gate.vendor_record).filter((name) => name.endsWith(".request")).sort();
}

function readRecord(name) {
  const text = readFileSync(join(gate.vendor_record, name), "utf8");
  const end = text.indexOf("\r\n\r\n");
  assert.notEqual(end, -1, "the vendor's record has no head");
  return { text, head: text.slice(0, end), body: JSON.parse(text.slice(end + 4)) };
}

// Runs `use` and gives what it gave and what the vendor received meanwhile: something, and nothing planted in it, and
// nothing of `people` either.
export async function crossing(use, people = []) {
  const before = new Set(recordNames());
  const result = await use();
  const requests = recordNames().filter((name) => !before.has(name)).map(readRecord);
  assert.notEqual(requests.length, 0, "nothing reached the vendor");
  for (const received of requests) assertNoLeak(received, people);
  return { result, requests };
}

// Runs `use`, which the gate has to refuse: the error, and that nothing reached the vendor.
export async function refusal(use) {
  const before = recordNames().length;
  let refused;
  await assert.rejects(use, (error) => {
    refused = error;
    return true;
  });
  assert.equal(recordNames().length, before, "a refused request reached the vendor");
  for (const part of [String(refused.message), JSON.stringify(refused.error ?? refused.responseBody ?? "")]) {
    assertNothingPlanted(part, "an error repeats it");
  }
  return refused;
}

export const CODE = /\b[A-Z][A-Z_]*_[0-9A-HJKMNP-TV-Z]{6}(?:_[A-Z])?\b/g;
export const codesIn = (text) => text.match(CODE) ?? [];

export function textOf(message) {
  if (typeof message.content === "string") return message.content;
  return (message.content ?? []).map((part) => part.text ?? "").join("\n");
}

// The text of the last message of a role in a request the vendor received.
export function lastOf(received, role) {
  const message = received.body.messages.findLast((candidate) => candidate.role === role);
  assert.ok(message, `the vendor received no ${role} message`);
  return textOf(message);
}

// ---- what must not leave

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const asWord = (text) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(plain(text))}(?![\\p{L}\\p{N}])`, "u");

// A name in all its forms is each of its parts, standing alone; a number is its digits, however they are set apart.
function formsOf(person) {
  const forms = person.name.split(/[\s-]+/).filter((part) => part.length > 1).map(asWord);
  if (person.email) forms.push(new RegExp(escaped(plain(person.email))), asWord(person.email.split("@")[0]));
  for (const id of [person.id, person.local_id]) if (id) forms.push(asWord(id));
  if (person.phone) forms.push(new RegExp([...person.phone.replace(/\D/g, "").slice(-7)].join("[\\s().\\-]*")));
  return forms;
}
const planted = [maya, liam, guardian].flatMap(formsOf);

export function assertNothingPlanted(text, what, people = []) {
  // JSON may write any letter as \u00e9.
  const read = plain(text.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))));
  for (const form of [...planted, ...people.flatMap(formsOf)]) {
    const at = read.search(form);
    assert.equal(at, -1, `${what}: ${form} matches in "…${read.slice(Math.max(0, at - 40), at + 60)}…"`);
  }
}

// Nothing planted, none of our keys, no header of the SDK's or of ours.
export function assertNoLeak(received, people = []) {
  assertNothingPlanted(received.text, "the vendor received it", people);
  for (const secret of [gate.teacher_key, gate.student_key]) assert.ok(!received.text.includes(secret), "a key left");
  assert.doesNotMatch(received.head, /^(x-stainless|x-schoolgate|traceparent|user-agent: *(openai|langchain|ai))/im);
}

export function assertAllIn(text, values = asWritten) {
  for (const value of values) assert.ok(text.includes(value), `"${value}" did not come back in: ${text}`);
  assert.deepEqual(codesIn(text), [], "a code came back");
}

// ---- what the gate counted

async function metric(name) {
  const text = await (await fetch(`${gate.health}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}

// Waits until the gate serves no call any more.
export async function untilIdle() {
  for (let wait = 10; wait < 5000; wait *= 2) {
    if ((await metric("schoolgate_open_calls")) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  assert.fail("the gate still serves a call that ended for its caller");
}

// How many exchanges ended, well or not: an SDK that retried shows here. A call is counted after its answer left.
export async function exchangeCount() {
  await untilIdle();
  return metric("schoolgate_requests_total");
}
