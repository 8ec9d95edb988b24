// Over the marked training documents: findings lie in order, whole and apart, and the words that took
// their places are not replaced again.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "redaction/detect/test_people.h"

namespace schoolgate::redaction {
namespace {

// "[[LABEL:text]]" as its writer finished it, documents apart.
std::vector<std::string> Documents() {
  std::vector<std::string> out;
  const std::string folder = SCHOOLGATE_SOURCE_DIR "/redaction/detect/model/train/documents";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".txt") continue;
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("=== ")) {
        out.emplace_back();
        continue;
      }
      for (size_t at = 0; (at = line.find("[[", at)) != line.npos;) {
        const size_t colon = line.find(':', at);
        if (colon == line.npos) break;
        line.erase(at, colon + 1 - at);
      }
      for (size_t at = 0; (at = line.find("]]", at)) != line.npos;) line.erase(at, 2);
      if (!out.empty()) out.back() += line + "\n";
    }
  }
  return out;
}

bool IsBoundary(std::string_view text, int64_t at) {
  return at == static_cast<int64_t>(text.size()) ||
         (static_cast<uint8_t>(text[static_cast<size_t>(at)]) & 0xC0) != 0x80;
}

TEST(SensitiveDocumentsTest, FindingsAreApartAndReplacedOnce) {
  const std::vector<std::string> documents = Documents();
  ASSERT_GT(documents.size(), 50U);
  size_t sensitive = 0;
  for (const std::string& text : documents) {
    int64_t end = 0;
    std::string replaced;
    for (const Finding& finding : Detect(text)) {
      ASSERT_GE(finding.begin, end) << text;
      ASSERT_GT(finding.end, finding.begin) << text;
      EXPECT_TRUE(IsBoundary(text, finding.begin) && IsBoundary(text, finding.end)) << text;
      replaced.append(text, static_cast<size_t>(end), static_cast<size_t>(finding.begin - end));
      const bool is_sensitive = finding.recognizer.starts_with("sensitive.");
      sensitive += is_sensitive ? 1 : 0;
      if (is_sensitive) {
        replaced += "HEALTH_REDACTED";
      } else {
        replaced.append(text, static_cast<size_t>(finding.begin),
                        static_cast<size_t>(finding.end - finding.begin));
      }
      end = finding.end;
    }
    replaced.append(text, static_cast<size_t>(end));
    for (const Finding& finding : Detect(replaced)) {
      if (!finding.recognizer.starts_with("sensitive.")) continue;
      const std::string again = replaced.substr(static_cast<size_t>(finding.begin),
                                                static_cast<size_t>(finding.end - finding.begin));
      EXPECT_EQ(again.find("REDACTED"), again.npos) << again << " in " << replaced;
    }
  }
  EXPECT_GT(sensitive, 50U);
}

}  // namespace
}  // namespace schoolgate::redaction
