#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/cli/command.h"
#include "policy/draft.h"

namespace schoolgate::gateway {
namespace {

namespace fs = std::filesystem;

int Fail(const std::string& message) {
  std::cerr << "schoolgate: " << message << "\n";
  return kExitYours;
}

// Never over a file that is there.
absl::Status WriteNew(const fs::path& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0)
    return absl::AlreadyExistsError(StrCat(path.string(), " is there already, or cannot be made"));
  size_t done = 0;
  while (done < content.size()) {
    const ssize_t count = ::write(file, content.data() + done, content.size() - done);
    if (count <= 0) break;
    done += static_cast<size_t>(count);
  }
  if (::close(file) != 0 || done < content.size()) {
    return absl::UnavailableError(StrCat(path.string(), " could not be written; is the disk full?"));
  }
  return absl::OkStatus();
}

}  // namespace

int PolicyNew(const PolicyNewArguments& arguments) {
  const policy::StatePack* pack = nullptr;
  if (!arguments.state.empty()) {
    pack = policy::FindStatePack(arguments.state);
    if (pack == nullptr) {
      return Fail(StrCat("--state: there are packs for ", policy::ListWords(policy::StateWords()), " only"));
    }
  }
  absl::StatusOr<std::string> content = ReadFile(arguments.from);
  if (!content.ok()) return Report(content.status());
  const absl::StatusOr<policy::Worksheet> worksheet = policy::ReadExhibitB(*std::move(content));
  if (!worksheet.ok()) return Fail(StrCat(arguments.from, ": ", ToStd(worksheet.status().message())));

  const std::vector<policy::DraftFile> files = policy::DraftPolicy(*worksheet, arguments.vendor, pack);
  for (const policy::DraftFile& file : files) {
    if (fs::exists(fs::path(arguments.out) / file.name)) {
      return Fail(StrCat(arguments.out, "/", file.name, " is there already; nothing was written"));
    }
  }
  for (const policy::DraftFile& file : files) {
    const fs::path path = fs::path(arguments.out) / file.name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (const absl::Status status = WriteNew(path, file.content); !status.ok()) return Report(status);
    std::cout << path.string() << "\n";
  }
  for (const policy::UnmappedRow& row : worksheet->unmapped) {
    std::cerr << arguments.from << ":" << row.line << ": " << row.reason << "\n";
  }
  std::cerr << "schoolgate: " << worksheet->granted.size() << " rows drafted, " << worksheet->unmapped.size()
            << " to be looked at; `schoolgate policy check " << arguments.out
            << "` names what is to be filled in\n";
  return kExitOk;
}

}  // namespace schoolgate::gateway
