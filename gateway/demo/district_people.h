#ifndef SCHOOLGATE_GATEWAY_DEMO_DISTRICT_PEOPLE_H_
#define SCHOOLGATE_GATEWAY_DEMO_DISTRICT_PEOPLE_H_

// The generated people of the sample district, before they are written as files. Private to gateway/demo.

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/demo/district_names.h"

namespace schoolgate::gateway {

// Draws that are the same on every machine (the distributions of <random> are not). Two draws never stand in
// one argument list: compilers differ in which comes first.
class Dice {
 public:
  explicit Dice(uint64_t seed) : engine_(seed) {}
  int Below(int limit) { return static_cast<int>(engine_() % static_cast<uint64_t>(limit)); }
  bool Percent(int share) { return Below(100) < share; }
  template <typename List>
  auto Pick(const List& list) {
    return list[static_cast<size_t>(Below(static_cast<int>(list.size())))];
  }

 private:
  std::mt19937_64 engine_;
};

struct SampleAddress {
  std::string street, city, state, postal_code;
};

struct SamplePerson {
  std::string id, role, given, middle, family, username, local_id, state_id, email, sms, phone;
  std::string org, grade, sex;
  std::vector<std::string> agents;
  std::optional<std::chrono::year_month_day> birth_date;
  SampleAddress address;
};

struct SampleSchool {
  std::string id, name, code;
  int first_grade, last_grade;  // kindergarten is 0
};

struct SampleClass {
  std::string id, title, course, school, grade;
  std::string teacher;
  std::vector<std::string> students;
};

struct SampleDistrict {
  std::vector<SampleSchool> schools;
  std::vector<SamplePerson> students, guardians, staff;
  std::vector<SampleClass> classes;
};

inline constexpr std::string_view kSampleDistrictId = "org-mhusd";
inline constexpr int kSampleSchoolYear = 2026;  // the fall in which it begins

std::string GradeCode(int grade);  // "KG", "01" ... "12"

SampleDistrict MakeSampleDistrict(uint64_t seed, int students);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_DEMO_DISTRICT_PEOPLE_H_
