// LangChain's ChatOpenAI with its default settings, which use Chat Completions.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";

import * as harness from "./harness.mjs";
import { assertAllIn, codesIn, crossing, exchangeCount, guardian, lastOf, liam, maya, refusal, request } from "./harness.mjs";

const newModel = (options = {}, session = randomUUID()) =>
  new ChatOpenAI({
    model: harness.model,
    apiKey: harness.apiKey,
    configuration: { baseURL: harness.baseURL, defaultHeaders: harness.callerHeaders(session) },
    ...options,
  });
const model = newModel();

const grades = tool(({ student }) => JSON.stringify({ student, guardian: guardian.name, partner: liam.name, grade: "B+" }), {
  name: "get_grades",
  description: `Looks a student's grades up, for instance those of ${liam.name}.`,
  schema: z.object({ student: z.string().describe(`Full name, as in ${maya.name}`) }),
});

test("invoke", async () => {
  const { result, requests } = await crossing(() => model.invoke([new SystemMessage("Be brief."), new HumanMessage(request)]));
  assertAllIn(result.content);
  assert.equal(result.response_metadata.finish_reason, "stop");
  assert.ok(result.usage_metadata.input_tokens > 0 && result.usage_metadata.output_tokens > 0);
  assert.equal(requests.length, 1);
});

test("a chain of a prompt and the model", async () => {
  const prompt = ChatPromptTemplate.fromMessages([["system", `You help with {who}'s class.`], ["human", "{question}"]]);
  const { result } = await crossing(() => prompt.pipe(model).invoke({ who: maya.name, question: request }));
  assertAllIn(result.content);
});

test("stream", async () => {
  const { result } = await crossing(async () => {
    let whole;
    let pieces = 0;
    for await (const chunk of await model.stream(request)) {
      whole = whole ? whole.concat(chunk) : chunk;
      ++pieces;
    }
    return { whole, pieces };
  });
  assertAllIn(result.whole.content);
  assert.ok(result.pieces > 3, `${result.pieces} pieces`);
  assert.ok(result.whole.usage_metadata.total_tokens > 0, "usage comes with a stream");
});

test("several choices and other settings", async () => {
  const settings = { n: 2, temperature: 0.3, topP: 0.9, maxTokens: 300, stop: [liam.name, "END"], user: maya.email };
  const { result, requests } = await crossing(() => newModel(settings).generate([[new HumanMessage(request)]]));
  assert.equal(result.generations[0].length, 2);
  for (const generation of result.generations[0]) assertAllIn(generation.text);
  assert.equal(requests[0].body.max_tokens, 300);
  assert.equal(requests[0].body.stop[1], "END");
});

test("bound tools are called with real names, and their results leave without", async () => {
  for (const streamed of [false, true]) {
    const bound = newModel().bindTools([grades]);
    const messages = [new HumanMessage(`How is ${maya.name} doing?`)];
    const first = await crossing(async () => {
      if (!streamed) return bound.invoke(messages);
      let whole;
      for await (const chunk of await bound.stream(messages)) whole = whole ? whole.concat(chunk) : chunk;
      return whole;
    });
    const [received] = first.requests[0].body.tools;
    assert.equal(received.function.name, "get_grades");
    assert.equal(codesIn(received.function.description).length, 1);
    assert.equal(codesIn(received.function.parameters.properties.student.description).length, 1);
    assert.deepEqual(first.result.tool_calls.map((call) => call.args), [{ student: maya.name }]);

    messages.push(first.result, await grades.invoke(first.result.tool_calls[0]));
    assert.ok(messages.at(-1) instanceof ToolMessage);
    const second = await crossing(() => bound.invoke(messages));
    assertAllIn(second.result.content, [maya.name, guardian.name, liam.name]);
    const called = second.requests[0].body.messages.find((message) => message.tool_calls);
    const answer = second.requests[0].body.messages.find((message) => message.role === "tool");
    assert.equal(answer.tool_call_id, called.tool_calls[0].id);
    assert.equal(JSON.parse(answer.content).student, codesIn(lastOf(second.requests[0], "user"))[0]);
  }
});

test("structured output, by each of its methods", async () => {
  const schema = z.object({ student: z.string().describe(`Such as ${liam.name}`), minutes: z.number() });
  for (const method of [undefined, "jsonSchema", "functionCalling"]) {
    const { result } = await crossing(() =>
      newModel().withStructuredOutput(schema, { name: "pairing", method }).invoke(`Who leads? ${maya.name}.`),
    );
    assert.deepEqual(result, { student: maya.name, minutes: 1 }, String(method));
  }
  const loose = z.object({ name: z.string() });
  const { result, requests } = await crossing(() =>
    newModel().withStructuredOutput(loose, { method: "jsonMode" }).invoke(`Answer in JSON. Who leads? ${maya.name}.`),
  );
  assert.deepEqual(result, { name: maya.name });
  assert.deepEqual(requests[0].body.response_format, { type: "json_object" });
});

test("history is resent, and a student keeps the code", async () => {
  const talk = newModel();
  const messages = [new HumanMessage(`${maya.name} finished early. What next?`)];
  const first = await crossing(() => talk.invoke(messages));
  assert.ok(first.result instanceof AIMessage);
  messages.push(first.result, new HumanMessage(`And ${liam.name}? He sits beside ${maya.name}.`));
  const second = await crossing(() => talk.invoke(messages));
  assertAllIn(second.result.content, [maya.name, liam.name]);
  const [code] = codesIn(lastOf(first.requests[0], "user"));
  assert.equal(codesIn(lastOf(second.requests[0], "user"))[1], code);
  assert.ok(codesIn(lastOf(second.requests[0], "assistant")).includes(code));
});

test("a batch", async () => {
  const { result } = await crossing(() => model.batch([maya, liam].map(({ name }) => `Praise ${name}.`)));
  assertAllIn(result[0].content, [maya.name]);
  assertAllIn(result[1].content, [liam.name]);
});

test("a stream that is aborted leaves the gate serving", async () => {
  const abort = new AbortController();
  await assert.rejects(async () => {
    let chunks = 0;
    for await (const chunk of await model.stream(request, { signal: abort.signal })) if (chunk && ++chunks === 3) abort.abort();
  });
  await harness.untilIdle();
  assertAllIn((await crossing(() => model.invoke(request))).result.content);
});

test("an image is refused, and not asked again", async () => {
  const image = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
  const before = await exchangeCount();
  const error = await refusal(() => model.invoke([new HumanMessage({ content: [{ type: "text", text: request }, image] })]));
  assert.equal(error.status, 403);
  assert.equal(error.code, "media_not_allowed");
  assert.equal((await exchangeCount()) - before, 1);
});

test("the Responses API is refused by saying which setting to use", async () => {
  const error = await refusal(() => newModel({ useResponsesApi: true }).invoke(request));
  assert.equal(error.status, 404);
  assert.match(error.message, /useResponsesApi: false/);
});
