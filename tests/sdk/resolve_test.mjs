// The pinned SDKs load, under a Node they support, from outside the tree.
import assert from "node:assert/strict";
import test from "node:test";

import { createOpenAI } from "@ai-sdk/openai";
import { HumanMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { generateText } from "ai";
import OpenAI from "openai";

test("every pinned SDK resolves", () => {
  assert.equal(typeof OpenAI, "function");
  assert.equal(typeof ChatOpenAI, "function");
  assert.equal(typeof HumanMessage, "function");
  assert.equal(typeof generateText, "function");
  assert.equal(typeof createOpenAI, "function");
});
