// Chinese: a family name of one character (seldom two) and a given name of one or two, in runs without
// spaces. Every sign counts something: how common the family name is, whether the other characters are such
// as names are made of, and what stands before and after.
#include <algorithm>
#include <string>

#include "redaction/detect/native/native_chinese_lists.h"
#include "redaction/detect/native/native_scan.h"

namespace schoolgate::redaction {
namespace {

class Finder {
 public:
  explicit Finder(NativeScan& scan) : scan_(scan), text_(scan.text), lists_(ChineseWords()) {}

  void Run() {
    for (token_ = 0; token_ < text_.size(); ++token_) {
      run_ = text_.Word(token_);
      if (scan_.Taken(token_)) continue;
      if (ScriptOf(run_) != Script::kHan) {
        ReadLatin();
        continue;
      }
      at_ = CharactersOf(run_);
      for (size_t i = 0; i + 1 < at_.size();) i = std::max(MatchAt(i), i + 1);
    }
  }

 private:
  size_t Count() const { return at_.size() - 1; }
  // Characters [i, i + count) of the run; fewer at its end.
  std::string_view Part(size_t i, size_t count) const {
    const size_t end = std::min(i + count, Count());
    return run_.substr(at_[i], at_[end] - at_[i]);
  }
  std::string_view From(size_t i) const { return run_.substr(at_[std::min(i, Count())]); }
  uint32_t Offset(size_t i) const { return text_[token_].begin + at_[i]; }

  // What stands right before character i, in the run or before its start.
  std::string_view Left(size_t i) const {
    if (i > 0) return run_.substr(0, at_[i]);
    if (token_ == 0) return {};
    const std::string_view gap = text_.GapBefore(token_);
    const bool near =
        gap.empty() || gap == " " || gap == ":" || gap == ": " || gap == "(" || gap == ", " || gap == "、";
    return near ? text_.Word(token_ - 1) : std::string_view();
  }
  // A right cue may stand in the next run: "Chen 老师" keeps no space in "陈 老师".
  std::string_view Right(size_t i) const {
    if (i < Count()) return From(i);
    if (token_ + 1 < text_.size() && text_.GapBefore(token_ + 1) == " ") return text_.Word(token_ + 1);
    return {};
  }
  float LeftSign(size_t i) const {
    if (i == 0) return 0.3F;
    return lists_.before.Has(Part(i - 1, 1)) ? 0.2F : 0.0F;
  }
  float RightSign(size_t i) const {
    if (i >= Count()) return 0.35F;
    return lists_.after.Has(Part(i, 1)) ? 0.25F : 0.0F;
  }
  float GivenSign(std::string_view character) const {
    if (lists_.weak_given.Has(character)) return 0.0F;
    return lists_.given.contains(character) ? 0.3F : -0.3F;
  }
  bool LineAlone() const {
    const std::string_view before = text_.GapBefore(token_);
    const std::string_view after = text_.GapBefore(token_ + 1);
    const bool starts = token_ == 0 || before.find('\n') != before.npos;
    const bool ends = token_ + 1 >= text_.size() || after.find('\n') != after.npos || after.starts_with(':');
    return starts && ends;
  }

  size_t MatchAt(size_t i);
  size_t FigureAt(size_t i) const;
  size_t Name(size_t i, size_t family, size_t given);
  size_t FamilyTitle(size_t i, size_t family);
  size_t FamilyTold(size_t i);
  size_t GivenAlone(size_t i);
  size_t GivenListed(size_t i);
  size_t Foreign(size_t i);
  size_t Dotted(size_t i, size_t end, bool left);
  size_t ForeignTitle(size_t i);
  size_t Familiar(size_t i);
  void ReadLatin();
  std::vector<uint32_t> PeopleOf(std::string_view families, std::string_view given) const;
  size_t Emit(size_t i, size_t count, std::string_view recognizer, std::string_view cue, float confidence,
              std::vector<uint32_t> people);

  NativeScan& scan_;
  const Text& text_;
  const ChineseLists& lists_;
  size_t token_ = 0;
  std::string_view run_;
  std::vector<uint32_t> at_;
};

std::vector<uint32_t> Finder::PeopleOf(std::string_view families, std::string_view given) const {
  std::vector<uint32_t> people;
  std::string latin;
  for (size_t at = 0; at < given.size();) {
    const size_t size = CharacterSize(given, at);
    const auto found = lists_.given.find(given.substr(at, size));
    if (found == lists_.given.end()) {
      latin.clear();
      break;
    }
    latin += found->second;
    at += size;
  }
  for (const uint32_t first : {latin.empty() ? 0 : scan_.NameOf(latin), scan_.NameOf(given)}) {
    if (first == 0) continue;
    for (size_t at = 0; at < families.size();) {
      const size_t end = std::min(families.find('/', at), families.size());
      const uint32_t family = scan_.NameOf(families.substr(at, end - at));
      if (family != 0) scan_.index.FindPair(first, family, people);
      at = end + 1;
    }
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

size_t Finder::Emit(size_t i, size_t count, std::string_view recognizer, std::string_view cue,
                    float confidence, std::vector<uint32_t> people) {
  scan_.Add({Offset(i), Offset(i) + static_cast<uint32_t>(Part(i, count).size()), recognizer, cue, confidence,
             std::move(people), std::string(Part(i, count))});
  return i + count;
}

// A family name of `family` characters at i and a given name of `given`.
size_t Finder::Name(size_t i, size_t family, size_t given) {
  if (i + family + given > Count()) return i;
  const std::string_view name = Part(i, family);
  const auto known = lists_.families.find(name);
  if (known == lists_.families.end()) return i;
  const std::string_view called = Part(i + family, given);
  // "和格林女士", "和王老师": the small word before a name.
  if (family == 1 && lists_.before.Has(name) &&
      (lists_.foreign.Begins(From(i + 1)) > 0 || lists_.given_names.Has(called) ||
       (lists_.families.contains(Part(i + 1, 1)) && lists_.family_titles.Begins(From(i + 2)) > 0)))
    return i;
  const size_t end = i + family + given;
  const bool left = lists_.left.Ends(Left(i)) > 0;
  const bool right = lists_.right.Begins(Right(end)) > 0;
  const bool alone = i == 0 && end == Count();
  float score = family > 1                       ? 0.8F
                : lists_.weak_families.Has(name) ? 0.2F
                : lists_.common.contains(name)   ? 0.5F
                                                 : 0.3F;
  for (size_t at = 0; at < given; ++at) score += GivenSign(Part(i + family + at, 1));
  // "我们家张伟脚扭了", "都喜欢": the next word's character, and no name at all.
  if (given == 2 && !alone && !right && GivenSign(Part(end - 1, 1)) < 0) score -= 0.5F;
  if (given == 2 && !left && !right && !(alone && LineAlone()) && lists_.words.Has(called)) score -= 0.6F;
  if (left) score += 0.6F;
  if (right) score += 0.6F;
  if (alone) score += given == 1 ? 0.2F : 0.3F;
  if (alone && LineAlone()) score += 0.3F;
  // One character more is easily the next word's: the signs have to be there.
  if (given == 1) score += (left || right || alone) ? RightSign(end) * 0.5F : -1.0F;
  if (given > 1) score += LeftSign(i) + RightSign(end);
  std::vector<uint32_t> people = PeopleOf(known->second, called);
  if (!people.empty()) score += 0.5F;
  if (score < 1.3F) return i;
  const std::string full(Part(i, family + given));
  scan_.Learn(Script::kHan, full, full, people);
  if (given > 1) scan_.Learn(Script::kHan, called, full, people);
  const std::string_view last = Part(end - 1, 1);
  for (const std::string_view familiar : {"小", "阿"})
    scan_.Learn(Script::kHan, std::string(familiar) + std::string(last), full, people);
  return Emit(i, family + given, "native.full_name",
              right  ? "title"
              : left ? "relation"
                     : "",
              0.8F, std::move(people));
}

// "何老师", "蔡先生".
size_t Finder::FamilyTitle(size_t i, size_t family) {
  const std::string_view name = Part(i, family);
  if (!lists_.families.contains(name)) return i;
  // "記錄：何".
  if (i == 0 && family == Count() && lists_.common.contains(name) && lists_.left.Ends(Left(i)) > 0 &&
      (token_ + 1 >= text_.size() || text_.GapBefore(token_ + 1).find('\n') != std::string_view::npos)) {
    return Emit(i, family, "native.title", "name", 0.7F, {});
  }
  if (lists_.family_titles.Begins(Right(i + family)) == 0) return i;
  const bool bound = i == 0 || lists_.before.Has(Part(i - 1, 1)) || lists_.left.Ends(Left(i)) > 0;
  if (!bound) return i;
  if (i + family == Count() && text_.GapBefore(token_ + 1) != " ") return i;
  if (lists_.weak_families.Has(name) && !lists_.common.contains(name)) return i;
  const std::string_view before = i == 0 ? std::string_view() : Part(i - 1, 1);
  if (before == "语" || before == "英" || before == "学") return i;
  return Emit(i, family, "native.title", "title", 0.8F, {});
}

// "另一个姓崔", "医生姓高": but not "百姓", "姓名".
size_t Finder::FamilyTold(size_t i) {
  if (Part(i, 1) != "姓" || i + 1 >= Count()) return i;
  static const auto* const kOther = new Phrases("百 老 同 随 隨 改 贵 貴 异 異 复 複 万 萬 何");
  if (i > 0 && kOther->Has(Part(i - 1, 1))) return i;
  for (const size_t family : {size_t{2}, size_t{1}}) {
    if (i + 1 + family > Count() || !lists_.families.contains(Part(i + 1, family))) continue;
    return Emit(i + 1, family, "native.title", "name", 0.75F, {});
  }
  return i;
}

// "秀英数学超前": a given name that is no word needs no more than a place where a name may begin.
size_t Finder::GivenListed(size_t i) {
  if (i + 2 > Count() || !lists_.given_names.Has(Part(i, 2))) return i;
  if (LeftSign(i) == 0 && lists_.left.Ends(Left(i)) == 0) return i;
  if (i + 2 == Count() && text_.GapBefore(token_ + 1) == "·") return i;
  scan_.Learn(Script::kHan, Part(i, 2), std::string(Part(i, 2)), {});
  return Emit(i, 2, "native.given_name", "", 0.65F, {});
}

// "一个叫以利亚的男孩", "艾米丽妈妈": a name of another language.
size_t Finder::Foreign(size_t i) {
  const size_t bytes = lists_.foreign.Begins(From(i));
  if (bytes == 0) return i;
  size_t end = i;
  while (at_[end] < at_[i] + bytes) ++end;
  const bool left = lists_.left.Ends(Left(i)) > 0 || lists_.kin_before.Ends(Left(i)) > 0;
  // "玛丽索·维加小学", "列夫·托尔斯泰": a name of several words is of a book or a place, but for a cue.
  const std::string_view behind = end == Count() ? text_.GapBefore(token_ + 1) : From(end);
  const std::string_view ahead = i == 0 ? text_.GapBefore(token_) : Part(0, i);
  if (ahead.ends_with("·")) return i;
  if (behind == "·" && token_ + 1 < text_.size()) return Dotted(i, end, left);
  const bool right = lists_.right.Begins(Right(end)) > 0;
  static const auto* const kPlaces = new Phrases(
      "小学 小學 中学 中學 学校 學校 大学 大學 高中 初中 路 街 市 州 国 國 人 语 語 福音 医院 醫院 定律 定理 "
      "公司 教堂 奖 獎 岛 "
      "島 河 湖 山 有 买 買 比 共");
  const bool bound = (LeftSign(i) > 0 && RightSign(end) > 0) || (end - i > 2 && LeftSign(i) > 0);
  if (!left && !right && (!bound || kPlaces->Begins(From(end)) > 0)) return i;
  scan_.Learn(Script::kHan, Part(i, end - i), std::string(Part(i, end - i)), {});
  return Emit(i, end - i, "native.given_name", right ? "title" : left ? "relation" : "", 0.7F, {});
}

// "一个叫伊莱贾·布朗的男孩".
size_t Finder::Dotted(size_t i, size_t end, bool left) {
  const std::string_view next = text_.Word(token_ + 1);
  size_t bytes = 0;
  while (bytes < next.size() && bytes < 21 && lists_.syllables.Has(next.substr(bytes, 3))) bytes += 3;
  const bool right = lists_.right.Begins(next.substr(bytes)) > 0;
  if (bytes == 0 || (!left && !right)) return i;
  const uint32_t stop = text_[token_ + 1].begin + static_cast<uint32_t>(bytes);
  const std::string full(scan_.Written(Offset(i), stop));
  scan_.Learn(Script::kHan, Part(i, end - i), full, {});
  scan_.Add({Offset(i), stop, "native.full_name", right ? "title" : "relation", 0.7F, {}, full});
  return end;
}

// "阿伯内西老师": the sounds of a name no list has, with a title.
size_t Finder::ForeignTitle(size_t i) {
  if (i > 0 && LeftSign(i) == 0 && lists_.left.Ends(Left(i)) == 0) return i;
  constexpr size_t kMost = 7;
  for (size_t end = i; end < Count() && end - i < kMost && lists_.syllables.Has(Part(end, 1));) {
    ++end;
    if (end - i < 2 || lists_.family_titles.Begins(Right(end)) == 0) continue;
    if (end == Count() && text_.GapBefore(token_ + 1) != " ") return i;
    // "英文老师", "阿姨": subjects and kin.
    const std::string_view last = Part(end - 1, 1);
    if (last == "文" || lists_.words.Has(Part(i, end - i)) || lists_.stop.Has(Part(i, end - i))) return i;
    scan_.Learn(Script::kHan, Part(i, end - i), std::string(Part(i, end - i)), {});
    return Emit(i, end - i, "native.title", "title", 0.7F, {});
  }
  return i;
}

// "子轩妈妈", "我女儿梓涵": a given name without the family's.
size_t Finder::GivenAlone(size_t i) {
  if (i + 2 > Count()) return i;
  const std::string_view one = Part(i, 1);
  const std::string_view two = Part(i + 1, 1);
  if (lists_.stop.Has(Part(i, 2)) || lists_.words.Has(Part(i, 2))) return i;
  const size_t kin = lists_.kin_before.Ends(Left(i));
  const bool after = lists_.kin_after.Begins(Right(i + 2)) > 0;
  if (kin == 0 && !after) return i;
  const bool twice = one == two && lists_.given.contains(one);
  float score = twice ? 0.6F : GivenSign(one) + GivenSign(two);
  if (score < 0.55F) return i;
  score += (kin > 0 ? 0.5F : 0.0F) + (after ? 0.5F : 0.0F) + LeftSign(i) + (after ? 0.0F : RightSign(i + 2));
  if (score < 1.3F) return i;
  scan_.Learn(Script::kHan, Part(i, 2), std::string(Part(i, 2)), {});
  return Emit(i, 2, "native.given_name", "relation", 0.7F, {});
}

// "老周", "小雨爸爸", "阿强".
size_t Finder::Familiar(size_t i) {
  const std::string_view lead = Part(i, 1);
  if ((lead != "小" && lead != "老" && lead != "阿") || i + 2 > Count()) return i;
  static const Phrases* const kWords = new Phrases(
      "小学 小學 小时 小時 小组 小組 小心 小孩 小说 小說 小姐 小麦 小鸟 小鳥 小朋 小红 小紅 小明 小华 小華 "
      "小刚 小剛 小丽 小李 小王 小张 小強 小强 小狗 小猫 小貓 小吃 小区 小區 小声 小聲 小数 小數 小车 小路 "
      "小雪 小雨 小溪 小河 小山 小花 小草 小木 小提 小龙 小新 小生 小女 小男 小弟 小妹 "
      "老师 老師 老人 老板 老闆 老鼠 老虎 老家 老公 老婆 老爷 老爺 老实 老實 老年 阿姨 阿拉 阿根 阿富 阿里 "
      "阿婆 阿公 阿嬷 阿媽 阿妈 阿爸 阿弥");
  const std::string_view called = Part(i + 1, 1);
  const bool family = lists_.families.contains(called) && !lists_.weak_families.Has(called);
  const bool right = lists_.kin_after.Begins(Right(i + 2)) > 0;
  const bool left = lists_.left.Ends(Left(i)) > 0;
  if (kWords->Has(Part(i, 2)) && !(right && lead == "小" && !lists_.weak_families.Has(called))) return i;
  if (lead == "老") {
    const bool common = family && lists_.common.contains(called);
    const bool zhou = called == "周" || called == "何" || called == "马" || called == "高" || called == "黄";
    if (!common && !zhou) return i;
    if (LeftSign(i) == 0 || (RightSign(i + 2) == 0 && !right)) return i;
    return Emit(i, 2, "native.familiar", "relation", 0.65F, {});
  }
  const bool given = lists_.given.contains(called) || family;
  const bool between = lead == "小" && family && lists_.common.contains(called) && LeftSign(i) > 0 &&
                       RightSign(i + 2) > 0 && i + 2 < Count();
  if (!between && (!given || (!right && !left) || (LeftSign(i) == 0 && !left))) return i;
  return Emit(i, 2, "native.familiar", "relation", 0.65F, {});
}

// "Mr. 陈", "Ju-won 洪", "Price老师".
void Finder::ReadLatin() {
  if (!text_[token_].IsCapitalised() || text_[token_].size() < 2 || token_ + 1 >= text_.size()) return;
  const std::string_view next = text_.Word(token_ + 1);
  const std::string_view gap = text_.GapBefore(token_ + 1);
  if (ScriptOf(next) != Script::kHan || (gap != " " && !gap.empty()) || scan_.Taken(token_ + 1)) return;
  if (text_[token_].Has(word::kFunction | word::kCalendar | word::kPlace)) return;
  if (next.size() <= 6 && lists_.families.contains(next)) {
    size_t first = token_;
    while (first > 0 && token_ - first < 2 && text_.GapBefore(first) == "-") --first;
    scan_.Add({text_[first].begin, text_[token_ + 1].end, "native.full_name", "", 0.7F, {}, {}});
    return;
  }
  if (lists_.family_titles.Begins(next) == 0) return;
  size_t first = token_;
  while (first > 0 && token_ - first < 2 && text_.GapBefore(first) == " " &&
         text_[first - 1].IsCapitalised() && !scan_.Taken(first - 1) && text_[first - 1].size() >= 2) {
    --first;
  }
  scan_.Add({text_[first].begin, text_[token_].end, "native.title", "title", 0.51F, {}, {}});
}

// The bytes of a public figure's name. "格林女士" and "詹姆斯的妈妈" are of the school.
size_t Finder::FigureAt(size_t i) const {
  const std::string_view rest = From(i);
  const size_t bytes = lists_.figures.Begins(rest);
  if (bytes == 0) return 0;
  static const auto* const kHere = new Phrases(
      "老师 老師 同学 同學 女士 太太 小姐 校长 校長 医生 醫生 教练 教練 护士 護士 主任 妈妈 媽媽 爸爸 的妈妈 "
      "的媽媽 的爸爸 "
      "的家长 的家長 小朋友");
  return lists_.foreign.Has(rest.substr(0, bytes)) && kHere->Begins(Right(i + bytes / 3)) > 0 ? 0 : bytes;
}

size_t Finder::MatchAt(size_t i) {
  if (const size_t figure = FigureAt(i); figure > 0) {
    const auto end = static_cast<uint32_t>(Offset(i) + figure);
    scan_.Keep(Offset(i), end);
    while (i < Count() && Offset(i) < end) ++i;
    return i;
  }
  if (const size_t next = Foreign(i); next != i) return next;
  if (const size_t stop = lists_.stop.Begins(From(i)); stop > 0) {
    // "周五老师": the word is passed over, unless a title makes the first character a name ("和平老师").
    const uint32_t end = at_[i] + static_cast<uint32_t>(stop);
    while (i < Count() && at_[i] < end) ++i;
    return i;
  }
  for (const size_t family : {size_t{2}, size_t{1}}) {
    if (const size_t next = FamilyTitle(i, family); next != i) return next;
    for (const size_t given : {size_t{2}, size_t{1}}) {
      if (const size_t next = Name(i, family, given); next != i) return next;
    }
  }
  if (const size_t next = FamilyTold(i); next != i) return next;
  if (const size_t next = Familiar(i); next != i) return next;
  if (const size_t next = ForeignTitle(i); next != i) return next;
  if (const size_t next = GivenAlone(i); next != i) return next;
  return GivenListed(i);
}

}  // namespace

void FindChineseNames(NativeScan& scan) { Finder(scan).Run(); }

}  // namespace schoolgate::redaction
