#include "connectors/dialects/dialect.h"

#include "connectors/dialects/openai_chat.h"

namespace schoolgate::connectors {

const Dialect* FindDialect(std::string_view name) {
  static const OpenAiChat* const kOpenAiChat = new OpenAiChat;
  return name == kOpenAiChat->name() ? kOpenAiChat : nullptr;
}

}  // namespace schoolgate::connectors
