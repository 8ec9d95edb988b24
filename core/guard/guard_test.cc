#include <fmt/format.h>

#include <concepts>
#include <ostream>
#include <type_traits>

#include "core/guard/guarded.h"
#include "core/guard/outbound.h"
#include "core/util/problem.h"
#include "gtest/gtest.h"

namespace schoolgate {

// Stands in for the two makers, which live in folders above this one; the friend declarations name these
// classes.
namespace redaction {
class Transformer {
 public:
  static Outbound Make(Destination destination) {
    v1::GenerateRequest request;
    request.add_messages()->add_content()->set_text("treated");
    return Outbound(Guarded<CanonicalRequest>(std::move(request)), std::move(destination));
  }
};
}  // namespace redaction
namespace gateway {
class AuditLog {
 public:
  static Cleared Clear(Outbound&& outbound) { return Cleared(std::move(outbound), "exchange-1"); }
};
}  // namespace gateway

namespace {

template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};

// Rule 2 of the design: people's text has no printer.
static_assert(!Streamable<Guarded<std::string>>);
static_assert(!fmt::is_formattable<Guarded<std::string>>::value);
static_assert(!std::is_convertible_v<Guarded<std::string>, std::string>);
static_assert(!std::equality_comparable<Guarded<std::string>>);
static_assert(!std::is_copy_constructible_v<Guarded<std::string>>);

// Rule 1: neither type can be made or copied outside its maker.
static_assert(!std::is_constructible_v<Outbound, Guarded<CanonicalRequest>, Destination>);
static_assert(!std::is_constructible_v<Cleared, Outbound, std::string>);
static_assert(!std::is_default_constructible_v<Outbound> && !std::is_default_constructible_v<Cleared>);
static_assert(!std::is_copy_constructible_v<Outbound> && !std::is_copy_constructible_v<Cleared>);

const Destination kCloud{.vendor = "acme", .model = "acme-large", .route = v1::ROUTE_CLOUD};

TEST(ClearedTest, GivesItsMessageToItsDestinationOnce) {
  Cleared cleared = gateway::AuditLog::Clear(redaction::Transformer::Make(kCloud));
  auto message = cleared.Take(kCloud);
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(std::get<v1::GenerateRequest>(message->Reveal(RevealFor::kTesting)).messages_size(), 1);
  EXPECT_EQ(ProblemOf(cleared.Take(kCloud).status()).reason, "CLEARANCE_USED");
}

TEST(ClearedTest, AnotherDestinationVoidsIt) {
  for (const Destination& other : {Destination{"other", kCloud.model, kCloud.route},
                                   Destination{kCloud.vendor, "acme-small", kCloud.route},
                                   Destination{kCloud.vendor, kCloud.model, v1::ROUTE_ON_PREMISES}}) {
    Cleared cleared = gateway::AuditLog::Clear(redaction::Transformer::Make(kCloud));
    EXPECT_EQ(ProblemOf(cleared.Take(other).status()).reason, "WRONG_DESTINATION");
    EXPECT_EQ(ProblemOf(cleared.Take(kCloud).status()).reason, "CLEARANCE_USED");
  }
}

TEST(ClearedTest, AMovedFromClearanceIsUsed) {
  Cleared cleared = gateway::AuditLog::Clear(redaction::Transformer::Make(kCloud));
  Cleared moved = std::move(cleared);
  // NOLINTNEXTLINE(bugprone-use-after-move): what was moved from is what is tested
  const absl::Status again = cleared.Take(kCloud).status();
  EXPECT_EQ(ProblemOf(again).reason, "CLEARANCE_USED");
  EXPECT_TRUE(moved.Take(kCloud).ok());
}

TEST(OutboundTest, DigestInputIsTheTreatedMessage) {
  EXPECT_EQ(redaction::Transformer::Make(kCloud).DigestInput(),
            redaction::Transformer::Make(kCloud).DigestInput());
  EXPECT_NE(redaction::Transformer::Make(kCloud).DigestInput().find("treated"), std::string::npos);
}

}  // namespace
}  // namespace schoolgate
