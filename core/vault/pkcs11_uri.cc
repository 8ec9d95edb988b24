#include "core/vault/pkcs11_uri.h"

#include <algorithm>
#include <utility>

#include "core/util/problems.h"
#include "core/util/status.h"

namespace schoolgate {
namespace {

constexpr std::string_view kScheme = "pkcs11:";
constexpr std::string_view kFile = "file:";
constexpr CK_SLOT_ID kAnySlot = static_cast<CK_SLOT_ID>(-1);

absl::Status Unusable(std::string_view part) {
  return MakeProblem(problems::kVaultKeyUriUnusable, {{"part", part}});
}

// What a URI does not name, p11-kit leaves zero.
template <size_t N>
bool IsNamed(const unsigned char (&field)[N]) {
  return std::any_of(field, field + N, [](unsigned char byte) { return byte != 0; });
}

// "file:/path" and "file:///path" (RFC 8089).
std::string PathOf(std::string_view source) {
  if (source.substr(0, kFile.size()) != kFile) return "";
  source.remove_prefix(kFile.size());
  if (source.substr(0, 3) == "///") source.remove_prefix(2);
  return std::string(source.substr(0, 1) == "/" && source.substr(0, 2) != "//" ? source : "");
}

}  // namespace

bool IsPkcs11Uri(std::string_view text) { return text.substr(0, kScheme.size()) == kScheme; }

Pkcs11Uri::Pkcs11Uri(std::string text, std::unique_ptr<P11KitUri, Free> uri)
    : text_(std::move(text)), uri_(std::move(uri)) {}

absl::StatusOr<Pkcs11Uri> Pkcs11Uri::Parse(const std::string& text) {
  std::unique_ptr<P11KitUri, Free> parsed(p11_kit_uri_new());
  if (!IsPkcs11Uri(text) || p11_kit_uri_parse(text.c_str(), P11_KIT_URI_FOR_ANY, parsed.get()) != 0) {
    return Unusable(kScheme);
  }
  Pkcs11Uri uri(text, std::move(parsed));
  SG_RETURN_IF_ERROR(uri.Check());
  return uri;
}

absl::Status Pkcs11Uri::Check() {
  // An attribute nobody knows might have narrowed the choice (RFC 7512 section 2.3).
  if (p11_kit_uri_any_unrecognized(uri_.get()) != 0) return Unusable(kScheme);
  if (p11_kit_uri_get_pin_value(uri_.get()) != nullptr) return Unusable("pin-value");
  if (p11_kit_uri_get_module_name(uri_.get()) != nullptr) return Unusable("module-name");
  const char* path = p11_kit_uri_get_module_path(uri_.get());
  if (path == nullptr || *path != '/') return Unusable("module-path");
  module_path_ = path;
  if (const char* source = p11_kit_uri_get_pin_source(uri_.get()); source != nullptr) {
    pin_file_ = PathOf(source);
    if (pin_file_.empty()) return Unusable("pin-source");
  }
  const CK_TOKEN_INFO* token = p11_kit_uri_get_token_info(uri_.get());
  if (!IsNamed(token->label) && !IsNamed(token->serialNumber)) return Unusable("token");
  const CK_ATTRIBUTE* label = p11_kit_uri_get_attribute(uri_.get(), CKA_LABEL);
  if (label == nullptr || label->ulValueLen == 0) return Unusable("object");
  CK_OBJECT_CLASS secret_key = CKO_SECRET_KEY;
  if (const CK_ATTRIBUTE* type = p11_kit_uri_get_attribute(uri_.get(), CKA_CLASS); type != nullptr) {
    const auto* object_class = static_cast<const CK_OBJECT_CLASS*>(type->pValue);
    if (type->ulValueLen != sizeof(secret_key) || *object_class != secret_key) return Unusable("type");
  }
  CK_ATTRIBUTE object_class = {CKA_CLASS, &secret_key, sizeof(secret_key)};
  p11_kit_uri_set_attribute(uri_.get(), &object_class);  // copies
  return absl::OkStatus();
}

absl::Span<const CK_ATTRIBUTE> Pkcs11Uri::object() const {
  CK_ULONG count = 0;
  const CK_ATTRIBUTE* attributes = p11_kit_uri_get_attributes(uri_.get(), &count);
  return {attributes, count};
}

bool Pkcs11Uri::MatchesModule(const CK_INFO& module) const {
  return p11_kit_uri_match_module_info(uri_.get(), &module) == 1;
}

bool Pkcs11Uri::MatchesToken(CK_SLOT_ID slot, const CK_SLOT_INFO& slot_info,
                             const CK_TOKEN_INFO& token) const {
  const CK_SLOT_ID wanted = p11_kit_uri_get_slot_id(uri_.get());
  return (wanted == kAnySlot || wanted == slot) && p11_kit_uri_match_slot_info(uri_.get(), &slot_info) == 1 &&
         p11_kit_uri_match_token_info(uri_.get(), &token) == 1;
}

}  // namespace schoolgate
