#include <arpa/inet.h>
#include <curl/curl.h>
#include <unistd.h>

#include "connectors/dialects/dialect.h"
#include "connectors/vendors/vendor.h"
#include "connectors/vendors/vendor_url.h"
#include "core/util/problems.h"
#include "core/util/status.h"

namespace schoolgate::connectors {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string Part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

absl::Status Invalid(std::string_view place, std::string_view expected) {
  return MakeProblem(problems::kInvalidValue, {{"place", place}, {"expected", expected}});
}

bool IsLoopbackHost(const std::string& host) {
  if (host == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  return host == "[::1]";
}

}  // namespace

bool IsLoopbackAddress(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    return (ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr) >> 24) == 127;
  }
  return address.sa_family == AF_INET6 &&
         IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
}

bool IsPlainHttp(const VendorEndpoint& endpoint) { return endpoint.base_url.starts_with("http://"); }

absl::Status CheckVendorEndpoint(const VendorEndpoint& endpoint) {
  if (endpoint.name.empty()) return MakeProblem(problems::kMissingField, {{"place", "name"}});
  if (endpoint.route != v1::ROUTE_CLOUD && endpoint.route != v1::ROUTE_ON_PREMISES) {
    return Invalid("route", "cloud | on_premises");
  }
  if (FindDialect(endpoint.dialect) == nullptr) return Invalid("dialect", "openai_chat");
  if (endpoint.models.empty()) return MakeProblem(problems::kMissingField, {{"place", "models"}});

  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  const bool scheme_known =
      endpoint.base_url.starts_with("https://") || endpoint.base_url.starts_with("http://");
  if (!scheme_known || curl_url_set(url.get(), CURLUPART_URL, endpoint.base_url.c_str(), 0) != CURLUE_OK) {
    return Invalid("base_url", "https://HOST[:PORT]/PATH");
  }
  if (!Part(url.get(), CURLUPART_USER).empty() || !Part(url.get(), CURLUPART_PASSWORD).empty() ||
      !Part(url.get(), CURLUPART_QUERY).empty() || !Part(url.get(), CURLUPART_FRAGMENT).empty()) {
    return Invalid("base_url", "https://HOST[:PORT]/PATH (api_key: apart/aparte)");
  }
  if (IsPlainHttp(endpoint) && endpoint.route != v1::ROUTE_ON_PREMISES &&
      !IsLoopbackHost(Part(url.get(), CURLUPART_HOST))) {
    return Invalid("base_url", "https:// (http: loopback | on_premises)");
  }
  if (!endpoint.ca_file.empty() && access(endpoint.ca_file.c_str(), R_OK) != 0) {
    return Invalid("ca_file", "PEM");
  }
  const std::pair<std::string_view, absl::Duration> limits[] = {
      {"connect_timeout", endpoint.connect_timeout},
      {"first_byte_timeout", endpoint.first_byte_timeout},
      {"idle_timeout", endpoint.idle_timeout}};
  for (const auto& [place, limit] : limits) {
    if (limit <= absl::ZeroDuration() || limit > absl::Hours(24)) return Invalid(place, "0s < ... <= 24h");
  }
  if (endpoint.max_response_bytes <= 0) return Invalid("max_response_bytes", "> 0");
  if (endpoint.max_queued_bytes <= 0) return Invalid("max_queued_bytes", "> 0");
  return absl::OkStatus();
}

}  // namespace schoolgate::connectors
