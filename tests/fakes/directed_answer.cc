#include "tests/fakes/directed_answer.h"

namespace schoolgate::connectors {

VendorScript DirectedAnswer(const RecordedRequest& request, absl::Duration pace) {
  const auto directed = [&request](std::string_view word) {
    return request.body().find(word) != std::string_view::npos;
  };
  VendorScript script = DefaultAnswer(request, pace);
  if (directed("SIMULATE-STATUS-503")) {
    script.status = 503;
    script.content_type = "application/json";
    script.body = R"({"error":{"message":"Overloaded.","type":"server_error","param":null,"code":null}})";
    script.chunks.clear();
  } else if (directed("SIMULATE-GARBAGE")) {
    script.content_type = "text/html";
    script.body = "<html><body>It works!</body></html>";
    script.chunks.clear();
  } else if (directed("SIMULATE-BREAK")) {
    script.close_early = true;
    script.body.resize(script.body.size() / 2);
    script.chunks.resize(script.chunks.size() / 2);
  }
  return script;
}

}  // namespace schoolgate::connectors
