// Easy handles for one endpoint, with every option set that is the same for all its requests. Reusing them
// saves some thirty option calls and their copies a request.
//
// Ownership: shared by a transport and the calls under way; its handles go back to it when a call ends.
// The loop's thread only.
#ifndef SCHOOLGATE_CONNECTORS_VENDORS_EASY_POOL_H_
#define SCHOOLGATE_CONNECTORS_VENDORS_EASY_POOL_H_

#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "connectors/vendors/vendor.h"

namespace schoolgate::connectors {

class EasyPool {
 public:
  // `path` is the dialect's, below the base URL. An error where CheckVendorEndpoint has one.
  static absl::StatusOr<std::shared_ptr<EasyPool>> Create(std::shared_ptr<const VendorEndpoint> endpoint,
                                                          const std::string& path);
  ~EasyPool();
  EasyPool(const EasyPool&) = delete;
  EasyPool& operator=(const EasyPool&) = delete;

  CURL* Take();
  // REQUIRES: `easy` came from Take and is in no transfer.
  void Give(CURL* easy);

  const VendorEndpoint& endpoint() const { return *endpoint_; }
  // Nobody else has this endpoint any more.
  bool IsRetired() const { return endpoint_.use_count() == 1; }

 private:
  EasyPool(std::shared_ptr<const VendorEndpoint> endpoint, const std::string& path);
  CURL* NewEasy();
  static curl_socket_t OpenSocket(void* pool, curlsocktype purpose, curl_sockaddr* address);

  const std::shared_ptr<const VendorEndpoint> endpoint_;
  const std::string url_;
  const bool loopback_only_;
  curl_slist* headers_ = nullptr;
  std::vector<CURL*> idle_;
};

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_VENDORS_EASY_POOL_H_
