#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "gateway/audit/test_log.h"
#include "gateway/audit/wal_reader.h"
#include "gateway/audit/wal_writer.h"

namespace schoolgate::gateway {
namespace {

constexpr uint64_t kBigSegment = uint64_t{1} << 30;

// Each inner list is one commit.
void Append(const std::string& log, uint64_t first, const std::vector<std::vector<std::string>>& groups,
            uint64_t segment_bytes = kBigSegment) {
  auto writer = WalWriter::Open(log, first, segment_bytes);
  ASSERT_TRUE(writer.ok()) << writer.status();
  for (const auto& group : groups) {
    const std::vector<std::string_view> records(group.begin(), group.end());
    ASSERT_TRUE(writer->Append(records).ok());
  }
}

struct ReadBack {
  std::vector<std::string> records;
  absl::Status status;
  bool torn = false;
};
ReadBack ReadAll(const std::string& log) {
  ReadBack back;
  WalReader reader(log);
  while (true) {
    auto entry = reader.Next();
    if (!entry.ok()) {
      back.status = entry.status();
      return back;
    }
    if (!*entry) break;
    EXPECT_EQ((*entry)->index, back.records.size());
    back.records.emplace_back((*entry)->record);
  }
  back.torn = reader.torn_tail().has_value();
  return back;
}

TEST(Crc32cTest, PublishedValues) {
  EXPECT_EQ(Crc32c(""), 0u);
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283u);
  // RFC 3720, appendix B.4.
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62A8AB43u);
  std::string ascending;
  for (int i = 0; i < 32; ++i) ascending.push_back(static_cast<char>(i));
  EXPECT_EQ(Crc32c(ascending), 0x46DD794Eu);
}

TEST(WalTest, SegmentNamesGoBothWays) {
  EXPECT_EQ(SegmentName(42), "00000000000000000042.wal");
  EXPECT_EQ(SegmentIndex(SegmentName(42)), 42u);
  EXPECT_EQ(SegmentIndex(SegmentName(UINT64_MAX)), UINT64_MAX);
  for (const char* bad : {"", "42.wal", "0000000000000000004x.wal", "00000000000000000042.wal.new",
                          "99999999999999999999.wal", "+0000000000000000042.wal"}) {
    EXPECT_EQ(SegmentIndex(bad), std::nullopt) << bad;
  }
}

TEST(WalTest, AnEmptyOrMissingLogHasNoRecords) {
  const TempDirectory temp;
  EXPECT_TRUE(ReadAll(temp.log()).status.ok());
  auto writer = WalWriter::Open(temp.log(), 0, kBigSegment);
  ASSERT_TRUE(writer.ok());
  EXPECT_TRUE(ReadAll(temp.log()).records.empty());
}

TEST(WalTest, RecordsComeBackInOrderAcrossSegmentsAndRestarts) {
  const TempDirectory temp;
  Append(temp.log(), 0, {{"a", "bb"}, {"ccc"}, {std::string(kMaxRecordBytes, 'd')}}, /*segment_bytes=*/64);
  Append(temp.log(), 4, {{"e"}});
  const ReadBack back = ReadAll(temp.log());
  EXPECT_TRUE(back.status.ok()) << back.status;
  EXPECT_FALSE(back.torn);
  EXPECT_EQ(back.records,
            (std::vector<std::string>{"a", "bb", "ccc", std::string(kMaxRecordBytes, 'd'), "e"}));
  EXPECT_GT(ListSegments(temp.log())->size(), 2u);
}

TEST(WalTest, AReaderFollowsAWriter) {
  const TempDirectory temp;
  auto writer = WalWriter::Open(temp.log(), 0, /*segment_bytes=*/200);
  ASSERT_TRUE(writer.ok());
  WalReader reader(temp.log());
  for (int i = 0; i < 50; ++i) {
    auto none = reader.Next();
    ASSERT_TRUE(none.ok()) << none.status();
    ASSERT_FALSE(*none);
    const std::string record = StrCat("record ", i);
    ASSERT_TRUE(writer->Append({std::string_view(record)}).ok());
    auto entry = reader.Next();
    ASSERT_TRUE(entry.ok() && *entry);
    EXPECT_EQ((*entry)->record, record);
  }
}

TEST(WalTest, AReaderStartsAtAPosition) {
  const TempDirectory temp;
  Append(temp.log(), 0, {{"a"}, {"b"}, {"c"}}, /*segment_bytes=*/1);
  WalReader reader(temp.log());
  ASSERT_TRUE(reader.Next().ok());
  auto again = WalReader::OpenAt(temp.log(), reader.position());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again->Next())->record, "b");
  EXPECT_EQ((*again->Next())->record, "c");
  EXPECT_FALSE(again->Next()->has_value());
}

TEST(WalTest, ATailCutAtAnyByteIsAnUnfinishedWrite) {
  const TempDirectory temp;
  Append(temp.log(), 0, {{"first"}, {"second", "third"}});
  const std::string path = SegmentPaths(temp.log())[0];
  const std::string whole = Slurp(path);
  const size_t first_end = kSegmentHeaderBytes + kFrameHeaderBytes + 5;
  const size_t second_end = first_end + kFrameHeaderBytes + 6;
  for (size_t size = 0; size < whole.size(); ++size) {
    Spill(path, whole.substr(0, size));
    const ReadBack back = ReadAll(temp.log());
    ASSERT_TRUE(back.status.ok()) << size << back.status;
    EXPECT_EQ(back.records.size(), size >= second_end ? 2u : size >= first_end ? 1u : 0u) << size;
    EXPECT_EQ(back.torn, size != kSegmentHeaderBytes && size != first_end && size != second_end) << size;
  }
}

TEST(WalTest, AHoleInTheLastCommitIsAnUnfinishedWrite) {
  // A power cut may keep any of the pages of a write that was not flushed.
  const TempDirectory temp;
  Append(temp.log(), 0, {{"first"}, {"second", "third"}});
  const std::string path = SegmentPaths(temp.log())[0];
  std::string bytes = Slurp(path);
  std::memset(bytes.data() + kSegmentHeaderBytes + kFrameHeaderBytes + 5, 0, kFrameHeaderBytes + 6);
  Spill(path, bytes);
  const ReadBack back = ReadAll(temp.log());
  EXPECT_TRUE(back.status.ok()) << back.status;
  EXPECT_EQ(back.records.size(), 1u);
  EXPECT_TRUE(back.torn);
}

TEST(WalTest, ABrokenRecordBeforeALaterCommitIsDamage) {
  const TempDirectory temp;
  Append(temp.log(), 0, {{"first"}, {"second"}, {"third"}});
  const std::string path = SegmentPaths(temp.log())[0];
  const std::string whole = Slurp(path);
  const size_t third = whole.size() - kFrameHeaderBytes - 5;
  for (size_t at = 0; at < third; ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    Spill(path, bytes);
    EXPECT_EQ(ReadAll(temp.log()).status.code(), absl::StatusCode::kDataLoss) << at;
  }
}

TEST(WalTest, AMissingOrBrokenSegmentBeforeAnotherIsDamage) {
  const TempDirectory temp;
  Append(temp.log(), 0, {{"a"}, {"b"}, {"c"}}, /*segment_bytes=*/1);
  const std::vector<std::string> paths = SegmentPaths(temp.log());
  ASSERT_EQ(paths.size(), 3u);
  for (const std::string& path : {paths[0], paths[1]}) {
    const std::string whole = Slurp(path);
    std::filesystem::remove(path);
    EXPECT_EQ(ReadAll(temp.log()).status.code(), absl::StatusCode::kDataLoss);
    Spill(path, whole.substr(0, whole.size() - 1));
    EXPECT_EQ(ReadAll(temp.log()).status.code(), absl::StatusCode::kDataLoss);
    Spill(path, whole + "x");
    EXPECT_EQ(ReadAll(temp.log()).status.code(), absl::StatusCode::kDataLoss);
    Spill(path, whole);
  }
  EXPECT_EQ(ReadAll(temp.log()).records.size(), 3u);
}

TEST(WalTest, DroppedAndSwappedFramesAreDamage) {
  const TempDirectory temp;
  Append(temp.log(), 0, {{"a", "b", "c", "d"}});
  const std::string path = SegmentPaths(temp.log())[0];
  const std::string whole = Slurp(path);
  const size_t frame = kFrameHeaderBytes + 1;
  const auto part = [&](size_t i) { return whole.substr(kSegmentHeaderBytes + i * frame, frame); };
  const std::string header = whole.substr(0, kSegmentHeaderBytes);
  for (const std::string& changed : {header + part(0) + part(2) + part(3), header + part(1) + part(0),
                                     header + part(0) + part(0) + part(1), header + part(1)}) {
    Spill(path, changed);
    EXPECT_EQ(ReadAll(temp.log()).status.code(), absl::StatusCode::kDataLoss);
  }
}

TEST(WalWriterTest, NeverWritesOverAnExistingSegment) {
  const TempDirectory temp;
  Append(temp.log(), 0, {{"a"}});
  auto writer = WalWriter::Open(temp.log(), 0, kBigSegment);
  ASSERT_TRUE(writer.ok());
  EXPECT_FALSE(writer->Append({std::string_view("b")}).ok());
  EXPECT_EQ(writer->Append({std::string_view("b")}).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadAll(temp.log()).records, std::vector<std::string>{"a"});
}

}  // namespace
}  // namespace schoolgate::gateway
