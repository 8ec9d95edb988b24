#include "gateway/review/review_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <thread>
#include <vector>

#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"

namespace schoolgate::gateway {
namespace {

using vault_testing::ReasonOf;

constexpr std::string_view kText = "Ivo Placeholder needs a quiet room";
const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

bool Always(const v1::ParkedExchange&) { return true; }
bool Never(const v1::ParkedExchange&) { return false; }

class ReviewStoreTest : public testing::Test {
 protected:
  std::unique_ptr<ReviewStore> OpenStore(ReviewLimits limits = {},
                                         std::string_view district = "maple-hollow") {
    auto store = ReviewStore::Open(path_, *vault_, district, limits);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  static NewReview Asked(std::string_view digest = "d1", std::string_view principal = "p1") {
    NewReview review{.principal = std::string(principal),
                     .asker = "a1",
                     .digest = std::string(digest),
                     .until = kNow + absl::Hours(72)};
    review.facts.set_tool("iep-drafting");
    v1::Message& message = *review.exchange.mutable_generate()->add_messages();
    message.add_content()->set_text(std::string(kText));
    *review.exchange.mutable_inspection()->mutable_outbound() = review.exchange.generate();
    review.students = {"student|ivo", "student|mia"};
    return review;
  }

  static ReviewDecision Approval() {
    ReviewDecision decision{
        .approve = true, .until = kNow + absl::Hours(1), .reason = "Seen with Ivo's team"};
    decision.record.set_record_id("r1");
    decision.record.set_phase(v1::AUDIT_PHASE_OVERRIDE);
    return decision;
  }

  // As anybody with the file could.
  void Tamper(const std::string& sql) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }

  // One bit of what is sealed.
  void FlipSealedBit(int at) const {
    sqlite3* db = nullptr;
    sqlite3_stmt* statement = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    ASSERT_EQ(sqlite3_prepare_v2(db, "SELECT sealed FROM review", -1, &statement, nullptr), SQLITE_OK);
    ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW);
    std::string sealed(static_cast<const char*>(sqlite3_column_blob(statement, 0)),
                       static_cast<size_t>(sqlite3_column_bytes(statement, 0)));
    sqlite3_finalize(statement);
    sealed[static_cast<size_t>(at)] = static_cast<char>(sealed[static_cast<size_t>(at)] ^ 1);
    ASSERT_EQ(sqlite3_prepare_v2(db, "UPDATE review SET sealed=?", -1, &statement, nullptr), SQLITE_OK);
    sqlite3_bind_blob(statement, 1, sealed.data(), static_cast<int>(sealed.size()), SQLITE_STATIC);
    EXPECT_EQ(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(db);
  }

  // An approval that is on the log.
  std::string Approved(ReviewStore& store) const {
    std::string id = store.Park(Asked(), kNow, Always).value().id;
    EXPECT_TRUE(store.Decide(id, Approval(), kNow).ok());
    EXPECT_TRUE(store.MarkRecorded(id).ok());
    return id;
  }

  vault_testing::TestDirectory directory_;
  const std::string path_ = directory_.File("reviews.db");
  const std::unique_ptr<Vault> vault_ = vault_testing::OpenVault(directory_);
};

TEST_F(ReviewStoreTest, TheSameRequestOfTheSamePrincipalWaitsOnce) {
  const auto store = OpenStore();
  const Review first = store->Park(Asked(), kNow, Always).value();
  EXPECT_EQ(store->Park(Asked(), kNow + absl::Hours(1), Always).value().id, first.id);
  EXPECT_NE(store->Park(Asked("d2"), kNow, Always).value().id, first.id);
  EXPECT_NE(store->Park(Asked("d1", "p2"), kNow, Always).value().id, first.id);
  EXPECT_EQ(store->Waiting(kNow).value().size(), 3u);
  // What policy now makes of it is another exchange: people look anew.
  const Review anew = store->Park(Asked(), kNow, Never).value();
  EXPECT_NE(anew.id, first.id);
  EXPECT_EQ(store->Get(first.id).value().state, ReviewState::kExpired);
}

TEST_F(ReviewStoreTest, SurvivesARestartAndHoldsNobodyInClear) {
  std::string id;
  {
    const auto store = OpenStore();
    id = store->Park(Asked(), kNow, Always).value().id;
    ASSERT_TRUE(store->Decide(id, Approval(), kNow).ok());
  }
  const auto store = OpenStore();
  const Review review = store->Get(id).value();
  EXPECT_EQ(review.state, ReviewState::kApproved);
  EXPECT_TRUE(review.unrecorded);
  EXPECT_EQ(store->Open(review).value().generate().messages(0).content(0).text(), kText);
  EXPECT_EQ(store->ReasonOf(review).value(), "Seen with Ivo's team");
  const std::string bytes = ReadFile(path_).value();
  EXPECT_EQ(bytes.find("Ivo"), std::string::npos);
  EXPECT_EQ(bytes.find("quiet room"), std::string::npos);
  // Another district's gate reads nothing of it.
  const auto other = OpenStore({}, "elsewhere");
  EXPECT_EQ(ReasonOf(other->Get(id).status()), "REVIEW_DAMAGED");
}

TEST_F(ReviewStoreTest, WhatIsHeldIsGoneWithTheKeyOfAnyStudentInIt) {
  const auto store = OpenStore();
  const Review review = store->Park(Asked(), kNow, Always).value();
  const std::string kept = ReadFile(path_).value();
  ASSERT_TRUE(vault_->admin().DestroyPerson("student|mia", "").ok());
  EXPECT_EQ(ReasonOf(store->Open(review).status()), "REVIEW_KEY_DESTROYED");
  EXPECT_EQ(ReadFile(path_).value(), kept) << "the very bytes, unreadable";
  // The same request is held anew, under the keys there are now.
  const Review anew = store->Park(Asked(), kNow, Always).value();
  EXPECT_NE(anew.id, review.id);
  EXPECT_EQ(store->Get(review.id).value().state, ReviewState::kExpired);
  EXPECT_EQ(store->Open(anew).value().generate().messages(0).content(0).text(), kText);
}

TEST_F(ReviewStoreTest, AnApprovalCountsOnceItIsOnTheLogAndOnce) {
  const auto store = OpenStore();
  const std::string id = store->Park(Asked(), kNow, Always).value().id;
  EXPECT_EQ(ReasonOf(store->Consume(id, kNow)), "HELD_FOR_REVIEW");
  ASSERT_TRUE(store->Decide(id, Approval(), kNow).ok());
  EXPECT_EQ(ReasonOf(store->Consume(id, kNow)), "HELD_FOR_REVIEW");
  const auto pending = store->Unrecorded().value();
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].record.record_id(), "r1");
  ASSERT_TRUE(store->MarkRecorded(id).ok());
  EXPECT_TRUE(store->Unrecorded().value().empty());
  EXPECT_EQ(ReasonOf(store->Decide(id, Approval(), kNow)), "REVIEW_DECIDED");
  EXPECT_TRUE(store->Consume(id, kNow).ok());
  EXPECT_EQ(ReasonOf(store->Consume(id, kNow)), "REVIEW_USED");
  EXPECT_EQ(ReasonOf(store->Open(store->Get(id).value()).status()), "REVIEW_DECIDED");
}

TEST_F(ReviewStoreTest, OfManyWhoComeWithOneApprovalOneGetsIt) {
  const auto one = OpenStore();
  const auto two = OpenStore();  // as another process would
  for (int round = 0; round < 10; ++round) {
    const std::string id = Approved(*one);
    std::atomic<int> won = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] { won += (i % 2 == 0 ? one : two)->Consume(id, kNow).ok() ? 1 : 0; });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(won, 1);
  }
}

TEST_F(ReviewStoreTest, WhatWasTamperedWithIsNotUsed) {
  const auto store = OpenStore();
  const std::string id = store->Park(Asked(), kNow, Always).value().id;
  const Review review = store->Get(id).value();
  FlipSealedBit(40);
  EXPECT_EQ(ReasonOf(store->Open(review).status()), "REVIEW_DAMAGED");
  EXPECT_EQ(ReasonOf(store->Decide(id, Approval(), kNow)), "REVIEW_DAMAGED");
  // Sent again, it waits anew.
  const std::string anew = store->Park(Asked(), kNow, Always).value().id;
  EXPECT_NE(anew, id);
  const std::vector<std::string> changes = {"state=2", "until=until+1", "principal=x'00'", "facts=x''",
                                            "reason=x'01'"};
  for (size_t i = 0; i < changes.size(); ++i) {
    const std::string digest = StrCat("t", i);
    const std::string next = store->Park(Asked(digest), kNow, Always).value().id;
    Tamper(StrCat("UPDATE review SET ", changes[i], " WHERE CAST(digest AS TEXT)='", digest, "'"));
    EXPECT_EQ(ReasonOf(store->Get(next).status()), "REVIEW_DAMAGED") << changes[i];
    EXPECT_EQ(ReasonOf(store->Consume(next, kNow)), "REVIEW_DAMAGED") << changes[i];
  }
  EXPECT_EQ(store->Waiting(kNow).value().size(), 1u);
}

TEST_F(ReviewStoreTest, HoldsNoMoreThanItMay) {
  const auto store = OpenStore({.exchanges = 2});
  const std::string id = store->Park(Asked("d1"), kNow, Always).value().id;
  ASSERT_TRUE(store->Park(Asked("d2"), kNow, Always).ok());
  EXPECT_EQ(ReasonOf(store->Park(Asked("d3"), kNow, Always).status()), "REVIEWS_FULL");
  EXPECT_EQ(store->Park(Asked("d1"), kNow, Always).value().id, id) << "it has its place";
  const auto small = OpenStore({.exchanges = 10, .bytes = 100});
  EXPECT_EQ(ReasonOf(small->Park(Asked("d3"), kNow, Always).status()), "REVIEWS_FULL");
}

TEST_F(ReviewStoreTest, EndsWhatIsOverAndForgetsWhatNobodyDecided) {
  const auto store = OpenStore();
  const std::string waiting = store->Park(Asked("d0"), kNow, Always).value().id;
  const std::string approved = Approved(*store);
  EXPECT_EQ(store->Expire(kNow).value(), 0);
  // The approval's own time is over before the other's.
  EXPECT_EQ(ReasonOf(store->Consume(approved, kNow + absl::Hours(2))), "REVIEW_EXPIRED");
  EXPECT_EQ(store->Expire(kNow + absl::Hours(2)).value(), 1);
  EXPECT_EQ(store->Expire(kNow + absl::Hours(72)).value(), 1);
  EXPECT_EQ(ReasonOf(store->Decide(waiting, Approval(), kNow + absl::Hours(72))), "REVIEW_DECIDED");
  const auto pending = store->Unrecorded().value();
  ASSERT_EQ(pending.size(), 2u);
  for (const ReviewStore::Pending& closing : pending) {
    EXPECT_EQ(closing.record.phase(), v1::AUDIT_PHASE_DENIED);
    EXPECT_EQ(closing.record.reason(), "REVIEW_EXPIRED");
    EXPECT_EQ(closing.record.review_id(), closing.id);
    EXPECT_EQ(closing.record.tool(), "iep-drafting");
    ASSERT_TRUE(store->MarkRecorded(closing.id).ok());
  }
  ASSERT_TRUE(store->Expire(kNow + absl::Hours(24 * 40)).ok());
  EXPECT_EQ(ReasonOf(store->Get(waiting).status()), "REVIEW_NOT_FOUND");
  EXPECT_EQ(store->ReasonOf(store->Get(approved).value()).value(), "Seen with Ivo's team");
}

}  // namespace
}  // namespace schoolgate::gateway
