#include "connectors/district/results_push.h"

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "connectors/dialects/json_util.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

constexpr size_t kLongestAnswer = size_t{1} << 20;
constexpr long kConnectMs = 5000;
constexpr long kAnswerMs = 30000;
// A token is used no longer than this before its end.
constexpr absl::Duration kSlack = absl::Seconds(30);
constexpr char kScope[] = "https%3A%2F%2Fpurl.imsglobal.org%2Fspec%2For%2Fv1p1%2Fscope%2Fgradebook.createput";

size_t Take(char* bytes, size_t size, size_t count, void* into) {
  std::string& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > kLongestAnswer) return 0;
  body.append(bytes, size * count);
  return size * count;
}

// An id as a segment of a path (RFC 3986, section 3.3).
std::string Segment(std::string_view id) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string segment;
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '~' || (c == '.' && id != "." && id != "..");
    if (plain) {
      segment += c;
    } else {
      segment += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return segment;
}

void WriteReference(json::Writer& writer, std::string_view field, const std::string& base,
                    std::string_view collection, std::string_view type, const std::string& id) {
  writer.Key(field);
  writer.StartObject();
  writer.Field("href", StrCat(base, "/", collection, "/", Segment(id)));
  writer.Field("sourcedId", id);
  writer.Field("type", type);
  writer.EndObject();
}

}  // namespace

bool IsSafeUrl(std::string_view url) {
  for (const std::string_view start :
       {"https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"}) {
    if (url.starts_with(start) && url.size() > start.size()) return true;
  }
  return false;
}

absl::StatusOr<ResultsPush::Answer> ResultsPush::Call(const std::string& url, const char* method,
                                                      const std::string& body, const std::string& type,
                                                      const std::string& authorization) {
  if (!IsSafeUrl(url)) return absl::FailedPreconditionError("the address is not https");
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(nullptr, curl_slist_free_all);
  for (const std::string& header : {"content-type: " + type, std::string("accept: application/json"),
                                    std::string("expect:"), "authorization: " + authorization}) {
    headers.reset(curl_slist_append(headers.release(), header.c_str()));
  }
  if (curl == nullptr || headers == nullptr) return absl::ResourceExhaustedError("no memory for a call");
  Answer answer;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "schoolgate");
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");  // not even the environment's
  curl_easy_setopt(curl.get(), CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl.get(), CURLOPT_CAPATH, "/etc/ssl/certs");
  curl_easy_setopt(curl.get(), CURLOPT_CAINFO,
                   endpoint_.ca_file.empty() ? nullptr : endpoint_.ca_file.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, kAnswerMs);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    return absl::UnavailableError(StrCat("the call failed (libcurl ", static_cast<int>(code), ")"));
  }
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

absl::StatusOr<std::string> ResultsPush::Authorization() {
  if (endpoint_.token != nullptr) return StrCat("Bearer ", ToStd(endpoint_.token->Reveal()));
  const absl::Time now = absl::Now();
  if (now >= fetched_until_) {
    if (endpoint_.client_secret == nullptr) return absl::FailedPreconditionError("no token is configured");
    std::string plain = StrCat(endpoint_.client_id, ":", ToStd(endpoint_.client_secret->Reveal()));
    std::string basic = StrCat("Basic ", std::string_view(absl::Base64Escape(plain)));
    WipeString(plain);
    const absl::StatusOr<Answer> answer =
        Call(endpoint_.token_url, "POST", StrCat("grant_type=client_credentials&scope=", kScope),
             "application/x-www-form-urlencoded", basic);
    WipeString(basic);
    SG_RETURN_IF_ERROR(answer.status());
    if (answer->status != 200) {
      return absl::UnavailableError(StrCat("the token endpoint answered ", answer->status));
    }
    json::Document document;
    if (!document.Parse(answer->body).ok() || json::FindText(document.root(), "access_token").empty()) {
      return absl::UnavailableError("the token endpoint gave no token");
    }
    WipeString(fetched_);
    fetched_ = json::FindText(document.root(), "access_token");
    fetched_until_ = now + absl::Seconds(json::FindInt(document.root(), "expires_in")) - kSlack;
  }
  return StrCat("Bearer ", fetched_);
}

absl::Status ResultsPush::Put(const WrittenResult& result) {
  std::string body;
  const absl::Cleanup wipe = [&body] { WipeString(body); };
  json::Writer writer(body);
  writer.StartObject();
  writer.Key("result");
  writer.StartObject();
  writer.Field("sourcedId", result.id);
  writer.Field("status", "active");
  writer.Field("dateLastModified", result.modified);
  WriteReference(writer, "lineItem", endpoint_.base_url, "lineItems", "lineItem", result.line_item);
  WriteReference(writer, "student", endpoint_.base_url, "users", "user", result.student);
  writer.Field("scoreStatus", "fully graded");
  double score = 0;
  if (!absl::SimpleAtod(result.score, &score)) return absl::FailedPreconditionError("a score is no number");
  writer.Field("score", score);
  writer.Field("scoreDate", result.scored);
  writer.Field("comment", result.comment);
  writer.EndObject();
  writer.EndObject();
  if (!writer.ok()) return absl::FailedPreconditionError("a result cannot be written as JSON");

  const std::string url = StrCat(endpoint_.base_url, "/results/", Segment(result.id));
  for (int tries = 0;; ++tries) {
    SG_ASSIGN_OR_RETURN(std::string authorization, Authorization());
    const absl::StatusOr<Answer> answer = Call(url, "PUT", body, "application/json", authorization);
    WipeString(authorization);
    SG_RETURN_IF_ERROR(answer.status());
    if (answer->status >= 200 && answer->status < 300) return absl::OkStatus();
    const bool ours = answer->status == 401 || answer->status == 403 || answer->status == 404;
    if (answer->status == 401 && endpoint_.token == nullptr && tries == 0) {
      fetched_until_ = absl::InfinitePast();  // it may have been taken back early
      continue;
    }
    std::string message = StrCat("the district's system answered ", answer->status);
    // What the configuration has wrong is no result's fault.
    if (answer->status >= 400 && answer->status < 500 && !ours && answer->status != 408 &&
        answer->status != 429) {
      return absl::FailedPreconditionError(message);
    }
    return absl::UnavailableError(message);
  }
}

absl::Status ResultsPush::Deliver(const std::vector<WrittenResult>& results) {
  for (const WrittenResult& result : results) SG_RETURN_IF_ERROR(Put(result));
  return absl::OkStatus();
}

}  // namespace schoolgate::connectors
