// Takes stand-ins for codes where a tool's policy has them: surrogate names, ids in their own format, moved
// dates.
//
// A form gets one only if it surely comes back as what it was, and as nobody else's: its text stands for no
// other form in the scope (Scope::Claim) and nowhere in the request by itself, is a whole word where it will
// stand, and holds nothing JSON would escape. Whatever has none takes its code, which always comes back.
//
// With surrogate names, a person's given and family name are pseudonyms of their own, since an answer may
// have either alone: nobody else in the scope has them. When the lists have no free name left, people get
// codes.
//
// One exchange's own, on its event loop.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_STAND_INS_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_STAND_INS_H_

#include <boost/asio/awaitable.hpp>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "redaction/pseudonym/scope.h"
#include "redaction/transform/pseudonym_forms.h"
#include "redaction/transform/rewrite_plan.h"
#include "redaction/walk/slot.h"

namespace schoolgate::redaction {

class StandIns {
 public:
  // All outlive it.
  StandIns(const PseudonymForms& forms, Scope& scope, std::span<const Slot> slots)
      : forms_(forms), scope_(scope), slots_(slots) {}
  ~StandIns();
  StandIns(const StandIns&) = delete;
  StandIns& operator=(const StandIns&) = delete;

  // Before the plan's requests are issued: keeps what they ask for, and asks for the parts of full names too.
  // What stood for something in an earlier answer and stands in the request by itself is put back no more.
  void Prepare(RewritePlan& plan);

  // `codes` are what the requests were issued. Gives what stands in the place of each: a stand-in, or its
  // code.
  boost::asio::awaitable<absl::StatusOr<std::vector<std::string>>> Write(std::vector<std::string> codes);

 private:
  struct Person;

  bool Occurs(std::string_view text) const;
  bool Usable(std::string_view text) const;
  bool IsNamed(const NameParts& name) const;
  void AddNameParts(RewritePlan& plan);
  OwnName OwnNameOf(size_t request) const;
  NameGender GenderOf(int32_t person) const;
  std::vector<Person> People() const;
  bool Offer(Person& person, std::span<const std::string> codes, std::vector<StandInClaim>& claims) const;
  boost::asio::awaitable<absl::Status> WriteIdsAndDates(std::vector<std::string>& codes);
  boost::asio::awaitable<absl::Status> WriteNames(std::vector<std::string>& codes);

  const PseudonymForms& forms_;
  Scope& scope_;
  const std::span<const Slot> slots_;
  std::vector<CodeRequest> requests_;
  std::vector<RewritePlan::Wanted> wanted_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_STAND_INS_H_
