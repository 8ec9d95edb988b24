// RecordService on a whole gate: a vendor sees the scheduled elements of its own classes under its own
// pseudonyms, page by page, each on the record before it leaves, and writes results back by pseudonym.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "absl/time/clock.h"
#include "core/crypto/api_key.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "tests/integration/checks.h"
#include "tests/integration/gate_child.h"
#include "tests/integration/record_client.h"

namespace schoolgate::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr char kOtherKey[] = "sg_other_vendor_of_this_test";

// Another vendor with the same classes, one that has no pseudonyms to keep, and one that has whole schools.
constexpr char kOthers[] = R"(apiVersion: schoolgate/v1
kind: Agreement
metadata: {name: eastlake-dpa}
spec:
  vendor: eastlake
  route: cloud
  legalBasis: school_official
  parties: {lea: Maple Hollow Unified School District, provider: Eastlake Quizzes}
  signed: 2026-07-01
  expires: 2029-06-30
  retentionDays: 30
  disposalDays: 60
  breachNoticeHours: 48
  noTraining: true
  noAdvertising: true
  dataLocations: [US]
  stablePseudonyms: true
  stateExhibits: [{state: OR, title: OSIPA}]
  purposes: [quizzes]
  schedule:
    - {element: student.id.local, treatment: pseudonymize, clause: ids}
    - {element: schedule, treatment: allow, clause: schedules}
---
apiVersion: schoolgate/v1
kind: Tool
metadata: {name: quizzes}
spec:
  agreement: eastlake-dpa
  phase: scaled
  roles: [service]
  purposes: [quizzes]
  pseudonymScope: school_year
  owner: Office of Assessment
  rubric: {standardsAlignment: 4, safety: 4, ageAppropriateness: 4, dataPrivacy: 4, reviewer: Committee,
           reviewed: 2026-06-15, expires: 2029-06-30}
  records: {kinds: [person, class], classes: [cls-hrm-07-A-science], schools: []}
---
apiVersion: schoolgate/v1
kind: Tool
metadata: {name: quizzes-by-session}
spec:
  agreement: eastlake-dpa
  phase: scaled
  roles: [service]
  purposes: [quizzes]
  pseudonymScope: session
  owner: Office of Assessment
  rubric: {standardsAlignment: 4, safety: 4, ageAppropriateness: 4, dataPrivacy: 4, reviewer: Committee,
           reviewed: 2026-06-15, expires: 2029-06-30}
  records: {kinds: [person], classes: [cls-hrm-07-A-science]}
---
apiVersion: schoolgate/v1
kind: Tool
metadata: {name: quizzes-of-schools}
spec:
  agreement: eastlake-dpa
  phase: scaled
  roles: [service]
  purposes: [quizzes]
  owner: Office of Assessment
  rubric: {standardsAlignment: 4, safety: 4, ageAppropriateness: 4, dataPrivacy: 4, reviewer: Committee,
           reviewed: 2026-06-15, expires: 2029-06-30}
  records: {kinds: [person, enrollment], schools: [org-hrm, org-sme, org-cce, org-fwa, org-mhh]}
)";

const std::set<std::string> kClasses = {"cls-hrm-07-A-science", "cls-hrm-07-B-science"};

class RecordsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    TestGateOptions options;
    options.prepare = [](const std::string& directory) {
      fs::create_directories(directory + "/policy");
      std::ofstream(directory + "/policy/eastlake.yaml") << kOthers;
    };
    options.configure = [](gateway::Config& config) {
      gateway::AppRegistration app;
      app.name = "eastlake";
      app.api_key_digests = {ApiKeyDigest(kOtherKey)};
      app.role = v1::CALLER_ROLE_SERVICE;
      app.default_tool = "quizzes";
      app.default_purpose = "quizzes";
      app.tools = {"quizzes", "quizzes-by-session", "quizzes-of-schools"};
      config.apps.push_back(app);
    };
    gate_ = TestGate::Start(options);
  }
  static void TearDownTestSuite() { gate_.reset(); }
  void SetUp() override { ASSERT_NE(gate_, nullptr); }

  static RecordCaller Northbeam() { return {.key = gate_->sample().records_key, .tool = "", .session = ""}; }
  static RecordCaller Eastlake(const std::string& tool = "", const std::string& session = "") {
    return {.key = kOtherKey, .tool = tool, .session = session};
  }
  static RecordAnswer Listed(const RecordCaller& caller, v1::RecordKind kind, int page_size = 0,
                             const std::string& token = "") {
    return List(gate_->channel(), caller, Asking(kind, page_size, token));
  }
  static std::vector<v1::DistrictRecord> All(v1::RecordKind kind) {
    const RecordAnswer answer = Listed(Northbeam(), kind);
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    return answer.Records();
  }
  static std::string ReasonOf(const grpc::Status& status) {
    GrpcAnswer answer;
    answer.details = status.error_details();
    return ErrorOf(answer).reason;
  }
  static std::set<std::string> Pseudonyms(const std::vector<v1::DistrictRecord>& records) {
    std::set<std::string> names;
    for (const v1::DistrictRecord& record : records) names.insert(record.pseudonym());
    return names;
  }

  // The people of the vendor's classes who are to be on its lists.
  static std::set<PersonIndex> ExpectedPeople() {
    const Roster& roster = gate_->roster();
    std::set<PersonIndex> people;
    for (const std::string& id : kClasses) {
      for (const ClassMember& member : roster.class_info(*roster.FindClass(id)).members) {
        const Person& person = roster.person(member.person);
        if ((person.flags & (kAiConsentWithheld | kSpecialProtection)) != 0) continue;
        people.insert(member.person);
      }
    }
    return people;
  }

  // Records of the log that a test made.
  static std::vector<v1::AuditRecord> LogSince(size_t before) {
    std::vector<v1::AuditRecord> all = RecordsOf(gate_->directory(), "");
    all.erase(all.begin(), all.begin() + static_cast<ptrdiff_t>(std::min(before, all.size())));
    return all;
  }
  static size_t LogSize() { return RecordsOf(gate_->directory(), "").size(); }

  // Submissions the district has.
  static std::vector<std::string> Submissions() {
    std::vector<std::string> names;
    const std::string directory = gate_->sample().config.results_directory;
    if (!fs::exists(directory)) return names;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  // A student with an enrollment in the class of the line item, as the vendor knows both.
  struct Graded {
    std::string student, line_item;
    PersonIndex person = 0;
  };
  // Who a pseudonym is: by the code of their name in a comment, which comes back as the name.
  static std::vector<Graded> SomeGraded();

  static std::unique_ptr<TestGate> gate_;
};
std::unique_ptr<TestGate> RecordsTest::gate_;

TEST_F(RecordsTest, AVendorSeesTheScheduledElementsOfThePeopleOfItsClasses) {
  const std::vector<v1::DistrictRecord> people = All(v1::RECORD_KIND_PERSON);
  EXPECT_EQ(people.size(), ExpectedPeople().size());
  std::set<std::string> staff_names;
  for (const Person& person : gate_->roster().people()) {
    if (person.kind != PersonKind::kStaff) continue;
    staff_names.insert(std::string(person.given));
    staff_names.insert(std::string(person.family));
  }
  for (const v1::DistrictRecord& record : people) {
    EXPECT_EQ(record.kind(), v1::RECORD_KIND_PERSON);
    EXPECT_THAT(record.pseudonym(), MatchesRegex("rec_[0-9a-z]+"));
    for (const v1::RecordField& field : record.fields()) {
      switch (field.element()) {
        case v1::DATA_ELEMENT_STUDENT_NAME:
          EXPECT_THAT(field.value(), MatchesRegex("STUDENT_[0-9A-Z]{6}(_[A-Z]+)?"));
          break;
        case v1::DATA_ELEMENT_STUDENT_ID_LOCAL:
        case v1::DATA_ELEMENT_STAFF_ID:
          EXPECT_THAT(field.value(), MatchesRegex("ID_[0-9A-Z]{6}(_[A-Z]+)?"));
          break;
        case v1::DATA_ELEMENT_ENROLLMENT_GRADE_LEVEL:
          EXPECT_EQ(field.value(), "6-8");
          break;
        case v1::DATA_ELEMENT_STAFF_NAME:
          EXPECT_TRUE(staff_names.contains(field.value())) << field.value();
          break;
        default:
          ADD_FAILURE() << "not scheduled: " << field.name();
      }
    }
  }
}

TEST_F(RecordsTest, NothingOfAnybodyElseNorUnscheduledIsInAnyByte) {
  std::string bytes;
  for (int kind = v1::RecordKind_MIN + 1; kind <= v1::RecordKind_MAX; ++kind) {
    const RecordAnswer answer = Listed(Northbeam(), static_cast<v1::RecordKind>(kind));
    ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
    for (const v1::ListRecordsResponse& page : answer.pages) bytes += page.SerializeAsString();
  }
  ASSERT_GT(bytes.size(), 2000u);
  // Random symbols may spell a short number.
  bytes = std::regex_replace(bytes, std::regex("(rec|ref)_[0-9a-z]+"), "");
  for (const Person& person : gate_->roster().people()) {
    EXPECT_THAT(bytes, Not(HasSubstr(std::string(person.source_id))));
    for (const PersonId& id : person.ids) EXPECT_THAT(bytes, Not(HasSubstr(std::string(id.value))));
    for (const std::string_view email : person.emails) EXPECT_THAT(bytes, Not(HasSubstr(std::string(email))));
    for (const std::string_view phone : person.phones) EXPECT_THAT(bytes, Not(HasSubstr(std::string(phone))));
    for (const Address& address : person.addresses) {
      EXPECT_THAT(bytes, Not(HasSubstr(std::string(address.street))));
    }
    if (person.kind != PersonKind::kStaff && !person.username.empty()) {
      EXPECT_THAT(bytes, Not(HasSubstr(std::string(person.username))));
    }
  }
  for (const ClassInfo& info : gate_->roster().classes()) {
    EXPECT_THAT(bytes, Not(HasSubstr(std::string(info.id))));
  }
  // The names of the students of its classes stand in teachers' comments, and go as codes there too.
  for (const PersonIndex index : ExpectedPeople()) {
    const Person& person = gate_->roster().person(index);
    if (person.kind != PersonKind::kStudent) continue;
    EXPECT_THAT(bytes, Not(HasSubstr(StrCat(person.given, " ", person.family))));
    EXPECT_THAT(bytes, Not(HasSubstr(StrCat(person.given, " explained"))));
  }
}

TEST_F(RecordsTest, RecordsReferToEachOtherByPseudonym) {
  const std::set<std::string> people = Pseudonyms(All(v1::RECORD_KIND_PERSON));
  const std::vector<v1::DistrictRecord> classes = All(v1::RECORD_KIND_CLASS);
  const std::vector<v1::DistrictRecord> items = All(v1::RECORD_KIND_LINE_ITEM);
  ASSERT_EQ(classes.size(), kClasses.size());
  ASSERT_EQ(items.size(), 2 * kClasses.size());
  EXPECT_FALSE(FieldOf(classes[0], "title").empty());
  EXPECT_THAT(FieldOf(classes[0], "terms"), HasSubstr("2026-08-24"));
  EXPECT_EQ(FieldOf(items[0], "resultValueMax"), "20");
  const std::set<std::string> class_names = Pseudonyms(classes);
  const std::set<std::string> item_names = Pseudonyms(items);
  for (const v1::DistrictRecord& record : items) EXPECT_TRUE(class_names.contains(record.school_class()));

  std::set<std::string> enrolled;
  for (const v1::DistrictRecord& record : All(v1::RECORD_KIND_ENROLLMENT)) {
    EXPECT_TRUE(people.contains(record.person()));
    EXPECT_TRUE(class_names.contains(record.school_class()));
    EXPECT_EQ(FieldOf(record, "beginDate"), "2026-08-24");
    enrolled.insert(record.person());
  }
  EXPECT_FALSE(enrolled.empty());

  const std::vector<v1::DistrictRecord> results = All(v1::RECORD_KIND_RESULT);
  ASSERT_FALSE(results.empty());
  int scores = 0;
  int comments = 0;
  for (const v1::DistrictRecord& record : results) {
    EXPECT_TRUE(people.contains(record.person()));
    EXPECT_TRUE(item_names.contains(record.line_item()));
    if (const std::string score = FieldOf(record, "score"); !score.empty()) {
      EXPECT_THAT(score, MatchesRegex("[0-9]+-[0-9]+ %"));
      ++scores;
    }
    if (const std::string comment = FieldOf(record, "comment"); !comment.empty()) {
      EXPECT_THAT(comment, HasSubstr("explained the lab"));
      EXPECT_THAT(comment, HasSubstr("STUDENT_"));
      ++comments;
    }
  }
  EXPECT_GT(scores, 0);
  EXPECT_GT(comments, 0);
}

TEST_F(RecordsTest, PseudonymsStayForTheYearAndMeanNothingToAnotherVendor) {
  const std::set<std::string> once = Pseudonyms(All(v1::RECORD_KIND_PERSON));
  EXPECT_EQ(Pseudonyms(All(v1::RECORD_KIND_PERSON)), once);
  ASSERT_TRUE(gate_->Restart().ok());
  EXPECT_EQ(Pseudonyms(All(v1::RECORD_KIND_PERSON)), once);

  const auto disjoint = [](const std::set<std::string>& a, const std::set<std::string>& b) {
    return std::none_of(a.begin(), a.end(), [&b](const std::string& name) { return b.contains(name); });
  };
  const std::set<std::string> other = Pseudonyms(Listed(Eastlake(), v1::RECORD_KIND_PERSON).Records());
  ASSERT_FALSE(other.empty());
  EXPECT_TRUE(disjoint(once, other));
  EXPECT_TRUE(disjoint(Pseudonyms(All(v1::RECORD_KIND_CLASS)),
                       Pseudonyms(Listed(Eastlake(), v1::RECORD_KIND_CLASS).Records())));
  // Nor to another tool of that vendor, nor, where the agreement gives no more, to another session.
  const auto in_session = [](const std::string& session) {
    return Pseudonyms(Listed(Eastlake("quizzes-by-session", session), v1::RECORD_KIND_PERSON).Records());
  };
  const std::set<std::string> one = in_session("one");
  ASSERT_EQ(one.size(), other.size());
  EXPECT_TRUE(disjoint(one, other));
  EXPECT_EQ(in_session("one"), one);
  EXPECT_TRUE(disjoint(in_session("two"), one));
}

TEST_F(RecordsTest, AListGoesOnFromEveryPageWithoutRepeatingOrLosingARecord) {
  const RecordAnswer whole = Listed(Northbeam(), v1::RECORD_KIND_ENROLLMENT, 7);
  ASSERT_TRUE(whole.status.ok());
  ASSERT_GT(whole.pages.size(), 3u);
  EXPECT_THAT(whole.pages.back().resume_token(), IsEmpty());
  const auto text = [](const std::vector<v1::DistrictRecord>& records) {
    std::vector<std::string> bytes;
    bytes.reserve(records.size());
    for (const v1::DistrictRecord& record : records) bytes.push_back(record.SerializeAsString());
    return bytes;
  };
  std::vector<std::string> all = text(whole.Records());
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
  size_t before = 0;
  for (const v1::ListRecordsResponse& page : whole.pages) {
    before += static_cast<size_t>(page.records_size());
    if (page.resume_token().empty()) break;
    const RecordAnswer rest = Listed(Northbeam(), v1::RECORD_KIND_ENROLLMENT, 5, page.resume_token());
    ASSERT_TRUE(rest.status.ok()) << rest.status.error_message();
    EXPECT_FALSE(rest.pages.front().records_changed());
    EXPECT_EQ(text(rest.Records()),
              std::vector<std::string>(all.begin() + static_cast<ptrdiff_t>(before), all.end()));
  }
  EXPECT_EQ(before, all.size());
}

TEST_F(RecordsTest, AForgedOrForeignTokenIsRefused) {
  const RecordAnswer mine = Listed(Northbeam(), v1::RECORD_KIND_PERSON, 3);
  const std::string token = mine.pages.front().resume_token();
  ASSERT_FALSE(token.empty());
  const auto refused = [](const RecordAnswer& answer) {
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_TRUE(answer.pages.empty());
    return ReasonOf(answer.status);
  };
  EXPECT_EQ(refused(Listed(Northbeam(), v1::RECORD_KIND_PERSON, 3, "Zm9yZ2Vk")), "INVALID_VALUE");
  EXPECT_EQ(refused(Listed(Northbeam(), v1::RECORD_KIND_CLASS, 3, token)), "INVALID_VALUE");
  EXPECT_EQ(refused(Listed(Eastlake(), v1::RECORD_KIND_PERSON, 3, token)), "INVALID_VALUE");
}

TEST_F(RecordsTest, WhoMayNotListIsToldWhyAndIsOnTheRecord) {
  const size_t before = LogSize();
  const auto reason = [](const RecordCaller& caller, v1::RecordKind kind, int page_size = 0) {
    const RecordAnswer answer = Listed(caller, kind, page_size);
    EXPECT_TRUE(answer.pages.empty());
    return ReasonOf(answer.status);
  };
  EXPECT_EQ(reason({.key = "sg_nobody", .tool = "", .session = ""}, v1::RECORD_KIND_PERSON),
            "UNAUTHENTICATED");
  // A teacher's app has no records, and no tool of a vendor's.
  EXPECT_EQ(reason({.key = gate_->sample().teacher_key, .tool = "", .session = ""}, v1::RECORD_KIND_PERSON),
            "ROLE_NOT_ALLOWED");
  EXPECT_EQ(reason({.key = gate_->sample().teacher_key, .tool = "unit-checks", .session = ""},
                   v1::RECORD_KIND_PERSON),
            "TOOL_NOT_ALLOWED");
  // A service whose tool says nothing of records.
  EXPECT_EQ(reason({.key = gate_->sample().study_key, .tool = "", .session = ""}, v1::RECORD_KIND_PERSON),
            "RECORDS_NOT_AGREED");
  EXPECT_EQ(reason(Eastlake(), v1::RECORD_KIND_ENROLLMENT), "RECORDS_NOT_AGREED");
  EXPECT_EQ(reason(Eastlake("quizzes-by-session"), v1::RECORD_KIND_PERSON), "SESSION_NEEDED");
  EXPECT_EQ(reason(Northbeam(), v1::RECORD_KIND_UNSPECIFIED), "MISSING_FIELD");
  EXPECT_EQ(reason(Northbeam(), v1::RECORD_KIND_PERSON, -1), "INVALID_VALUE");
  int denied = 0;
  for (const v1::AuditRecord& record : LogSince(before)) {
    EXPECT_EQ(record.phase(), v1::AUDIT_PHASE_DENIED);
    if (record.operation() == "records.list") ++denied;
  }
  EXPECT_GE(denied, 7);
}

TEST_F(RecordsTest, EveryPageIsADisclosureOnTheRecordWithEveryStudentOfIt) {
  const size_t before = LogSize();
  const RecordAnswer answer = Listed(Northbeam(), v1::RECORD_KIND_PERSON, 10);
  ASSERT_TRUE(answer.status.ok());
  std::vector<v1::AuditRecord> intents;
  std::map<std::string, v1::AuditRecord> outcomes;
  for (v1::AuditRecord& record : LogSince(before)) {
    if (record.phase() == v1::AUDIT_PHASE_INTENT) {
      intents.push_back(std::move(record));
    } else {
      ASSERT_EQ(record.phase(), v1::AUDIT_PHASE_OUTCOME);
      outcomes.emplace(record.exchange_id(), std::move(record));
    }
  }
  ASSERT_EQ(intents.size(), answer.pages.size());
  std::set<std::string> tags;
  for (size_t i = 0; i < intents.size(); ++i) {
    const v1::AuditRecord& intent = intents[i];
    EXPECT_EQ(intent.operation(), "records.list");
    EXPECT_EQ(intent.caller().app(), "northbeam");
    EXPECT_EQ(intent.tool(), "unit-checks");
    EXPECT_EQ(intent.vendor(), "northbeam");
    EXPECT_EQ(intent.agreement(), "northbeam-dpa-2026");
    EXPECT_EQ(intent.purpose(), "unit_assessment");
    EXPECT_EQ(intent.legal_basis(), v1::LEGAL_BASIS_SCHOOL_OFFICIAL);
    EXPECT_EQ(intent.verdict(), v1::VERDICT_SEND);
    EXPECT_FALSE(intent.outbound_digest().empty());
    // One tag a student, none for teachers.
    int students = 0;
    for (const v1::DistrictRecord& record : answer.pages[i].records()) {
      students += std::any_of(record.fields().begin(), record.fields().end(), [](const auto& field) {
        return field.element() == v1::DATA_ELEMENT_STUDENT_ID_LOCAL;
      });
    }
    EXPECT_EQ(intent.subject_tags_size(), students);
    tags.insert(intent.subject_tags().begin(), intent.subject_tags().end());
    int names = 0;
    bool kept_back = false;
    for (const v1::ElementCount& row : intent.elements()) {
      EXPECT_FALSE(row.clause().empty());
      if (row.element() == v1::DATA_ELEMENT_STUDENT_NAME) {
        EXPECT_EQ(row.treatment(), v1::TREATMENT_PSEUDONYMIZE);
        names += row.count();
      }
      kept_back |= row.element() == v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS &&
                   row.treatment() == v1::TREATMENT_REDACT && row.count() > 0;
    }
    EXPECT_EQ(names, students);
    EXPECT_EQ(kept_back, students > 0);
    ASSERT_TRUE(outcomes.contains(intent.exchange_id()));
    EXPECT_EQ(outcomes.at(intent.exchange_id()).outcome(), v1::OUTCOME_STATUS_COMPLETE);
  }
  // Unlinkable from record to record: nobody's tag comes twice.
  size_t count = 0;
  for (const v1::AuditRecord& intent : intents) count += static_cast<size_t>(intent.subject_tags_size());
  EXPECT_EQ(tags.size(), count);
}

TEST_F(RecordsTest, ASlowReaderHoldsSomePagesAndNotTheRoster) {
  // A client that takes 64 KiB ahead, however fast the network is.
  grpc::SslCredentialsOptions ssl;
  ssl.pem_root_certs = *ReadFile(gate_->sample().ca_file);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  const auto stub = v1::RecordService::NewStub(grpc::CreateCustomChannel(
      StrCat("127.0.0.1:", gate_->process().grpc_port()), grpc::SslCredentials(ssl), arguments));
  const RecordAnswer whole = Listed(Eastlake("quizzes-of-schools"), v1::RECORD_KIND_ENROLLMENT, 20);
  ASSERT_TRUE(whole.status.ok());
  ASSERT_GT(whole.pages.size(), 100u);
  const size_t before = LogSize();
  {
    grpc::ClientContext context;
    Introduce(Eastlake("quizzes-of-schools"), context);
    const auto reader = stub->ListRecords(&context, Asking(v1::RECORD_KIND_ENROLLMENT, 20));
    v1::ListRecordsResponse page;
    ASSERT_TRUE(reader->Read(&page));
    // Time enough for all of it, were nobody waiting for the reader.
    for (size_t size = 0, last = 1; size != last;) {
      last = size;
      absl::SleepFor(absl::Milliseconds(300));
      size = LogSize();
    }
    context.TryCancel();
    while (reader->Read(&page)) {
    }
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  // What was begun is closed, cancelled or complete.
  int intents = 0;
  int outcomes = 0;
  for (int tries = 0; tries < 100 && (intents == 0 || intents != outcomes); ++tries) {
    absl::SleepFor(absl::Milliseconds(50));
    intents = outcomes = 0;
    for (const v1::AuditRecord& record : LogSince(before)) {
      if (record.phase() == v1::AUDIT_PHASE_INTENT) ++intents;
      if (record.phase() == v1::AUDIT_PHASE_OUTCOME) ++outcomes;
    }
  }
  EXPECT_EQ(intents, outcomes);
  EXPECT_LT(static_cast<size_t>(intents), whole.pages.size());
}

TEST_F(RecordsTest, AnAppHasAFewListsOpenAtOnceAndNoMore) {
  const auto stub = v1::RecordService::NewStub(gate_->channel());
  struct Open {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::ListRecordsResponse>> reader;
  };
  std::vector<std::unique_ptr<Open>> lists;
  for (int i = 0; i < 4; ++i) {
    auto& list = *lists.emplace_back(std::make_unique<Open>());
    Introduce(Eastlake("quizzes-of-schools"), list.context);
    list.reader = stub->ListRecords(&list.context, Asking(v1::RECORD_KIND_ENROLLMENT, 20));
    v1::ListRecordsResponse page;
    ASSERT_TRUE(list.reader->Read(&page));
  }
  EXPECT_EQ(ReasonOf(Listed(Eastlake(), v1::RECORD_KIND_PERSON).status), "OVERLOADED");
  EXPECT_TRUE(Listed(Northbeam(), v1::RECORD_KIND_CLASS).status.ok());
  for (auto& list : lists) list->context.TryCancel();
  lists.clear();
  bool free = false;
  for (int tries = 0; tries < 100 && !free; ++tries) {
    absl::SleepFor(absl::Milliseconds(50));
    free = Listed(Eastlake(), v1::RECORD_KIND_PERSON).status.ok();
  }
  EXPECT_TRUE(free);
}

// The students of a class with its open line item, as the vendor knows them.
std::vector<RecordsTest::Graded> RecordsTest::SomeGraded() {
  std::map<std::string, std::string> open_items;  // class to line item
  for (const v1::DistrictRecord& item : All(v1::RECORD_KIND_LINE_ITEM)) {
    if (FieldOf(item, "title").starts_with("Unit 2")) open_items[item.school_class()] = item.pseudonym();
  }
  std::vector<Graded> graded;
  for (const v1::DistrictRecord& record : All(v1::RECORD_KIND_ENROLLMENT)) {
    if (FieldOf(record, "role") == "student") {
      graded.push_back({.student = record.person(), .line_item = open_items.at(record.school_class())});
    }
  }
  return graded;
}

v1::SubmittedResult Row(const std::string& student, const std::string& line_item, double score,
                        const std::string& comment = "") {
  v1::SubmittedResult row;
  row.set_pseudonym(student);
  row.set_line_item(line_item);
  row.set_score(score);
  row.set_comment(comment);
  return row;
}

// The rows of a submission's results.csv, without its header; no cell of the tests has a comma or a quote.
std::vector<std::vector<std::string>> RowsOf(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string>& cells = rows.emplace_back();
    for (size_t at = 0; at <= line.size();) {
      const size_t end = std::min(line.find(',', at), line.size());
      cells.push_back(line.substr(at, end - at));
      at = end + 1;
    }
  }
  return rows;
}

TEST_F(RecordsTest, ResultsComeBackByPseudonymAndTheDistrictReadsItsOwnIdsAndNames) {
  const std::vector<Graded> graded = SomeGraded();
  ASSERT_GE(graded.size(), 2u);
  // The code of the first student's name, as the vendor got it.
  std::map<std::string, std::string> codes;
  for (const v1::DistrictRecord& record : All(v1::RECORD_KIND_PERSON)) {
    codes[record.pseudonym()] = FieldOf(record, "name");
  }
  const size_t before = LogSize();
  const size_t had = Submissions().size();
  v1::SubmitResultsRequest request;
  *request.add_results() = Row(graded[0].student, graded[0].line_item, 17.5,
                               StrCat(codes[graded[0].student], " helped ", graded[1].student, " today."));
  *request.add_results() = Row(graded[1].student, graded[1].line_item, 0, "STUDENT_00000 is nobody.");
  *request.add_results() = request.results(1);
  v1::SubmitResultsResponse response;
  const grpc::Status status = Submit(gate_->channel(), Northbeam(), request, response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.accepted_count(), 2);
  EXPECT_EQ(response.repeated_count(), 1);
  EXPECT_FALSE(response.already_written());
  EXPECT_EQ(response.restored_count(), 2);

  ASSERT_EQ(Submissions().size(), had + 1);
  const std::string directory = gate_->sample().config.results_directory + "/" + response.submission_id();
  const auto rows = RowsOf(directory + "/results.csv");
  ASSERT_EQ(rows.size(), 2u);
  std::vector<std::string> names;
  for (size_t i = 0; i < rows.size(); ++i) {
    ASSERT_EQ(rows[i].size(), 9u);
    const Person& student = gate_->PersonOf(rows[i][4]);
    EXPECT_TRUE(ExpectedPeople().contains(*gate_->roster().FindBySourceId(rows[i][4])));
    const auto item = gate_->roster().FindLineItem(rows[i][3]);
    ASSERT_TRUE(item.has_value());
    EXPECT_TRUE(gate_->roster().line_items()[*item].title.starts_with("Unit 2"));
    names.push_back(StrCat(student.given, " ", student.family));
  }
  EXPECT_NE(names[0], names[1]);
  EXPECT_EQ(rows[0][6], "17.5");
  EXPECT_EQ(rows[0][8], StrCat(names[0], " helped ", names[1], " today."));
  EXPECT_EQ(rows[1][8], "STUDENT_00000 is nobody.");

  const std::vector<v1::AuditRecord> log = LogSince(before);
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0].phase(), v1::AUDIT_PHASE_RESULTS_TAKEN);
  EXPECT_EQ(log[0].operation(), "records.submit");
  EXPECT_EQ(log[0].subject_tags_size(), 2);
  EXPECT_EQ(log[0].restored_count(), 2);
  ASSERT_EQ(log[0].elements_size(), 1);
  EXPECT_EQ(log[0].elements(0).element(), v1::DATA_ELEMENT_TRANSCRIPT);
  EXPECT_EQ(log[0].elements(0).count(), 2);
}

TEST_F(RecordsTest, ARetriedSubmissionIsWrittenOnce) {
  const std::vector<Graded> graded = SomeGraded();
  v1::SubmitResultsRequest request;
  request.mutable_context()->set_request_id("0b6f1b8e-3a52-4b1e-9a64-1f1f6f0b7c11");
  *request.add_results() = Row(graded[0].student, graded[0].line_item, 11);
  v1::SubmitResultsResponse first;
  ASSERT_TRUE(Submit(gate_->channel(), Northbeam(), request, first).ok());
  const size_t had = Submissions().size();
  v1::SubmitResultsResponse second;
  ASSERT_TRUE(Submit(gate_->channel(), Northbeam(), request, second).ok());
  EXPECT_TRUE(second.already_written());
  EXPECT_EQ(second.submission_id(), first.submission_id());
  EXPECT_EQ(Submissions().size(), had);
}

TEST_F(RecordsTest, OneFaultyResultAndNoneIsTaken) {
  const std::vector<Graded> graded = SomeGraded();
  ASSERT_GE(graded.size(), 2u);
  const std::string student = graded[0].student;
  const std::string item = graded[0].line_item;
  const size_t had = Submissions().size();
  const auto refused = [&](const std::vector<v1::SubmittedResult>& rows) -> std::string {
    v1::SubmitResultsRequest request;
    *request.add_results() = Row(graded[1].student, graded[1].line_item, 5);
    for (const v1::SubmittedResult& row : rows) *request.add_results() = row;
    v1::SubmitResultsResponse response;
    const grpc::Status status = Submit(gate_->channel(), Northbeam(), request, response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(ReasonOf(status), "RESULTS_REJECTED");
    return status.error_message();
  };
  std::string forged = student;
  forged.back() = forged.back() == '0' ? '1' : '0';
  EXPECT_THAT(refused({Row(forged, item, 5)}), HasSubstr("results[1].pseudonym"));
  EXPECT_THAT(refused({Row(student, "ref_0000000000000000000000000", 5)}), HasSubstr("results[1].line_item"));
  EXPECT_THAT(refused({Row(student, item, 20.5)}), HasSubstr("0 to 20"));
  EXPECT_THAT(refused({Row(student, item, 5, std::string(4001, 'x'))}), HasSubstr("results[1].comment"));
  EXPECT_THAT(refused({Row(student, item, 5), Row(student, item, 6)}), HasSubstr("results[2]"));
  // Another vendor's name for that very student, and a code, which names nobody here.
  const std::string foreign = Listed(Eastlake(), v1::RECORD_KIND_PERSON).Records().front().pseudonym();
  EXPECT_THAT(refused({Row(foreign, item, 5)}), HasSubstr("results[1].pseudonym"));
  // A student of one class and the line item of the other.
  for (const Graded& other : graded) {
    if (other.line_item == item) continue;
    EXPECT_THAT(refused({Row(student, other.line_item, 5)}), HasSubstr("not in the line item's class"));
    break;
  }
  EXPECT_EQ(Submissions().size(), had);
}

TEST_F(RecordsTest, AVendorThatMaySendNothingBackIsRefused) {
  v1::SubmitResultsRequest request;
  *request.add_results() = Row("rec_0", "ref_0", 1);
  v1::SubmitResultsResponse response;
  EXPECT_EQ(ReasonOf(Submit(gate_->channel(), Eastlake(), request, response)), "RECORDS_NOT_AGREED");
}

// After the others: they have been told of the same people.
TEST_F(RecordsTest, TheGatesOwnLogNamesNobody) {
  const std::string log = gate_->Log();
  for (const PersonIndex index : ExpectedPeople()) {
    const Person& person = gate_->roster().person(index);
    EXPECT_THAT(log, Not(HasSubstr(std::string(person.source_id))));
  }
}

// A gate that is killed between two pages: the list goes on where it broke off, and the log says what was
// sent.
TEST(RecordsKillTest, AListGoesOnAfterAKillAndItsPagesAreOnTheRecord) {
  std::string root = (fs::temp_directory_path() / "schoolgate-records-XXXXXX").string();
  ASSERT_NE(::mkdtemp(root.data()), nullptr);
  GateChild child(SCHOOLGATE_BINARY_DIR "/tests/fakes/test_gate", {"--data", root + "/gate"}, root + "/log");
  std::vector<v1::DistrictRecord> whole;
  std::vector<v1::DistrictRecord> pieces;
  std::string token;
  size_t pages = 0;
  for (int kill = 0; kill < 4; ++kill) {
    ASSERT_TRUE(child.Spawn().ok());
    const absl::StatusOr<GateAddresses> at = child.AwaitReady(absl::Seconds(60));
    ASSERT_TRUE(at.ok()) << at.status();
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = *ReadFile(at->ca_file);
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    const auto channel = grpc::CreateCustomChannel(at->grpc, grpc::SslCredentials(ssl), arguments);
    const RecordCaller vendor{.key = at->records_key, .tool = "", .session = ""};
    if (whole.empty()) {
      const RecordAnswer answer = List(channel, vendor, Asking(v1::RECORD_KIND_ENROLLMENT, 2));
      ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
      whole = answer.Records();
      pages += answer.pages.size();
    }
    const auto stub = v1::RecordService::NewStub(channel);
    grpc::ClientContext context;
    Introduce(vendor, context);
    const auto reader = stub->ListRecords(&context, Asking(v1::RECORD_KIND_ENROLLMENT, 2, token));
    v1::ListRecordsResponse page;
    const bool last = kill == 3;
    for (int i = 0; (last || i < 3) && reader->Read(&page); ++i) {
      pieces.insert(pieces.end(), page.records().begin(), page.records().end());
      token = page.resume_token();
      ++pages;
    }
    if (last) {
      EXPECT_TRUE(reader->Finish().ok());
      break;
    }
    child.Kill();
    reader->Finish();
  }
  ASSERT_EQ(pieces.size(), whole.size());
  for (size_t i = 0; i < whole.size(); ++i) {
    EXPECT_EQ(pieces[i].SerializeAsString(), whole[i].SerializeAsString()) << i;
  }
  ASSERT_TRUE(child.Stop(absl::Seconds(30)).ok());
  size_t intents = 0;
  size_t closed = 0;
  for (const v1::AuditRecord& record : RecordsOf(root + "/gate", "")) {
    if (record.phase() == v1::AUDIT_PHASE_INTENT) ++intents;
    if (record.phase() == v1::AUDIT_PHASE_OUTCOME) ++closed;
  }
  EXPECT_GE(intents, pages);
  EXPECT_EQ(intents, closed);
  fs::remove_all(root);
}

}  // namespace
}  // namespace schoolgate::tests
