#include "policy/exhibit_b.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/util/strings.h"
#include "policy/draft.h"
#include "policy/exhibit_b_entries.h"
#include "policy/test_policy.h"

namespace schoolgate::policy {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Worksheets(const std::string& name) {
  std::ifstream stream(std::string(SCHOOLGATE_SOURCE_DIR "/policy/testdata/exhibit_b/") + name,
                       std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

Worksheet Read(const std::string& content) {
  const auto sheet = ReadExhibitB(content);
  EXPECT_TRUE(sheet.ok()) << sheet.status();
  return sheet.ok() ? *sheet : Worksheet();
}

// "student.name pseudonymize", with the apps where there are any.
std::vector<std::string> Lines(const Worksheet& sheet) {
  std::vector<std::string> lines;
  for (const GrantedElement& granted : sheet.granted) {
    std::string line = StrCat(ElementId(granted.element), " ", TreatmentName(granted.treatment));
    for (const size_t app : granted.apps) line += StrCat(" ", sheet.apps[app]);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> Unmapped(const Worksheet& sheet) {
  std::vector<std::string> lines;
  lines.reserve(sheet.unmapped.size());
  for (const UnmappedRow& row : sheet.unmapped) lines.push_back(StrCat(row.line, ": ", row.reason));
  return lines;
}

constexpr char kHeader[] = "Category of Data,Elements,Check if Used by Your System\n";

TEST(ExhibitBTest, EveryEntryIsFoundByTheNdpasOwnWords) {
  for (const ExhibitCategory& category : ExhibitCategories()) {
    for (const ExhibitEntry& entry : ExhibitEntries()) {
      if (entry.category != category.category) continue;
      const Worksheet sheet = Read(StrCat(kHeader, category.name, ",\"", entry.text, "\",X\n"));
      EXPECT_THAT(Unmapped(sheet), IsEmpty()) << entry.text;
      std::set<v1::DataElement> elements;
      for (const GrantedElement& granted : sheet.granted) elements.insert(granted.element);
      EXPECT_EQ(elements, std::set<v1::DataElement>{entry.element}) << entry.text;
      EXPECT_TRUE(Supports(entry.element, entry.treatment)) << entry.text;
    }
  }
}

TEST(ExhibitBTest, AllTwentyFourCategoriesAreKnownAndAllButTwoHaveEntries) {
  std::set<int> known, filled;
  for (const ExhibitCategory& category : ExhibitCategories()) known.insert(category.category);
  for (const ExhibitEntry& entry : ExhibitEntries()) filled.insert(entry.category);
  EXPECT_EQ(known.size(), 24U);
  EXPECT_EQ(filled.size(), 22U);  // without "Other" and "None"
}

TEST(ExhibitBTest, NothingSpecialAndNothingThatIdentifiesGoesInClear) {
  for (const ExhibitEntry& entry : ExhibitEntries()) {
    if (entry.category == v1::EXHIBIT_B_CATEGORY_SPECIAL_INDICATOR) {
      EXPECT_EQ(entry.treatment, v1::TREATMENT_REDACT) << entry.text;
      EXPECT_FALSE(entry.remark.empty()) << entry.text;
    }
    if (FerpaClassOf(entry.element) == v1::FERPA_CLASS_DIRECT_IDENTIFIER) {
      EXPECT_GE(entry.treatment, v1::TREATMENT_PSEUDONYMIZE) << entry.text;
    }
  }
}

TEST(ExhibitBTest, MarksAreWrittenInManyWays) {
  for (const char* mark : {"X", "x", " X ", "Yes", "YES", "y", "TRUE", "1", "\u2713", "\u2714", "\u2611",
                           "\u2612", "[x]", "Checked"}) {
    EXPECT_THAT(Lines(Read(StrCat(kHeader, "Conduct,Conduct or behavioral data,", mark, "\n"))),
                ElementsAre("conduct redact"))
        << mark;
  }
  for (const char* mark : {"", " ", "No", "N", "FALSE", "0", "\u2610", "[ ]", "N/A", "-"}) {
    const Worksheet sheet = Read(StrCat(kHeader, "Conduct,Conduct or behavioral data,", mark, "\n"));
    EXPECT_THAT(Lines(sheet), IsEmpty()) << mark;
    EXPECT_THAT(Unmapped(sheet), IsEmpty()) << mark;
  }
  const Worksheet unclear = Read(StrCat(kHeader, "Conduct,Conduct or behavioral data,sometimes\n"));
  EXPECT_THAT(Lines(unclear), IsEmpty());
  EXPECT_THAT(Unmapped(unclear), ElementsAre("2: its mark is neither a yes nor a no; ask the vendor which"));
}

TEST(ExhibitBTest, ABlankCategoryGoesOnAndCellsMayHaveSeveralLines) {
  EXPECT_THAT(Lines(Read(StrCat(kHeader,
                                "Demographics,Date of Birth,X\n,Gender,\n,\"Ethnicity\nor race\",X\n"
                                "Student Contact Information,\"Address\nEmail\nPhone\",X\n"))),
              ElementsAre("demographics.birth_date generalize", "demographics.race redact",
                          "student.contact.address pseudonymize", "student.contact.email pseudonymize",
                          "student.contact.phone pseudonymize"));
  // An e-mail address is no postal one.
  EXPECT_THAT(Lines(Read(StrCat(kHeader, "Student Contact Information,Email address,X\n"))),
              ElementsAre("student.contact.email pseudonymize"));
}

TEST(ExhibitBTest, OtherDelimitersAndEncodingsAreRead) {
  const std::string semicolons =
      "\xef\xbb\xbf"
      "Category of Data;Elements;Check if Used by Your System\r\nStudent Name;First and/or Last;X\r\n";
  EXPECT_THAT(Lines(Read(semicolons)), ElementsAre("student.name pseudonymize"));
  EXPECT_THAT(Lines(Read("Exhibit B\n\nCategory of Data\tElements\tCheck if Used by Your System\nStudent "
                         "Name\tFirst and/or Last\tYes\n")),
              ElementsAre("student.name pseudonymize"));
}

TEST(ExhibitBTest, WhatIsNotUnderstoodIsListedAndGrantsNothing) {
  const Worksheet sheet = Read(StrCat(kHeader,
                                      "Assessment,Other assessment data-Please specify: reading level,X\n"
                                      "Student Name,Nickname,X\n"
                                      "Staff Data,Teacher email,X\n"
                                      "Other,Please list each additional data element used,X\n"
                                      "None,No Student Data collected,X\n"
                                      "Demographics,,X\n"
                                      "Conduct,Conduct or \"behavioral\" data,X\n"));
  EXPECT_THAT(Lines(sheet), ElementsAre("conduct redact"));
  EXPECT_THAT(
      Unmapped(sheet),
      ElementsAre(
          "2: Assessment: what was specified there has to be read; add a row for the element it means",
          "3: Student Name: nothing of Exhibit B is called that; find the element it means, and add a row",
          "4: its category is none of the 24 of Exhibit B; find the element it means, and add a row for it",
          "5: Other: what was specified there has to be read; add a row for the element it means",
          "6: it says that no student data is collected; if that is so, no other row may be marked",
          "7: Demographics: it names no element; add a row for each it means"));
}

TEST(ExhibitBTest, WhatIsNoWorksheetIsRefused) {
  for (const std::string& content :
       {std::string(), std::string("sourcedId,givenName\n1,Maya\n"), std::string("Category,Elements\n")}) {
    EXPECT_FALSE(ReadExhibitB(content).ok());
  }
  EXPECT_FALSE(ReadExhibitB(std::string("\0\0", 2)).ok());
}

// The faults of what was drafted from a worksheet, as `policy check` prints them.
std::vector<std::string> FaultsOf(const Worksheet& sheet, std::string_view vendor, const StatePack* pack) {
  std::map<std::string, std::string> files;
  for (const DraftFile& file : DraftPolicy(sheet, vendor, pack)) files.emplace(file.name, file.content);
  return IssuesOf(files);
}

TEST(DraftTest, ADraftLacksOnlyWhatAPersonMustSay) {
  for (const char* name : {"filled.csv", "california.csv"}) {
    const Worksheet sheet = Read(Worksheets(name));
    EXPECT_GE(sheet.granted.size(), 10U) << name;
    for (const char* vendor : {"", "Acme \"Learning\", Inc."}) {
      for (const char* state : {"", "CA", "CO", "IL", "NY"}) {
        const std::vector<std::string> faults = FaultsOf(sheet, vendor, FindStatePack(state));
        EXPECT_GE(faults.size(), 6U);
        for (const std::string& fault : faults)
          EXPECT_THAT(fault, HasSubstr("' is still to be filled in")) << name << state;
        EXPECT_EQ(std::string(vendor).empty(),
                  std::any_of(faults.begin(), faults.end(), [](const std::string& fault) {
                    return fault.find("'vendor'") != std::string::npos;
                  }));
      }
    }
  }
}

TEST(DraftTest, ADraftThatIsFilledInLoads) {
  for (const char* state : {"", "CA", "CO", "IL", "NY"}) {
    std::map<std::string, std::string> files;
    for (DraftFile& file :
         DraftPolicy(Read(Worksheets("california.csv")), "Acme Learning", FindStatePack(state))) {
      for (const auto& [from, to] :
           std::map<std::string, std::string>{{"lea: FILL_IN", "lea: Maple Hollow"},
                                              {"purposes: [FILL_IN]", "purposes: [planning]"},
                                              {"signed: FILL_IN", "signed: 2026-07-01"},
                                              {"expires: FILL_IN", "expires: 2029-06-30"},
                                              {"[FILL_IN]  # US", "[US]  # US"},
                                              {"models: [FILL_IN]", "models: [large]"},
                                              {"owner: FILL_IN", "owner: Curriculum Office"},
                                              {"disposalDays: FILL_IN", "disposalDays: 60"},
                                              {"breachNoticeHours: FILL_IN", "breachNoticeHours: 72"},
                                              {"retentionDays: FILL_IN", "retentionDays: 0"}}) {
        for (size_t at; (at = file.content.find(from)) != std::string::npos;)
          file.content.replace(at, from.size(), to);
      }
      for (size_t at; (at = file.content.find("FILL_IN  # ")) != std::string::npos;)
        file.content.replace(at, 7, "true");
      for (size_t at; (at = file.content.find(": FILL_IN\n")) != std::string::npos;)
        file.content.replace(at, 10, ": true\n");
      files.emplace(file.name, file.content);
    }
    if (*state != '\0') {
      files.emplace("district.yaml", StrCat("apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: "
                                            "{name: d}\nspec: {elements: [], states: [",
                                            state, "]}\n"));
    }
    EXPECT_THAT(IssuesOf(files), IsEmpty()) << state;
  }
}

TEST(DraftTest, AppsHaveToolsOfTheirOwnAndRowsNameThem) {
  const Worksheet sheet = Read(Worksheets("california.csv"));
  EXPECT_THAT(sheet.apps, ElementsAre("Acme Studio", "Acme Reader"));
  const std::vector<DraftFile> files = DraftPolicy(sheet, "Acme Learning", nullptr);
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0].name, "agreements/acme-learning-ndpa.yaml");
  EXPECT_EQ(files[1].name, "tools/acme-learning-acme-studio.yaml");
  EXPECT_THAT(
      files[0].content,
      HasSubstr("    - {element: student.name, treatment: pseudonymize, clause: \"Exhibit B, Student Name: "
                "First and/or Last\"}\n"));
  EXPECT_THAT(files[0].content,
              HasSubstr("clause: \"Exhibit B, Demographics: Date of Birth\", apps: [acme-studio]}\n"));
  EXPECT_THAT(files[2].content, HasSubstr("  app: acme-reader\n"));
  EXPECT_THAT(Lines(sheet), Not(Contains(HasSubstr("conduct"))));
}

}  // namespace
}  // namespace schoolgate::policy
