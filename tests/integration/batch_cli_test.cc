// `schoolgate deidentify` and `reidentify` as people run them: the built binary on files, killed and gone on
// with, told wrong things. The district is the generated one.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/audit/query.h"
#include "gateway/demo/district.h"

namespace schoolgate::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const std::string kMaya(gateway::kDemoFirstStudentName);
const std::string kLiam(gateway::kDemoSecondStudentName);

struct Finished {
  int exit = -1;  // -1: ended by a signal
  std::string out, err;
};

class BatchCliTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string made = (fs::temp_directory_path() / "schoolgate-batch-XXXXXX").string();
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    directory_ = made;
    ASSERT_TRUE(gateway::GenerateSampleDistrict(At("roster"), gateway::DistrictOptions{.students = 60}).ok());
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }

  std::string At(const std::string& name) const { return directory_ + "/" + name; }
  void Write(const std::string& name, std::string_view text) {
    ASSERT_TRUE(WriteFileAtomically(At(name), text).ok());
  }
  std::string Read(const std::string& name) { return ReadFile(At(name)).value_or("(no such file)"); }

  pid_t Start(std::vector<std::string> arguments, const std::string& in) {
    arguments.insert(arguments.begin(), SCHOOLGATE_BINARY_DIR "/schoolgate");
    const pid_t child = ::fork();
    if (child != 0) return child;
    const auto open = [](const std::string& path, int flags, int fd) {
      const int opened = ::open(path.c_str(), flags, 0600);
      if (opened < 0 || ::dup2(opened, fd) < 0) ::_exit(99);
    };
    open(in.empty() ? "/dev/null" : in, O_RDONLY, STDIN_FILENO);
    open(At("stdout"), O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    open(At("stderr"), O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(98);
  }
  Finished Wait(pid_t child) {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return {
        .exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1, .out = Read("stdout"), .err = Read("stderr")};
  }
  std::vector<std::string> Deidentify(std::vector<std::string> more) {
    std::vector<std::string> all = {"deidentify", "--data", At("data"), "--roster", At("roster")};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Finished Run(const std::vector<std::string>& arguments, const std::string& in = "") {
    return Wait(Start(arguments, in));
  }

  std::string directory_;
};

TEST_F(BatchCliTest, FilesOfEveryKindThereAndBack) {
  const std::vector<std::pair<std::string, std::string>> files = {
      {"essay.txt", kMaya + " sat by " + kLiam + ".\r\n\r\nThe end"},
      {"export.csv", "\xEF\xBB\xBFName,Note\r\n\"" + kMaya + "\",\"with \"\"" + kLiam + "\"\"\"\r\n"},
      {"lines.jsonl", "{\"id\": \"7\", \"text\": \"" + kMaya + "\"}\n{\"text\":\"" + kLiam + "\",\"id\":8}"}};
  std::vector<std::string> names;
  for (const auto& [name, text] : files) {
    Write(name, text);
    names.push_back(At(name));
  }
  const Finished there = Run(Deidentify(names));
  EXPECT_EQ(there.exit, 0) << there.err;
  EXPECT_EQ(there.out, "");
  const std::vector<std::string> treated = {At("essay.deidentified.txt"), At("export.deidentified.csv"),
                                            At("lines.deidentified.jsonl")};
  for (const std::string& name : treated) {
    const std::string text = ReadFile(name).value_or("");
    EXPECT_THAT(text, HasSubstr("STUDENT_"));
    EXPECT_THAT(text, Not(HasSubstr("Okafor")));
  }
  std::vector<std::string> back = {"reidentify", "--data", At("data"), "--out", At("back")};
  back.insert(back.end(), treated.begin(), treated.end());
  const Finished again = Run(back);
  EXPECT_EQ(again.exit, 0) << again.err;
  for (size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(Read("back/" + fs::path(treated[i]).filename().string()), files[i].second);
  }
  EXPECT_EQ(fs::status(At("data/vault.key")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  for (const auto& entry : fs::recursive_directory_iterator(At("data"))) {
    if (!entry.is_regular_file()) continue;
    EXPECT_THAT(ReadFile(entry.path().string()).value_or(""), Not(HasSubstr("Okafor"))) << entry.path();
  }
}

TEST_F(BatchCliTest, StandardInputToStandardOutput) {
  Write("in", "{\"id\":\"a\",\"text\":\"" + kMaya + "\"}\n{\"id\":\"b\",\"text\":\"nobody\"}\n");
  const Finished there = Run(Deidentify({}), At("in"));
  EXPECT_EQ(there.exit, 0) << there.err;
  EXPECT_THAT(there.out, testing::MatchesRegex("\\{\"id\":\"a\",\"text\":\"STUDENT_[0-9A-Z]*\"\\}\n"
                                               "\\{\"id\":\"b\",\"text\":\"nobody\"\\}\n"));
  Write("treated", there.out);
  EXPECT_EQ(Run({"reidentify", "--data", At("data")}, At("treated")).out, Read("in"));
  // Another scope's codes are unrelated, and another scope restores nothing.
  const Finished other = Run(Deidentify({"--scope", "other"}), At("in"));
  EXPECT_NE(other.out, there.out);
  EXPECT_EQ(Run({"reidentify", "--data", At("data"), "--scope", "other"}, At("treated")).out, there.out);
  EXPECT_EQ(Run({"reidentify", "--data", At("data"), "--scope", "never"}, At("treated")).exit, 1);
}

TEST_F(BatchCliTest, KilledAtAnyTimeItGoesOnAndEndsTheSame) {
  std::string text;
  for (int i = 0; text.size() < 12'000'000; ++i) {
    text += StrCat("{\"id\":", i, ",\"text\":\"", i % 3 == 0 ? kMaya : kLiam, " wrote page ", i,
                   " about rivers, and Ms. Ingrid Solberg read it aloud to the class.\"}\n");
  }
  Write("big.jsonl", text);
  const std::string journal = At("big.deidentified.jsonl.part.journal");
  std::string mark;
  for (int kills = 0; kills < 3; ++kills) {
    const pid_t child = Start(Deidentify({"--resume", At("big.jsonl")}), "");
    // As soon as it has come further than before.
    for (int i = 0; i < 2000 && ReadFile(journal).value_or(mark) == mark; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ::kill(child, SIGKILL);
    EXPECT_EQ(Wait(child).exit, -1) << "it ended before it could be killed";
    mark = ReadFile(journal).value_or("");
    EXPECT_NE(mark, "");
    EXPECT_FALSE(fs::exists(At("big.deidentified.jsonl")));
  }
  const Finished last = Run(Deidentify({"--resume", At("big.jsonl")}));
  EXPECT_EQ(last.exit, 0) << last.err;
  EXPECT_FALSE(fs::exists(At("big.deidentified.jsonl.part")));
  const std::string output = Read("big.deidentified.jsonl");
  EXPECT_EQ(Run(Deidentify({"--out", At("whole"), At("big.jsonl")})).exit, 0);
  EXPECT_TRUE(Read("whole/big.jsonl") == output) << "an interrupted run ends as any other";
  EXPECT_EQ(Run({"reidentify", "--data", At("data"), At("big.deidentified.jsonl")}).exit, 0);
  EXPECT_TRUE(Read("big.reidentified.jsonl") == text);
}

TEST_F(BatchCliTest, AnInterruptStopsItAtAWholePiece) {
  std::string text;
  while (text.size() < 30'000'000) text += kMaya + " wrote about rivers.\n\n";
  Write("big.txt", text);
  const pid_t child = Start(Deidentify({At("big.txt")}), "");
  for (int i = 0; i < 300 && (!fs::exists(At("big.deidentified.txt.part")) ||
                              fs::file_size(At("big.deidentified.txt.part")) == 0);
       ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ::kill(child, SIGINT);
  const Finished stopped = Wait(child);
  EXPECT_EQ(stopped.exit, 1);
  EXPECT_THAT(stopped.err, HasSubstr("--resume goes on there"));
  const Finished rest = Run(Deidentify({"--resume", At("big.txt")}));
  EXPECT_EQ(rest.exit, 0) << rest.err;
  EXPECT_EQ(Run({"reidentify", "--data", At("data"), At("big.deidentified.txt")}).exit, 0);
  EXPECT_TRUE(Read("big.reidentified.txt") == text);
}

TEST_F(BatchCliTest, RecordsItsRunsAndDoesNotRunWhereItCannot) {
  Write("essay.txt", kMaya);
  ASSERT_EQ(Run(Deidentify({At("essay.txt")})).exit, 0);
  const auto rows = gateway::QueryLog(At("data/batch/audit"), gateway::AuditFilter{.limit = 10});
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->rows.size(), 2u);
  EXPECT_EQ(rows->rows[1].record.text_batch().scope(), "batch");
  EXPECT_EQ(Run({"audit", "verify", "--data", At("data/batch")}).exit, 0);

  fs::remove_all(At("data/batch"));
  Write("data/batch", "in the way");
  fs::remove(At("essay.deidentified.txt"));
  EXPECT_NE(Run(Deidentify({At("essay.txt")})).exit, 0);
  EXPECT_FALSE(fs::exists(At("essay.deidentified.txt")));
}

TEST_F(BatchCliTest, SaysWhatIsWrongAndNeverTheText) {
  Write("essay.txt", kMaya + " \xE9t\xE9");
  const Finished bytes = Run(Deidentify({At("essay.txt")}));
  EXPECT_EQ(bytes.exit, 1);
  EXPECT_THAT(bytes.err, HasSubstr("essay.txt: line 1, byte "));
  EXPECT_THAT(bytes.err, Not(HasSubstr("Maya")));
  Write("essay.txt", kMaya);
  ASSERT_EQ(Run(Deidentify({At("essay.txt")})).exit, 0);
  EXPECT_THAT(Run(Deidentify({At("essay.txt")})).err, HasSubstr("is there already"));
  EXPECT_EQ(Run(Deidentify({"--force", At("essay.txt")})).exit, 0);
  EXPECT_THAT(Run(Deidentify({"--scope", "a b", At("essay.txt")})).err, HasSubstr("--scope takes"));
  EXPECT_THAT(Run(Deidentify({"--resume"})).err, HasSubstr("--resume needs files"));
  EXPECT_THAT(Run(Deidentify({At("gone.txt")})).err, HasSubstr("no such file"));
  EXPECT_EQ(Run({"reidentify", "--data", At("nowhere"), At("essay.txt")}).exit, 1);
  EXPECT_FALSE(fs::exists(At("nowhere"))) << "restoring makes no vault";
  EXPECT_THAT(Run(Deidentify({"--policy", At("none"), At("essay.txt")})).exit, 1);
}

}  // namespace
}  // namespace schoolgate::tests
