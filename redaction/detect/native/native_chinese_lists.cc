// The everyday characters and cues beside the lists of names (words/native_han_*.inc).
#include "redaction/detect/native/native_chinese_lists.h"

#include <algorithm>

#include "redaction/detect/script/native_script.h"

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
constexpr size_t kCommonFamilies = 195;  // of the list, which begins with the commonest

// Family names that are everyday characters, too.
constexpr std::string_view kWeakFamilies =
    "高 马 馬 万 萬 方 白 黄 黃 金 石 江 任 程 向 常 文 时 時 安 于 成 平 明 关 關 单 單 温 溫 路 应 應 边 "
    "解 计 来 全 官 原 台 都 商 井 花 冷 木 车 房 强 游 位 席 宁 寧 谷 米 池 简 簡 连 連 和 易 段 "
    "夏 毛 龙 龍 雷 田 何 牛 左 项 項 党 曲 阳 查 包 司 华 華 古 丘 年 水 国 班 从 叶 葉 许 許 海 练 习 银 "
    "乐 保 别 家 东 西 南 北 周 史 康 武 尹 章 钱 錢 施 洪 颜 严 嚴 管 祝 童 盛 景 甘 区 麦 麥 沙 扬 宗 伏 "
    "原 衣 封 付 元 皮 贝 貝 麻 支 宣 滑 索 阴 陰 尚 容 利 勾 那 丰 豐 巢 况 況 权 權 云 代 平 步 哈 扶 敬 "
    "农 農 幸 束 楼 樓 储 儲";
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
    "我叫 他叫 她叫 名字是 是 名字叫 名字 接送人 外孙 外孫 外孙女 外孫女 儿媳 女婿 舅妈 舅媽 伯母 婆婆 "
    "岳母 岳父 继父 繼父 继母 繼母 养父 養父 养母 養母 新生 转学生 轉學生 插班生 女生 男生 男孩 女孩 司机 "
    "司機 秘书 秘書 律师 "
    "律師 警官 房东 房東 前夫 前妻 老公 老婆 大哥 大姐 二哥 二姐 小弟 小妹 大儿子 大女儿 小儿子 小女儿 "
    "大兒子 大女兒 小兒子 小女兒 "
    "双胞胎 雙胞胎 堂妹 表叔 表姑 姑妈 姑媽 姑父 姨父 姨丈 舅父 伯父 伯伯 保姆 管家 心理师 心理師 治疗师 "
    "治療師 社工师 "
    "传译 傳譯 与会者 與會者 主持人 主持 抄送 呈 陪同 陪同人 找到 联系 聯絡";
constexpr std::string_view kRightCues =
    "老师 老師 同学 同學 医生 醫生 先生 女士 太太 小姐 校长 校長 主任 教授 教练 教練 护士 護士 妈妈 媽媽 "
    "爸爸 奶奶 爷爷 爺爺 外婆 外公 阿姨 叔叔 哥哥 姐姐 弟弟 妹妹 的妈妈 的媽媽 的爸爸 的母亲 的母親 的父亲 "
    "的父親 的家长 的家長 的姐姐 的哥哥 的弟弟 的妹妹 的奶奶 的爷爷 的爺爺 的外婆 的妈 的爸 "
    "之母 之父 家长 家長 小朋友 的作业 的作業 的成绩 的成績 的班主任 的老师 的老師 的同学 的同學 助教 牧师 "
    "牧師 警官 律师 律師 院长 院長 师傅 師傅 督学 博士 大夫 敬上 谨上 謹上 书记 伯伯 婆婆 嬷嬷 修女 神父 "
    "辅导员 輔導員 咨询师 諮商師 社工 翻译 翻譯 译员 譯員 秘书 秘書 司机 司機 舅舅 姑姑 姑妈 姑媽 伯母 婶婶 "
    "嬸嬸 姨妈 姨媽 "
    "姥姥 姥爷 爹 经理 經理 女生 男生 一家 全家 的孩子 的儿子 的兒子 的女儿 的女兒";
// Of those, what stands after a family name alone.
constexpr std::string_view kFamilyTitles =
    "老师 老師 医生 醫生 先生 女士 太太 小姐 校长 校長 主任 教授 教练 教練 护士 護士 妈妈 媽媽 爸爸 奶奶 "
    "爷爷 爺爺 阿姨 叔叔 同学 同學 助教 牧师 牧師 警官 律师 律師 院长 院長 师傅 師傅 博士 大夫 伯伯 家长 "
    "家長 婆婆 经理 經理";
constexpr std::string_view kKinAfter =
    "妈妈 媽媽 爸爸 奶奶 爷爷 爺爺 外婆 外公 哥哥 姐姐 弟弟 妹妹 家长 家長 同学 同學 小朋友 妈 媽 爸 的妈妈 "
    "的媽媽 的爸爸 的父亲 的父親 的母亲 的母親 的家长 的家長 的奶奶 的爷爷 的外婆 的姐姐 的哥哥 的弟弟 "
    "的妹妹 阿姨 叔叔 老师 老師 姥姥 姥爷 姥爺 妈咪 媽咪 婆婆 伯伯 姑姑 舅舅 班长 班長 这孩子 這孩子";
constexpr std::string_view kKinBefore =
    "儿子 兒子 女儿 女兒 孩子 弟弟 妹妹 哥哥 姐姐 我家 我们家 我們家 侄子 侄女 外甥 外甥女 孙子 孫子 孙女 "
    "孫女 外孙 外孫 外孙女 外孫女 老大 老二 老三 小儿子 小女儿 大儿子 大女儿 小兒子 小女兒 大兒子 大女兒 "
    "室友 好友 闺蜜 閨蜜 "
    "名字叫 小名 小名叫 乳名 昵称 暱稱 孩子叫 表姐 表哥 表弟 表妹 堂哥 堂弟 堂姐 堂妹 叫 名叫 宝宝 寶寶 同学 "
    "同學 同桌";
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

constexpr std::string_view kWordList =
#include "redaction/detect/words/native_han_words.inc"
    ;
constexpr std::string_view kGivenNameList =
#include "redaction/detect/words/native_han_given_names.inc"
    ;
constexpr std::string_view kForeignList =
#include "redaction/detect/words/native_han_foreign.inc"
    ;
constexpr std::string_view kSyllables =
    "阿 埃 艾 爱 愛 安 昂 奥 奧 巴 柏 班 邦 鲍 鮑 贝 貝 本 比 彼 宾 賓 波 伯 勃 博 布 查 察 达 達 戴 丹 道 "
    "德 登 邓 鄧 "
    "迪 蒂 丁 东 杜 多 厄 恩 尔 爾 耳 法 凡 范 菲 费 費 芬 佛 弗 福 夫 盖 蓋 甘 冈 岡 戈 哥 格 葛 根 古 哈 "
    "海 汉 漢 豪 赫 "
    "亨 胡 华 華 怀 懷 惠 霍 基 吉 加 贾 賈 嘉 杰 傑 金 凯 凱 坎 康 考 科 克 肯 孔 库 庫 奎 拉 莱 萊 赖 賴 "
    "兰 蘭 朗 劳 "
    "勞 勒 雷 蕾 里 李 利 莉 丽 麗 莲 林 琳 卢 盧 鲁 魯 路 露 吕 伦 倫 罗 羅 洛 马 馬 玛 瑪 麦 麥 曼 梅 门 "
    "門 蒙 米 密 "
    "敏 摩 莫 姆 穆 娜 纳 納 内 內 尼 妮 涅 宁 寧 纽 努 诺 諾 欧 歐 帕 潘 庞 佩 彭 皮 珀 普 齐 齊 奇 契 乔 "
    "喬 切 琼 瓊 "
    "丘 饶 荣 茹 瑞 若 萨 薩 塞 赛 賽 桑 瑟 森 沙 莎 珊 尚 舍 申 什 圣 聖 施 史 舒 斯 松 苏 蘇 索 塔 泰 坦 "
    "汤 湯 唐 陶 "
    "特 藤 提 图 圖 托 陀 瓦 旺 威 韦 韋 维 維 魏 温 溫 文 翁 沃 乌 烏 伍 武 西 希 锡 夏 香 肖 谢 谢 欣 辛 "
    "休 逊 遜 雅 "
    "亚 亞 扬 耶 叶 伊 依 因 英 尤 约 約 泽 澤 詹 珍 朱 卓 兹 茲 佐";

}  // namespace

ChineseLists::ChineseLists()
    : families(ReadSpellings(kFamilyList)),
      weak_families(kWeakFamilies),
      weak_given(kWeakGiven),
      stop(kStop),
      words(kWordList),
      left(kLeftCues),
      right(kRightCues),
      family_titles(kFamilyTitles),
      kin_after(kKinAfter),
      kin_before(kKinBefore),
      before(kBefore),
      after(kAfter),
      figures(kFigureList),
      given_names(kGivenNameList),
      foreign(kForeignList),
      syllables(kSyllables) {
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

const ChineseLists& ChineseWords() {
  static const auto* const kLists = new ChineseLists;
  return *kLists;
}

}  // namespace schoolgate::redaction
