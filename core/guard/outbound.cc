#include "core/guard/outbound.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "core/util/problems.h"

namespace schoolgate {

std::string Outbound::DigestInput() const {
  std::string bytes;
  std::visit(
      [&bytes](const auto& message) {
        google::protobuf::io::StringOutputStream stream(&bytes);
        google::protobuf::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        message.SerializeToCodedStream(&coded);
      },
      message_.Reveal(RevealFor::kDigest));
  return bytes;
}

Cleared::Cleared(Cleared&& other) noexcept
    : outbound_(std::move(other.outbound_)), exchange_id_(std::move(other.exchange_id_)), used_(other.used_) {
  // What was moved from must not send.
  other.used_ = true;
}

absl::StatusOr<Guarded<CanonicalRequest>> Cleared::Take(const Destination& receiver) {
  if (used_) return MakeProblem(problems::kClearanceUsed);
  used_ = true;
  if (receiver != outbound_.destination_) return MakeProblem(problems::kWrongDestination);
  return std::move(outbound_.message_);
}

}  // namespace schoolgate
