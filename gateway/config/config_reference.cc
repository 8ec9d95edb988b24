// docs/config.md: the table, written out.
#include "core/util/strings.h"
#include "gateway/config/config_table.h"

namespace schoolgate::gateway {
namespace {

class Documenter {
 public:
  Documenter(std::string& out, std::string prefix) : out_(out), prefix_(std::move(prefix)) {}

  void Text(std::string_view key, std::string&, Need need, std::string_view doc) {
    Row(key, "text", Preset(need), doc);
  }
  void Texts(std::string_view key, std::vector<std::string>&, std::string_view doc) {
    Row(key, "list of texts", "empty", doc);
  }
  void Path(std::string_view key, std::string&, Need need, Exists exists, std::string_view doc) {
    static constexpr std::string_view kTypes[] = {"path", "file", "directory"};
    Row(key, kTypes[static_cast<int>(exists)], Preset(need), doc);
  }
  void KeyPlace(std::string_view key, std::string&, Need need, std::string_view doc) {
    Row(key, "path or pkcs11: URI", Preset(need), doc);
  }
  void Address(std::string_view key, std::string&, Need need, std::string_view doc) {
    Row(key, "address", Preset(need), doc);
  }
  void TimeZone(std::string_view key, std::string&, std::string_view preset, std::string_view doc) {
    Row(key, "time zone", StrCat("`", preset, "`"), doc);
  }
  void Count(std::string_view key, int64_t&, int64_t least, int64_t most, int64_t preset,
             std::string_view doc) {
    Row(key, StrCat("number, ", least, " to ", most), StrCat("`", preset, "`"), doc);
  }
  void Bytes(std::string_view key, int64_t&, int64_t least, int64_t most, int64_t preset,
             std::string_view doc) {
    Row(key, StrCat("size, ", BytesText(least), " to ", BytesText(most)), StrCat("`", BytesText(preset), "`"),
        doc);
  }
  void Time(std::string_view key, absl::Duration&, absl::Duration preset, std::string_view doc) {
    Row(key, "duration", StrCat("`", absl::FormatDuration(preset), "`"), doc);
  }
  void Flag(std::string_view key, bool&, std::string_view doc) { Row(key, "true or false", "`false`", doc); }
  template <typename T>
  void Choice(std::string_view key, T&, std::span<const ChoiceWord> words, T preset, std::string_view doc) {
    std::string named = "required";
    for (const ChoiceWord& choice : words) {
      if (static_cast<T>(choice.value) == preset && preset != T{}) named = StrCat("`", choice.word, "`");
    }
    Row(key, Words(words), named, doc);
  }
  void Choice(std::string_view key, std::string&, std::span<const ChoiceWord> words, std::string_view preset,
              std::string_view doc) {
    Row(key, Words(words), StrCat("`", preset, "`"), doc);
  }
  template <typename Rows>
  void Section(std::string_view key, Need need, std::string_view doc, const Rows& rows) {
    Row(key, "map", Preset(need), doc);
    Documenter inner(out_, StrCat(prefix_, key, "."));
    rows(inner);
  }
  template <typename T, typename Rows>
  void List(std::string_view key, std::vector<T>&, Need need, std::string_view doc, const Rows& rows) {
    Row(key, "list of maps", Preset(need), doc);
    Documenter inner(out_, StrCat(prefix_, key, "[]."));
    T item;
    rows(inner, item);
  }

 private:
  static std::string Preset(Need need) { return need == Need::kRequired ? "required" : "none"; }
  static std::string Words(std::span<const ChoiceWord> words) {
    std::string all;
    for (const ChoiceWord& choice : words) all += StrCat(all.empty() ? "" : ", ", "`", choice.word, "`");
    return all;
  }
  void Row(std::string_view key, std::string_view type, std::string_view preset, std::string_view doc) {
    out_ += StrCat("| `", prefix_, key, "` | ", type, " | ", preset, " | ", doc, " |\n");
  }

  std::string& out_;
  std::string prefix_;
};

}  // namespace

std::string BytesText(int64_t bytes) {
  if (bytes % kGiB == 0) return StrCat(bytes / kGiB, "GiB");
  if (bytes % kMiB == 0) return StrCat(bytes / kMiB, "MiB");
  if (bytes % kKiB == 0) return StrCat(bytes / kKiB, "KiB");
  return StrCat(bytes);
}

std::string ConfigReference() {
  std::string out =
      "# Configuration\n\n"
      "`schoolgate serve --config FILE` reads one YAML file. An unknown key, a bad value or a missing file "
      "is an error "
      "with its\n"
      "place, all of them are reported at once, and the process does not start. Relative paths are relative "
      "to the file.\n"
      "`deploy/sample/config.yaml` is a file to start from.\n\n"
      "This page is generated from the table that parses the file (`gateway/config/config_table.h`); "
      "`schoolgate config-reference` prints it.\n\n"
      "| key | type | default | meaning |\n|---|---|---|---|\n";
  Config config;
  Documenter documenter(out, "");
  ConfigRows(documenter, config);
  return out;
}

}  // namespace schoolgate::gateway
