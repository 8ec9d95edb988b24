// What a vendor writes about its students, as the district reads it: the codes and pseudonyms of the vendor's
// own people become their names, and every other code a neutral word (redaction/restore). Nobody outside the
// vendor's classes is named, however the code came about.
//
// One call's own; one thread. Holds people's text, and wipes nothing of what it gives away.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_COMMENT_NAMES_H_
#define SCHOOLGATE_GATEWAY_RECORDS_COMMENT_NAMES_H_

#include <string>
#include <string_view>

#include "gateway/records/record_calls.h"
#include "gateway/records/record_pseudonyms.h"
#include "gateway/records/record_view.h"
#include "redaction/restore/text_restorer.h"

namespace schoolgate::gateway {

class CommentNames {
 public:
  // All outlive it.
  CommentNames(const RecordView& view, const RecordDesk::People& people, RecordPseudonyms& pseudonyms)
      : view_(view), people_(people), pseudonyms_(pseudonyms) {}

  std::string Restore(std::string_view comment);
  const redaction::RestoreCounts& counts() const { return counts_; }

 private:
  // Notes what the codes in the text stand for.
  void LearnCodes(std::string_view text);
  // Puts names for the pseudonyms of records, which are no codes.
  std::string WithoutPseudonyms(std::string_view text);
  // Their name, where the vendor's classes have them; empty if not.
  std::string NameOf(SubjectNumber number, redaction::CodeType type) const;

  const RecordView& view_;
  const RecordDesk::People& people_;
  RecordPseudonyms& pseudonyms_;
  redaction::RestoreCounts counts_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_COMMENT_NAMES_H_
