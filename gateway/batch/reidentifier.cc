#include "gateway/batch/reidentifier.h"

#include <string>
#include <string_view>

#include "gateway/batch/code_issuer.h"
#include "gateway/batch/code_reading.h"
#include "gateway/batch/piece_slots.h"

namespace schoolgate::gateway {

void Reidentifier::Restore(std::string_view region, DoneText& done) const {
  size_t copied = 0;
  redaction::CodeSighting code;
  for (size_t pos = 0; FindCode(region, pos, code); pos = code.end) {
    const std::string* form = known_->FormOf(code.full());
    size_t end = code.end;
    if (form == nullptr && code.has_letters() && !code.wrapped && !code.surely_letter) {
      // "-a" or "_ID" behind the code: words of somebody's own.
      form = known_->FormOf(code.bare());
      end = code.bare_end;
    }
    if (form == nullptr) {
      ++done.counts.removed;
      continue;
    }
    const bool number = form->front() == kFormNumber && pos > copied && region[pos - 1] == '"' &&
                        region.substr(end).starts_with('"');
    done.bytes.append(region.substr(copied, pos - copied - (number ? 1 : 0)));
    done.bytes.append(*form, 1);
    copied = end + (number ? 1 : 0);
    ++done.counts.codes;
  }
  done.bytes.append(region.substr(copied));
}

absl::StatusOr<DoneText> Reidentifier::Do(const Piece& piece, FileFormat format) {
  const std::string_view bytes = piece.bytes;
  DoneText done;
  done.bytes.reserve(bytes.size() + bytes.size() / 4);
  size_t copied = 0;
  for (const Unit& unit : FindUnits(piece, format)) {
    done.bytes.append(bytes.substr(copied, unit.begin - copied));
    Restore(bytes.substr(unit.begin, unit.end - unit.begin), done);
    copied = unit.end;
    ++done.counts.texts;
  }
  done.bytes.append(bytes.substr(copied));
  return done;
}

}  // namespace schoolgate::gateway
