// E-mails, handles, user names and URLs, as they are and as they are hidden.
#include "redaction/detect/test_values.h"

namespace schoolgate::redaction {
namespace {

TEST(WebPatternsTest, SpeakersOfAChatAreUserNames) {
  CheckValues({
      {"birdie.11: did you see\nzz_top: yes\nbirdie.11: ok\nzz_top: who\n",
       {"birdie.11", "zz_top", "birdie.11", "zz_top"}},
      {"theoooo  9:01 PM\nbattery is dead\ntheoooo  9:02 PM\nagain\ntheoooo  9:03 PM\nok",
       {"theoooo", "theoooo", "theoooo"}},
  });
  CheckNothing({
      "user: what is a cell?\nassistant: A cell is small.\nuser: multisyllable words please.\nassistant: "
      "Sure.",
      "app.port: 80\napp.host: local\nmax_items: 5\ntimeout_ms: 30\n",
  });
}

TEST(WebPatternsTest, AccountsThatAProgramNames) {
  CheckValues({
      {"conn: db=sis_prod;uid=tferris_rw;", {"tferris_rw"}},
      {"Incident entered by JQUILLEN today", {"JQUILLEN"}},
      {"find me at @wren dot wild dot 09 ok", {"@wren dot wild dot 09"}},
      {"her venmo is @wren-tanager-88", {"@wren-tanager-88"}},
      {"https://give.example/f/ferrisova-family-lucia", {"https://give.example/f/ferrisova-family-lucia"}},
  });
}

TEST(WebPatternsTest, EmailsAndHowTheyAreHidden) {
  CheckValues({
      {"j.doe+x@mail.example", {"j.doe+x@mail.example"}},
      {"jdoe @ gmail.com", {"jdoe @ gmail.com"}},
      {"jdoe@ gmail.com", {"jdoe@ gmail.com"}},
      {"jdoe [at] gmail [dot] com", {"jdoe [at] gmail [dot] com"}},
      {"jdoe(at)gmail(dot)com", {"jdoe(at)gmail(dot)com"}},
      {"jdoe at gmail dot com", {"jdoe at gmail dot com"}},
      {"write to j.doe at gmail.com", {"j.doe at gmail.com"}},
      {"j dot doe at gmail dot com", {"j dot doe at gmail dot com"}},
      {"mari_lopz at school dot k12 dot tx dot us", {"mari_lopz at school dot k12 dot tx dot us"}},
      {"jdoe arroba gmail punto com", {"jdoe arroba gmail punto com"}},
      {"jdoe AT gmail DOT com", {"jdoe AT gmail DOT com"}},
      {"jdoe@gmail.\u200Bcom", {"jdoe@gmail.\u200Bcom"}},
      {"mailto:jdoe@mail.example?subject=hi", {"mailto:jdoe@mail.example?subject=hi"}},
  });
  CheckNothing({
      "look at example.com",
      "mail user@example.com",
      "noreply@canvas.example",
      "support@vendor.example",
      "we are at school.",
      "@media print {",
      "git@github.com:org/repo",
  });
}

TEST(WebPatternsTest, WhatStandsInExamplesIsNobodys) {
  CheckNothing({
      "write to user@example.com or ana@lists.example.org",
      "curl https://api.example.com/v2/users/maria",
      "root@localhost and dev@build.test",
      "the router is 192.168.1.1, the resolver 8.8.8.8",
      "SERIAL = \"555-0100-AX\"",
      "password: ********",
      "birth date,1900-01-01",
  });
  CheckValues({{"ana@mail.example", {"ana@mail.example"}}, {"seen at 192.168.1.77", {"192.168.1.77"}}});
}

TEST(WebPatternsTest, HandlesAndUserNames) {
  CheckValues({
      {"her insta is @not.ur.mia", {"@not.ur.mia"}},
      {"snap: jaybaby08", {"jaybaby08"}},
      {"add me on snap jaybaby08", {"jaybaby08"}},
      {"my roblox user is coolkid2012", {"coolkid2012"}},
      {"discord kayrawr#1234", {"kayrawr#1234"}},
      {"gamertag: xX_slayr_Xx", {"xX_slayr_Xx"}},
      {"jay_08 on tiktok", {"jay_08"}},
      {"username: mquispe22", {"mquispe22"}},
      {"Chromebook login made: mquispe / Hello5th!", {"mquispe", "Hello5th!"}},
      {"SELECT 1 -- nurse_om", {"nurse_om"}},
      {"mquispe22:Tiger55!", {"mquispe22", "Tiger55!"}},
      {"Sign in as mquispe.9", {"mquispe.9"}},
      {"her @ is b_r_1_elle.oka09", {"b_r_1_elle.oka09"}},
      {"我的微信是 heather_li_cedar,邮箱", {"heather_li_cedar"}},
      {"logged in as mquispe", {}},
      {"user=mquispe22 action=login", {"mquispe22"}},
      {"/home/mquispe/report.txt", {"mquispe"}},
      {"login mquispe.22", {"mquispe.22"}},
      {"usuario: mquispe22", {"mquispe22"}},
      {"instagram user brook.lynnn08", {"brook.lynnn08"}},
      {"dm me @kaylarawr on insta", {"@kaylarawr"}},
      {"{\"username\": \"mquispe22\"}", {"mquispe22"}},
      {"ssh mquispe@10.31.7.19", {"mquispe", "10.31.7.19"}},
  });
  CheckNothing({
      "the user is locked out",
      "login: failed",
      "user_id and user_name are columns",
      "snap cubes and base10 blocks",
      "/home/user/app and /home/ubuntu",
      "insta is down",
      "@Override @param @pytest.fixture",
      "print(user.name)",
      "add_by_hand.txt",
      "covid19, mp3, h2o, 4th, 1st, 3d",
      "login as admin",
      "Proloquo2Go and Touch2Learn",
  });
}

TEST(WebPatternsTest, UrlsWithPersonalParts) {
  CheckValues({
      {"https://x.example/view?student_id=310107", {"https://x.example/view?student_id=310107"}},
      {"https://x.example/view?studentId=310107", {"https://x.example/view?studentId=310107"}},
      {"https://x.example/r?token=abc123def", {"https://x.example/r?token=abc123def"}},
      {"https://drive.example/file/Mariela_Quispe_IEP.pdf",
       {"https://drive.example/file/Mariela_Quispe_IEP.pdf"}},
      {"instagram.com/not.ur.mia", {"instagram.com/not.ur.mia"}},
      {"see www.tiktok.com/@jaybaby08", {"www.tiktok.com/@jaybaby08"}},
      {"wa.me/15595550123", {"wa.me/15595550123"}},
      {"https://u.example/%6A%64%6F%65%40%6D%61%69%6C%2E%65%78%61%6D%70%6C%65",
       {"https://u.example/%6A%64%6F%65%40%6D%61%69%6C%2E%65%78%61%6D%70%6C%65"}},
  });
  CheckNothing({
      "https://www.khanacademy.org/math/algebra",
      "https://docs.example/lesson/42",
      "https://www.instagram.com/p/Cx12/",
      "https://en.wikipedia.org/wiki/Maria_Montessori",
      "and/or he/she",
      "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
  });
}

}  // namespace
}  // namespace schoolgate::redaction
