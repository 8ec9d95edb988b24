// The official OpenAI SDK with functions: what the model asks for reaches the district with real names, what the district
// answers leaves without them.
import assert from "node:assert/strict";
import test from "node:test";

import OpenAI from "openai";
import { zodFunction } from "openai/helpers/zod";
import { z } from "zod";

import * as harness from "./harness.mjs";
import { assertAllIn, codesIn, crossing, guardian, lastOf, liam, maya, model } from "./harness.mjs";

const newClient = (apiKey) =>
  new OpenAI({ baseURL: harness.baseURL, apiKey, defaultHeaders: harness.callerHeaders() });
const client = newClient(harness.apiKey);
const user = (content) => ({ role: "user", content });
const question = user(`How is ${maya.name} doing, and who sits with ${liam.name}?`);

// People's names in every text of a definition.
const grades = {
  type: "function",
  function: {
    name: "get_grades",
    description: `Looks a student's grades up, for instance those of ${liam.name}.`,
    strict: true,
    parameters: {
      type: "object",
      properties: { student: { type: "string", description: `Full name, as in ${maya.name} or ${guardian.email}` } },
      required: ["student"],
      additionalProperties: false,
    },
  },
};
const answerOf = (student) =>
  JSON.stringify({ student, guardian: guardian.name, phone: guardian.phone, partner: liam.name, grade: "B+" });

function assertTreated({ body }) {
  const [{ function: sent }] = body.tools;
  assert.equal(sent.name, "get_grades");
  assert.equal(sent.strict, true);
  assert.equal(codesIn(sent.description).length, 1);
  assert.deepEqual(sent.parameters.required, ["student"]);
  assert.equal(codesIn(sent.parameters.properties.student.description).length, 2);
}

// Answers a call as the district's own system would, and asks again.
async function answerCall(call, assistant) {
  const { student } = JSON.parse(call.function.arguments);
  assert.equal(student, maya.name, "the arguments hold the real name");
  const messages = [question, assistant, { role: "tool", tool_call_id: call.id, content: answerOf(student) }];
  const { result, requests } = await crossing(() => client.chat.completions.create({ model, messages, tools: [grades] }));
  assertAllIn(result.choices[0].message.content, [maya.name, liam.name, guardian.name, guardian.phone]);

  const [received] = requests;
  const calls = received.body.messages.find((message) => message.tool_calls).tool_calls;
  const answer = received.body.messages.find((message) => message.role === "tool");
  assert.equal(answer.tool_call_id, calls[0].id, "the answer still belongs to its call");
  assert.equal(JSON.parse(answer.content).grade, "B+");
  assert.equal(JSON.parse(answer.content).student, JSON.parse(calls[0].function.arguments).student);
  assert.equal(JSON.parse(answer.content).student, codesIn(lastOf(received, "user"))[0]);
}

test("a function is called, answered and resent", async () => {
  const { result, requests } = await crossing(() =>
    client.chat.completions.create({ model, messages: [question], tools: [grades] }),
  );
  assertTreated(requests[0]);
  const [choice] = result.choices;
  assert.equal(choice.finish_reason, "tool_calls");
  assert.equal(choice.message.content, null);
  assert.equal(choice.message.tool_calls[0].type, "function");
  await answerCall(choice.message.tool_calls[0], choice.message);
});

test("a streamed call's arguments arrive in pieces and are the real ones together", async () => {
  const { result, requests } = await crossing(async () => {
    const stream = await client.chat.completions.create({ model, messages: [question], tools: [grades], stream: true });
    const call = { id: "", type: "", function: { name: "", arguments: "" } };
    let finish;
    for await (const { choices } of stream) {
      for (const piece of choices[0]?.delta.tool_calls ?? []) {
        assert.equal(piece.index, 0);
        call.id += piece.id ?? "";
        call.type += piece.type ?? "";
        call.function.name += piece.function?.name ?? "";
        call.function.arguments += piece.function?.arguments ?? "";
      }
      finish = choices[0]?.finish_reason ?? finish;
    }
    return { call, finish };
  });
  assertTreated(requests[0]);
  assert.equal(result.finish, "tool_calls");
  assert.equal(result.call.type, "function");
  assert.equal(result.call.function.name, "get_grades");
  await answerCall(result.call, { role: "assistant", content: null, tool_calls: [result.call] });
});

test("the stream helper gathers the call, and its message can be resent as it is", async () => {
  const { result } = await crossing(async () => {
    const stream = client.chat.completions.stream({ model, messages: [question], tools: [grades] });
    const done = [];
    stream.on("tool_calls.function.arguments.done", (event) => done.push(event.parsed_arguments));
    return { completion: await stream.finalChatCompletion(), done };
  });
  assert.deepEqual(result.done, [{ student: maya.name }]);
  const { message } = result.completion.choices[0];
  await answerCall(message.tool_calls[0], message);
});

test("the tool runner calls the district's functions with real names", async () => {
  for (const stream of [false, true]) {
    const asked = [];
    const runnable = {
      type: "function",
      function: {
        ...grades.function,
        strict: undefined,
        parse: JSON.parse,
        function: ({ student }) => {
          asked.push(student);
          return answerOf(student);
        },
      },
    };
    const { result, requests } = await crossing(() =>
      client.chat.completions.runTools({ model, stream, messages: [question], tools: [runnable] }).finalContent(),
    );
    assert.deepEqual(asked, [maya.name]);
    assertAllIn(result, [maya.name, liam.name, guardian.name, guardian.phone]);
    assert.equal(requests.length, 2);
  }
});

test("a function made by the zod helper is parsed by it", async () => {
  const parameters = z.object({ student: z.string().describe(`As in ${liam.name}`), quarter: z.number() });
  const { result } = await crossing(() =>
    client.chat.completions.parse({
      model,
      messages: [question],
      tools: [zodFunction({ name: "get_grades", description: `For ${maya.name}`, parameters })],
    }),
  );
  assert.equal(result.choices[0].message.tool_calls[0].function.parsed_arguments.student, maya.name);
});

test("a tool choice crosses", async () => {
  const named = { type: "function", function: { name: "get_grades" } };
  const ask = (choice) =>
    crossing(() =>
      client.chat.completions.create({
        model,
        messages: [question],
        tools: [grades],
        tool_choice: choice,
        parallel_tool_calls: false,
      }),
    );
  for (const choice of ["auto", "required", named]) {
    const { requests } = await ask(choice);
    assert.deepEqual(requests[0].body.tool_choice, choice);
    assert.equal(requests[0].body.parallel_tool_calls, false);
  }
  const none = await ask("none");
  assertAllIn(none.result.choices[0].message.content, [maya.name, liam.name]);
});

test("arguments of a function that leaves the district keep the codes", async () => {
  const student = newClient(harness.gate.student_key);
  const search = {
    type: "function",
    function: {
      name: "web_search",
      description: "Searches the web.",
      parameters: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
    },
  };
  for (const stream of [false, true]) {
    const { result } = await crossing(() => {
      const ask = { model: "student-tutor", messages: [user(`Find a project for ${maya.name}.`)], tools: [search] };
      return stream ? student.chat.completions.stream(ask).finalChatCompletion() : student.chat.completions.create(ask);
    });
    const { query } = JSON.parse(result.choices[0].message.tool_calls[0].function.arguments);
    assert.equal(codesIn(query).length, 1, query);
    harness.assertNothingPlanted(query, "arguments of an external function");
  }
});
