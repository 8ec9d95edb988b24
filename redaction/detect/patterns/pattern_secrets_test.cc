// Passwords, PINs, combinations and keys; machines and their numbers.
#include "redaction/detect/test_values.h"

namespace schoolgate::redaction {
namespace {

TEST(SecretPatternsTest, WhatWasTypedWhereALoginIsSpokenOf) {
  CheckValues({
      {"The portal password is wrong. we tried Walnut#88 and also the old robin2207.",
       {"Walnut#88", "robin2207"}},
      {"he can't log in. Default is birthday so Jt04112013", {"Jt04112013"}},
      {"New pw policy: everybody stop using Stallions7! on the cart", {"Stallions7!"}},
      {"sis INFO password reset temp=Pl0ver!71 by=helpdesk", {"Pl0ver!71"}},
      {"both twins typed Maple!4410, do they share a login?", {"Maple!4410"}},
      {"Computer: health.two / Closet-Key-Blue", {"health.two", "Closet-Key-Blue"}},
      {"She needs the pickup code.\nRosa: heron5512", {"heron5512"}},
      {"To excuse the absence reply with this code: 4T-PEAR", {"4T-PEAR"}},
      {"Code for the cabinet is 7719 so I am changing it to 7720# today", {"7719", "7720#"}},
      {"lock box combo R22-L8-R16", {"R22-L8-R16"}},
      {"lunch PIN for Theo is 7719", {"7719"}},
  });
  CheckNothing({
      "Log in with your class link and open Lesson#3 first.",
      "The password page in Office365 is slow, so use Chrome.",
      "user: better, now write a 2-line intro for the login page",
      "name the files 8WH-##-topic before you sign in",
      "The chromebook tag is CB-20931, serial label on the login screen.",
  });
}

TEST(SecretPatternsTest, PasswordsPinsAndKeys) {
  CheckValues({
      {"password: Bluebird42", {"Bluebird42"}},
      {"pw: Bluebird42!", {"Bluebird42!"}},
      {"pwd=Bluebird42", {"Bluebird42"}},
      {"my password is bluebird.", {"bluebird"}},
      {"the password is Tiger#22", {"Tiger#22"}},
      {"contraseña: sol2024", {"sol2024"}},
      {"la clave es sol2024", {"sol2024"}},
      {"PIN 4417", {"4417"}},
      {"pin: 4417", {"4417"}},
      {"the password's Dragon99", {"Dragon99"}},
      {"Password - Dragon99!", {"Dragon99!"}},
      {"pass Dragon99!", {"Dragon99!"}},
      {"pswd=Winter#1", {"Winter#1"}},
      {"changed the password to Tiger55!", {"Tiger55!"}},
      {"locker 214 combo: 12 R 24 L 6", {"12 R 24 L 6"}},
      {R"([{"pin": 4417}])", {"4417"}},
      {"the pin number is 4417", {"4417"}},
      {"her lunch pin 8846", {"8846"}},
      {"wifi password: Grackle-77", {"Grackle-77"}},
      {"locker combo 12-34-8", {"12-34-8"}},
      {"combination is 12, 34, 8", {"12, 34, 8"}},
      {"door code 4417#", {"4417#"}},
      {"the gate code is 4417", {"4417"}},
      {"zoom passcode 884412", {"884412"}},
      {"api_key = 'k3yk3yk3yk3y99'", {"k3yk3yk3yk3y99"}},
      {"sk-proj-abcd1234efgh5678ijkl9012", {"sk-proj-abcd1234efgh5678ijkl9012"}},
      {"ghp_abcd1234efgh5678ijkl9012mnop", {"ghp_abcd1234efgh5678ijkl9012mnop"}},
      {"AKIAIOSFODNN7EXAMPLE", {"AKIAIOSFODNN7EXAMPLE"}},
  });
  CheckNothing({
      "your password is required",
      "password must be at least 8 characters",
      "the password is wrong",
      "you need a password to enter.",
      "password: ********",
      "Name, Hearing, pass\nBell, retest, forgot\n",
      "Tupou S gr Bell pass, hearing fail, id\nBell, retest, forgot\n",
      "forgot password?",
      "reset your password by 10/21",
      "password = os.environ['PASS']",
      "the dress code is on page 12",
      "zip code 78852",
      "course code 4417",
      "hall pass 12",
      "bus pass is required",
      "pin the tail on 4 donkeys",
      "token economy with 20 tokens",
      "the secret garden, chapter 12",
      "combination of 3 colors",
      "key of C, 4 sharps",
  });
}

TEST(SecretPatternsTest, MachinesAndTheirNumbers) {
  CheckValues({
      {"IMEI 490154203237518", {"490154203237518"}},
      {"from 10.31.7.19", {"10.31.7.19"}},
      {"fe80::1ff:fe23:4567:890a", {"fe80::1ff:fe23:4567:890a"}},
  });
  CheckNothing({"serial number 5CD1234XYZ", "Chromebook model CB3111", "Chrome 141", "TI-84 calculators",
                "ratio 3:4:5"});
}

}  // namespace
}  // namespace schoolgate::redaction
