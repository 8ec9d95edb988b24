#include "core/vault/redis/redis_session.h"

#include <optional>
#include <utility>

namespace schoolgate {

absl::StatusOr<ScopeNews> ReadNews(const RedisReply& reply) {
  constexpr size_t kHead = 5;
  const std::vector<RedisReply>& fields = reply.elements;
  if (fields.size() < kHead) return BrokenRow();
  const std::optional<uint64_t> changes = CountOf(fields[0]);
  const std::optional<uint64_t> from = CountOf(fields[3]);
  const std::optional<uint64_t> forms = CountOf(fields[4]);
  if (!changes || !from || !forms || fields.size() - kHead < *forms) return BrokenRow();
  ScopeNews news{.changes = *changes, .key_id = fields[1].text, .generation = fields[2].text, .from = *from};
  size_t at = kHead;
  news.forms.reserve(*forms);
  for (; at < kHead + *forms; ++at) {
    std::optional<RedisForm> form = DecodeForm(fields[at].text);
    if (!form) return BrokenRow();
    news.forms.push_back(*std::move(form));
  }
  for (; at + 1 < fields.size(); at += 2) {
    if (fields[at].text.size() != kTagBytes) return BrokenRow();
    if (auto person = DecodePerson(DecodeTag(fields[at].text), fields[at + 1].text)) {
      news.people.push_back(*std::move(person));
    }
  }
  return news;
}

absl::StatusOr<std::shared_ptr<const RedisSession>> Renew(std::shared_ptr<const RedisSession> known,
                                                          ScopeNews news) {
  if (news.from > 0 && (known == nullptr || known->entries != news.from)) return BrokenRow();
  if (news.from > 0 && news.forms.empty() && known->key_id == news.key_id) return known;
  auto session = std::make_shared<RedisSession>();
  if (news.from > 0) *session = *known;
  session->key_id = std::move(news.key_id);
  session->generation = std::move(news.generation);
  session->entries = news.from + news.forms.size();
  for (RedisPerson& person : news.people) {
    const VaultTag tag = person.tag;
    session->people.insert_or_assign(tag, std::move(person));
  }
  for (RedisForm& form : news.forms) {
    if (form.on_roster) {
      // Of somebody who was destroyed since: it is nobody's, and opens no more.
      const auto person = session->people.find(form.owner);
      if (person == session->people.end() || person->second.number != form.place.subject) continue;
    }
    if (session->places.emplace(form.tag, form.place).second) session->forms.push_back(std::move(form));
  }
  return session;
}

}  // namespace schoolgate
