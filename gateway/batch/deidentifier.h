// Treats the pieces of files: everything found gets a code, or what a tool's plan says.
//
// Without a plan every element gets a code, those too for which policy knows no pseudonym (a social security
// number becomes ID_...): the file comes back as it was. With a plan, what it redacts or generalizes does not
// come back.
//
// Thread: one worker's own. Ownership: borrows detector, plan and issuer. Errors: INVALID_ARGUMENT that names
// the place where a text is not UTF-8 or the plan does not let it go; those of the vault.
#ifndef SCHOOLGATE_GATEWAY_BATCH_DEIDENTIFIER_H_
#define SCHOOLGATE_GATEWAY_BATCH_DEIDENTIFIER_H_

#include <span>
#include <vector>

#include "absl/time/civil_time.h"
#include "gateway/batch/code_issuer.h"
#include "gateway/batch/piece_slots.h"
#include "gateway/batch/text_work.h"
#include "policy/policy.h"
#include "redaction/detect/detector.h"

namespace schoolgate::gateway {

class Deidentifier final : public TextWorker {
 public:
  // `plan` may be null.
  Deidentifier(const redaction::Detector& detector, const policy::Plan* plan, absl::CivilDay today,
               CodeIssuer& issuer)
      : detector_(detector), plan_(plan), today_(today), issuer_(issuer) {}

  absl::StatusOr<DoneText> Do(const Piece& piece, FileFormat format) override;

 private:
  // Bytes [begin, end) of the piece give way to a code or a word.
  struct Stretch {
    size_t begin = 0;
    size_t end = 0;
    int32_t code = -1;  // index into the requests; -1: `word`
    std::string word;
    Writing writing = Writing::kPlain;
  };

  absl::StatusOr<std::vector<v1::Treatment>> TreatmentsOf(std::span<const redaction::Slot> slots,
                                                          std::span<const Finding> findings) const;
  absl::Status PlanUnit(const Piece& piece, PieceSlots& text, const Unit& unit,
                        std::vector<redaction::CodeRequest>& requests, std::vector<Stretch>& stretches,
                        TextCounts& counts) const;

  const redaction::Detector& detector_;
  const policy::Plan* plan_;
  const absl::CivilDay today_;
  CodeIssuer& issuer_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_DEIDENTIFIER_H_
