#include "connectors/dialects/request_reader.h"

#include <cmath>
#include <limits>

#include "core/util/problems.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

// A response header has room for so many names; what follows them is one mark.
constexpr size_t kMostDropped = 50;

bool HoldsText(const json::Value& value) {
  if (value.IsString()) return value.GetStringLength() > 0;
  if (value.IsArray()) {
    for (const json::Value& element : value.GetArray()) {
      if (HoldsText(element)) return true;
    }
  }
  if (value.IsObject()) {
    for (const auto& member : value.GetObject()) {
      if (HoldsText(member.value)) return true;
    }
  }
  return false;
}

absl::Status CheckKeys(const json::Value& value, const Path& path) {
  size_t number = 0;
  if (value.IsArray()) {
    for (const json::Value& element : value.GetArray()) {
      SG_RETURN_IF_ERROR(CheckKeys(element, path.Element(number++)));
    }
  }
  if (value.IsObject()) {
    UnknownKeys keys;
    for (const auto& member : value.GetObject()) {
      const Path place = path.Ordinal(++number);
      if (!keys.Add(json::Text(member.name))) return DuplicateKey(place);
      SG_RETURN_IF_ERROR(CheckKeys(member.value, place));
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string Path::ToString() const {
  if (parent_ == nullptr) return "body";
  std::string out = parent_->parent_ == nullptr ? "" : parent_->ToString();
  if (!name_.empty() || ordinal_) {
    if (!out.empty()) out.push_back('.');
    out += ordinal_ ? StrCat("#", number_) : std::string(name_);
  } else {
    out += StrCat("[", number_, "]");
  }
  return out;
}

absl::Status WrongType(const Path& path, std::string_view expected) {
  return MakeProblem(problems::kWrongType, {{"place", path.ToString()}, {"expected", expected}});
}

absl::Status InvalidValue(const Path& path, std::string_view expected) {
  return MakeProblem(problems::kInvalidValue, {{"place", path.ToString()}, {"expected", expected}});
}

absl::Status MissingField(const Path& path) {
  return MakeProblem(problems::kMissingField, {{"place", path.ToString()}});
}

absl::Status DuplicateKey(const Path& path) {
  return InvalidValue(path, "each key once (cada clave una sola vez)");
}

absl::Status ParseProblem(const json::ParseResult& result) {
  const std::string offset = StrCat(result.offset);
  switch (result.fault) {
    case json::Fault::kNone:
      return absl::OkStatus();
    case json::Fault::kMalformed:
      return MakeProblem(problems::kMalformedRequest, {{"format", "JSON"}, {"offset", offset}});
    case json::Fault::kInvalidUtf8:
      return MakeProblem(problems::kInvalidUtf8, {{"place", StrCat("byte ", offset)}});
    case json::Fault::kTooDeep:
      return MakeProblem(problems::kInvalidValue,
                         {{"place", StrCat("byte ", offset)},
                          {"expected", StrCat("at most ", json::kMaxDepth, " levels (hasta ", json::kMaxDepth,
                                              " niveles)")}});
  }
  return MakeProblem(problems::kInternal);
}

void RequestReader::Drop(const Path& path) {
  if (dropped_.size() < kMostDropped) {
    dropped_.push_back(path.ToString());
  } else if (dropped_.size() == kMostDropped) {
    dropped_.push_back("...");
  }
}

absl::Status RequestReader::Unknown(const json::Value& value, const Path& path) {
  if (!options_.drop_unknown_text && HoldsText(value)) {
    return MakeProblem(problems::kUnknownField, {{"place", path.ToString()}});
  }
  Drop(path);
  return absl::OkStatus();
}

bool UnknownKeys::Add(std::string_view name) {
  // A handful is compared one by one; a hostile many by hash.
  constexpr size_t kFew = 24;
  if (few_.size() < kFew) {
    for (std::string_view other : few_) {
      if (other == name) return false;
    }
    few_.push_back(name);
    return true;
  }
  if (many_.empty()) {
    for (std::string_view other : few_) many_.insert(ToAbsl(other));
  }
  return many_.insert(ToAbsl(name)).second;
}

absl::Status ReadString(const json::Value& value, const Path& path, std::string& out) {
  if (!value.IsString()) return WrongType(path, "string");
  out.assign(value.GetString(), value.GetStringLength());
  return absl::OkStatus();
}

absl::StatusOr<bool> ReadBool(const json::Value& value, const Path& path) {
  if (!value.IsBool()) return WrongType(path, "true | false");
  return value.GetBool();
}

absl::StatusOr<double> ReadDouble(const json::Value& value, const Path& path) {
  if (!value.IsNumber()) return WrongType(path, "number");
  return value.GetDouble();
}

absl::StatusOr<int64_t> ReadInt(const json::Value& value, const Path& path, int64_t least, int64_t most) {
  if (!value.IsNumber()) return WrongType(path, "integer");
  int64_t number = 0;
  if (value.IsInt64()) {
    number = value.GetInt64();
  } else {
    // Some clients write whole numbers as 1.0. 2^53 bounds what a double holds exactly.
    const double real = value.GetDouble();
    if (std::floor(real) != real) return WrongType(path, "integer");
    if (std::abs(real) > 9007199254740992.0) return InvalidValue(path, StrCat(least, " ... ", most));
    number = static_cast<int64_t>(real);
  }
  if (number < least || number > most) return InvalidValue(path, StrCat(least, " ... ", most));
  return number;
}

absl::StatusOr<int32_t> ReadInt32(const json::Value& value, const Path& path) {
  SG_ASSIGN_OR_RETURN(const int64_t number, ReadInt(value, path, std::numeric_limits<int32_t>::min(),
                                                    std::numeric_limits<int32_t>::max()));
  return static_cast<int32_t>(number);
}

absl::Status ReadJsonObject(const json::Value& value, const Path& path, std::string& out) {
  if (!value.IsObject()) return WrongType(path, "object");
  SG_RETURN_IF_ERROR(CheckKeys(value, path));
  json::Writer writer(out);
  writer.Copy(value);
  if (!writer.ok()) return InvalidValue(path, "JSON");
  return absl::OkStatus();
}

}  // namespace schoolgate::connectors
