// A stand-in for detection shows what the guard of one text does with it.
#include "redaction/restore/text_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/util/strings.h"
#include "redaction/detect/test_people.h"

namespace schoolgate::redaction {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Finds what stands between "<<" and ">>" wherever it is seen whole, and counts what it is shown.
class StubDetector : public Detector {
 public:
  Findings Detect(std::span<const Slot> slots, const DetectionContext&) const override {
    Findings findings;
    for (const Slot& slot : slots) {
      shown += slot.text.size();
      for (size_t at = 0; (at = slot.text.find("<<", at)) != std::string_view::npos;) {
        const size_t end = slot.text.find(">>", at);
        if (end == std::string_view::npos) break;
        findings.push_back({.begin = static_cast<int64_t>(at),
                            .end = static_cast<int64_t>(end + 2),
                            .element = v1::DATA_ELEMENT_STUDENT_NAME,
                            .subject = {.kind = SubjectKind::kStudent, .key = "student|s1"}});
        at = end;
      }
    }
    return findings;
  }
  const Roster& roster() const override { return TestDetector().roster(); }

  mutable size_t shown = 0;
};

// A text in pieces of `size` bytes.
struct Guarded {
  std::string text;
  int32_t altered = 0;
};
Guarded Guard(const Detector& detector, std::string_view text, size_t size, TextGuard::Then then,
              TextGuard::Pace pace = TextGuard::kStream) {
  const StandInTable ours;
  VolunteerJudge judge(detector, {}, {}, ours);
  TextGuard guard(judge, TextKind::kProse, then, pace);
  Guarded result;
  for (size_t at = 0; at < text.size(); at += size) {
    result.text += guard.Feed(text.substr(at, size), /*last=*/false);
  }
  result.text += guard.Feed({}, /*last=*/true);
  result.altered = judge.Told().altered;
  return result;
}

// From a byte of it on, a look sees kStreamAhead bytes at least.
TEST(TextGuardTest, WhatIsSeenInTimeNeverComesOut) {
  const StubDetector detector;
  for (size_t length = 5; length <= TextGuard::kStreamAhead; ++length) {
    const std::string value = StrCat("<<", std::string(length - 4, 'x'), ">>");
    for (size_t before = 0; before < 40; ++before) {
      const std::string filler(before, 'a');
      const Guarded guarded = Guard(detector, StrCat(filler, value, filler), 1, TextGuard::Then::kRedact);
      ASSERT_EQ(guarded.text, StrCat(filler, "[student]", filler)) << length << " behind " << before;
      ASSERT_EQ(guarded.altered, 1);
      ASSERT_EQ(Guard(detector, StrCat(filler, value, filler), 9, TextGuard::Then::kEnd).text, filler);
    }
  }
}

TEST(TextGuardTest, OfWhatIsSeenTooLateTheRestGoes) {
  const StubDetector detector;
  const std::string text = StrCat("Before <<", std::string(150, 'x'), "SECRET>> after");
  for (const size_t size : {size_t{1}, size_t{7}, size_t{1000}}) {
    const Guarded redacted = Guard(detector, text, size, TextGuard::Then::kRedact);
    EXPECT_THAT(redacted.text, StartsWith("Before <<x"));
    EXPECT_THAT(redacted.text, EndsWith("xx[student] after"));
    EXPECT_EQ(redacted.text, Guard(detector, text, 3, TextGuard::Then::kRedact).text);
    EXPECT_EQ(redacted.altered, 1);
    EXPECT_THAT(Guard(detector, text, size, TextGuard::Then::kEnd).text, Not(HasSubstr("SECRET")));
  }
  // Of a whole answer more is seen before anything is decided.
  EXPECT_EQ(Guard(detector, text, 1000, TextGuard::Then::kRedact, TextGuard::kWhole).text,
            "Before [student] after");
}

TEST(TextGuardTest, WorkDoesNotGrowWithTheTextNorWithItsPieces) {
  const auto shown = [](size_t length, size_t size) {
    const StubDetector detector;
    Guard(detector, std::string(length, 'a'), size, TextGuard::Then::kRedact);
    return detector.shown;
  };
  const size_t some = shown(20'000, 4);
  EXPECT_EQ(shown(20'000, 1), some);
  EXPECT_EQ(shown(20'000, 5000), some);
  EXPECT_LE(shown(80'000, 4), 4 * some + some / 10);
  const size_t of_one_look = TextGuard::kContext + TextGuard::kLongestHold;
  EXPECT_LE(some, (20'000 / TextGuard::kStream.step + 1) * of_one_look);
}

}  // namespace
}  // namespace schoolgate::redaction
