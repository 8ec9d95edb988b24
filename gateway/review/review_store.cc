#include "gateway/review/review_store.h"

#include <utility>

#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate::gateway {

// A review as it stands in the file.
struct ReviewStore::Row {
  Review review;
  std::string record;  // the audit record that waits for the log; empty: none
  std::string reason;  // sealed
};

namespace {

// Another process' transaction takes milliseconds.
constexpr int kBusyTimeoutMs = 5000;
// Nobody asks for what ended undecided after this long.
constexpr absl::Duration kUndecidedKept = absl::Hours(24 * 30);
constexpr std::string_view kFormat = "1";

// A rollback journal, not WAL: the file is written seldom, and any process may be its first.
constexpr char kSettings[] =
    "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON; PRAGMA "
    "temp_store=MEMORY;";
constexpr char kSchema[] =
    "CREATE TABLE IF NOT EXISTS review("
    "id BLOB PRIMARY KEY, state INTEGER NOT NULL, principal BLOB NOT NULL, asker BLOB NOT NULL, "
    "digest BLOB NOT NULL, held INTEGER NOT NULL, until INTEGER NOT NULL, facts BLOB NOT NULL, "
    "record BLOB NOT NULL, reason BLOB NOT NULL, mac BLOB NOT NULL, sealed BLOB) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS review_state ON review(state, held);"
    "CREATE INDEX IF NOT EXISTS review_asked ON review(principal, digest);";

constexpr std::string_view kColumns =
    "SELECT id, state, principal, asker, digest, held, until, facts, record, reason, mac FROM review ";

// The vault's wrapper of SQLite speaks of the vault.
absl::Status Unavailable(const absl::Status& status) {
  return status.ok() ? status : MakeProblem(problems::kReviewsUnavailable);
}

absl::Status Damaged(std::string_view id) {
  LogError("review_damaged");
  return MakeProblem(problems::kReviewDamaged, {{"review_id", id}});
}

bool IsOpen(ReviewState state) { return state == ReviewState::kWaiting || state == ReviewState::kApproved; }

absl::Status ClosedProblem(ReviewState state) {
  switch (state) {
    case ReviewState::kDenied:
      return MakeProblem(problems::kReviewDenied);
    case ReviewState::kConsumed:
      return MakeProblem(problems::kReviewUsed);
    default:
      return MakeProblem(problems::kReviewExpired);
  }
}

}  // namespace

ReviewStore::ReviewStore(SqliteDb db, ExchangeSealer sealer, SecretBytes tag_key, std::string district,
                         ReviewLimits limits)
    : db_(std::move(db)),
      sealer_(std::move(sealer)),
      tag_key_(std::move(tag_key)),
      district_(std::move(district)),
      limits_(limits) {}

absl::StatusOr<std::unique_ptr<ReviewStore>> ReviewStore::Open(const std::string& path, Vault& vault,
                                                               std::string_view district,
                                                               ReviewLimits limits) {
  SG_RETURN_IF_ERROR(Unavailable(CreatePrivateFile(path)));
  absl::StatusOr<SqliteDb> db = SqliteDb::Open(path, kBusyTimeoutMs);
  if (!db.ok()) return Unavailable(db.status());
  SG_RETURN_IF_ERROR(Unavailable(db->Exec(kSettings)));
  SG_RETURN_IF_ERROR(Unavailable(db->Exec(kSchema)));
  SG_ASSIGN_OR_RETURN(ExchangeSealer sealer, ExchangeSealer::Make(vault));
  return std::unique_ptr<ReviewStore>(new ReviewStore(
      *std::move(db), std::move(sealer), vault.DeriveKey("review|tags"), std::string(district), limits));
}

std::string ReviewStore::Tag(std::initializer_list<std::string_view> fields) const {
  return std::string(DigestBytes(HmacSha256(tag_key_.Reveal(), LengthPrefixed(fields))));
}

std::string ReviewStore::Place(std::string_view what, std::string_view id) const {
  return LengthPrefixed({kFormat, district_, id, what});
}

std::string ReviewStore::MacOf(const Row& row) const {
  const Review& review = row.review;
  return Tag({"row", district_, review.id, StrCat(static_cast<int>(review.state)), review.principal,
              review.asker, review.digest, StrCat(absl::ToUnixMicros(review.held)),
              StrCat(absl::ToUnixMicros(review.until)), review.facts.SerializeAsString(), row.record,
              row.reason});
}

absl::Status ReviewStore::Write(absl::FunctionRef<absl::Status()> work) {
  SG_RETURN_IF_ERROR(Unavailable(db_.Exec("BEGIN IMMEDIATE")));
  absl::Status status = work();
  if (status.ok()) status = Unavailable(db_.Exec("COMMIT"));
  if (!status.ok() && db_.InTransaction()) db_.Exec("ROLLBACK").IgnoreError();
  return status;
}

absl::StatusOr<ReviewStore::Row> ReviewStore::Read(SqliteStatement& statement) const {
  Row row;
  Review& review = row.review;
  review.id = std::string(statement.Blob(0));
  review.state = static_cast<ReviewState>(statement.Int(1));
  review.principal = std::string(statement.Blob(2));
  review.asker = std::string(statement.Blob(3));
  review.digest = std::string(statement.Blob(4));
  review.held = absl::FromUnixMicros(statement.Int(5));
  review.until = absl::FromUnixMicros(statement.Int(6));
  const bool parsed = review.facts.ParseFromString(std::string(statement.Blob(7)));
  row.record = std::string(statement.Blob(8));
  row.reason = std::string(statement.Blob(9));
  review.unrecorded = !row.record.empty();
  if (!parsed || !ConstantTimeEqual(ToAbsl(statement.Blob(10)), MacOf(row))) return Damaged(review.id);
  return row;
}

absl::StatusOr<ReviewStore::Row> ReviewStore::Find(std::string_view id) {
  absl::StatusOr<SqliteStatement> find = db_.Prepare(StrCat(kColumns, "WHERE id=?"));
  if (!find.ok()) return Unavailable(find.status());
  find->Bind(1, id);
  const absl::StatusOr<bool> found = find->Step();
  if (!found.ok()) return Unavailable(found.status());
  if (!*found) return MakeProblem(problems::kReviewNotFound);
  return Read(*find);
}

absl::StatusOr<std::optional<ReviewStore::Row>> ReviewStore::FindOpen(const NewReview& review) {
  absl::StatusOr<SqliteStatement> find =
      db_.Prepare(StrCat(kColumns, "WHERE principal=? AND digest=? AND state IN (1, 2)"));
  if (!find.ok()) return Unavailable(find.status());
  find->Bind(1, review.principal).Bind(2, review.digest);
  const absl::StatusOr<bool> found = find->Step();
  if (!found.ok()) return Unavailable(found.status());
  if (!*found) return std::nullopt;
  absl::StatusOr<Row> row = Read(*find);
  if (row.ok()) return *std::move(row);
  // Tampered with: it is looked at anew.
  const std::string id(find->Blob(0));
  find->Reset();
  SG_RETURN_IF_ERROR(SetAside(id));
  return std::nullopt;
}

absl::Status ReviewStore::SetAside(std::string_view id) {
  absl::StatusOr<SqliteStatement> close = db_.Prepare("UPDATE review SET state=5, sealed=NULL WHERE id=?");
  if (!close.ok()) return Unavailable(close.status());
  return Unavailable(close->Bind(1, id).Run());
}

absl::Status ReviewStore::Insert(const Row& row, std::string_view sealed) {
  absl::StatusOr<SqliteStatement> insert = db_.Prepare(
      "INSERT INTO review(id, state, principal, asker, digest, held, until, facts, record, reason, "
      "mac, sealed) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!insert.ok()) return Unavailable(insert.status());
  const Review& review = row.review;
  const std::string facts = review.facts.SerializeAsString();
  const std::string mac = MacOf(row);
  insert->Bind(1, review.id).Bind(2, static_cast<int64_t>(review.state)).Bind(3, review.principal);
  insert->Bind(4, review.asker).Bind(5, review.digest).Bind(6, absl::ToUnixMicros(review.held));
  insert->Bind(7, absl::ToUnixMicros(review.until)).Bind(8, facts).Bind(9, row.record);
  insert->Bind(10, row.reason).Bind(11, mac).Bind(12, sealed);
  return Unavailable(insert->Run());
}

absl::Status ReviewStore::Update(const Row& row) {
  absl::StatusOr<SqliteStatement> update = db_.Prepare(
      IsOpen(row.review.state)
          ? "UPDATE review SET state=?2, until=?3, record=?4, reason=?5, mac=?6 WHERE id=?1"
          : "UPDATE review SET state=?2, until=?3, record=?4, reason=?5, mac=?6, sealed=NULL WHERE id=?1");
  if (!update.ok()) return Unavailable(update.status());
  const std::string mac = MacOf(row);
  update->Bind(1, row.review.id).Bind(2, static_cast<int64_t>(row.review.state));
  update->Bind(3, absl::ToUnixMicros(row.review.until)).Bind(4, row.record).Bind(5, row.reason).Bind(6, mac);
  return Unavailable(update->Run());
}

absl::Status ReviewStore::Room(int64_t bytes) {
  absl::StatusOr<SqliteStatement> count =
      db_.Prepare("SELECT COUNT(*), COALESCE(SUM(LENGTH(sealed)), 0) FROM review WHERE state IN (1, 2)");
  if (!count.ok()) return Unavailable(count.status());
  const absl::StatusOr<bool> counted = count->Step();
  if (!counted.ok()) return Unavailable(counted.status());
  if (count->Int(0) >= limits_.exchanges) {
    return MakeProblem(problems::kReviewsFull, {{"limit", StrCat(limits_.exchanges)}});
  }
  if (count->Int(1) + bytes > limits_.bytes) {
    return MakeProblem(problems::kReviewsFull, {{"limit", StrCat(limits_.bytes, " bytes")}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Review> ReviewStore::Park(const NewReview& asked, absl::Time now,
                                         absl::FunctionRef<bool(const v1::ParkedExchange&)> still) {
  Row row;
  row.review = {.id = RandomUuid(),
                .principal = asked.principal,
                .asker = asked.asker,
                .digest = asked.digest,
                .held = absl::FromUnixMicros(absl::ToUnixMicros(now)),
                .until = absl::FromUnixMicros(absl::ToUnixMicros(asked.until)),
                .facts = asked.facts};
  SG_ASSIGN_OR_RETURN(const std::string sealed,
                      sealer_.Seal(asked.exchange, asked.students, Place("exchange", row.review.id)));

  const std::scoped_lock lock(mutex_);
  const absl::Status parked = Write([&]() -> absl::Status {
    SG_ASSIGN_OR_RETURN(std::optional<Row> old, FindOpen(asked));
    if (old.has_value()) {
      const absl::StatusOr<v1::ParkedExchange> kept = OpenLocked(old->review);
      const bool gone = absl::IsDataLoss(kept.status()) ||
                        ProblemOf(kept.status()).reason == problems::kReviewKeyDestroyed.reason;
      if (!kept.ok() && !gone) return kept.status();
      if (kept.ok() && old->review.until > now && still(*kept)) {
        row = *std::move(old);
        return absl::OkStatus();
      }
      old->review.state = ReviewState::kExpired;
      SG_RETURN_IF_ERROR(Update(*old));
    }
    SG_RETURN_IF_ERROR(Room(static_cast<int64_t>(sealed.size())));
    return Insert(row, sealed);
  });
  if (!parked.ok()) return parked;
  return std::move(row.review);
}

absl::StatusOr<Review> ReviewStore::Get(std::string_view id) {
  const std::scoped_lock lock(mutex_);
  SG_ASSIGN_OR_RETURN(Row row, Find(id));
  return std::move(row.review);
}

absl::StatusOr<v1::ParkedExchange> ReviewStore::Open(const Review& review) {
  const std::scoped_lock lock(mutex_);
  return OpenLocked(review);
}

absl::StatusOr<v1::ParkedExchange> ReviewStore::OpenLocked(const Review& review) {
  absl::StatusOr<SqliteStatement> find = db_.Prepare("SELECT sealed FROM review WHERE id=?");
  if (!find.ok()) return Unavailable(find.status());
  find->Bind(1, review.id);
  const absl::StatusOr<bool> found = find->Step();
  if (!found.ok()) return Unavailable(found.status());
  if (!*found || find->Blob(0).empty()) return MakeProblem(problems::kReviewDecided);
  absl::StatusOr<v1::ParkedExchange> exchange = sealer_.Open(find->Blob(0), Place("exchange", review.id));
  if (absl::IsDataLoss(exchange.status())) return Damaged(review.id);
  return exchange;
}

absl::StatusOr<std::string> ReviewStore::ReasonOf(const Review& review) {
  const std::scoped_lock lock(mutex_);
  SG_ASSIGN_OR_RETURN(const Row row, Find(review.id));
  if (row.reason.empty()) return "";
  absl::StatusOr<std::string> reason = sealer_.OpenText(row.reason, Place("reason", review.id));
  if (!reason.ok()) return Damaged(review.id);
  return reason;
}

absl::StatusOr<std::vector<Review>> ReviewStore::Waiting(absl::Time now) {
  const std::scoped_lock lock(mutex_);
  absl::StatusOr<SqliteStatement> list =
      db_.Prepare(StrCat(kColumns, "WHERE state=1 AND until>? ORDER BY held, id"));
  if (!list.ok()) return Unavailable(list.status());
  list->Bind(1, absl::ToUnixMicros(now));
  std::vector<Review> reviews;
  while (true) {
    const absl::StatusOr<bool> more = list->Step();
    if (!more.ok()) return Unavailable(more.status());
    if (!*more) return reviews;
    absl::StatusOr<Row> row = Read(*list);
    // One that was tampered with is not used, and hides no other.
    if (row.ok()) reviews.push_back(std::move(row->review));
  }
}

absl::Status ReviewStore::Decide(std::string_view id, const ReviewDecision& decision, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const std::string reason, sealer_.SealText(decision.reason, Place("reason", id)));
  const std::scoped_lock lock(mutex_);
  return Write([&]() -> absl::Status {
    SG_ASSIGN_OR_RETURN(Row row, Find(id));
    if (row.review.state != ReviewState::kWaiting || row.review.until <= now) {
      return MakeProblem(problems::kReviewDecided);
    }
    // Nobody lets go what cannot be shown to be what they looked at.
    if (decision.approve) SG_RETURN_IF_ERROR(OpenLocked(row.review).status());
    row.review.state = decision.approve ? ReviewState::kApproved : ReviewState::kDenied;
    if (decision.approve) row.review.until = absl::FromUnixMicros(absl::ToUnixMicros(decision.until));
    row.record = decision.record.SerializeAsString();
    row.reason = reason;
    return Update(row);
  });
}

absl::Status ReviewStore::Consume(std::string_view id, absl::Time now) {
  const std::scoped_lock lock(mutex_);
  return Write([&]() -> absl::Status {
    SG_ASSIGN_OR_RETURN(Row row, Find(id));
    if (!IsOpen(row.review.state)) return ClosedProblem(row.review.state);
    if (row.review.until <= now) return MakeProblem(problems::kReviewExpired);
    if (row.review.state != ReviewState::kApproved || row.review.unrecorded) {
      return MakeProblem(problems::kHeldForReview, {{"review_id", id}});
    }
    row.review.state = ReviewState::kConsumed;
    return Update(row);
  });
}

absl::StatusOr<int> ReviewStore::Expire(absl::Time now) {
  const std::scoped_lock lock(mutex_);
  int expired = 0;
  const absl::Status written = Write([&]() -> absl::Status {
    std::vector<std::string> over;
    {
      // A decision that is not on the log yet goes there first.
      absl::StatusOr<SqliteStatement> list = db_.Prepare(
          "SELECT id FROM review WHERE state IN (1, 2) AND until<=? AND LENGTH(record)=0 LIMIT 100");
      if (!list.ok()) return Unavailable(list.status());
      list->Bind(1, absl::ToUnixMicros(now));
      while (true) {
        const absl::StatusOr<bool> more = list->Step();
        if (!more.ok()) return Unavailable(more.status());
        if (!*more) break;
        over.emplace_back(list->Blob(0));
      }
    }
    for (const std::string& id : over) {
      absl::StatusOr<Row> row = Find(id);
      if (absl::IsDataLoss(row.status())) {
        SG_RETURN_IF_ERROR(SetAside(id));
        continue;
      }
      SG_RETURN_IF_ERROR(row.status());
      v1::AuditRecord record = row->review.facts;
      record.set_record_id(RandomUuid());
      record.set_phase(v1::AUDIT_PHASE_DENIED);
      record.set_operation("review");
      record.set_verdict(v1::VERDICT_HOLD);
      record.set_reason(std::string(problems::kReviewExpired.reason));
      record.set_review_id(id);
      row->review.state = ReviewState::kExpired;
      row->record = record.SerializeAsString();
      SG_RETURN_IF_ERROR(Update(*row));
      ++expired;
    }
    absl::StatusOr<SqliteStatement> forget = db_.Prepare(
        "DELETE FROM review WHERE state IN (4, 5) AND until<? AND LENGTH(record)=0 AND LENGTH(reason)=0");
    if (!forget.ok()) return Unavailable(forget.status());
    return Unavailable(forget->Bind(1, absl::ToUnixMicros(now - kUndecidedKept)).Run());
  });
  if (!written.ok()) return written;
  return expired;
}

absl::StatusOr<std::vector<ReviewStore::Pending>> ReviewStore::Unrecorded() {
  const std::scoped_lock lock(mutex_);
  absl::StatusOr<SqliteStatement> list =
      db_.Prepare(StrCat(kColumns, "WHERE LENGTH(record)>0 ORDER BY held LIMIT 100"));
  if (!list.ok()) return Unavailable(list.status());
  std::vector<Pending> pending;
  while (true) {
    const absl::StatusOr<bool> more = list->Step();
    if (!more.ok()) return Unavailable(more.status());
    if (!*more) return pending;
    const absl::StatusOr<Row> row = Read(*list);
    if (!row.ok()) continue;
    Pending& next = pending.emplace_back();
    next.id = row->review.id;
    if (!next.record.ParseFromString(row->record)) pending.pop_back();
  }
}

absl::Status ReviewStore::MarkRecorded(std::string_view id) {
  const std::scoped_lock lock(mutex_);
  return Write([&]() -> absl::Status {
    SG_ASSIGN_OR_RETURN(Row row, Find(id));
    row.record.clear();
    return Update(row);
  });
}

}  // namespace schoolgate::gateway
