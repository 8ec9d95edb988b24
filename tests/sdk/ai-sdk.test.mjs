// The AI SDK with its OpenAI provider, set to chat.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { createOpenAI } from "@ai-sdk/openai";
import { generateObject, generateText, isStepCount, Output, streamObject, streamText, tool } from "ai";
import { z } from "zod";

import * as harness from "./harness.mjs";
import { assertAllIn, codesIn, crossing, exchangeCount, guardian, lastOf, liam, maya, refusal, request } from "./harness.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false;

const newProvider = (session = randomUUID()) =>
  createOpenAI({ baseURL: harness.baseURL, apiKey: harness.apiKey, headers: harness.callerHeaders(session) });
const model = newProvider().chat(harness.model);
const user = (content) => ({ role: "user", content });
const pairing = z.object({ student: z.string().describe(`Such as ${liam.name}`), minutes: z.number() });

const newGrades = (asked) =>
  tool({
    description: `Looks a student's grades up, for instance those of ${liam.name}.`,
    inputSchema: z.object({ student: z.string().describe(`Full name, as in ${maya.name}`) }),
    execute: async ({ student }) => {
      asked.push(student);
      return { student, guardian: guardian.name, partner: liam.name, grade: "B+" };
    },
  });

test("generateText", async () => {
  const { result, requests } = await crossing(() => generateText({ model, system: "Be brief.", prompt: request }));
  assertAllIn(result.text);
  assert.equal(result.finishReason, "stop");
  assert.ok(result.usage.inputTokens > 0 && result.usage.outputTokens > 0);
  assert.equal(requests.length, 1);
});

test("streamText", async () => {
  const { result } = await crossing(async () => {
    const stream = streamText({ model, prompt: request });
    const pieces = [];
    for await (const piece of stream.textStream) pieces.push(piece);
    return { pieces, text: await stream.text, usage: await stream.usage, finish: await stream.finishReason };
  });
  assertAllIn(result.text);
  assert.equal(result.pieces.join(""), result.text);
  assert.ok(result.pieces.length > 3, `${result.pieces.length} pieces`);
  assert.equal(result.finish, "stop");
  assert.ok(result.usage.totalTokens > 0);
});

test("settings and provider options", async () => {
  const { result, requests } = await crossing(() =>
    generateText({
      model,
      prompt: request,
      temperature: 0.2,
      maxOutputTokens: 300,
      stopSequences: [liam.name, "END"],
      seed: 7,
      providerOptions: {
        openai: {
          user: maya.email,
          metadata: { about: maya.name },
          store: true,
          parallelToolCalls: false,
          promptCacheKey: maya.name,
          safetyIdentifier: maya.email,
        },
      },
    }),
  );
  assertAllIn(result.text);
  const { body } = requests[0];
  assert.equal(body.max_tokens, 300);
  assert.equal(body.stop[1], "END");
  assert.equal(body.store, false);
});

test("tools are executed with real names, and their results leave without", async () => {
  const asked = [];
  const { result, requests } = await crossing(() =>
    generateText({
      model,
      prompt: `How is ${maya.name} doing?`,
      tools: { get_grades: newGrades(asked) },
      stopWhen: isStepCount(3),
    }),
  );
  assert.deepEqual(asked, [maya.name]);
  assert.equal(result.steps.length, 2);
  assertAllIn(result.text, [maya.name, guardian.name, liam.name]);
  const [{ function: sent }] = requests[0].body.tools;
  assert.equal(sent.name, "get_grades");
  assert.equal(codesIn(sent.description).length, 1);
  const answer = requests[1].body.messages.find((message) => message.role === "tool");
  assert.equal(JSON.parse(answer.content).student, codesIn(lastOf(requests[1], "user"))[0]);
  assert.equal(JSON.parse(answer.content).grade, "B+");
});

test("tools in a stream", async () => {
  const asked = [];
  const { result, requests } = await crossing(async () => {
    const stream = streamText({
      model,
      prompt: `How is ${maya.name} doing?`,
      tools: { get_grades: newGrades(asked) },
      stopWhen: isStepCount(3),
    });
    return { text: await stream.text, steps: await stream.steps };
  });
  assert.deepEqual(asked, [maya.name]);
  assert.equal(requests.length, 2);
  assert.deepEqual(result.steps[0].toolCalls.map((call) => call.input), [{ student: maya.name }]);
  assertAllIn(result.text, [maya.name, guardian.name, liam.name]);
});

test("objects by a schema, whole and streamed", async () => {
  const prompt = `Who leads? ${maya.name}.`;
  const expected = { student: maya.name, minutes: 1 };
  const output = Output.object({ schema: pairing, name: "pairing", description: `For ${maya.name}` });
  const last = async (stream) => (await Array.fromAsync(stream)).at(-1);
  const ways = {
    generateObject: async () => (await generateObject({ model, prompt, schema: pairing })).object,
    streamObject: () => last(streamObject({ model, prompt, schema: pairing }).partialObjectStream),
    "generateText with output": async () => (await generateText({ model, prompt, output })).output,
    "streamText with output": () => last(streamText({ model, prompt, output }).partialOutputStream),
  };
  for (const [way, use] of Object.entries(ways)) {
    const { result, requests } = await crossing(use);
    assert.deepEqual(result, expected, way);
    const sent = requests[0].body.response_format.json_schema;
    assert.equal(codesIn(sent.schema.properties.student.description).length, 1, way);
  }
});

test("history is resent, and a student keeps the code", async () => {
  const talk = newProvider().chat(harness.model);
  const messages = [user(`${maya.name} finished early. What next?`)];
  const first = await crossing(() => generateText({ model: talk, messages }));
  messages.push(...first.result.response.messages, user(`And ${liam.name}? He sits beside ${maya.name}.`));
  const second = await crossing(() => generateText({ model: talk, messages }));
  assertAllIn(second.result.text, [maya.name, liam.name]);
  const [code] = codesIn(lastOf(first.requests[0], "user"));
  assert.equal(codesIn(lastOf(second.requests[0], "user"))[1], code);
  assert.ok(codesIn(lastOf(second.requests[0], "assistant")).includes(code));
});

test("a stream that is aborted leaves the gate serving", async () => {
  const abort = new AbortController();
  const stream = streamText({ model, prompt: request, abortSignal: abort.signal, onError: () => {} });
  let pieces = 0;
  let finished = false;
  for await (const part of stream.fullStream) {
    if (part.type === "text-delta" && ++pieces === 3) abort.abort();
    finished ||= part.type === "finish";
  }
  assert.equal(finished, false, "the answer was complete before it was aborted");
  await harness.untilIdle();
  assertAllIn((await crossing(() => generateText({ model, prompt: request }))).result.text);
});

test("an image is refused, and not asked again", async () => {
  const before = await exchangeCount();
  const image = { type: "file", mediaType: "image/png", data: Uint8Array.from([0x89, 0x50, 0x4e, 0x47]) };
  const error = await refusal(() =>
    generateText({ model, messages: [user([{ type: "text", text: request }, image])] }),
  );
  assert.equal(error.statusCode, 403);
  assert.equal(error.data.error.code, "media_not_allowed");
  assert.equal((await exchangeCount()) - before, 1);
});

test("the provider's default, the Responses API, is refused by saying what to call instead", async () => {
  const error = await refusal(() => generateText({ model: newProvider()(harness.model), prompt: request }));
  assert.equal(error.statusCode, 404);
  assert.match(error.message, /openai\.chat\(model\)/);
});
