#include "connectors/district/results_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_format.h"
#include "core/crypto/secret.h"
#include "core/roster/csv.h"
#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStaging = ".staging-";
constexpr std::chrono::hours kStaleAfter{1};
constexpr int kPrivate = 0600;
constexpr std::string_view kSent = "sent";
constexpr std::string_view kRefused = "refused";
constexpr size_t kColumns = 9;

// What the bundle holds and what it does not: every file a OneRoster 1.1 bundle may have is named.
constexpr std::string_view kManifest =
    "propertyName,value\r\n"
    "manifest.version,1.0\r\n"
    "oneroster.version,1.1\r\n"
    "file.academicSessions,absent\r\n"
    "file.categories,absent\r\n"
    "file.classes,absent\r\n"
    "file.classResources,absent\r\n"
    "file.courses,absent\r\n"
    "file.courseResources,absent\r\n"
    "file.demographics,absent\r\n"
    "file.enrollments,absent\r\n"
    "file.lineItems,absent\r\n"
    "file.orgs,absent\r\n"
    "file.resources,absent\r\n"
    "file.results,delta\r\n"
    "file.users,absent\r\n"
    "source.systemName,Schoolgate\r\n"
    "source.systemCode,schoolgate\r\n";

absl::Status SystemError(std::string_view what, const std::string& path) {
  return absl::ErrnoToStatus(errno, StrCat(what, " ", path));
}

absl::Status SyncDirectory(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError("cannot open directory", path);
  const absl::Cleanup close = [fd] { ::close(fd); };
  return ::fsync(fd) == 0 ? absl::OkStatus() : SystemError("cannot flush directory", path);
}

// A cell within quotes wherever it could be read as anything but itself.
void AppendCell(std::string_view cell, std::string& row) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos && !cell.starts_with(' ') &&
      !cell.ends_with(' ')) {
    row += cell;
    return;
  }
  row += '"';
  for (const char c : cell) {
    if (c == '"') row += '"';
    row += c;
  }
  row += '"';
}

void RemoveStale(const std::string& directory) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (!entry.path().filename().string().starts_with(kStaging)) continue;
    const fs::file_time_type written = entry.last_write_time(error);
    if (error || fs::file_time_type::clock::now() - written < kStaleAfter) continue;
    fs::remove_all(entry.path(), error);
  }
}

}  // namespace

std::string ResultsCsv(const std::vector<DistrictResult>& results, absl::Time now, absl::CivilDay day) {
  const std::string modified = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", now, absl::UTCTimeZone());
  const std::string scored = absl::FormatCivilTime(day);
  std::string csv =
      "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,"
      "comment\r\n";
  for (const DistrictResult& result : results) {
    AppendCell(result.id, csv);
    csv += StrCat(",active,", modified, ",");
    AppendCell(result.line_item, csv);
    csv += ',';
    AppendCell(result.student, csv);
    csv +=
        StrCat(",fully graded,", std::string_view(absl::StrFormat("%.10g", result.score)), ",", scored, ",");
    AppendCell(result.comment, csv);
    csv += "\r\n";
  }
  return csv;
}

StagedResults::StagedResults(StagedResults&& other) noexcept
    : staging_(std::exchange(other.staging_, std::string())), place_(std::move(other.place_)) {}

StagedResults& StagedResults::operator=(StagedResults&& other) noexcept {
  std::swap(staging_, other.staging_);
  std::swap(place_, other.place_);
  return *this;
}

StagedResults::~StagedResults() {
  if (staging_.empty()) return;
  std::error_code ignored;  // RemoveStale tries again
  fs::remove_all(staging_, ignored);
}

absl::Status StagedResults::Place() {
  if (::rename(staging_.c_str(), place_.c_str()) != 0) return SystemError("cannot rename into place", place_);
  staging_.clear();
  return SyncDirectory(fs::path(place_).parent_path().string());
}

std::optional<std::string> ResultsFolder::Find(std::string_view key) const {
  for (const std::string_view part : {std::string_view(), kSent, kRefused}) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(StrCat(directory_, "/", part), error)) {
      std::string name = entry.path().filename().string();
      if (!name.starts_with('.') && name.ends_with(key)) return name;
    }
  }
  return std::nullopt;
}

std::vector<std::string> ResultsFolder::Waiting() const {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory_, error)) {
    std::string name = entry.path().filename().string();
    // What else somebody keeps here is not ours.
    if (name.starts_with('.') || name == kSent || name == kRefused) continue;
    if (fs::exists(entry.path() / "results.csv", error)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<std::vector<WrittenResult>> ResultsFolder::Read(const std::string& name) const {
  SG_ASSIGN_OR_RETURN(std::string content, ReadFile(StrCat(directory_, "/", name, "/results.csv")));
  const absl::Cleanup wipe = [&content] { WipeString(content); };
  std::vector<WrittenResult> results;
  CsvReader reader(content);
  CsvRow row;
  if (!reader.Next(row)) return results;
  reader.ExpectCells(kColumns);
  while (reader.Next(row)) {
    if (row.malformed || row.cells.size() != kColumns) {
      return absl::FailedPreconditionError(StrCat("a row of ", name, " is broken"));
    }
    std::vector<std::string>& cells = row.cells;
    results.push_back({.id = std::move(cells[0]),
                       .modified = std::move(cells[2]),
                       .line_item = std::move(cells[3]),
                       .student = std::move(cells[4]),
                       .score = std::move(cells[6]),
                       .scored = std::move(cells[7]),
                       .comment = std::move(cells[8])});
  }
  return results;
}

absl::Status ResultsFolder::Close(const std::string& name, End end) const {
  const std::string into = StrCat(directory_, "/", end == End::kSent ? kSent : kRefused);
  SG_RETURN_IF_ERROR(MakeDirectories(into));
  const std::string from = StrCat(directory_, "/", name);
  if (::rename(from.c_str(), StrCat(into, "/", name).c_str()) != 0) return SystemError("cannot move", from);
  SG_RETURN_IF_ERROR(SyncDirectory(into));
  return SyncDirectory(directory_);
}

absl::StatusOr<StagedResults> ResultsFolder::Stage(const std::string& name,
                                                   const std::vector<DistrictResult>& results, absl::Time now,
                                                   absl::CivilDay day) const {
  SG_RETURN_IF_ERROR(MakeDirectories(directory_));
  RemoveStale(directory_);
  const std::string staging = StrCat(directory_, "/", kStaging, name);
  if (::mkdir(staging.c_str(), 0700) != 0) return SystemError("cannot create directory", staging);
  StagedResults staged(staging, StrCat(directory_, "/", name));
  SG_RETURN_IF_ERROR(WriteFileAtomically(StrCat(staging, "/manifest.csv"), kManifest, kPrivate));
  std::string csv = ResultsCsv(results, now, day);
  const absl::Status written = WriteFileAtomically(StrCat(staging, "/results.csv"), csv, kPrivate);
  WipeString(csv);
  SG_RETURN_IF_ERROR(written);
  return staged;
}

}  // namespace schoolgate::connectors
