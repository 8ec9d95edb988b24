// Who asks: an app the district registered, and the person it acts for. A value of one exchange.
#ifndef SCHOOLGATE_CORE_PRINCIPAL_PRINCIPAL_H_
#define SCHOOLGATE_CORE_PRINCIPAL_PRINCIPAL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schoolgate/v1/policy.pb.h"

namespace schoolgate {

// How sure the gate is of the person.
enum class Assurance : uint8_t {
  kAbsent,    // nobody was named
  kAsserted,  // a trusted app says so
  kVerified,  // a token or certificate proves it
};

struct Principal {
  // The registered app; empty only for callers that were not authenticated.
  std::string app;
  // "api_key", "mtls": a constant of the program.
  std::string_view method;
  v1::CallerRole role = v1::CALLER_ROLE_UNSPECIFIED;
  // What the app gets when a request names none, and all it may name.
  std::string default_tool;
  std::string default_purpose;
  std::vector<std::string> tools;

  // As named by the app: a sourcedId, username or e-mail. Personal data: never logged.
  std::string person;
  Assurance person_assurance = Assurance::kAbsent;
  // Index into the roster's people; -1 when the roster does not know the person or nobody was named.
  int32_t roster_person = -1;

  // The district lets the app's people decide on what waits for review.
  bool may_review = false;
  // The district chose to drop this app's unknown text fields rather than refuse them.
  bool drop_unknown_fields = false;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_PRINCIPAL_PRINCIPAL_H_
