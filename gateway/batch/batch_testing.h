// For the tests of this folder: bytes through a worker as a file's, and a vault of their own. People are
// those of redaction/detect/test_people.h, who do not exist.
#ifndef SCHOOLGATE_GATEWAY_BATCH_BATCH_TESTING_H_
#define SCHOOLGATE_GATEWAY_BATCH_BATCH_TESTING_H_

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>

#include "core/vault/vault_testing.h"
#include "gateway/audit/file_descriptor.h"
#include "gateway/batch/deidentifier.h"
#include "gateway/batch/reidentifier.h"
#include "redaction/detect/test_people.h"

namespace schoolgate::gateway {

// An open file in memory with these bytes, read from its start.
inline FileDescriptor FileOf(std::string_view bytes) {
  FileDescriptor file(::memfd_create("bytes", MFD_CLOEXEC));
  EXPECT_EQ(::pwrite(file.get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  return file;
}

inline std::vector<Piece> PiecesOf(std::string_view bytes, std::optional<FileFormat> format) {
  const FileDescriptor file = FileOf(bytes);
  absl::StatusOr<PieceReader> reader = PieceReader::Open(file.get(), format);
  EXPECT_TRUE(reader.ok());
  std::vector<Piece> pieces;
  Piece piece;
  while (*reader->Next(piece)) pieces.push_back(piece);
  return pieces;
}

class BatchBench {
 public:
  absl::StatusOr<std::string> Treat(std::string_view bytes, FileFormat format,
                                    const std::string& scope = "study", const policy::Plan* plan = nullptr) {
    CodeIssuer issuer(*vault_, context_, scope);
    Deidentifier worker(redaction::TestDetector(), plan, absl::CivilDay(2026, 11, 23), issuer);
    return Through(worker, bytes, format);
  }
  std::string Restore(std::string_view bytes, FileFormat format, const std::string& scope = "study") {
    return Restore(bytes, format, Known(scope));
  }
  std::string Restore(std::string_view bytes, FileFormat format,
                      std::shared_ptr<const redaction::Substitutions> known) {
    Reidentifier worker(std::move(known));
    return Through(worker, bytes, format).value_or("failed");
  }
  // As another process knows it: restoring comes after treating, not beside it.
  std::shared_ptr<const redaction::Substitutions> Known(const std::string& scope) {
    const std::unique_ptr<Vault> other = vault_testing::OpenVault(directory_);
    return AllOfScope(*other, context_, scope).value();
  }
  Vault& vault() { return *vault_; }
  boost::asio::io_context& context() { return context_; }

 private:
  static absl::StatusOr<std::string> Through(TextWorker& worker, std::string_view bytes, FileFormat format) {
    std::string out;
    for (const Piece& piece : PiecesOf(bytes, format)) {
      absl::StatusOr<DoneText> done = worker.Do(piece, format);
      if (!done.ok()) return done.status();
      out += done->bytes;
    }
    return out;
  }

  vault_testing::TestDirectory directory_;
  boost::asio::io_context context_;
  std::unique_ptr<Vault> vault_ = vault_testing::OpenVault(directory_);  // goes before the context
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_BATCH_TESTING_H_
