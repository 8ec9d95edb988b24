// Chinese: a family name of one character (seldom two) and a given name of one or two, in runs without
// spaces. Every sign counts something: how common the family name is, whether the other characters are such
// as names are made of, and what stands before and after.
#include <algorithm>
#include <string>

#include "redaction/detect/native/native_han.h"
#include "redaction/detect/native/native_scan.h"

namespace schoolgate::redaction {
namespace {

constexpr std::string_view kFamilyList =
#include "redaction/detect/words/native_han_families.inc"
    ;
constexpr std::string_view kGivenList =
#include "redaction/detect/words/native_han_given.inc"
    ;
constexpr std::string_view kFigureList =
#include "redaction/detect/words/native_han_figures.inc"
    ;
constexpr size_t kCommonFamilies = 190;  // of the list, which begins with the commonest

// Family names that are everyday characters, too.
constexpr std::string_view kWeakFamilies =
    "高 马 馬 万 萬 方 白 黄 黃 金 石 江 任 程 向 常 文 时 時 安 于 成 平 明 关 關 单 單 温 溫 路 应 應 边 "
    "解 计 来 全 官 原 台 都 商 井 花 冷 木 车 房 强 游 位 席 宁 寧 谷 米 池 简 簡 连 連 和 易 段 "
    "夏 毛 龙 龍 雷 田 何 牛 左 项 項 党 曲 阳 查 包 司 华 華 古 丘 年 水 国 班 从 叶 葉 许 許 海 练 习 银 "
    "乐 保 别 家 东 西 南 北 周 史 康 武 尹 章 钱 錢 施 洪 颜 严 嚴 管 祝 童 盛 景 甘 区 麦 麥 沙 扬 宗 伏 "
    "原 衣 封";
// Characters of given names that are everyday words: they prove nothing.
constexpr std::string_view kWeakGiven =
    "一 三 四 五 六 七 九 我 有 又 上 人 大 日 会 會 行 来 來 开 開 起 如 让 讓 同 为 為 至 以 其 想 向 好 "
    "关 長 长 水 土 道 代 到 在 的 中 年 月 生 学 學 小 可 下 时 時 公 世 成 和 今 天 家 心 本 然 之 西 东 "
    "東 南 "
    "正 先 果 实 已 进 進 发 發 法 定 用 应 應 品 全 信 特 统 真 作 最 能 都 间 实 加 力 经 經 留 念 求 望 "
    "色 山 口 言 语 語 文 书 書 光 平 新 古 千 百 万 萬 度 方 安 流 江 海 河 路 车 校 老 师 師 同 班 课 課 "
    "题 題 "
    "际 技 观 习 選 选 笑 默 夜 野 春 夏 秋 冬 白 黄 红 紅 青 绿 黑 金 银 石 木 花 草 风 風 雪 雨 云 雲 星 "
    "男 女 资 展 任 联 聯 奇 始 节 歌 舞 岁 微 功 富 复 求 运 運 增 占 征 振 政 治 复 固 广 廣";
// Everyday words that begin like a name.
constexpr std::string_view kStop =
#include "redaction/detect/words/native_han_plain.inc"
    ;
constexpr std::string_view kLeftCues =
    "年级 年級 班 叫 名叫 叫做 我是 姓名 学生 學生 同学 同學 儿子 兒子 女儿 女兒 孩子 妈妈 媽媽 爸爸 哥哥 "
    "姐姐 弟弟 妹妹 "
    "朋友 好友 老师 老師 医生 醫生 先生 女士 太太 家长 家長 之母 之父 父亲 父親 母亲 母親 奶奶 爷爷 爺爺 "
    "外婆 外公 姥姥 姥爷 阿姨 叔叔 舅舅 姑姑 姨妈 婶婶 教练 教練 口译员 口譯員 "
    "口译 口譯 翻译 翻譯 译员 譯員 校长 校長 主任 记录 紀錄 記錄 出席 与会 與會 缺席 联系人 聯絡人 联络人 "
    "监护人 監護人 表姐 表哥 表弟 表妹 堂哥 堂弟 堂姐 堂妹 侄子 侄女 外甥 外甥女 孙子 孫子 孙女 孫女 邻居 "
    "鄰居 护士 護士 咨询师 諮商師 辅导员 輔導員 社工 室友 同桌 班长 班長 组长 組長 组员 組員 班主任 "
    "导师 導師 助教 作者署名 署名 签名 簽名 发件人 收件人 寄件人 致 亲爱的 親愛的 敬爱的 尊敬的 我家 我们家 "
    "我們家 丈夫 先生是 妻子 小朋友 申请人 患者 病人 证人 委托人 代理人 学员 學員 队员 隊員 队友 隊友 搭档 "
    "我叫 他叫 她叫 名字是 是";
constexpr std::string_view kRightCues =
    "老师 老師 同学 同學 医生 醫生 先生 女士 太太 小姐 校长 校長 主任 教授 教练 教練 护士 護士 妈妈 媽媽 "
    "爸爸 奶奶 爷爷 爺爺 外婆 外公 阿姨 叔叔 哥哥 姐姐 弟弟 妹妹 的妈妈 的媽媽 的爸爸 的母亲 的母親 的父亲 "
    "的父親 的家长 的家長 的姐姐 的哥哥 的弟弟 的妹妹 的奶奶 的爷爷 的爺爺 的外婆 的妈 的爸 "
    "之母 之父 家长 家長 小朋友 的作业 的作業 的成绩 的成績 的班主任 的老师 的老師 的同学 的同學 助教 牧师 "
    "牧師 警官 律师 律師 院长 院長 师傅 師傅 督学 博士 大夫 敬上 谨上 謹上 上 书记 伯伯 婆婆 嬷嬷 修女 神父 "
    "经理 經理 女生 男生 一家 全家 的孩子 的儿子 的兒子 的女儿 的女兒";
// Of those, what stands after a family name alone.
constexpr std::string_view kFamilyTitles =
    "老师 老師 医生 醫生 先生 女士 太太 小姐 校长 校長 主任 教授 教练 教練 护士 護士 妈妈 媽媽 爸爸 奶奶 "
    "爷爷 爺爺 阿姨 叔叔 同学 同學 助教 牧师 牧師 警官 律师 律師 院长 院長 师傅 師傅 博士 大夫 伯伯 家长 "
    "家長 婆婆 经理 經理";
constexpr std::string_view kKinAfter =
    "妈妈 媽媽 爸爸 奶奶 爷爷 爺爺 外婆 外公 哥哥 姐姐 弟弟 妹妹 家长 家長 同学 同學 小朋友 妈 媽 爸 的妈妈 "
    "的媽媽 的爸爸 的父亲 的父親 的母亲 的母親 的家长 的家長 的奶奶 的爷爷 的外婆 的姐姐 的哥哥 的弟弟 "
    "的妹妹 阿姨 叔叔 老师 老師";
constexpr std::string_view kKinBefore =
    "儿子 兒子 女儿 女兒 孩子 弟弟 妹妹 哥哥 姐姐 我家 我们家 我們家 侄子 侄女 外甥 外甥女 孙子 孫子 孙女 "
    "孫女 表姐 表哥 表弟 表妹 堂哥 堂弟 堂姐 堂妹 叫 名叫 宝宝 寶寶 同学 同學 同桌";
// Single characters after which, and before which, a name may stand.
constexpr std::string_view kBefore =
    "的 和 与 與 跟 给 給 是 叫 让 讓 请 請 找 对 對 向 把 被 同 及 或 由 為 为 了 到 说 說 问 問 在 有 等 "
    "级 級 班 上 里 裡 前 后 後 时 時 天 日 但 而 因 所 且 像 比 替 约 約 陪 见 見 就 送 接 帮 幫 告 由 从 "
    "從 请 于 以 只 也 都 号 號 位 名 "
    "个 個 组 組 生 师 師 员 員 母 父 者 人 友 家 着 著 过 過 去 来 來 会 會 听 聽 看 想 谢 謝 好 您 你 我 "
    "他 她 们 們";
constexpr std::string_view kAfter =
    "的 和 与 與 跟 给 給 是 在 说 說 也 来 來 去 会 會 有 要 把 被 昨 今 明 每 已 不 没 沒 很 就 都 因 从 "
    "從 负 負 表 发 發 了 过 過 能 想 又 还 還 才 刚 剛 将 將 对 對 为 為 受 带 帶 喜 觉 覺 告 帮 幫 写 寫 "
    "读 讀 做 拿 坐 站 走 跑 打 吃 喝 哭 笑 最 "
    "经 經 常 总 總 总 却 卻 便 先 再 住 生 病 请 請 回 到 上 下 由 同 或 及 等 这 這 那 两 兩 目 现 現 最 "
    "应 應 需 可 必 必 曾 从 问 問 答 提 参 參 得 考 学 學 练 練 一 家 画 畫 教 开 開 以 身 成 完 迟 遲 缺 "
    "早 晚 转 轉 搬 换 換 报 報 叫 让 讓 用 通 交 借 还 送 接 看 听 聽 讲 講 知 认 認 记 記 介 接 抄 撞 推 "
    "骂 罵 欺 偷 扮 演 赢 贏";

struct Lists {
  Spellings families = ReadSpellings(kFamilyList);
  absl::flat_hash_set<std::string_view> common;
  absl::flat_hash_map<std::string_view, std::string_view> given;
  Phrases weak_families{kWeakFamilies}, weak_given{kWeakGiven}, stop{kStop}, left{kLeftCues},
      right{kRightCues}, family_titles{kFamilyTitles}, kin_after{kKinAfter}, kin_before{kKinBefore},
      before{kBefore}, after{kAfter}, figures{kFigureList};

  Lists() {
    size_t number = 0;
    for (size_t at = 0; at < kFamilyList.size() && number < kCommonFamilies; ++number) {
      const size_t begin = kFamilyList.find_first_not_of(" \n", at);
      at = kFamilyList.find_first_of(" \n", begin);
      const std::string_view entry = kFamilyList.substr(begin, at - begin);
      common.insert(entry.substr(0, entry.find('/')));
    }
    for (size_t at = 0; at < kGivenList.size();) {
      const size_t begin = kGivenList.find_first_not_of(" \n", at);
      if (begin == std::string_view::npos) break;
      at = std::min(kGivenList.find_first_of(" \n", begin), kGivenList.size());
      const std::string_view entry = kGivenList.substr(begin, at - begin);
      const size_t size = CharacterSize(entry, 0);
      given[entry.substr(0, size)] = entry.substr(size);
    }
  }
};

const Lists& All() {
  static const auto* const kLists = new Lists;
  return *kLists;
}

class Finder {
 public:
  explicit Finder(NativeScan& scan) : scan_(scan), text_(scan.text), lists_(All()) {}

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
  size_t Name(size_t i, size_t family, size_t given);
  size_t FamilyTitle(size_t i, size_t family);
  size_t GivenAlone(size_t i);
  size_t Familiar(size_t i);
  void ReadLatin();
  std::vector<uint32_t> PeopleOf(std::string_view families, std::string_view given) const;
  size_t Emit(size_t i, size_t count, std::string_view recognizer, std::string_view cue, float confidence,
              std::vector<uint32_t> people);

  NativeScan& scan_;
  const Text& text_;
  const Lists& lists_;
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
  const size_t end = i + family + given;
  const bool left = lists_.left.Ends(Left(i)) > 0;
  const bool right = lists_.right.Begins(Right(end)) > 0;
  const bool alone = i == 0 && end == Count();
  float score = family > 1                       ? 0.8F
                : lists_.weak_families.Has(name) ? 0.2F
                : lists_.common.contains(name)   ? 0.5F
                                                 : 0.3F;
  for (size_t at = 0; at < given; ++at) score += GivenSign(Part(i + family + at, 1));
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

// "子轩妈妈", "我女儿梓涵": a given name without the family's.
size_t Finder::GivenAlone(size_t i) {
  if (i + 2 > Count()) return i;
  const std::string_view one = Part(i, 1);
  const std::string_view two = Part(i + 1, 1);
  if (lists_.stop.Has(Part(i, 2))) return i;
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
  if (!given || (!right && !left) || (LeftSign(i) == 0 && !left)) return i;
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

size_t Finder::MatchAt(size_t i) {
  if (const size_t figure = lists_.figures.Begins(From(i)); figure > 0) {
    const auto end = static_cast<uint32_t>(Offset(i) + figure);
    scan_.Keep(Offset(i), end);
    while (i < Count() && Offset(i) < end) ++i;
    return i;
  }
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
  if (const size_t next = Familiar(i); next != i) return next;
  return GivenAlone(i);
}

}  // namespace

void FindChineseNames(NativeScan& scan) { Finder(scan).Run(); }

}  // namespace schoolgate::redaction
