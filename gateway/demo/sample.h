// Makes a folder a gate can be started from: the sample's configuration and policy, a generated district,
// certificates and keys. For the demo and the tests; a district brings its own of each. Blocking; any thread.
#ifndef SCHOOLGATE_GATEWAY_DEMO_SAMPLE_H_
#define SCHOOLGATE_GATEWAY_DEMO_SAMPLE_H_

#include <string>

#include "absl/status/statusor.h"
#include "gateway/config/config.h"

namespace schoolgate::gateway {

struct SampleOptions {
  std::string
      directory;  // made if missing; what an earlier run left of certificates, keys and roster is used again
  std::string sample;  // deploy/sample
  // Where the vendors of the sample are simulated; plain http for on-premises ones.
  std::string vendor_url;
  std::string vendor_ca;  // PEM file
};

// A sample gate's configuration, and what a caller of it needs.
struct SampleGate {
  Config config;
  std::string ca_file;
  std::string teacher_key;  // API key of the app "lms"
  std::string student_key;  // API key of the app "tutor"
  std::string office_key;   // API key of the app "office"
  std::string study_key;    // API key of the app "study-export"
  std::string records_key;  // API key of the app "northbeam", a vendor's
};

// The certificate and key the simulated vendor shows, signed by `tls/ca.pem`, both in `directory`.
struct SampleTls {
  std::string ca_file, certificate_file, key_file;
};
absl::StatusOr<SampleTls> MakeSampleTls(const std::string& directory);

absl::StatusOr<SampleGate> MakeSampleGate(const SampleOptions& options);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_DEMO_SAMPLE_H_
