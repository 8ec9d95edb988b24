// Japanese: names are announced by what is written onto them (さん, くん, 先生), or begin with a family name
// that is known.
#include <algorithm>
#include <string>

#include "redaction/detect/native/native_han.h"
#include "redaction/detect/native/native_scan.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

// Family names in characters, with their spelling in Latin letters.
constexpr std::string_view kFamilyList = R"(
佐藤/sato/satou 鈴木/suzuki 高橋/takahashi 田中/tanaka 伊藤/ito/itou 渡辺/watanabe 渡邊/watanabe 渡部/watanabe 山本/yamamoto 中村/nakamura 小林/kobayashi 加藤/kato/katou 吉田/yoshida 山田/yamada
佐々木/sasaki 山口/yamaguchi 松本/matsumoto 井上/inoue 木村/kimura 林/hayashi 斎藤/saito/saitou 斉藤/saito/saitou 齋藤/saito 清水/shimizu 山崎/yamazaki/yamasaki 森/mori 池田/ikeda 橋本/hashimoto 阿部/abe 石川/ishikawa
山下/yamashita 中島/nakajima/nakashima 石井/ishii 小川/ogawa 前田/maeda 岡田/okada 長谷川/hasegawa 藤田/fujita 後藤/goto/gotou 近藤/kondo/kondou 村上/murakami 遠藤/endo/endou 青木/aoki 坂本/sakamoto 福田/fukuda 太田/ota/ohta
西村/nishimura 藤井/fujii 金子/kaneko 岡本/okamoto 藤原/fujiwara 三浦/miura 中野/nakano 中川/nakagawa 原田/harada 松田/matsuda 竹内/takeuchi 小野/ono 田村/tamura 中山/nakayama 和田/wada 石田/ishida 森田/morita 上田/ueda
原/hara 内田/uchida 柴田/shibata 酒井/sakai 宮崎/miyazaki 横山/yokoyama 高木/takagi 安藤/ando/andou 宮本/miyamoto 大野/ono/ohno 小島/kojima 谷口/taniguchi 工藤/kudo/kudou 今井/imai 高田/takada 増田/masuda 丸山/maruyama
杉山/sugiyama 村田/murata 大塚/otsuka 新井/arai 小山/koyama/oyama 平野/hirano 藤本/fujimoto 河野/kono/kouno 上野/ueno 野口/noguchi 武田/takeda 松井/matsui 千葉/chiba 菅原/sugawara 岩崎/iwasaki 久保/kubo 木下/kinoshita
佐野/sano 野村/nomura 松尾/matsuo 菊地/kikuchi 菊池/kikuchi 市川/ichikawa 杉本/sugimoto 古川/furukawa 大西/onishi 島田/shimada 水野/mizuno 桜井/sakurai 櫻井/sakurai 高野/takano 吉川/yoshikawa 山内/yamauchi 西田/nishida
飯田/iida 菊田/kikuta 西川/nishikawa 小松/komatsu 北村/kitamura 安田/yasuda 五十嵐/igarashi 川口/kawaguchi 平田/hirata 関/seki 中田/nakata/nakada 久保田/kubota 服部/hattori 東/higashi/azuma 岩田/iwata 土屋/tsuchiya 川崎/kawasaki
福島/fukushima 本田/honda 辻/tsuji 樋口/higuchi 秋山/akiyama 田口/taguchi 永井/nagai 山中/yamanaka 中西/nakanishi 吉村/yoshimura 川上/kawakami 石原/ishihara 大橋/ohashi 松岡/matsuoka 馬場/baba 浜田/hamada 濱田/hamada
森本/morimoto 星野/hoshino 矢野/yano 浅野/asano 松下/matsushita 荒木/araki 大久保/okubo 野田/noda 小池/koike 吉岡/yoshioka 内藤/naito 大石/oishi 白石/shiraishi 望月/mochizuki 黒田/kuroda 尾崎/ozaki 永田/nagata
松村/matsumura 堀/hori 荒井/arai 川村/kawamura 西山/nishiyama 早川/hayakawa 須藤/sudo 熊谷/kumagai 大島/oshima 篠原/shinohara 榎本/enomoto 三宅/miyake 平井/hirai 村井/murai 富田/tomita 河合/kawai 成田/narita
岡崎/okazaki 渡/watari 奥村/okumura 吉野/yoshino 今村/imamura 石橋/ishibashi 桑原/kuwahara 小西/konishi 本間/honma 片山/katayama 中尾/nakao 土井/doi 福井/fukui 落合/ochiai 広瀬/hirose 栗原/kurihara 入江/irie 宮田/miyata
神田/kanda 徳永/tokunaga 植田/ueda 小田/oda 大川/okawa 大谷/otani/ohtani 岸/kishi 牧野/makino 宮下/miyashita 黒川/kurokawa 松原/matsubara 相馬/soma 関口/sekiguchi 伊東/ito 川島/kawashima 大田/ota 田辺/tanabe 堀内/horiuchi
奥田/okuda 根本/nemoto 島袋/shimabukuro 比嘉/higa 金城/kinjo 大城/oshiro 宮城/miyagi 新垣/arakaki 玉城/tamaki 上原/uehara 仲村/nakamura 知念/chinen 喜屋武/kyan 与那嶺/yonamine 具志堅/gushiken 平良/taira 又吉/matayoshi
山根/yamane 堤/tsutsumi 泉/izumi 岩本/iwamoto 三好/miyoshi 森下/morishita 日高/hidaka 児玉/kodama 坂井/sakai 富樫/togashi 門田/kadota 沢田/sawada 澤田/sawada 吉原/yoshihara 田島/tajima 古賀/koga 野中/nonaka 梅田/umeda
長田/nagata/osada 町田/machida 川田/kawada 細川/hosokawa 若林/wakabayashi 稲垣/inagaki 大山/oyama 鎌田/kamata 天野/amano 竹田/takeda 川本/kawamoto 浜口/hamaguchi 西尾/nishio 緒方/ogata 西/nishi 金田/kaneda
)";
// Given names in characters, with a reading or two.
constexpr std::string_view kGivenList = R"(
陽翔/haruto 陽斗/haruto 悠斗/yuto/yuuto 悠人/yuto 湊/minato 蓮/ren 樹/itsuki 大翔/hiroto/haruto 颯太/sota/souta 蒼/ao/aoi 碧/aoi 葵/aoi 新/arata 朝陽/asahi 律/ritsu 暖/dan 伊織/iori 大和/yamato 悠真/yuma/haruma 結翔/yuito
陽太/yota/hinata 陽向/hinata 海斗/kaito 海翔/kaito 翔太/shota/shouta 翔/sho/kakeru 拓海/takumi 匠/takumi 健太/kenta 健/ken 大輝/daiki 大樹/daiki 涼/ryo 亮/ryo 涼太/ryota 悠/yu/haru 優/yu 優斗/yuto 優太/yuta 雄太/yuta 直樹/naoki
直人/naoto 和也/kazuya 智也/tomoya 達也/tatsuya 拓也/takuya 健一/kenichi 誠/makoto 隆/takashi 浩/hiroshi 博/hiroshi 修/osamu 学/manabu 剛/tsuyoshi 徹/toru 哲也/tetsuya 秀樹/hideki 正樹/masaki 雅人/masato 真司/shinji 慎太郎/shintaro
一郎/ichiro 太郎/taro 次郎/jiro 三郎/saburo 健太郎/kentaro 康平/kohei 航平/kohei 隼人/hayato 隼/hayato 蒼太/sota 奏太/kanata 奏/kanade 晴/haru 晴人/haruto 遥斗/haruto 陸/riku 陸斗/rikuto 空/sora 大空/sora 光/hikaru 輝/hikaru
結衣/yui 結菜/yuina/yuna 陽菜/hina/haruna 陽葵/himari/hinata 芽依/mei 莉子/riko 咲良/sakura 桜/sakura 美咲/misaki 美月/mizuki 美優/miyu 心春/koharu 心結/miyu 凛/rin 凜/rin 紬/tsumugi 葵/aoi 澪/mio 杏/an 詩/uta 花/hana 華/hana
花音/kanon 愛/ai 愛美/manami 愛子/aiko 彩/aya 彩花/ayaka 彩乃/ayano 綾/aya 綾香/ayaka 遥/haruka 遥香/haruka 千尋/chihiro 真央/mao 麻衣/mai 舞/mai 優子/yuko 優花/yuka 由美/yumi 裕子/yuko/hiroko 恵子/keiko 恵/megumi 陽子/yoko 洋子/yoko
京子/kyoko 和子/kazuko 幸子/sachiko 明子/akiko 久美子/kumiko 美香/mika 真由美/mayumi 直美/naomi 智子/tomoko 友美/tomomi 由紀/yuki 由紀子/yukiko 雪/yuki 香織/kaori 千春/chiharu 沙織/saori 早紀/saki 奈々/nana 奈美/nami 菜々子/nanako
里奈/rina 梨花/rika 理恵/rie 瞳/hitomi 純子/junko 美穂/miho 絵美/emi 絵里/eri 恵美/emi 典子/noriko 孝/takashi 進/susumu 茂/shigeru 勝/masaru 清/kiyoshi 昭/akira 明/akira 実/minoru 豊/yutaka 稔/minoru 聡/satoshi 悟/satoru 悠希/yuki
勇気/yuki 祐介/yusuke 裕介/yusuke 大介/daisuke 大輔/daisuke 俊介/shunsuke 駿/shun 瞬/shun 圭/kei 圭介/keisuke 啓介/keisuke 翼/tsubasa 龍之介/ryunosuke 琉生/rui 琉/ryu 凪/nagi 楓/kaede 望/nozomi 希/nozomi 未来/mirai/miku 琴音/kotone 莉央/rio
)";
constexpr std::string_view kHonorificList =
    "さん くん 君 ちゃん 先生 様 さま 氏 ママ パパ 校長 教頭 コーチ さんち お母さん お父さん 選手さん";
// Words that stand before さん and the like, and name nobody.
constexpr std::string_view kNobodyList =
    "お母 お父 母 父 お兄 お姉 兄 姉 おじい おばあ おじ おば 奥 お子 子供 皆 みな 娘 息子 お嬢 お客 赤 担任 "
    "校長 教頭 保護者 看護師 運転手 店員 患者 生徒 児童 医者 お医者 担当 担当者 通訳 弁護士 先輩 後輩 友達 "
    "お友達 たく 旦那 ご主人 主人 お孫 孫 英語 数学 国語 理科 社会 体育 音楽 美術 家庭科 "
    "図書 保健 養護 日本語 副校長 支援 特別支援 相談 心理 小児科 主治医 歯医者 歯科 内科 お隣 隣 近所 皆様 "
    "各位 弟 妹 弟さん 妹さん 叔母 叔父 伯母 伯父 祖母 祖父 うさぎ くま ぞう ねこ いぬ おまわり 神 王 お月 "
    "お日 サンタ お疲れ ご苦労 たくさん 何 誰 どちら この その あの お世話 新任 前任 前の 今の "
    "うちの お姫 姫 王子 殿 お釈迦 お地蔵 仏";
constexpr std::string_view kFigureList =
    "夏目漱石 漱石 芥川龍之介 太宰治 宮沢賢治 川端康成 三島由紀夫 谷崎潤一郎 森鴎外 樋口一葉 与謝野晶子 "
    "石川啄木 正岡子規 松尾芭蕉 芭蕉 小林一茶 一茶 与謝蕪村 紫式部 清少納言 島崎藤村 志賀直哉 武者小路実篤 "
    "中原中也 金子みすゞ 新美南吉 谷川俊太郎 大江健三郎 村上春樹 村上龍 東野圭吾 宮部みゆき "
    "吉本ばなな 星新一 手塚治虫 宮崎駿 鳥山明 尾田栄一郎 藤子不二雄 水木しげる さくらももこ まる子 "
    "ちびまる子 葛飾北斎 北斎 歌川広重 草間彌生 黒澤明 久石譲 坂本龍一 小澤征爾 織田信長 信長 豊臣秀吉 秀吉 "
    "徳川家康 家康 徳川吉宗 徳川慶喜 坂本龍馬 西郷隆盛 大久保利通 木戸孝允 伊藤博文 福沢諭吉 福澤諭吉 "
    "渋沢栄一 "
    "野口英世 北里柴三郎 津田梅子 新渡戸稲造 勝海舟 吉田松陰 近藤勇 土方歳三 沖田総司 源頼朝 源義経 義経 "
    "弁慶 武蔵坊弁慶 平清盛 北条政子 北条時宗 足利尊氏 足利義満 足利義政 武田信玄 上杉謙信 伊達政宗 真田幸村 "
    "明智光秀 石田三成 千利休 聖徳太子 中大兄皇子 中臣鎌足 天智天皇 聖武天皇 桓武天皇 卑弥呼 菅原道真 "
    "藤原道長 空海 "
    "最澄 行基 鑑真 親鸞 法然 日蓮 一休 一休さん 二宮金次郎 伊能忠敬 杉田玄白 平賀源内 間宮林蔵 ペリー "
    "昭和天皇 明治天皇 東郷平八郎 杉原千畝 湯川秀樹 山中伸弥 大谷翔平 イチロー 羽生結弦 浅田真央 錦織圭 "
    "大坂なおみ 八村塁 池江璃花子 内村航平 藤井聡太 羽生善治 嵐 桃太郎 金太郎 浦島太郎 かぐや姫 一寸法師 "
    "花咲か爺さん 鶴の恩返し ごんぎつね ごん 兵十 メロス セリヌンティウス 坊っちゃん 銀河鉄道 ジョバンニ "
    "カムパネルラ ドラえもん のび太 しずかちゃん ジャイアン スネ夫 サザエさん ピカチュウ サトシ ナルト 悟空 "
    "ルフィ コナン トトロ 千尋 ナウシカ アンパンマン ばいきんまん キティ ハリー・ポッター ハリー ロン "
    "ハーマイオニー ダンブルドア "
    "シンデレラ 白雪姫 シェイクスピア ゲーテ トルストイ アンデルセン グリム アンネ・フランク ヘレン・ケラー "
    "ナイチンゲール エジソン アインシュタイン ニュートン ダーウィン ガリレオ リンカーン ワシントン "
    "キング牧師 ガンジー マンデラ ナポレオン コロンブス マルコ・ポーロ ソクラテス プラトン アリストテレス "
    "ピタゴラス アルキメデス "
    "モーツァルト ベートーベン バッハ ショパン ピカソ ゴッホ モネ レオナルド ミケランジェロ メッシ";
// Hiragana after which a name may begin.
constexpr std::string_view kHiraganaBefore = "の と は が に も を へ や で て か ら ";

std::string FoldList(std::string_view list) { return FoldText(list); }

struct Lists {
  // Folding takes the marks off kana; so are the texts these are compared with.
  std::string honorific_text = FoldList(kHonorificList), nobody_text = FoldList(kNobodyList),
              figure_text = FoldList(kFigureList), before_text = FoldList(kHiraganaBefore);
  Spellings families = ReadSpellings(kFamilyList), given = ReadSpellings(kGivenList);
  Phrases honorifics{honorific_text}, nobody{nobody_text}, figures{figure_text}, before{before_text};
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
      const Script script = ScriptOf(run_);
      if (scan_.Taken(token_)) continue;
      if (script != Script::kHan && script != Script::kKana) {
        ReadLatin();
        continue;
      }
      at_ = CharactersOf(run_);
      for (size_t i = 0; i + 1 < at_.size();) i = std::max(MatchAt(i), i + 1);
    }
  }

 private:
  enum class Kind : uint8_t { kHan, kHiragana, kKatakana, kOther };
  size_t Count() const { return at_.size() - 1; }
  std::string_view Part(size_t i, size_t end) const { return run_.substr(at_[i], at_[end] - at_[i]); }
  uint32_t Offset(size_t i) const { return text_[token_].begin + at_[i]; }
  Kind KindOf(size_t i) const {
    if (i >= Count()) return Kind::kOther;
    size_t at = at_[i];
    const char32_t c = DecodeUtf8(run_, at);
    if (c >= 0x30A1 && c <= 0x30FF) return Kind::kKatakana;
    if (c >= 0x3041 && c <= 0x309F) return Kind::kHiragana;
    return ScriptOf(c) == Script::kHan ? Kind::kHan : Kind::kOther;
  }
  size_t EndOf(size_t i) const {
    size_t end = i;
    while (end < Count() && end - i < 8 && KindOf(end) == KindOf(i)) ++end;
    return end;
  }

  size_t MatchAt(size_t i);
  size_t FamilyFirst(size_t i);
  size_t Honoured(size_t i);
  size_t Related(size_t i);
  void ReadLatin();
  size_t Emit(size_t begin, size_t end, std::string_view cue, std::vector<uint32_t> people) {
    scan_.Add({Offset(begin), text_[token_].begin + at_[end], "native.full_name", cue, 0.8F,
               std::move(people), std::string(Part(begin, end))});
    return end;
  }
  std::vector<uint32_t> PeopleOf(std::string_view families, std::string_view given) const;

  NativeScan& scan_;
  const Text& text_;
  const Lists& lists_;
  size_t token_ = 0;
  std::string_view run_;
  std::vector<uint32_t> at_;
};

std::vector<uint32_t> Finder::PeopleOf(std::string_view families, std::string_view given) const {
  std::vector<uint32_t> people;
  const auto each = [](std::string_view list, auto call) {
    for (size_t at = 0; at < list.size();) {
      const size_t end = std::min(list.find('/', at), list.size());
      call(list.substr(at, end - at));
      at = end + 1;
    }
  };
  std::vector<uint32_t> first;
  const auto readings = lists_.given.find(given);
  if (readings != lists_.given.end()) {
    each(readings->second, [&](std::string_view latin) {
      if (const uint32_t name = scan_.NameOf(latin); name != 0) first.push_back(name);
    });
  } else if (ScriptOf(given) == Script::kKana) {
    first = scan_.NamesSounding(given, kGivenBit);
  }
  each(families, [&](std::string_view latin) {
    const uint32_t family = scan_.NameOf(latin);
    for (const uint32_t name : first) {
      if (family != 0) scan_.index.FindPair(name, family, people);
    }
  });
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

// "佐藤陽翔", "高橋美咲さん", "佐藤さん", "佐藤ヘザー".
size_t Finder::FamilyFirst(size_t i) {
  if (KindOf(i) != Kind::kHan) return i;
  for (const size_t size : {size_t{3}, size_t{2}, size_t{1}}) {
    if (i + size > Count()) continue;
    const auto known = lists_.families.find(Part(i, i + size));
    if (known == lists_.families.end()) continue;
    const size_t after = i + size;
    // Nothing of the run's characters may be left before the family name, but for a title.
    const bool bound = i == 0 || KindOf(i - 1) != Kind::kHan || lists_.nobody.Ends(Part(0, i)) > 0;
    if (!bound) continue;
    const std::string_view rest = run_.substr(at_[after]);
    if (lists_.honorifics.Begins(rest) > 0) return Emit(i, after, "title", {});
    if (after < Count() && (KindOf(after) == Kind::kHan || KindOf(after) == Kind::kKatakana)) {
      const size_t end = EndOf(after);
      const size_t length = end - after;
      // The given name goes up to an honorific, if that is written in characters too.
      size_t stop = end;
      for (size_t at = after + 1; at < end && KindOf(after) == Kind::kHan; ++at) {
        if (lists_.honorifics.Begins(run_.substr(at_[at])) > 0) stop = at;
      }
      const std::string_view given = Part(after, stop);
      const bool listed = lists_.given.contains(given);
      const bool honoured = stop < Count() && lists_.honorifics.Begins(run_.substr(at_[stop])) > 0;
      const bool kana = KindOf(after) == Kind::kKatakana && length >= 2;
      if (!listed && !honoured && !(size >= 2 && (stop - after) <= 3) && !kana) continue;
      if (size == 1 && !listed) continue;
      std::vector<uint32_t> people = PeopleOf(known->second, given);
      const std::string full(Part(i, stop));
      scan_.Learn(Script::kHan, full, full, people);
      if (given.size() > 3) scan_.Learn(Script::kHan, given, full, people);
      return Emit(i, stop, honoured ? "title" : "", std::move(people));
    }
    if (after == Count() && after - i >= 2 && i == 0 &&
        text_.GapBefore(token_ + 1).find_first_of("\n:") != std::string_view::npos) {
      return Emit(i, after, "", {});
    }
  }
  return i;
}

// A word of one kind of letters before さん, くん, 先生.
size_t Finder::Honoured(size_t i) {
  const Kind kind = KindOf(i);
  if (kind == Kind::kOther) return i;
  if (i > 0 && KindOf(i - 1) == kind && kind != Kind::kHiragana) return i;
  size_t end = i + 1;
  if (kind == Kind::kHiragana) {
    // Begins after a particle or another kind of letter.
    if (i > 0 && KindOf(i - 1) == kind && !lists_.before.Has(Part(i - 1, i))) return i;
    while (end < Count() && end - i < 6 && KindOf(end) == kind &&
           lists_.honorifics.Begins(run_.substr(at_[end])) == 0)
      ++end;
  } else {
    while (end < Count() && end - i < 8 && KindOf(end) == kind &&
           lists_.honorifics.Begins(run_.substr(at_[end])) == 0)
      ++end;
  }
  if (end >= Count() || end - i > 5 || lists_.honorifics.Begins(run_.substr(at_[end])) == 0) return i;
  if (kind == Kind::kHiragana && end - i < 2) return i;
  const std::string_view word = Part(i, end);
  if (lists_.honorifics.Begins(word) > 0) return i;
  if (lists_.nobody.Has(word) || lists_.nobody.Ends(word) > 0) return i;
  if (i > 0 && lists_.nobody.Ends(Part(0, end)) > word.size()) return i;
  if (word.size() > 3) scan_.Learn(Script::kHan, word, std::string(word), {});
  return Emit(i, end, "title", {});
}

// "主人のロブ", "息子の陽翔".
size_t Finder::Related(size_t i) {
  static const std::string kText = FoldText(
      "主人の 夫の 妻の 息子の 娘の 長男の 次男の 三男の 長女の 次女の 三女の 弟の 妹の 兄の 姉の 母の 父の "
      "祖母の 祖父の 叔母の 叔父の 伯母の 伯父の 孫の 甥の 姪の 従兄弟の 従姉妹の いとこの 友人の 友達の "
      "同級生の "
      "担任の 通訳の 保護者の 生徒の 児童の");
  static const auto* const kKin = new Phrases(kText);
  if (i == 0 || kKin->Ends(Part(0, i)) == 0) return i;
  const size_t end = EndOf(i);
  const Kind kind = KindOf(i);
  if (kind == Kind::kKatakana && end - i >= 2) {
    scan_.Learn(Script::kHan, Part(i, end), std::string(Part(i, end)), {});
    return Emit(i, end, "relation", {});
  }
  if (kind != Kind::kHan) return i;
  for (size_t stop = std::min(end, i + 3); stop > i; --stop) {
    if (!lists_.given.contains(Part(i, stop))) continue;
    if (stop - i > 1) scan_.Learn(Script::kHan, Part(i, stop), std::string(Part(i, stop)), {});
    return Emit(i, stop, "relation", {});
  }
  return i;
}

// "Price先生".
void Finder::ReadLatin() {
  if (!text_[token_].IsCapitalised() || text_[token_].size() < 2 || token_ + 1 >= text_.size()) return;
  const std::string_view gap = text_.GapBefore(token_ + 1);
  if ((gap != " " && !gap.empty()) || lists_.honorifics.Begins(text_.Word(token_ + 1)) == 0) return;
  if (text_[token_].Has(word::kFunction | word::kCalendar | word::kPlace)) return;
  scan_.Add({text_[token_].begin, text_[token_].end, "native.title", "title", 0.51F, {}, {}});
}

size_t Finder::MatchAt(size_t i) {
  if (const size_t figure = lists_.figures.Begins(run_.substr(at_[i])); figure > 0) {
    const auto end = static_cast<uint32_t>(Offset(i) + figure);
    scan_.Keep(Offset(i), end);
    while (i < Count() && Offset(i) < end) ++i;
    return i;
  }
  if (const size_t next = FamilyFirst(i); next != i) return next;
  if (const size_t next = Related(i); next != i) return next;
  return Honoured(i);
}

}  // namespace

void FindJapaneseNames(NativeScan& scan) { Finder(scan).Run(); }

}  // namespace schoolgate::redaction
