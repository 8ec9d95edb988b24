#include "core/vault/single_exchange.h"

#include <map>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "core/crypto/random.h"

namespace schoolgate {
namespace {

constexpr uint32_t kSubjectNumbers = uint32_t{1} << 25;

}  // namespace

std::vector<IssuedForm> IssueForOneExchange(std::vector<FormRequest> requests,
                                            const absl::flat_hash_map<std::string, SubjectNumber>& people) {
  absl::flat_hash_set<SubjectNumber> taken;
  for (const auto& [key, number] : people) taken.insert(number);
  absl::flat_hash_map<std::string, SubjectNumber> values;
  // The views stay good: the answer is sized beforehand, so its forms do not move.
  std::map<std::tuple<SubjectNumber, uint8_t, std::string_view>, uint32_t> known;
  std::map<std::pair<SubjectNumber, uint8_t>, uint32_t> counted;
  std::vector<IssuedForm> issued(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    FormRequest& request = requests[i];
    SubjectNumber subject = 0;
    if (request.on_roster) {
      subject = people.at(request.subject_key);
    } else if (auto it = values.find(request.subject_key); it != values.end()) {
      subject = it->second;
    } else {
      do {
        subject = static_cast<SubjectNumber>(RandomUint64() % kSubjectNumbers);
      } while (!taken.insert(subject).second);
      values.emplace(request.subject_key, subject);
    }
    issued[i] = IssuedForm{.subject = subject, .type = request.type, .form = request.form};
    const auto [place, is_new] = known.try_emplace({subject, request.type, issued[i].form}, 0);
    if (is_new) place->second = counted[{subject, request.type}]++;
    issued[i].form_index = place->second;
  }
  for (FormRequest& request : requests) WipeString(request.form);
  return issued;
}

}  // namespace schoolgate
