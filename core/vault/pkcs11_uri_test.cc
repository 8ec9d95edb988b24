#include "core/vault/pkcs11_uri.h"

#include <cstring>

#include "core/util/problem.h"
#include "core/util/strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The part at fault; "" where the URI is usable.
std::string PartAtFault(const std::string& text) {
  const auto uri = Pkcs11Uri::Parse(text);
  if (uri.ok()) return "";
  const Problem problem = ProblemOf(uri.status());
  EXPECT_EQ(problem.reason, "VAULT_KEY_URI_UNUSABLE");
  return problem.parameters.at("part");
}

template <size_t N>
void Fill(unsigned char (&field)[N], std::string_view text) {
  std::memset(field, ' ', N);
  std::memcpy(field, text.data(), text.size());
}

CK_TOKEN_INFO Token(std::string_view label, std::string_view serial) {
  CK_TOKEN_INFO token = {};
  Fill(token.label, label);
  Fill(token.manufacturerID, "Maker");
  Fill(token.model, "Model");
  Fill(token.serialNumber, serial);
  return token;
}

TEST(Pkcs11UriTest, SaysWhereTheKeyIs) {
  const auto uri = Pkcs11Uri::Parse(
      "pkcs11:token=school%20gate;object=k%C3%A9k;id=%01%02;type=secret-key;serial=77;slot-id=5"
      "?module-path=/usr/lib/my%20token.so&pin-source=file:/etc/pin%20file");
  ASSERT_TRUE(uri.ok()) << uri.status();
  EXPECT_EQ(uri->module_path(), "/usr/lib/my token.so");
  EXPECT_EQ(uri->pin_file(), "/etc/pin file");
  std::string label;
  std::string id;
  CK_OBJECT_CLASS object_class = 0;
  for (const CK_ATTRIBUTE& attribute : uri->object()) {
    const std::string value(static_cast<const char*>(attribute.pValue), attribute.ulValueLen);
    if (attribute.type == CKA_LABEL) label = value;
    if (attribute.type == CKA_ID) id = value;
    if (attribute.type == CKA_CLASS) std::memcpy(&object_class, value.data(), sizeof(object_class));
  }
  EXPECT_EQ(uri->object().size(), 3u);
  EXPECT_EQ(label, "k\xC3\xA9k");
  EXPECT_EQ(id, "\x01\x02");
  EXPECT_EQ(object_class, CK_OBJECT_CLASS{CKO_SECRET_KEY});
  const CK_SLOT_INFO slot = {};
  EXPECT_TRUE(uri->MatchesToken(5, slot, Token("school gate", "77")));
  EXPECT_FALSE(uri->MatchesToken(6, slot, Token("school gate", "77")));
  EXPECT_FALSE(uri->MatchesToken(5, slot, Token("school gate", "78")));
  EXPECT_FALSE(uri->MatchesToken(5, slot, Token("school", "77")));
}

TEST(Pkcs11UriTest, TheClassIsASecretKeysWhereNoneIsNamed) {
  const auto uri = Pkcs11Uri::Parse("pkcs11:serial=77;object=kek?module-path=/m.so");
  ASSERT_TRUE(uri.ok()) << uri.status();
  ASSERT_EQ(uri->object().size(), 2u);
  EXPECT_EQ(uri->pin_file(), "");
  EXPECT_TRUE(uri->MatchesToken(9, CK_SLOT_INFO{}, Token("any", "77")));
}

TEST(Pkcs11UriTest, AModuleOfAnotherMakerDoesNotMatch) {
  const auto uri = Pkcs11Uri::Parse("pkcs11:token=t;object=kek;library-manufacturer=Maker?module-path=/m.so");
  ASSERT_TRUE(uri.ok()) << uri.status();
  CK_INFO info = {};
  Fill(info.manufacturerID, "Maker");
  Fill(info.libraryDescription, "Any");
  EXPECT_TRUE(uri->MatchesModule(info));
  Fill(info.manufacturerID, "Other");
  EXPECT_FALSE(uri->MatchesModule(info));
}

TEST(Pkcs11UriTest, APinFileIsAFilesAbsolutePath) {
  const std::string start = "pkcs11:token=t;object=kek?module-path=/m.so&pin-source=";
  EXPECT_EQ(Pkcs11Uri::Parse(start + "file:///etc/pin")->pin_file(), "/etc/pin");
  for (const char* source :
       {"", "/etc/pin", "file:pin", "file:", "file://host/pin", "%7C/bin/cat%20pin", "https:pin"}) {
    EXPECT_EQ(PartAtFault(start + source), "pin-source") << source;
  }
}

TEST(Pkcs11UriTest, SaysWhatIsMissingOrNotAllowed) {
  const std::string rest = "?module-path=/m.so&pin-source=file:/p";
  EXPECT_EQ(PartAtFault("pkcs11:token=t;object=kek" + rest), "");
  EXPECT_EQ(PartAtFault("pkcs11:object=kek" + rest), "token");
  EXPECT_EQ(PartAtFault("pkcs11:slot-id=3;object=kek" + rest), "token");
  EXPECT_EQ(PartAtFault("pkcs11:token=t" + rest), "object");
  EXPECT_EQ(PartAtFault("pkcs11:token=t;object=" + rest), "object");
  EXPECT_EQ(PartAtFault("pkcs11:token=t;object=kek;type=private" + rest), "type");
  EXPECT_EQ(PartAtFault("pkcs11:token=t;object=kek?pin-source=file:/p"), "module-path");
  EXPECT_EQ(PartAtFault("pkcs11:token=t;object=kek?module-path=m.so"), "module-path");
  EXPECT_EQ(PartAtFault("pkcs11:token=t;object=kek?module-name=softhsm2"), "module-name");
  EXPECT_EQ(PartAtFault("pkcs11:token=t;object=kek;unheard=of" + rest), "pkcs11:");
  EXPECT_EQ(PartAtFault("pkcs11:token=%zz;object=kek" + rest), "pkcs11:");
  EXPECT_EQ(PartAtFault("pkcs11"), "pkcs11:");
}

TEST(Pkcs11UriTest, APinInTheConfigurationIsRefusedAndNotRepeated) {
  const std::string text = "pkcs11:token=t;object=kek?module-path=/m.so&pin-value=73501946";
  EXPECT_EQ(PartAtFault(text), "pin-value");
  EXPECT_EQ(PartAtFault(text + "&pin-source=file:/p"), "pin-value");
  const Problem problem = ProblemOf(Pkcs11Uri::Parse(text).status());
  EXPECT_THAT(problem.english, Not(HasSubstr("73501946")));
  EXPECT_THAT(problem.english, HasSubstr("never in the configuration"));
}

}  // namespace
}  // namespace schoolgate
