// Where the texts of a piece stand, and what of it is looked at together.
//
//   text        the piece is one text
//   table       each cell but the head's own is one, with its head for a cue; the rows are looked at together
//   JSON lines  keys, strings and numbers of a line, which is looked at by itself. Of an object with "id" and
//               "text" alone, the text. A line that is no JSON is one text.
//
// A text is a stretch of the piece's bytes, within the quotes of a cell or string; what is escaped in it is
// read without escapes, with a map back. Thread: one at a time. Views live as long as the piece.
#ifndef SCHOOLGATE_GATEWAY_BATCH_PIECE_SLOTS_H_
#define SCHOOLGATE_GATEWAY_BATCH_PIECE_SLOTS_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/batch/piece_reader.h"
#include "redaction/walk/slot.h"

namespace schoolgate::gateway {

// How a text is written in its file: what a word put into it has to be written like.
enum class Writing : uint8_t { kPlain, kCell, kQuotedCell, kJson, kJsonNumber };

struct Place {
  size_t begin = 0;  // in the piece
  size_t end = 0;
  Writing writing = Writing::kPlain;
  int32_t map = -1;  // index into PieceSlots::maps; -1: the text is the bytes
};

// Texts that are looked at together, and the bytes in which codes are read and written.
struct Unit {
  size_t begin = 0;
  size_t end = 0;
  size_t first_slot = 0;
  size_t end_slot = 0;
};

struct PieceSlots {
  std::vector<redaction::Slot> slots;
  std::vector<Place> places;  // parallel to slots
  std::vector<Unit> units;    // sorted, apart
  int64_t texts = 0;          // pieces of text, rows, lines

  // For each byte of a text without its escapes, and for its end, where it stands in the raw bytes.
  std::deque<std::vector<uint32_t>> maps;
  std::deque<std::string> decoded;

  // Where byte `at` of a slot's text stands in the piece.
  size_t InPiece(size_t slot, size_t at) const {
    const Place& place = places[slot];
    return place.begin + (place.map < 0 ? at : maps[static_cast<size_t>(place.map)][at]);
  }
};

PieceSlots FindSlots(const Piece& piece, FileFormat format);

// The units alone: where codes may be.
std::vector<Unit> FindUnits(const Piece& piece, FileFormat format);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_PIECE_SLOTS_H_
