#include "gateway/audit/query.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <rapidjson/document.h>

#include "gateway/audit/render.h"
#include "gateway/audit/test_log.h"

namespace schoolgate::gateway {
namespace {

// 2026-09-21 14:13:20 UTC.
constexpr int64_t kStart = 1'790'000'000;

class QueryTest : public ::testing::Test {
 protected:
  QueryTest() {
    ManualClock clock(absl::FromUnixSeconds(kStart));
    auto log = AuditLog::Open(temp_.options(), clock).value();
    for (int i = 0; i < 4; ++i) {
      const std::string id = StrCat("e", i);
      EXPECT_TRUE(CommitIntent(*log, id).ok());
      clock.Advance(absl::Minutes(1));
      EXPECT_TRUE(log->CommitBlocking(MakeRecord(v1::AUDIT_PHASE_OUTCOME, id)).ok());
    }
    v1::AuditRecord denied = MakeRecord(v1::AUDIT_PHASE_DENIED, "e4");
    denied.set_tool("tutor");
    denied.set_vendor("other");
    denied.mutable_caller()->set_app("homework-helper");
    denied.set_reason("AGREEMENT_EXPIRED");
    EXPECT_TRUE(log->CommitBlocking(denied).ok());
  }
  std::vector<uint64_t> Find(const AuditFilter& filter, uint64_t matched) {
    auto result = QueryLog(temp_.log(), filter);
    EXPECT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->matched, matched);
    std::vector<uint64_t> indexes;
    for (const AuditRow& row : result->rows) indexes.push_back(row.index);
    return indexes;
  }
  using Indexes = std::vector<uint64_t>;

  TempDirectory temp_;
};

TEST_F(QueryTest, EachFilterSelects) {
  EXPECT_EQ(Find({}, 9).size(), 9u);
  EXPECT_EQ(Find({.tool = "tutor"}, 1), (Indexes{8}));
  EXPECT_EQ(Find({.vendor = "other"}, 1), (Indexes{8}));
  EXPECT_EQ(Find({.app = "homework-helper"}, 1), (Indexes{8}));
  EXPECT_EQ(Find({.exchange_id = "e2"}, 2), (Indexes{4, 5}));
  EXPECT_EQ(Find({.phase = v1::AUDIT_PHASE_INTENT}, 4), (Indexes{0, 2, 4, 6}));
  EXPECT_EQ(Find({.vendor = "acme", .phase = v1::AUDIT_PHASE_DENIED}, 0), (Indexes{}));
}

TEST_F(QueryTest, TimesAreFromInclusiveToExclusive) {
  const absl::Time start = absl::FromUnixSeconds(kStart);
  EXPECT_EQ(Find({.from = start + absl::Minutes(1), .to = start + absl::Minutes(2)}, 2), (Indexes{1, 2}));
  EXPECT_EQ(Find({.to = start}, 0), (Indexes{}));
}

TEST_F(QueryTest, TheLimitKeepsTheNewest) {
  EXPECT_EQ(Find({.limit = 2}, 9), (Indexes{7, 8}));
  EXPECT_EQ(Find({.limit = 0}, 9), (Indexes{}));
}

TEST_F(QueryTest, WhatIsNoLogOrDamagedIsAnError) {
  EXPECT_EQ(QueryLog(temp_.path() + "/none", {}).status().code(), absl::StatusCode::kNotFound);
  const std::string path = SegmentPaths(temp_.log())[0];
  std::string content = Slurp(path);
  content[100] = static_cast<char>(content[100] ^ 1);
  Spill(path, content);
  EXPECT_EQ(QueryLog(temp_.log(), {}).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(QueryTest, TheTableIsForPeople) {
  auto result = QueryLog(temp_.log(), {.limit = 2});
  EXPECT_EQ(RenderTable(result->rows),
            "INDEX  TIME                         PHASE    APP              TOOL              VENDOR  OUTCOME "
            "           "
            "EXCHANGE  ELEMENTS\n"
            "7      2026-09-21T14:17:20.000000Z  outcome  essay-coach      writing-feedback  acme    "
            "complete           "
            "e3        student.name×2 pseudonymized\n"
            "8      2026-09-21T14:17:20.000000Z  denied   homework-helper  tutor             other   "
            "AGREEMENT_EXPIRED  "
            "e4        student.name×2 pseudonymized\n");
}

// One of each there can be.
void Fill(google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const google::protobuf::FieldDescriptor* const field = type.field(i);
    using Field = google::protobuf::FieldDescriptor;
    switch (field->cpp_type()) {
      case Field::CPPTYPE_MESSAGE:
        Fill(field->is_repeated() ? *reflection.AddMessage(&message, field)
                                  : *reflection.MutableMessage(&message, field));
        break;
      case Field::CPPTYPE_STRING:
        if (field->is_repeated()) {
          reflection.AddString(&message, field, "x");
        } else {
          reflection.SetString(&message, field, "x");
        }
        break;
      case Field::CPPTYPE_ENUM:
        reflection.SetEnumValue(&message, field, 1);
        break;
      case Field::CPPTYPE_BOOL:
        reflection.SetBool(&message, field, true);
        break;
      case Field::CPPTYPE_INT32:
        reflection.SetInt32(&message, field, 1);
        break;
      default:
        ASSERT_EQ(field->cpp_type(), Field::CPPTYPE_INT64) << field->full_name();
        reflection.SetInt64(&message, field, 1);
    }
  }
}

// What compliance does not see was not worth writing down.
TEST_F(QueryTest, JsonLeavesNothingOfARecordOut) {
  AuditRow row;
  Fill(row.record);
  rapidjson::Document json;
  ASSERT_FALSE(json.Parse(RenderJson(row).c_str()).HasParseError());
  const google::protobuf::Descriptor& type = *v1::AuditRecord::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const std::string& name = type.field(i)->name();
    if (name == "version") continue;  // of the record's own format
    EXPECT_TRUE(json.HasMember(name == "time_micros" ? "time" : name.c_str())) << name;
  }
}

TEST_F(QueryTest, JsonIsForPrograms) {
  auto result = QueryLog(temp_.log(), {.exchange_id = "e0"});
  AuditRow row = result->rows[0];
  row.record.set_agreement("say \"hi\"\n");
  const std::string text = RenderJson(row);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  rapidjson::Document json;
  ASSERT_FALSE(json.Parse(text.c_str(), text.size()).HasParseError()) << text;
  EXPECT_EQ(json["index"].GetUint64(), 0u);
  EXPECT_STREQ(json["time"].GetString(), "2026-09-21T14:13:20.000000Z");
  EXPECT_STREQ(json["phase"].GetString(), "intent");
  EXPECT_STREQ(json["agreement"].GetString(), "say \"hi\"\n");
  EXPECT_EQ(json["outbound_digest"].GetStringLength(), 64u);
  EXPECT_STREQ(json["elements"][0]["text"].GetString(), "student.name×2 pseudonymized");
  EXPECT_STREQ(json["elements"][0]["element"].GetString(), "student.name");
  EXPECT_STREQ(json["caller"]["app"].GetString(), "essay-coach");
  EXPECT_FALSE(json.HasMember("outcome"));
  EXPECT_FALSE(json.HasMember("input_tokens"));
}

}  // namespace
}  // namespace schoolgate::gateway
