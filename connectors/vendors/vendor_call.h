// One call of a vendor, from the first byte sent to its result. A VendorReply is its holder's view of it; the
// CurlDriver holds it while bytes move.
//
// The loop's thread only. Nothing here resumes anyone directly: a waiting coroutine is posted to its
// executor, so no exchange runs inside a libcurl callback.
#ifndef SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_CALL_H_
#define SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_CALL_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "connectors/dialects/dialect.h"
#include "connectors/vendors/curl_driver.h"
#include "connectors/vendors/easy_pool.h"
#include "connectors/vendors/vendor.h"
#include "core/crypto/digest.h"

namespace schoolgate::connectors {

class VendorCall final : public Transfer, public std::enable_shared_from_this<VendorCall> {
 public:
  VendorCall(std::weak_ptr<CurlDriver> driver, std::shared_ptr<EasyPool> pool, const Dialect& dialect,
             std::string body, bool stream, std::string_view answer_salt);
  ~VendorCall() override;

  absl::Status Begin();
  void Cancel();

  bool stream() const { return stream_; }
  // What there is to give out now: a piece, the end, a problem; nothing where one has to wait.
  bool Ready() const { return result_.has_value() || next_ < queue_.size(); }
  absl::StatusOr<std::optional<v1::StreamGenerateResponse>> TakePiece();
  absl::StatusOr<v1::GenerateResponse> TakeWhole();

  // Calls `wake` once, when Ready() may have become true. REQUIRES: nobody waits yet.
  void WakeWith(absl::AnyInvocable<void()> wake) { wake_ = std::move(wake); }
  bool waited_for() const { return wake_ != nullptr; }

  VendorFacts facts() const;

 private:
  struct Queued {
    v1::StreamGenerateResponse piece;
    size_t bytes;
  };

  void OnFinished(CURLcode code) override;
  void OnTick(SteadyTime now) override;
  static size_t OnBody(char* bytes, size_t one, size_t count, void* call);
  bool Take(std::string_view bytes);
  absl::Status TakeEvents(std::string_view bytes);

  absl::Status Outcome(CURLcode code);
  // The first result counts.
  void SetResult(absl::Status status);
  // Ends the transfer with a problem of ours.
  void Fail(absl::Status problem);
  // Keeps the transfer's figures and gives its handle back.
  void Release();
  void Stop();
  bool Sent() const;

  const std::weak_ptr<CurlDriver> driver_;
  const std::shared_ptr<EasyPool> pool_;
  const Dialect& dialect_;
  const std::string body_;
  const bool stream_;
  CURL* easy_ = nullptr;  // while it runs

  std::unique_ptr<StreamDecoder> decoder_;
  std::vector<v1::StreamGenerateResponse> decoded_;  // room for one read's events
  std::string whole_;
  std::vector<Queued> queue_;
  size_t next_ = 0;  // in queue_
  int64_t queued_bytes_ = 0;

  std::optional<absl::Status> result_;
  absl::Status abort_;  // why OnBody refused more
  absl::AnyInvocable<void()> wake_;

  Sha256Hasher digest_;
  int64_t response_bytes_ = 0;
  int64_t unknown_fields_ = 0;
  long http_status_ = 0;
  bool sent_ = false;  // once the handle is gone
  SteadyTime started_;
  SteadyTime first_byte_;  // zero before
  SteadyTime last_byte_;
  SteadyTime ended_;
};

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_CALL_H_
