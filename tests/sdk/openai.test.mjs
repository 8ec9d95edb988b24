// The official OpenAI SDK in a conversation: whole and streamed answers, history, choices, what else it sends.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";

import * as harness from "./harness.mjs";
import { assertAllIn, codesIn, crossing, guardian, lastOf, liam, maya, model, request } from "./harness.mjs";

const newClient = (session) =>
  new OpenAI({ baseURL: harness.baseURL, apiKey: harness.apiKey, defaultHeaders: harness.callerHeaders(session) });
const client = newClient();
const user = (content) => ({ role: "user", content });

async function gather(stream) {
  const choices = [];
  let usage;
  for await (const chunk of stream) {
    if (chunk.usage) usage = chunk.usage;
    for (const { index, delta, finish_reason: finish } of chunk.choices) {
      choices[index] ??= { content: "", role: undefined, finish: undefined };
      choices[index].content += delta.content ?? "";
      choices[index].role ??= delta.role;
      choices[index].finish ??= finish;
    }
  }
  return { choices, usage };
}

test("a whole answer comes back with the real names", async () => {
  const { result, requests } = await crossing(() =>
    client.chat.completions.create({ model, messages: [{ role: "system", content: "Be brief." }, user(request)] }),
  );
  const [choice] = result.choices;
  assertAllIn(choice.message.content);
  assert.equal(choice.finish_reason, "stop");
  assert.equal(choice.message.role, "assistant");
  assert.equal(choice.message.refusal, null);
  assert.equal(result.object, "chat.completion");
  assert.ok(result.usage.prompt_tokens > 0 && result.usage.completion_tokens > 0);
  assert.equal(result.usage.total_tokens, result.usage.prompt_tokens + result.usage.completion_tokens);
  assert.ok(result._request_id, "the answer names its exchange");
  assert.equal(requests.length, 1);
  assert.equal(requests[0].body.store, false);
  assert.ok(codesIn(lastOf(requests[0], "user")).length >= harness.asWritten.length);
});

test("a streamed answer comes back with the real names", async () => {
  const { result } = await crossing(async () =>
    gather(await client.chat.completions.create({ model, messages: [user(request)], stream: true })),
  );
  assert.equal(result.choices.length, 1);
  assertAllIn(result.choices[0].content);
  assert.equal(result.choices[0].role, "assistant");
  assert.equal(result.choices[0].finish, "stop");
  assert.equal(result.usage, undefined);
});

test("usage comes with a stream when it is asked for", async () => {
  const options = { stream: true, stream_options: { include_usage: true } };
  const { result } = await crossing(async () =>
    gather(await client.chat.completions.create({ model, messages: [user(request)], ...options })),
  );
  assertAllIn(result.choices[0].content);
  assert.ok(result.usage.prompt_tokens > 0 && result.usage.completion_tokens > 0);
});

test("the stream helper gives the final completion", async () => {
  const { result } = await crossing(async () => {
    const stream = client.chat.completions.stream({ model, messages: [user(request)] });
    let seen = "";
    stream.on("content", (delta) => (seen += delta));
    const final = await stream.finalChatCompletion();
    return { final, seen };
  });
  assertAllIn(result.final.choices[0].message.content);
  assert.equal(result.seen, result.final.choices[0].message.content);
});

test("names come back in the form each was written", async () => {
  const given = maya.name.split(" ")[0];
  const family = maya.name.slice(given.length + 1);
  const forms = [`${family}, ${given}`, maya.name.toUpperCase(), liam.name];
  const text = `Notes on ${forms[0]}. Also filed as ${forms[1]}. Partner: ${forms[2]}.`;
  const { result, requests } = await crossing(() => client.chat.completions.create({ model, messages: [user(text)] }));
  assertAllIn(result.choices[0].message.content, forms);
  const [first, second, other] = codesIn(lastOf(requests[0], "user"));
  assert.notEqual(first, second);
  assert.equal(first.slice(0, 14), second.slice(0, 14), "two forms of one student are one code and a letter");
  assert.notEqual(first, other);
});

test("history is resent as it came, and a student keeps the code", async () => {
  for (const streamed of [false, true]) {
    const talk = newClient(randomUUID());
    const messages = [user(`${maya.name} finished early. What next?`)];
    const first = await crossing(() =>
      streamed
        ? talk.chat.completions.stream({ model, messages }).finalChatCompletion()
        : talk.chat.completions.create({ model, messages }),
    );
    const answer = first.result.choices[0].message;
    assertAllIn(answer.content, [maya.name]);
    messages.push(answer, user(`And ${liam.name}? He sits beside ${maya.name}.`));
    const second = await crossing(() => talk.chat.completions.create({ model, messages }));
    assertAllIn(second.result.choices[0].message.content, [maya.name, liam.name]);

    const [code] = codesIn(lastOf(first.requests[0], "user"));
    const [other, same] = codesIn(lastOf(second.requests[0], "user"));
    assert.equal(same, code, "the same student has the same code in one session");
    assert.notEqual(other, code);
    assert.ok(codesIn(lastOf(second.requests[0], "assistant")).includes(code), "and in the answer that was resent");
  }
});

test("another session has other codes", async () => {
  const ask = (session) =>
    crossing(() => newClient(session).chat.completions.create({ model, messages: [user(`Praise ${maya.name}.`)] }));
  const [one, two] = [await ask(randomUUID()), await ask(randomUUID())];
  assert.notEqual(codesIn(lastOf(one.requests[0], "user"))[0], codesIn(lastOf(two.requests[0], "user"))[0]);
});

test("without a session or a person it works too, with codes for that request alone", async () => {
  const bare = new OpenAI({ baseURL: harness.baseURL, apiKey: harness.apiKey });
  const ask = () => crossing(() => bare.chat.completions.create({ model, messages: [user(request)] }));
  const [one, two] = [await ask(), await ask()];
  assertAllIn(one.result.choices[0].message.content);
  assert.notEqual(codesIn(lastOf(one.requests[0], "user"))[0], codesIn(lastOf(two.requests[0], "user"))[0]);
});

test("several choices, whole and streamed", async () => {
  const whole = await crossing(() => client.chat.completions.create({ model, messages: [user(request)], n: 2 }));
  assert.deepEqual(whole.result.choices.map((choice) => choice.index), [0, 1]);
  for (const choice of whole.result.choices) assertAllIn(choice.message.content);
  assert.equal(whole.requests[0].body.n, 2);

  const streamed = await crossing(async () =>
    gather(await client.chat.completions.create({ model, messages: [user(request)], n: 2, stream: true })),
  );
  assert.equal(streamed.result.choices.length, 2);
  for (const choice of streamed.result.choices) {
    assertAllIn(choice.content);
    assert.equal(choice.finish, "stop");
  }
});

test("text parts, the user field, metadata, stop words and sampling settings cross treated", async () => {
  const { result, requests } = await crossing(() =>
    client.chat.completions.create({
      model: "lesson-planner/lumen-small",
      messages: [
        { role: "developer", content: `You help with ${maya.name}'s class.` },
        { role: "user", name: "teacher", content: [{ type: "text", text: request }, { type: "text", text: liam.name }] },
      ],
      user: maya.email,
      metadata: { about: maya.name, guardian: guardian.phone },
      stop: [liam.name, "END"],
      store: true,
      seed: 7,
      temperature: 0.2,
      top_p: 0.9,
      frequency_penalty: 0.1,
      presence_penalty: 0.1,
      max_completion_tokens: 400,
      reasoning_effort: "low",
      parallel_tool_calls: undefined,
      service_tier: "auto",
      logit_bias: {},
    }),
  );
  assertAllIn(result.choices[0].message.content);
  const { body } = requests[0];
  assert.equal(body.model, "lumen-small");
  assert.equal(body.temperature, 0.2);
  assert.equal(body.max_completion_tokens, 400);
  assert.equal(body.seed, 7);
  assert.equal(body.store, false);
  assert.equal(body.metadata, undefined);
  assert.equal(body.stop[1], "END");
});

test("a JSON schema made by the zod helper crosses, and its values are the real ones", async () => {
  const schema = z.object({
    student: z.string().describe(`The student, such as ${maya.name}`),
    partner: z.string(),
    minutes: z.number(),
  });
  const { result, requests } = await crossing(() =>
    client.chat.completions.parse({
      model,
      messages: [user(`Pair ${maya.name} with ${liam.name}.`)],
      response_format: zodResponseFormat(schema, "pairing"),
    }),
  );
  const sent = requests[0].body.response_format.json_schema;
  assert.equal(sent.name, "pairing");
  assert.equal(sent.strict, true);
  assert.deepEqual(Object.keys(sent.schema.properties), ["student", "partner", "minutes"]);
  assert.deepEqual(sent.schema.required, ["student", "partner", "minutes"]);
  assert.equal(result.choices[0].message.parsed.student, maya.name);
});

test("an answer that parse() gave can be resent with what the SDK put into it", async () => {
  const format = zodResponseFormat(z.object({ student: z.string() }), "pick");
  const messages = [user(`Who leads, ${maya.name} or ${liam.name}?`)];
  const first = await crossing(() => client.chat.completions.parse({ model, messages, response_format: format }));
  messages.push(first.result.choices[0].message, user("Why?"));
  const second = await crossing(() => client.chat.completions.create({ model, messages }));
  assert.ok(second.result.choices[0].message.content);
});

test("a long prompt crosses whole", async () => {
  const line = `Observation: ${maya.name} measured the block while ${liam.name} wrote down the mass. `;
  const text = line.repeat(Math.ceil((200 << 10) / line.length));
  const { result, requests } = await crossing(() => client.chat.completions.create({ model, messages: [user(text)] }));
  assertAllIn(result.choices[0].message.content, [maya.name, liam.name]);
  const received = lastOf(requests[0], "user");
  assert.equal(received.split("Observation:").length, text.split("Observation:").length);
  assert.equal(new Set(codesIn(received)).size, 2);
});

test("emoji, accents and other scripts around names come back as they were", async () => {
  const text = `👩🏽‍🔬 ${maya.name}✨ und „${liam.name}“ — 光合作用, фотосинтез, ¿qué tal? 🧪`;
  const { result, requests } = await crossing(() => client.chat.completions.create({ model, messages: [user(text)] }));
  assertAllIn(result.choices[0].message.content, [maya.name, liam.name]);
  const received = lastOf(requests[0], "user");
  const codes = codesIn(received);
  assert.equal(received.replace(codes[0], maya.name).replace(codes[1], liam.name), text);
});

test("a student whose name has accents comes back with them, whichever way the letters are made", async () => {
  const person = harness.accentedStudent();
  for (const name of [person.name.normalize("NFC"), person.name.normalize("NFD")]) {
    const { result } = await crossing(
      async () =>
        gather(await client.chat.completions.create({ model, messages: [user(`Write to ${name} today.`)], stream: true })),
      [person],
    );
    assertAllIn(result.choices[0].content, [name]);
  }
});

test("twenty requests at once do not mix", async () => {
  const { result } = await crossing(() =>
    Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const name = i % 2 ? liam.name : maya.name;
        const messages = [user(`Question ${i} about ${name}.`)];
        const talk = newClient();
        const answer = i % 3
          ? (await talk.chat.completions.create({ model, messages })).choices[0].message.content
          : (await gather(await talk.chat.completions.create({ model, messages, stream: true }))).choices[0].content;
        return { answer, name, other: i % 2 ? maya.name : liam.name };
      }),
    ),
  );
  for (const { answer, name, other } of result) {
    assertAllIn(answer, [name]);
    assert.ok(!answer.includes(other));
  }
});

test("a stream that is aborted ends at once, and the gate goes on", async () => {
  const abort = new AbortController();
  const stream = await client.chat.completions.create(
    { model, messages: [user(request)], stream: true },
    { signal: abort.signal },
  );
  let chunks = 0;
  let finished = false;
  try {
    for await (const chunk of stream) {
      finished ||= chunk.choices[0]?.finish_reason === "stop";
      if (++chunks === 3) abort.abort();
    }
  } catch (error) {
    assert.ok(error instanceof OpenAI.APIUserAbortError, String(error));
  }
  assert.equal(finished, false, "the answer was complete before it was aborted");
  await harness.untilIdle();
  const { result } = await crossing(() => client.chat.completions.create({ model, messages: [user(request)] }));
  assertAllIn(result.choices[0].message.content);
});

test("leaving a stream early is an abort too", async () => {
  const stream = await client.chat.completions.create({ model, messages: [user(request)], stream: true });
  for await (const chunk of stream) if (chunk) break;
  await harness.untilIdle();
});

test("models are listed, and those of the app's own tool can be used as they are", async () => {
  const ids = [];
  for await (const entry of client.models.list()) ids.push(entry.id);
  const own = ids.filter((id) => id.startsWith("lesson-planner/"));
  assert.deepEqual(own, ["lesson-planner/lumen-large", "lesson-planner/lumen-small"]);
  assert.ok(!ids.some((id) => id.startsWith("old-quiz")), "a tool whose agreement ran out is offered");
  for (const id of own) {
    const { requests } = await crossing(() => client.chat.completions.create({ model: id, messages: [user(request)] }));
    assert.equal(requests[0].body.model, id.split("/")[1]);
  }
});

test("another tool of the app is named as the model, with its purpose in a header", async () => {
  const { result } = await crossing(() =>
    client.chat.completions.create(
      { model: "letter-writer", messages: [user(`Write home about ${maya.name}.`)] },
      { headers: { "x-schoolgate-purpose": "family_communication" } },
    ),
  );
  assertAllIn(result.choices[0].message.content, [maya.name]);
});
