// Inputs made to hurt: any bytes give sound offsets, and time grows with the text alone.
#include <gtest/gtest.h>
#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>

#include "redaction/detect/test_people.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

bool IsBoundary(std::string_view text, size_t at) {
  return at == text.size() || (static_cast<uint8_t>(text[at]) & 0xC0) != 0x80;
}

void CheckSound(std::string_view text) {
  int64_t last = 0;
  const bool valid = IsUtf8(text);
  for (const Finding& finding : Detect(text)) {
    ASSERT_GE(finding.begin, last);
    ASSERT_LT(finding.begin, finding.end);
    ASSERT_LE(finding.end, static_cast<int64_t>(text.size()));
    if (valid) {
      ASSERT_TRUE(IsBoundary(text, static_cast<size_t>(finding.begin)));
      ASSERT_TRUE(IsBoundary(text, static_cast<size_t>(finding.end)));
    }
    ASSERT_NE(finding.element, v1::DATA_ELEMENT_UNSPECIFIED);
    ASSERT_FALSE(finding.recognizer.empty());
    ASSERT_FALSE(finding.subject.key.empty());
    ASSERT_GT(finding.confidence, 0);
    ASSERT_LE(finding.confidence, 1);
    last = finding.end;
  }
}

TEST(DetectorHostileTest, AnyBytesGiveSoundFindings) {
  std::mt19937 random(11);
  for (int round = 0; round < 4000; ++round) {
    std::string text(random() % 200, '\0');
    for (char& c : text) c = static_cast<char>(random());
    CheckSound(text);
  }
}

// A cue can make the first word of a text what only a later one is elsewhere.
TEST(DetectorHostileTest, AnyTextUnderACueGivesSoundFindings) {
  for (const std::string_view cue :
       {"username", "user", "discord", "email", "student id", "password", "dob", "name"}) {
    for (const std::string_view text :
         {" heatherli", " kaylee", "  heatherli ", " = luisito", " : luisito", "\nluisito", " by luisito",
          " @luisito", " is luisito", "luisito", " 4817702936"}) {
      const Findings findings = Detect(text, cue, SlotKind::kJsonString);
      for (const Finding& finding : findings) {
        EXPECT_LT(finding.begin, finding.end);
        EXPECT_LE(finding.end, static_cast<int64_t>(text.size()));
      }
    }
  }
}

TEST(DetectorHostileTest, AnyMixOfPiecesGivesSoundFindings) {
  const std::string_view pieces[] = {
      "Ana",  "Reyes",    "Ortega", "ana",     "GRACE",  " ",     ", ",     ". ",     "-",    "\n",
      "@",    "https://", "/",      "950",     "555",    "0142",  "(",      ")",      "+1",   "219",
      "09",   "9999",     ":",      "::",      "12",     "St",    "Dr.",    "Sra. ",  "mom ", "Name:",
      "dob ", "2012",     "June",   "de",      "la",     "Cruz",  "María",  "\u200B", "é",    "\t",
      "|",    "'s",       "PIN ",   "PO Box ", "Calle ", "&amp;", "%40",    ".com",   "洪",   "😀",
      "\"",   "\xC3",     "A#",     "x12",     "v1.2",   "www.",  "@kid_1", "=",      "$",    "Rosa Parks",
      "S",    "B.",       "id ",    "604824",  "\\"};
  std::mt19937 random(5);
  for (int round = 0; round < 8000; ++round) {
    std::string text;
    for (size_t n = random() % 16; n > 0; --n) text += pieces[random() % std::size(pieces)];
    CheckSound(text);
  }
}

// Of this thread's own time: whatever else the machine does does not count.
double CpuSeconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Ten times the text: linear work takes ten times as long, and up to twice that where the text and what is
// found in it leave a processor's caches; quadratic work a hundred times. Noise only adds, so that the best
// of several measurements counts, until they are good enough.
constexpr double kMostGrowth = 25;

void CheckGrowth(std::string_view piece, std::string_view text) {
  constexpr double kLinear = 12;
  // Memory once had is kept: how long the kernel takes to hand out fresh pages does not count.
  mallopt(M_MMAP_MAX, 0);                                      // NOLINT(concurrency-mt-unsafe): one thread
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());  // NOLINT(concurrency-mt-unsafe)
  const auto seconds = [](std::string_view of) {
    const double start = CpuSeconds();
    Detect(of);
    return CpuSeconds() - start;
  };
  double small = 1e9;
  double large = 1e9;
  for (int round = 0; round < 8 && (round == 0 || large > kLinear * small); ++round) {
    for (int again = 0; again < 3; ++again)
      small = std::min(small, seconds(text.substr(0, text.size() / 10)));
    large = std::min(large, seconds(text));
  }
  EXPECT_LE(large, kMostGrowth * small) << "of " << piece;
}

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string out;
  out.reserve(bytes + piece.size());
  while (out.size() < bytes) out += piece;
  return out;
}

TEST(DetectorHostileTest, TimeGrowsWithTheTextAlone) {
  for (const std::string_view piece : {"7",
                                       "a",
                                       "A",
                                       "1 ",
                                       "1-",
                                       "1.",
                                       "kid1@mail.example ",
                                       "@",
                                       "a@",
                                       "http://",
                                       "https://a.example/",
                                       "[",
                                       "(",
                                       "Ana ",
                                       "Ana Reyes ",
                                       "Reyes, ",
                                       "A. ",
                                       "Mr. Reyes ",
                                       "Mr. Calloway ",
                                       "Titus Ferreira ",
                                       "950-555-0142 ",
                                       "12 Elm ",
                                       "Calle ",
                                       "pin ",
                                       "dob ",
                                       "::",
                                       "ab:",
                                       "é",
                                       "\u0301",
                                       "\u200B",
                                       "&",
                                       "a,b,c\n",
                                       "name,dob,phone\n",
                                       "a-",
                                       "de la ",
                                       "'",
                                       "\"",
                                       "user ",
                                       "jmoon.",
                                       "Rosa ",
                                       "mom ",
                                       "May 3 ",
                                       "Bonita Street ",
                                       "4111 ",
                                       "[[{(\"",
                                       "QWxhZGRpbjpvcGVuIHNlc2FtZQ",
                                       "aB",
                                       "Ab ",
                                       "A.B.C. ",
                                       "m a r i a ",
                                       "m_a_",
                                       "R0byn ",
                                       "LESLlE ",
                                       "<b>",
                                       "*a*",
                                       "%41",
                                       "=C3=A9",
                                       "\\u0041",
                                       "а",
                                       "аb",
                                       "a-\n",
                                       "a/\n",
                                       "03/04/2012 "}) {
    CheckGrowth(piece, Repeat(piece, 200'000));
  }
}

TEST(DetectorHostileTest, TimeGrowsWithTheTextAloneForWholeWallsToo) {
  CheckGrowth("a", Repeat("a", 10'000'000));
  CheckGrowth("7", Repeat("7", 1'000'000));
  CheckGrowth("100,000 addresses", Repeat("kid@mail.example ", 1'700'000));
}

}  // namespace
}  // namespace schoolgate::redaction
