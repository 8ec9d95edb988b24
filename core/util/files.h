// Small whole-file helpers. Errors name the path and the system's reason. Blocking: not for the event loop.
#ifndef SCHOOLGATE_CORE_UTIL_FILES_H_
#define SCHOOLGATE_CORE_UTIL_FILES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace schoolgate {

absl::StatusOr<std::string> ReadFile(const std::string& path);

// Writes a temporary beside `path`, flushes it to disk and renames it into place, so that a reader or a crash
// sees the old content or the new. `mode` are the permission bits of a new file.
absl::Status WriteFileAtomically(const std::string& path, std::string_view content, int mode = 0644);

// Like mkdir -p, with permissions 0700: data directories hold personal data.
absl::Status MakeDirectories(const std::string& path);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_FILES_H_
