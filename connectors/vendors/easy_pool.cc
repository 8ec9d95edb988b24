#include "connectors/vendors/easy_pool.h"

#include <openssl/crypto.h>

#include <cstring>

#include "connectors/vendors/vendor_url.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

// Handles beyond what a burst leaves behind are not worth their memory.
constexpr size_t kMostIdle = 256;

// Debian's directory of trusted authorities, looked up by name hash when one is needed. Loading the bundle
// instead costs milliseconds a connection.
constexpr const char* kSystemAuthorities = "/etc/ssl/certs";

std::string Join(std::string_view base, std::string_view path) {
  while (base.ends_with('/')) base.remove_suffix(1);
  return StrCat(base, path);
}

}  // namespace

absl::StatusOr<std::shared_ptr<EasyPool>> EasyPool::Create(std::shared_ptr<const VendorEndpoint> endpoint,
                                                           const std::string& path) {
  SG_RETURN_IF_ERROR(CheckVendorEndpoint(*endpoint));
  return std::shared_ptr<EasyPool>(new EasyPool(std::move(endpoint), path));
}

EasyPool::EasyPool(std::shared_ptr<const VendorEndpoint> endpoint, const std::string& path)
    : endpoint_(std::move(endpoint)),
      url_(Join(endpoint_->base_url, path)),
      loopback_only_(IsPlainHttp(*endpoint_) && endpoint_->route != v1::ROUTE_ON_PREMISES) {
  for (const char* header : {"Content-Type: application/json", "Accept: application/json, text/event-stream",
                             "Expect:"}) {  // no "100-continue": it costs a round trip
    headers_ = curl_slist_append(headers_, header);
  }
  if (endpoint_->api_key != nullptr && !endpoint_->api_key->empty()) {
    std::string header = StrCat("Authorization: Bearer ", ToStd(endpoint_->api_key->Reveal()));
    headers_ = curl_slist_append(headers_, header.c_str());
    OPENSSL_cleanse(header.data(), header.size());
  }
}

EasyPool::~EasyPool() {
  for (CURL* easy : idle_) curl_easy_cleanup(easy);
  for (curl_slist* header = headers_; header != nullptr; header = header->next) {
    OPENSSL_cleanse(header->data, std::strlen(header->data));
  }
  curl_slist_free_all(headers_);
}

CURL* EasyPool::Take() {
  if (idle_.empty()) return NewEasy();
  CURL* easy = idle_.back();
  idle_.pop_back();
  return easy;
}

void EasyPool::Give(CURL* easy) {
  // The request's body is freed with its call.
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "");
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{0});
  if (idle_.size() < kMostIdle) {
    idle_.push_back(easy);
  } else {
    curl_easy_cleanup(easy);
  }
}

CURL* EasyPool::NewEasy() {
  CURL* easy = curl_easy_init();
  if (easy == nullptr) return nullptr;
  curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");  // not even the environment's
  curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // A call that ends while its vendor's name is looked up would otherwise wait for that look-up, and the
  // event loop with it.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "schoolgate");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
  // Wait for a connection being made that may turn out to carry many requests, rather than make another.
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, IsPlainHttp(*endpoint_) ? 0L : 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_CAPATH, kSystemAuthorities);
  curl_easy_setopt(easy, CURLOPT_CAINFO, endpoint_->ca_file.empty() ? nullptr : endpoint_->ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(endpoint_->connect_timeout)));
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &EasyPool::OpenSocket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  return easy;
}

curl_socket_t EasyPool::OpenSocket(void* pool, curlsocktype, curl_sockaddr* address) {
  // A name that was loopback when the configuration was checked may resolve to something else now.
  if (static_cast<EasyPool*>(pool)->loopback_only_ && !IsLoopbackAddress(address->addr)) {
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace schoolgate::connectors
