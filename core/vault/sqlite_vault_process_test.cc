// Several processes on one vault, and processes that die. The people are made up.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using namespace vault_testing;  // NOLINT: this folder's own helpers

std::vector<FormRequest> ManyRequests(bool backwards) {
  std::vector<FormRequest> requests;
  for (int i = 0; i < 100; ++i) {
    requests.push_back(OnRoster(StrCat("student|", i), 0, StrCat("Student ", i)));
    requests.push_back(OffRoster(StrCat("value ", i), 1, StrCat("Value ", i)));
  }
  if (backwards) std::reverse(requests.begin(), requests.end());
  return requests;
}

// Runs `body` in a process of its own; gives what it returned through a file, and the wait status.
template <typename Body>
pid_t Fork(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  return child;
}

void WriteLines(const std::string& path, const Forms& forms) {
  std::string text;
  for (const std::string& line : Describe(forms)) text += StrCat(line, "\n");
  if (!WriteFileAtomically(path, text).ok()) _exit(3);
}

TEST(SqliteVaultProcessTest, TwoProcessesThatStartTogetherAgree) {
  const TestDirectory directory;
  pid_t children[4];
  for (int i = 0; i < 4; ++i) {
    children[i] = Fork([&] {
      EventLoop loop;
      const std::unique_ptr<Vault> vault = OpenVault(directory);
      Forms all;
      // One request each, so that the processes' transactions interleave.
      for (const FormRequest& request : ManyRequests(i % 2 == 1)) {
        auto forms = Issue(loop, *vault, SessionScope("s"), {request});
        if (!forms.ok()) _exit(2);
        all.push_back(forms->front());
      }
      if (i % 2 == 1) std::reverse(all.begin(), all.end());
      WriteLines(directory.File(StrCat("answer", i)), all);
    });
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
  }
  const std::string first = *ReadFile(directory.File("answer0"));
  EXPECT_EQ(std::count(first.begin(), first.end(), '\n'), 200);
  for (int i = 1; i < 4; ++i) EXPECT_EQ(*ReadFile(directory.File(StrCat("answer", i))), first);
}

// The first change of a new file to WAL waits for nobody, so it failed about once in fifty starts.
TEST(SqliteVaultProcessTest, ManyProcessesOpenANewVaultAtOnce) {
  for (int round = 0; round < 20; ++round) {
    const TestDirectory directory;
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i) children.push_back(Fork([&] { OpenVault(directory); }));
    for (const pid_t child : children) {
      int status = -1;
      ASSERT_EQ(waitpid(child, &status, 0), child);
      EXPECT_EQ(status, 0);
    }
  }
}

TEST(SqliteVaultProcessTest, KillNineAfterTheAnswerLosesNothing) {
  const TestDirectory directory;
  const pid_t child = Fork([&] {
    EventLoop loop;
    const std::unique_ptr<Vault> vault = OpenVault(directory);
    auto forms = Issue(loop, *vault, SessionScope("s"), ManyRequests(false));
    if (!forms.ok()) _exit(2);
    WriteLines(directory.File("answer"), *forms);
    kill(getpid(), SIGKILL);
  });
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EventLoop loop;
  const std::unique_ptr<Vault> vault = OpenVault(directory);
  EXPECT_EQ(Issued(loop, *vault, SessionScope("s"))->size(), 200u);
  const auto again = Issue(loop, *vault, SessionScope("s"), ManyRequests(false));
  ASSERT_TRUE(again.ok());
  std::string text;
  for (const std::string& line : Describe(*again)) text += StrCat(line, "\n");
  EXPECT_EQ(text, *ReadFile(directory.File("answer")));
}

}  // namespace
}  // namespace schoolgate
