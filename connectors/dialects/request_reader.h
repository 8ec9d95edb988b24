// Reads a caller's JSON by tables of published fields: each has its reader; what is not in the table is
// dropped and named, or refused by its place. A place is made of published names and positions
// ("messages[2].content[0].image_url.url"); a caller's own key appears as its ordinal among its siblings,
// counted from 1 ("messages[1].#3"), because a key can be personal data too.
//
// Ownership: paths point at their parents on the stack and at literals. One RequestReader reads one request;
// thread-compatible. Errors are problems (core/util/problems.h) with a "place".
#ifndef SCHOOLGATE_CONNECTORS_DIALECTS_REQUEST_READER_H_
#define SCHOOLGATE_CONNECTORS_DIALECTS_REQUEST_READER_H_

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "connectors/dialects/dialect.h"
#include "connectors/dialects/json_util.h"
#include "core/util/status.h"

namespace schoolgate::connectors {

// A place in a request. Costs nothing until it is written out.
class Path {
 public:
  Path() = default;  // the whole body
  Path Field(std::string_view published_name) const { return Path(this, published_name, 0, false); }
  Path Element(size_t index) const { return Path(this, {}, index, false); }
  Path Ordinal(size_t ordinal) const { return Path(this, {}, ordinal, true); }
  std::string ToString() const;

 private:
  Path(const Path* parent, std::string_view name, size_t number, bool ordinal)
      : parent_(parent), name_(name), number_(number), ordinal_(ordinal) {}

  const Path* parent_ = nullptr;
  std::string_view name_;
  size_t number_ = 0;
  bool ordinal_ = false;
};

absl::Status WrongType(const Path& path, std::string_view expected);
absl::Status InvalidValue(const Path& path, std::string_view expected);
absl::Status MissingField(const Path& path);
absl::Status DuplicateKey(const Path& path);
// The problem of a body that is no JSON.
absl::Status ParseProblem(const json::ParseResult& result);

class RequestReader {
 public:
  explicit RequestReader(const DecodeOptions& options) : options_(options) {}

  // Notes that the value there was left out.
  void Drop(const Path& path);
  // A field no table knows: dropped if it holds no text (or the app chose so), refused otherwise.
  absl::Status Unknown(const json::Value& value, const Path& path);

  std::vector<std::string> TakeDropped() { return std::move(dropped_); }

 private:
  DecodeOptions options_;
  std::vector<std::string> dropped_;
};

// How one published field of an object is read into a T. JSON's null counts as absent, so readers never see
// it.
template <typename T>
struct FieldReader {
  std::string_view name;
  absl::Status (*read)(RequestReader&, const json::Value&, const Path&, T&);
};

// Refuses the second of two equal keys among those no table knows.
class UnknownKeys {
 public:
  // False if `name` was seen before.
  bool Add(std::string_view name);

 private:
  std::vector<std::string_view> few_;
  absl::flat_hash_set<absl::string_view> many_;
};

template <typename T, size_t N>
absl::Status ReadObject(RequestReader& reader, const json::Value& value, const Path& path,
                        const FieldReader<T> (&fields)[N], T& target) {
  if (!value.IsObject()) return WrongType(path, "object");
  std::bitset<N> seen;
  UnknownKeys unknown;
  size_t ordinal = 0;
  for (const auto& member : value.GetObject()) {
    ++ordinal;
    const std::string_view name = json::Text(member.name);
    size_t i = 0;
    while (i < N && fields[i].name != name) ++i;
    if (i == N) {
      const Path place = path.Ordinal(ordinal);
      if (!unknown.Add(name)) return DuplicateKey(place);
      SG_RETURN_IF_ERROR(reader.Unknown(member.value, place));
      continue;
    }
    const Path place = path.Field(fields[i].name);
    if (seen[i]) return DuplicateKey(place);
    seen[i] = true;
    if (member.value.IsNull()) continue;
    SG_RETURN_IF_ERROR(fields[i].read(reader, member.value, place, target));
  }
  return absl::OkStatus();
}

// ---- readers of single values

absl::Status ReadString(const json::Value& value, const Path& path, std::string& out);
absl::StatusOr<bool> ReadBool(const json::Value& value, const Path& path);
absl::StatusOr<double> ReadDouble(const json::Value& value, const Path& path);
// Whole numbers, also written as 1.0; INVALID_VALUE outside [least, most].
absl::StatusOr<int64_t> ReadInt(const json::Value& value, const Path& path, int64_t least, int64_t most);
absl::StatusOr<int32_t> ReadInt32(const json::Value& value, const Path& path);
// A JSON object kept as text, with no key twice at any level.
absl::Status ReadJsonObject(const json::Value& value, const Path& path, std::string& out);

// A published field that the gate does not send: dropped and named.
template <typename T>
absl::Status DropField(RequestReader& reader, const json::Value&, const Path& path, T&) {
  reader.Drop(path);
  return absl::OkStatus();
}
// A published field that means nothing by itself: left out without a word.
template <typename T>
absl::Status IgnoreField(RequestReader&, const json::Value&, const Path&, T&) {
  return absl::OkStatus();
}

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_DIALECTS_REQUEST_READER_H_
