// Numbers and forms for one exchange alone, when the caller named neither person nor session: counted in
// memory, kept nowhere. Pure; any thread.
#ifndef SCHOOLGATE_CORE_VAULT_SINGLE_EXCHANGE_H_
#define SCHOOLGATE_CORE_VAULT_SINGLE_EXCHANGE_H_

#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/vault/vault.h"

namespace schoolgate {

// People's own numbers, by person key; the others get random ones that nobody else in the call has.
std::vector<IssuedForm> IssueForOneExchange(std::vector<FormRequest> requests,
                                            const absl::flat_hash_map<std::string, SubjectNumber>& people);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_SINGLE_EXCHANGE_H_
