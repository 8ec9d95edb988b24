// What follows people from page to page, and the numbers of their devices.
#include "redaction/detect/test_values.h"

namespace schoolgate::redaction {
namespace {

using Values = std::vector<std::string>;

TEST(TrackingTest, CookiesOfAnalyticsAndAdvertising) {
  CheckValues({
      {"Cookie: _ga=GA1.2.1234567890.1700000000; _gid=GA1.2.987654321.1700000001",
       {"GA1.2.1234567890.1700000000", "GA1.2.987654321.1700000001"}},
      {"_fbp=fb.1.1596403881668.1116446470", {"fb.1.1596403881668.1116446470"}},
      {"_ga_9XKQ2L=GS1.1.1700000000.4.1.1700000050.60.0.0", {"GS1.1.1700000000.4.1.1700000050.60.0.0"}},
      {"the value was GS2.1.s1700000000$o4$g1$t1700000050, every page",
       {"GS2.1.s1700000000$o4$g1$t1700000050"}},
      {"_gcl_au=1.1.1358902561.1700000000; theme=dark", {"1.1.1358902561.1700000000"}},
      {"__utma=173272373.1589214563.1700000000.1700000400.1700000900.3",
       {"173272373.1589214563.1700000000.1700000400.1700000900.3"}},
      {"IDE=AHWqTUmX3k9_2LbVq0Zt7RyN4pDsW8uE", {"AHWqTUmX3k9_2LbVq0Zt7RyN4pDsW8uE"}},
      {"set-cookie: fr=0k3VbQ9xLmZ2TfWcA.AWXyz12; path=/; secure", {"0k3VbQ9xLmZ2TfWcA.AWXyz12"}},
      {"{\"_fbp\": \"fb.1.1596403881668.1116446470\", \"lang\": \"en\"}", {"fb.1.1596403881668.1116446470"}},
      {"Cookie: lms_sid=8f3kq02mdl5vt7xw9a; lang=en-US; wrap=true", {"8f3kq02mdl5vt7xw9a"}},
      {"_hjSessionUser_2241=eyJpZCI6IjQ1Zm; x=1", {"eyJpZCI6IjQ1Zm"}},
      {"MUID=1A2B3C4D5E6F60718293A4B5C6D7E8F9", {"1A2B3C4D5E6F60718293A4B5C6D7E8F9"}},
  });
  EXPECT_EQ(Found("_fbp=fb.1.1596403881668.1116446470"),
            Values{"technology.cookie=fb.1.1596403881668.1116446470"});
}

TEST(TrackingTest, ClicksAndCampaignsLeaveTheRestOfTheUrl) {
  CheckValues({
      {"https://news.example/reading?id=7&gclid=EAIaIQobChMI3k&page=2", {"gclid=EAIaIQobChMI3k"}},
      {"https://news.example/a?utm_source=newsletter&utm_medium=email&fbclid=IwAR2x#top",
       {"utm_source=newsletter", "utm_medium=email", "fbclid=IwAR2x"}},
      {"see https://shop.example/p?msclkid=9f2c11ab&mc_eid=4c7d0e1f2a today",
       {"msclkid=9f2c11ab", "mc_eid=4c7d0e1f2a"}},
      {"www.blog.example/x?igshid=MzRlODBiNWFlZA==", {"igshid=MzRlODBiNWFlZA=="}},
      {"https://en.wikipedia.org/wiki/Volcano?utm_campaign=fall&ttclid=E.C.P.abc12",
       {"utm_campaign=fall", "ttclid=E.C.P.abc12"}},
      {"GET /lesson/4?dclid=CPzZ8bG1kf&lang=es 200", {"dclid=CPzZ8bG1kf"}},
      {"https://ads.example/v?gps_adid=38400000-8cf0-11bd-b23e-10b96e40000d&os=android",
       {"gps_adid=38400000-8cf0-11bd-b23e-10b96e40000d"}},
      {"gclid=EAIaIQobChMI3kz7x0qQ9gIV", {"EAIaIQobChMI3kz7x0qQ9gIV"}},
  });
  EXPECT_EQ(Found("https://news.example/r?gclid=EAIaIQob&p=2"), Values{"technology.cookie=gclid=EAIaIQob"});
}

TEST(TrackingTest, IdsOfDevicesAndTheirOwnersToAdvertisers) {
  CheckValues({
      {"IDFA: 6D92078A-8246-4BA4-AE5B-76104861E7DC", {"6D92078A-8246-4BA4-AE5B-76104861E7DC"}},
      {"idfa=6d92078a-8246-4ba4-ae5b-76104861e7dc&v=1", {"6d92078a-8246-4ba4-ae5b-76104861e7dc"}},
      {"\"advertising_id\": \"38400000-8cf0-11bd-b23e-10b96e40000d\"",
       {"38400000-8cf0-11bd-b23e-10b96e40000d"}},
      {"the advertising ID is deadbeef-8cf0-11bd-b23e-10b96e40000d.",
       {"deadbeef-8cf0-11bd-b23e-10b96e40000d"}},
      {"GAID 38400000-8cf0-11bd-b23e-10b96e40000d", {"38400000-8cf0-11bd-b23e-10b96e40000d"}},
      {"ID de publicidad: 38400000-8cf0-11bd-b23e-10b96e40000d", {"38400000-8cf0-11bd-b23e-10b96e40000d"}},
      {"Device ID: 1f0e9c7b-5d3a-4e21-9b8c-7a6f5e4d3c2b", {"1f0e9c7b-5d3a-4e21-9b8c-7a6f5e4d3c2b"}},
      {"android_id=9774d56d682e549c", {"9774d56d682e549c"}},
      {"UDID 00008030-001A2D3E0C82802E", {"00008030-001A2D3E0C82802E"}},
      {"UDID: 2b6f0cc904d137be2e1730235f5664094b831186", {"2b6f0cc904d137be2e1730235f5664094b831186"}},
      {"IMEI 490154203237518", {"490154203237518"}},
      {"her phone's IMEI is 49-015420-323751-8", {"49-015420-323751-8"}},
      {"MEID: A0000012345678", {"A0000012345678"}},
      {"MAC address 001B44113AB7 on the cart", {"001B44113AB7"}},
      {"mac 001b.4411.3ab7", {"001b.4411.3ab7"}},
      {"dirección MAC 00-1B-44-11-3A-B7", {"00-1B-44-11-3A-B7"}},
  });
  EXPECT_EQ(Found("6D92078A-8246-4BA4-AE5B-76104861E7DC", "idfa", SlotKind::kJsonString),
            Values{"technology.device_id=6D92078A-8246-4BA4-AE5B-76104861E7DC"});
  EXPECT_EQ(Found("EAIaIQobChMI3kz7x0", "gclid", SlotKind::kJsonString),
            Values{"technology.cookie=EAIaIQobChMI3kz7x0"});
  CheckValues({{"app,idfa,minutes\nReadUp,6D92078A-8246-4BA4-AE5B-76104861E7DC,14\n",
                {"6D92078A-8246-4BA4-AE5B-76104861E7DC"}}});
}

TEST(TrackingTest, LessonsAndThingsStay) {
  CheckNothing({
      "A cookie is a small file. Sites such as shops set cookies like _ga or _fbp to count visits.",
      "Set-Cookie: theme=dark; Path=/; Max-Age=3600; HttpOnly",
      "Cookie: <name>=<value>; lang=en",
      "document.cookie = \"username=guest\"; let fr = 3; const ide = 'VS Code 1.85';",
      "What does utm_source mean? Add utm_source=newsletter to a link to see where readers come from.",
      "gclid={gclid} and fbclid=YOUR_CLICK_ID are placeholders",
      "https://example.com/?utm_source=google&utm_medium=cpc",
      "https://docs.example/lesson?id=42&unit=3",
      "the _ga cookie looks like GA1.2.XXXXXXXXXX.XXXXXXXXXX",
      "request id 1f0e9c7b-5d3a-4e21-9b8c-7a6f5e4d3c2b",
      "file 1f0e9c7b-5d3a-4e21-9b8c-7a6f5e4d3c2b.png",
      "commit 2b6f0cc904d137be2e1730235f5664094b831186",
      "md5 9e107d9d372bb6826bd81d3542a419d6 of the phrase",
      "IDFA: 00000000-0000-0000-0000-000000000000",
      "IMEI 490154203237519",
      "IMEI means International Mobile Equipment Identity; it has 15 digits.",
      "Chromebook serial 5CD2118QVX, asset CH-004417",
      "frame = 120; fr=24fps; i=10",
      "El anuncio: publicidad en la radio en 1938",
      "advertising budget: 12000000 dollars in 2024",
      "The sum 0.5.25 is no number. fb.com and GA are short.",
  });
}

}  // namespace
}  // namespace schoolgate::redaction
