// docs/audit-format.md holds a worked example; this makes it from its description and compares every byte.
#include <map>

#include "core/crypto/digest.h"
#include "core/crypto/ed25519.h"
#include "gateway/audit/checkpoint.h"
#include "gateway/audit/checkpointer.h"
#include "gateway/audit/test_log.h"
#include "gateway/audit/tiles.h"

namespace schoolgate::gateway {
namespace {

// The page's blocks, by the path after the fence's language: "```hex tiles/tile/0/000.p/2".
std::map<std::string, std::string> Blocks() {
  const std::string page = Slurp(std::string(SCHOOLGATE_SOURCE_DIR) + "/docs/audit-format.md");
  std::map<std::string, std::string> blocks;
  for (const std::string fence : {"\n```hex ", "\n```text "}) {
    for (size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
      const size_t name = at + fence.size(), line = page.find('\n', name), end = page.find("\n```\n", line);
      std::string body = page.substr(line + 1, end - line);
      if (fence == "\n```hex ") {
        std::erase_if(body, [](char c) { return c == ' ' || c == '\n'; });
        body = HexDecode(body).value();
      }
      blocks[page.substr(name, line - name)] = body;
    }
  }
  return blocks;
}

std::vector<v1::AuditRecord> ExampleRecords() {
  v1::AuditRecord intent;
  intent.set_version(1);
  intent.set_record_id("00000000-0000-4000-8000-000000000001");
  intent.set_exchange_id("00000000-0000-4000-8000-00000000000a");
  intent.set_phase(v1::AUDIT_PHASE_INTENT);
  intent.set_time_micros(1'790'000'000'000'000);
  intent.set_vendor("acme");
  v1::ElementCount& element = *intent.add_elements();
  element.set_element(v1::DATA_ELEMENT_STUDENT_NAME);
  element.set_treatment(v1::TREATMENT_PSEUDONYMIZE);
  element.set_count(2);
  v1::AuditRecord outcome;
  outcome.set_version(1);
  outcome.set_record_id("00000000-0000-4000-8000-000000000002");
  outcome.set_exchange_id(intent.exchange_id());
  outcome.set_phase(v1::AUDIT_PHASE_OUTCOME);
  outcome.set_time_micros(1'790'000'000'500'000);
  outcome.set_vendor("acme");
  outcome.set_outcome(v1::OUTCOME_STATUS_COMPLETE);
  return {intent, outcome};
}

NoteSigner ExampleSigner() {
  std::string seed;
  for (char byte = 1; byte <= 32; ++byte) seed.push_back(byte);
  return NoteSigner::New("maple-hollow.example/schoolgate",
                         Ed25519PrivateKey::FromSeed(SecretBytes(seed)).value())
      .value();
}

TEST(AuditFormatPageTest, TheWorkedExampleIsWhatTheProgramWrites) {
  std::map<std::string, std::string> made;
  const NoteSigner signer = ExampleSigner();
  const std::string segment = StrCat("wal/", SegmentName(0));
  made[segment] = SegmentHeader(0);
  TileBuilder tiles;
  const auto keep = [&made](const std::string& path, std::string_view content) {
    made["tiles/" + path] = std::string(content);
    return absl::OkStatus();
  };
  for (const v1::AuditRecord& record : ExampleRecords()) {
    const std::string bytes = record.SerializeAsString();
    AppendFrame(made[segment], tiles.size(), tiles.size(), bytes);
    ASSERT_TRUE(tiles.Append(bytes, keep).ok());
  }
  ASSERT_TRUE(tiles.EmitPartial(keep).ok());
  const CheckpointBody body{.origin = signer.name(), .size = tiles.size(), .root = tiles.Root()};
  made["tiles/checkpoint"] = signer.Sign(FormatCheckpoint(body)).value();
  made["tiles/verifier-key"] = NoteVerifierKey(signer.name(), signer.public_key()) + "\n";

  const std::map<std::string, std::string> page = Blocks();
  for (const auto& [path, content] : made) {
    const auto block = page.find(path);
    EXPECT_TRUE(block != page.end() && block->second == content)
        << path << "\n"
        << (path.starts_with("tiles/tile/") || path.starts_with("wal/") ? HexEncode(content) : content);
  }
}

TEST(AuditFormatPageTest, TheWorkedExampleIsALogThatVerifies) {
  const TempDirectory temp;
  for (const auto& [path, content] : Blocks()) {
    const std::filesystem::path file = std::filesystem::path(temp.log()) / path;
    std::filesystem::create_directories(file.parent_path());
    Spill(file, content);
  }
  const VerifyReport report =
      Verify(temp.log(), NoteVerifierKey(ExampleSigner().name(), ExampleSigner().public_key()));
  EXPECT_TRUE(report.ok()) << Join(report.problems);
  EXPECT_EQ(report.tree_size, 2u);
}

}  // namespace
}  // namespace schoolgate::gateway
