// What the official OpenAI SDK makes of the gate's refusals and of a vendor's failures: its own error classes, messages that
// name the cure and never the text, and no retry where asking again cannot help.
import assert from "node:assert/strict";
import test from "node:test";

import OpenAI from "openai";

import * as harness from "./harness.mjs";
import { assertAllIn, crossing, exchangeCount, liam, maya, model, refusal, request } from "./harness.mjs";

const newClient = (options = {}) =>
  new OpenAI({ baseURL: harness.baseURL, apiKey: harness.apiKey, defaultHeaders: harness.callerHeaders(), ...options });
const client = newClient();
const user = (content) => ({ role: "user", content });
const ask = (more = {}, from = client) => from.chat.completions.create({ model, messages: [user(request)], ...more });

// The refusal of one request that was made once.
async function refusedOnce(use, kind, status, code) {
  const before = await exchangeCount();
  const error = await refusal(use);
  assert.ok(error instanceof kind, String(error));
  assert.equal(error.status, status);
  assert.equal(error.code, code);
  assert.ok(error.requestID, "the refusal names its exchange");
  assert.equal(error.error.schoolgate.reason, code.toUpperCase());
  assert.ok(error.error.schoolgate.spanish.length > 20);
  const counted = (await exchangeCount()) - before;
  assert.ok(counted <= 1, `the SDK asked ${counted} times`);
  return error;
}

test("a key the gate does not know", async () => {
  const error = await refusedOnce(
    () => ask({}, newClient({ apiKey: "sk-not-a-key" })), OpenAI.AuthenticationError, 401, "unauthenticated");
  assert.match(error.message, /key/);
  await refusal(async () => {
    for await (const entry of newClient({ apiKey: "sk-not-a-key" }).models.list()) assert.fail(entry.id);
  });
});

test("a model the gate does not have", async () => {
  const error = await refusedOnce(() => ask({ model: "gpt-4o" }), OpenAI.NotFoundError, 404, "unknown_model");
  assert.match(error.message, /models/);
  await refusedOnce(() => ask({ model: maya.name }), OpenAI.NotFoundError, 404, "unknown_model");
});

test("a tool of another app, and one whose agreement ran out", async () => {
  const tutor = newClient({ apiKey: harness.gate.student_key });
  await refusedOnce(() => ask({}, tutor), OpenAI.PermissionDeniedError, 403, "tool_not_allowed");
  const quizzes = newClient({ defaultHeaders: { ...harness.callerHeaders(), "x-schoolgate-purpose": "quizzes" } });
  const error = await refusedOnce(
    () => ask({ model: "old-quiz" }, quizzes), OpenAI.PermissionDeniedError, 403, "agreement_expired");
  assert.match(error.message, /Office of Assessment/);
});

test("an image is refused by its place, and not asked again", async () => {
  const image = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
  for (const stream of [false, true]) {
    const error = await refusedOnce(
      () => ask({ stream, messages: [user([{ type: "text", text: request }, image])] }),
      OpenAI.PermissionDeniedError, 403, "media_not_allowed");
    assert.match(error.param, /messages\[0\]\.content\[1\]/);
    assert.match(error.message, /Office of Curriculum/);
    assert.equal(error.headers.get("x-should-retry"), "false");
  }
});

test("unknown text is refused by its place, and the caller's own key is not repeated", async () => {
  const first = await refusedOnce(() => ask({ [`note on ${maya.name}`]: liam.name }), OpenAI.BadRequestError, 400, "unknown_field");
  assert.equal(first.param, "#3");
  assert.ok(first.message.includes("#3"), first.message);
  const nested = { ...user(request), remark: liam.name };
  const second = await refusedOnce(() => ask({ messages: [user("Hello"), nested] }), OpenAI.BadRequestError, 400, "unknown_field");
  assert.equal(second.param, "messages[1].#3");
});

test("unknown fields without text are dropped and named", async () => {
  const { result } = await crossing(() => ask({ ab_test: null, beta: true, level: 3, extras: [] }).withResponse());
  assertAllIn(result.data.choices[0].message.content);
  assert.equal(result.response.headers.get("x-schoolgate-dropped"), "#3, #4, #5, #6");
});

test("a value of the wrong type and a missing field", async () => {
  const wrong = await refusedOnce(() => ask({ temperature: "warm" }), OpenAI.BadRequestError, 400, "wrong_type");
  assert.equal(wrong.param, "temperature");
  const missing = await refusedOnce(
    () => ask({ messages: [{ role: "user" }] }), OpenAI.BadRequestError, 400, "missing_field");
  assert.equal(missing.param, "messages[0].content");
});

test("a body larger than the gate takes", async () => {
  const error = await refusal(() => ask({ messages: [user("density ".repeat((9 << 20) / 8))] }));
  assert.equal(error.status, 413, String(error));
  assert.equal(error.code, "body_too_large");
  assertAllIn((await crossing(() => ask())).result.choices[0].message.content);
});

test("endpoints that are not there say what to use", async () => {
  const responses = await refusedOnce(
    () => client.responses.create({ model, input: request }), OpenAI.NotFoundError, 404, "unknown_endpoint");
  assert.match(responses.message, /chat\.completions/);
  for (const use of [
    () => client.embeddings.create({ model, input: request }),
    () => client.completions.create({ model, prompt: request }),
    () => client.chat.completions.list(),
    () => client.files.list(),
    () => client.moderations.create({ input: request }),
  ]) {
    const error = await refusal(use);
    assert.ok(error.status === 404 || error.status === 405, String(error));
    assert.match(error.message, /chat\/completions|POST/);
  }
});

test("a vendor that fails is asked again by the SDK, and then named", async () => {
  const patient = newClient({ maxRetries: 1 });
  let failed;
  const { requests } = await crossing(() =>
    assert.rejects(
      () => ask({ messages: [user(`SIMULATE-STATUS-503 ${request}`)] }, patient),
      (error) => {
        failed = error;
        return true;
      },
    ),
  );
  assert.ok(failed instanceof OpenAI.InternalServerError, String(failed));
  assert.equal(failed.status, 502);
  assert.equal(failed.code, "vendor_error");
  assert.match(failed.message, /lumen/);
  assert.equal(requests.length, 2);
});

test("a stream that the vendor breaks off ends in an error, not as if it were whole", async () => {
  let text = "";
  let failed;
  await crossing(async () => {
    const stream = await ask({ messages: [user(`SIMULATE-BREAK ${request}`)], stream: true });
    try {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    } catch (error) {
      failed = error;
    }
  });
  assert.ok(failed instanceof OpenAI.APIError, "the stream ended without an error");
  assert.equal(failed.code, "vendor_stopped");
  assert.ok(text.length > 0, "what had arrived before was passed on");
  assertAllIn(text, []);
});

test("an answer that is none", async () => {
  let failed;
  await crossing(() =>
    assert.rejects(
      () => ask({ messages: [user(`SIMULATE-GARBAGE ${request}`)] }, newClient({ maxRetries: 0 })),
      (error) => {
        failed = error;
        return true;
      },
    ),
  );
  assert.equal(failed.status, 502);
  assert.equal(failed.code, "vendor_garbage");
});
