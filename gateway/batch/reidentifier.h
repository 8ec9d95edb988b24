// Puts back, byte for byte, what Deidentifier replaced under a scope. A code of nobody there stays as it is.
//
// Everywhere in the file, in a URL or a tag too, unlike the restoring of a vendor's answer: the file is the
// district's own, and is restored by whoever holds the vault's key.
//
// Thread: one worker's own; the substitutions may be shared. Errors: none.
#ifndef SCHOOLGATE_GATEWAY_BATCH_REIDENTIFIER_H_
#define SCHOOLGATE_GATEWAY_BATCH_REIDENTIFIER_H_

#include <memory>
#include <utility>

#include "gateway/batch/text_work.h"
#include "redaction/pseudonym/substitutions.h"

namespace schoolgate::gateway {

class Reidentifier final : public TextWorker {
 public:
  explicit Reidentifier(std::shared_ptr<const redaction::Substitutions> known) : known_(std::move(known)) {}

  absl::StatusOr<DoneText> Do(const Piece& piece, FileFormat format) override;

 private:
  void Restore(std::string_view region, DoneText& done) const;

  const std::shared_ptr<const redaction::Substitutions> known_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_REIDENTIFIER_H_
