// What follows somebody from page to page: cookies of analytics and advertising with their values, the ids of
// clicks and campaigns. Names: the cookie and parameter lists the vendors publish (Google Analytics and Ads,
// Meta, Microsoft, TikTok, LinkedIn, X, Adobe, HubSpot, Mailchimp, Matomo, Hotjar and others).
#include <algorithm>
#include <span>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "redaction/detect/patterns/match.h"
#include "redaction/detect/text/char_set.h"
#include "redaction/detect/text/characters.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestName = 64;
constexpr size_t kLongestValue = 1024;
constexpr size_t kShortestValue = 8;          // of a cookie or click whose name is known
constexpr size_t kShortestUnknownValue = 16;  // of another cookie

// A set that keeps the underscores of names, which WordsOf would part.
class Names {
 public:
  explicit Names(std::string_view list) {
    for (size_t at = 0; at < list.size();) {
      const size_t end = std::min(list.find_first_of(" \n", at), list.size());
      if (end > at) names_.insert(list.substr(at, end - at));
      at = end + 1;
    }
  }
  bool Has(std::string_view name) const { return names_.contains(name); }

 private:
  absl::flat_hash_set<std::string_view> names_;
};

bool StartsWithAny(std::string_view name, std::span<const std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return name.starts_with(start); });
}

// A click, or somebody a newsletter was sent to.
bool IsClick(std::string_view name) {
  static const Names* const kClicks = new Names(R"(
gclid gclsrc gbraid wbraid dclid gad_source gad_campaignid srsltid fbclid msclkid ttclid twclid li_fat_id yclid ysclid
igshid igsh mc_eid mc_cid epik rdt_cid sccid scid qclid tblci obclid obcid irclickid clickid click_id s_kwcid ef_id
mkt_tok vero_id vero_conv oly_anon_id oly_enc_id wickedid _hsenc _hsmi __hstc __hssc __hsfp hsctatracking _kx _ke
_openstat _branch_match_id _ga _gl _gac _gcl_au awc cjevent ranmid ransiteid mkwid pcrid bsft_eid bsft_clkid ml_subscriber
ml_subscriber_hash nb_klid sb_referer_host trk_contact trk_sid ns_fee stm_click dm_i fb_action_ids hmb_campaign
)");
  return kClicks->Has(name);
}

// The id of a device to advertisers, as a parameter.
bool IsAdvertisingId(std::string_view name) {
  static const Names* const kIds = new Names(R"(
idfa idfv gaid aaid adid gps_adid gpsadid ifa rdid advertising_id advertisingid advertiser_id ad_id android_id androidid
device_id deviceid udid imei google_aid apple_ifa ios_ifa roku_rida rida tifa mobile_ad_id
)");
  return kIds->Has(name);
}

bool IsCampaign(std::string_view name) {
  static constexpr std::string_view kStarts[] = {"utm_",      "mtm_",      "pk_campaign", "pk_kwd",
                                                 "pk_source", "pk_medium", "hsa_"};
  return StartsWithAny(name, kStarts);
}

bool IsTrackingCookie(std::string_view name) {
  static const Names* const kCookies = new Names(R"(
_ga _gid _gat __utma __utmb __utmc __utmt __utmv __utmz _gcl_au _gcl_aw _gcl_dc _gcl_gb _gcl_ag _gac_ ide dsid anid nid
1p_jar aec __gads __gpi __eoi fpid fplc fpau flc test_cookie _fbp _fbc fr datr muid srm_b anonchk _uetsid _uetvid
_uetmsclkid _clck _clsk _ttp _tt_enable_cookie tt_appinfo tt_sessionid ttwid li_sugr li_gc li_fat_id bcookie bscookie
lidc usermatchhistory analyticssynchistory ln_or lms_ads lms_analytics guest_id guest_id_ads guest_id_marketing
personalization_id muc_ads _twclid _pin_unauth _pinterest_ct_ua _epik _derived_epik _scid _scid_r sc_at _rdt_uuid _rdt_cid
_hjid _hjsession _hjfirstseen hubspotutk __hstc __hssc _mkto_trk visitor_info1_live ysc vuid ajs_anonymous_id ajs_user_id
ajs_group_id amplitude_id mp_optout optimizelyenduserid _parsely_visitor _parsely_session s_vi s_fid s_ecid demdex dpm
everest_g_v2 _cc_id panoramaid uuid2 anj tdid tdcpm cmid cmps cto_bundle cto_bidid _pk_id _pk_ses _pk_ref __qca _kuid_
bito bitoissecure rud ruds tluid tuuid uid_bounce _li_dcdm_c _lc2_fpi __adroll __adroll_fpc __ar_v4 taboola_global_user
t_gid outbrain_cid_fetch obuid yandexuid yabs-sid _ym_uid _ym_d bkdc bku crwdcntrl _ckid _vwo_uuid _vwo_uuid_v2 _vis_opt_s
intercom-id _sp_id _sp_ses distinct_id
)");
  // With a number of the property, the site or the visitor behind it.
  static constexpr std::string_view kStarts[] = {
      "_ga_",       "_gac_",        "_gat_",        "_gcl_",
      "_hjsession", "_pk_id.",      "_pk_ses.",     "_sp_id.",
      "_sp_ses.",   "_uet",         "_vwo_",        "amcv_",
      "amp_",       "amplitude_id", "intercom-id-", "intercom-session-",
      "mp_",        "ph_phc_"};
  return kCookies->Has(name) || StartsWithAny(name, kStarts);
}

bool IsNameCharacter(char c) {
  return IsLetter(c) || IsDigit(c) || c == '_' || c == '-' || c == '.' || c == '$';
}

// The name that ends before a folded offset.
std::string_view NameBefore(std::string_view folded, size_t end) {
  size_t begin = end;
  while (begin > 0 && end - begin <= kLongestName && IsNameCharacter(folded[begin - 1])) --begin;
  while (begin < end && (folded[begin] == '-' || folded[begin] == '.' || folded[begin] == '$')) ++begin;
  return end - begin > kLongestName ? std::string_view() : folded.substr(begin, end - begin);
}

// A value, not a place for one: "xxxx", "your_id", "%s".
bool IsValue(std::string_view value, size_t shortest) {
  static constexpr CharSet kPlaceholders("<>{}[]*");
  if (value.size() < shortest || kPlaceholders.AnyIn(value) || value[0] == '$' || value[0] == '%')
    return false;
  if (std::none_of(value.begin(), value.end(), IsDigit)) return false;
  return value.find("xxx") == value.npos && value.find("your") == value.npos &&
         value.find_first_not_of("0.-") != value.npos;
}

// The numbers, dots between them, from a folded offset: how many of at least `digits` each; `end` is after.
size_t DottedNumbers(std::string_view folded, size_t begin, size_t digits, size_t& end) {
  constexpr size_t kReach = 160;
  size_t count = 0;
  size_t run = 0;
  for (end = begin; end < folded.size() && end - begin < kReach; ++end) {
    if (IsDigit(folded[end])) {
      ++run;
      continue;
    }
    count += run >= digits ? 1 : 0;
    run = 0;
    if (folded[end] != '.') return count;
  }
  return count + (run >= digits ? 1 : 0);
}

// Where a value ends that says itself what it is: "GA1.2.1234567890.1700000000", "GS1.1.1700000000.4...",
// "fb.1.1700000000000.1116446470"; `begin` if none begins there.
size_t EndOfForm(const Text& text, const Token& token) {
  const std::string_view folded = text.view().folded();
  const std::string_view word = folded.substr(token.begin, token.size());
  const bool client = word == "ga1";
  if (!client && word != "gs1" && word != "gs2" && word != "fb") return token.begin;
  size_t end = token.end + 1;
  const size_t long_numbers = DottedNumbers(folded, end, 8, end);
  // A session's has letters among its numbers: "GS2.1.s1700000000$o4".
  const bool session = word == "gs2" && folded.substr(token.end, 4) == ".1.s";
  if (long_numbers < (client ? 2 : 1) && !session) return token.begin;
  static constexpr CharSet kValue("abcdefghijklmnopqrstuvwxyz0123456789_-$.");
  while (end < folded.size() && end - token.begin < kLongestValue && kValue.Has(folded[end])) ++end;
  while (end > token.end && folded[end - 1] == '.') --end;
  return end;
}

void AddTracker(Scan& scan, size_t begin, size_t end, bool device, std::string_view cue) {
  Match match;
  match.begin = static_cast<uint32_t>(begin);
  match.end = static_cast<uint32_t>(end);
  match.kind = device ? MatchKind::kDeviceId : MatchKind::kTracker;
  match.value = scan.text.view().folded().substr(begin, end - begin);
  match.recognizer = "pattern.tracker";
  match.cue = cue;
  match.confidence = 0.9F;
  scan.out.push_back(std::move(match));
}

// A device has one for advertisers; cookies and clicks have other forms.
bool IsUuid(std::string_view value) {
  return value.size() == 36 && value[8] == '-' && value[13] == '-' && value[18] == '-' && value[23] == '-';
}

// The end of a cookie's value.
size_t ValueEnd(std::string_view folded, size_t begin) {
  static constexpr CharSet kEnds(" \t\r\n;,&\"'`<>()|\\");
  size_t end = begin;
  while (end < folded.size() && end - begin < kLongestValue && !kEnds.Has(folded[end])) ++end;
  while (end > begin && (folded[end - 1] == '.' || folded[end - 1] == '?' || folded[end - 1] == '}')) --end;
  return end;
}

}  // namespace

Match TrackingParameter(std::string_view folded, size_t begin, size_t end) {
  Match match;
  const std::string_view parameter = folded.substr(begin, end - begin);
  const size_t equals = parameter.find('=');
  if (equals == parameter.npos || equals == 0 || equals + 1 == parameter.size()) return match;
  const std::string_view name = parameter.substr(0, equals);
  const bool device = IsAdvertisingId(name);
  if (!device && !IsClick(name) && !IsCampaign(name)) return match;
  match.begin = static_cast<uint32_t>(begin);
  match.end = static_cast<uint32_t>(end);
  match.kind = device ? MatchKind::kDeviceId : MatchKind::kTracker;
  match.value = parameter;
  match.recognizer = "pattern.tracker";
  match.cue = device ? "advertising_id" : IsCampaign(name) ? "campaign" : "click";
  match.confidence = 0.9F;
  return match;
}

void ScanTrackers(Scan& scan) {
  const Text& text = scan.text;
  const std::string_view folded = text.view().folded();
  size_t header_end = 0;  // of the cookies a header line has
  size_t done = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const Token& token = text[at];
    if (token.begin < done) continue;
    const char mark = text.At(token.end);
    if ((scan.cues.HeadOf(at) & cue::kTracker) != 0 && scan.cues.BeginsCell(at)) {
      const size_t end = std::min(ValueEnd(folded, token.begin), scan.cues.CellEnd(at));
      if (end > token.begin && IsValue(folded.substr(token.begin, end - token.begin), kShortestValue))
        AddTracker(scan, token.begin, end, IsUuid(folded.substr(token.begin, end - token.begin)), "key");
      continue;
    }
    if (mark == '.' && token.size() <= 3) {
      const size_t end = EndOfForm(text, token);
      if (end > token.begin) AddTracker(scan, token.begin, end, false, "form");
      continue;
    }
    if (mark == ':' && text.Word(at) == "cookie") {
      if (token.end > header_end) header_end = std::min(folded.find('\n', token.end), folded.size());
      continue;
    }
    // "_fbp=", "\"__utma\": \"".
    const bool keyed = mark == '"' && text.At(token.end + 1) == ':';
    if (mark != '=' && !keyed) continue;
    const std::string_view name = NameBefore(folded, token.end);
    const bool in_header = token.begin < header_end;
    const bool cookie = (name.starts_with('_') || in_header) && IsTrackingCookie(name);
    // A name that is also a word, outside a header: only with the value such a cookie has.
    const bool doubtful = !cookie && (IsTrackingCookie(name) || IsClick(name));
    if (!cookie && !doubtful && !in_header) continue;
    size_t begin = token.end + (keyed ? 2 : 1);
    while (begin < folded.size() && (folded[begin] == '"' || folded[begin] == '\'' || folded[begin] == ' ') &&
           begin - token.end < 4) {
      ++begin;
    }
    const size_t end = ValueEnd(folded, begin);
    done = end;
    const std::string_view value = folded.substr(begin, end - begin);
    const bool mixed = std::any_of(value.begin(), value.end(), IsLetter);
    const size_t shortest = cookie ? kShortestValue : kShortestUnknownValue;
    if (!IsValue(value, shortest) || (!cookie && !mixed)) continue;
    AddTracker(scan, begin, end, false, cookie || doubtful ? "cookie" : "header");
  }
}

}  // namespace schoolgate::redaction
