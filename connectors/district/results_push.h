// Hands results to the district's student information system over OneRoster 1.1's REST binding (1EdTech,
// "OneRoster v1.1", PUT /results/{id}), which replaces what an earlier one of the same id said: what was
// delivered in part may be delivered again.
//
// Who we are is a bearer token, or an OAuth 2.0 client (RFC 6749, section 4.4) whose token is asked for when
// it is needed and kept until it runs out. TLS, but for loopback addresses. Redirects are not followed.
//
// Blocking, minutes at worst: for a thread of its own. Not thread-safe. Errors: UNAVAILABLE where it may go
// another time; FAILED_PRECONDITION where the system refuses a result and would again. Messages hold status
// codes, never a value.
#ifndef SCHOOLGATE_CONNECTORS_DISTRICT_RESULTS_PUSH_H_
#define SCHOOLGATE_CONNECTORS_DISTRICT_RESULTS_PUSH_H_

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/district/results_folder.h"
#include "core/crypto/secret.h"

namespace schoolgate::connectors {

struct PushEndpoint {
  std::string base_url;  // "https://sis.district.example/ims/oneroster/v1p1"
  std::string ca_file;   // trusted beside the system's; may be empty
  // Either the token, or where and as whom to get one.
  std::shared_ptr<const SecretBytes> token;
  std::string token_url;
  std::string client_id;
  std::shared_ptr<const SecretBytes> client_secret;
};

// Whether results may go to this URL: https, or http on this very machine.
bool IsSafeUrl(std::string_view url);

class ResultsPush {
 public:
  explicit ResultsPush(PushEndpoint endpoint) : endpoint_(std::move(endpoint)) {}

  // All of them, in order; what follows a failure is not sent.
  absl::Status Deliver(const std::vector<WrittenResult>& results);

 private:
  struct Answer {
    long status = 0;
    std::string body;
  };

  absl::Status Put(const WrittenResult& result);
  absl::StatusOr<std::string> Authorization();
  absl::StatusOr<Answer> Call(const std::string& url, const char* method, const std::string& body,
                              const std::string& type, const std::string& authorization);

  const PushEndpoint endpoint_;
  std::string fetched_;  // a token of client_id's
  absl::Time fetched_until_ = absl::InfinitePast();
};

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_DISTRICT_RESULTS_PUSH_H_
