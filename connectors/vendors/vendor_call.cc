#include "connectors/vendors/vendor_call.h"

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

using std::chrono::steady_clock;

// How long a stream that is complete may take to end its transfer, so that its connection can be used again.
constexpr std::chrono::seconds kDrain{1};
// An error's body is read only to keep the connection.
constexpr int64_t kMostErrorBytes = int64_t{256} << 10;

// What a vendor's status means for the caller. 401 and 403 are about the district's key, not the caller's.
const ProblemKind& ProblemOfHttp(long status) {
  switch (status) {
    case 400:
    case 404:
    case 413:
    case 422:
      return problems::kVendorRejected;
    case 429:
      return problems::kVendorRateLimited;
    default:
      return problems::kVendorError;
  }
}

absl::Status Unreachable(std::string_view cause) {
  return MakeProblem(problems::kVendorUnreachable, {{"cause", cause}});
}

}  // namespace

VendorCall::VendorCall(std::weak_ptr<CurlDriver> driver, std::shared_ptr<EasyPool> pool,
                       const Dialect& dialect, std::string body, bool stream, std::string_view answer_salt)
    : driver_(std::move(driver)),
      pool_(std::move(pool)),
      dialect_(dialect),
      body_(std::move(body)),
      stream_(stream) {
  if (stream_) decoder_ = dialect_.NewStreamDecoder();
  digest_.Update(ToAbsl(answer_salt));
}

VendorCall::~VendorCall() { Release(); }

absl::Status VendorCall::Begin() {
  const std::shared_ptr<CurlDriver> driver = driver_.lock();
  easy_ = driver == nullptr ? nullptr : pool_->Take();
  if (easy_ == nullptr) return MakeProblem(problems::kInternal);
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_.size()));
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, body_.c_str());
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &VendorCall::OnBody);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  started_ = steady_clock::now();
  driver->Add(shared_from_this(), easy_);
  return absl::OkStatus();
}

void VendorCall::Cancel() {
  // A complete stream may end its transfer in peace.
  if (result_.has_value()) return;
  Stop();
  queue_.clear();
  next_ = 0;
  SetResult(MakeProblem(problems::kClientGone));
}

void VendorCall::Stop() {
  if (easy_ == nullptr) return;
  if (const std::shared_ptr<CurlDriver> driver = driver_.lock()) driver->Remove(*this);
  Release();
}

void VendorCall::Fail(absl::Status problem) {
  Stop();
  SetResult(std::move(problem));
}

void VendorCall::Release() {
  if (easy_ == nullptr) return;
  sent_ = Sent();
  ended_ = steady_clock::now();
  pool_->Give(easy_);
  easy_ = nullptr;
}

bool VendorCall::Sent() const {
  if (easy_ == nullptr) return sent_;
  long bytes = 0;
  curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &bytes);
  return bytes > 0;
}

void VendorCall::SetResult(absl::Status status) {
  if (result_.has_value()) return;
  const std::string& vendor = pool_->endpoint().name;
  if (!status.ok()) status = WithParameter(status, "vendor", vendor);
  if (!status.ok() && status.code() != absl::StatusCode::kCancelled) {
    LogWarn("vendor_call_failed", {{"vendor", SafeLabel::Registered(vendor)},
                                   {"http_status", static_cast<int64_t>(http_status_)},
                                   {"response_bytes", response_bytes_}});
  }
  result_ = std::move(status);
  if (wake_ != nullptr) std::exchange(wake_, nullptr)();
}

size_t VendorCall::OnBody(char* bytes, size_t one, size_t count, void* call) {
  const size_t size = one * count;
  return static_cast<VendorCall*>(call)->Take({bytes, size}) ? size : (size == 0 ? 1 : 0);
}

bool VendorCall::Take(std::string_view bytes) {
  last_byte_ = steady_clock::now();
  if (response_bytes_ == 0) {
    first_byte_ = last_byte_;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &http_status_);
  }
  response_bytes_ += static_cast<int64_t>(bytes.size());
  digest_.Update(ToAbsl(bytes));
  if (http_status_ / 100 != 2) return response_bytes_ <= kMostErrorBytes;
  if (response_bytes_ > pool_->endpoint().max_response_bytes) {
    abort_ = MakeProblem(problems::kVendorGarbage);
  } else if (stream_) {
    abort_ = TakeEvents(bytes);
  } else {
    whole_.append(bytes);
  }
  return abort_.ok();
}

absl::Status VendorCall::TakeEvents(std::string_view bytes) {
  if (result_.has_value()) return absl::OkStatus();
  decoded_.clear();
  absl::Status status = decoder_->Feed(bytes, decoded_);
  if (!decoded_.empty()) {
    const size_t share = bytes.size() / decoded_.size() + 1;
    for (v1::StreamGenerateResponse& piece : decoded_) queue_.push_back({std::move(piece), share});
    queued_bytes_ += static_cast<int64_t>(share * decoded_.size());
  }
  if (!status.ok()) return status;
  if (decoder_->done()) {
    SetResult(absl::OkStatus());
  } else if (queued_bytes_ > pool_->endpoint().max_queued_bytes) {
    return MakeProblem(problems::kSlowReader, {{"limit", StrCat(pool_->endpoint().max_queued_bytes)}});
  } else if (wake_ != nullptr && next_ < queue_.size()) {
    std::exchange(wake_, nullptr)();
  }
  return absl::OkStatus();
}

void VendorCall::OnFinished(CURLcode code) {
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &http_status_);
  Release();
  SetResult(Outcome(code));
}

absl::Status VendorCall::Outcome(CURLcode code) {
  if (!abort_.ok()) return abort_;
  const bool answered = http_status_ != 0 && (code == CURLE_OK || http_status_ / 100 != 2);
  if (answered && http_status_ / 100 != 2) {
    return MakeProblem(ProblemOfHttp(http_status_), {{"status", StrCat(http_status_)}});
  }
  switch (code) {
    case CURLE_OK:
      return stream_ ? decoder_->Finish() : absl::OkStatus();
    case CURLE_COULDNT_RESOLVE_HOST:
      return Unreachable("DNS");
    case CURLE_COULDNT_CONNECT:
      return Unreachable("TCP");
    case CURLE_OPERATION_TIMEDOUT:
      return Unreachable("timeout");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return Unreachable("TLS certificate");
    case CURLE_SSL_CONNECT_ERROR:
      return Unreachable("TLS");
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // HTTP/0.9, that is, no HTTP at all
    case CURLE_BAD_CONTENT_ENCODING:
      return MakeProblem(problems::kVendorGarbage);
    case CURLE_ABORTED_BY_CALLBACK:
      return MakeProblem(problems::kShuttingDown);
    default:
      return Sent() ? MakeProblem(problems::kVendorStopped) : Unreachable("TCP");
  }
}

void VendorCall::OnTick(SteadyTime now) {
  const auto passed = [now](SteadyTime since, absl::Duration limit) {
    return now - since > absl::ToChronoNanoseconds(limit);
  };
  if (result_.has_value()) {
    if (now - last_byte_ > kDrain) Stop();
  } else if (response_bytes_ == 0) {
    if (passed(started_, pool_->endpoint().first_byte_timeout)) Fail(MakeProblem(problems::kVendorTimeout));
  } else if (passed(last_byte_, pool_->endpoint().idle_timeout)) {
    Fail(MakeProblem(problems::kVendorTimeout));
  }
}

absl::StatusOr<std::optional<v1::StreamGenerateResponse>> VendorCall::TakePiece() {
  if (next_ < queue_.size()) {
    Queued& front = queue_[next_++];
    std::optional<v1::StreamGenerateResponse> piece(std::move(front.piece));
    queued_bytes_ -= static_cast<int64_t>(front.bytes);
    if (next_ == queue_.size()) {
      queue_.clear();
      next_ = 0;
    }
    return piece;
  }
  if (!result_->ok()) return *result_;
  return std::optional<v1::StreamGenerateResponse>();
}

absl::StatusOr<v1::GenerateResponse> VendorCall::TakeWhole() {
  if (!result_->ok()) return *result_;
  const std::string whole = std::move(whole_);
  whole_.clear();
  absl::StatusOr<v1::GenerateResponse> response = dialect_.DecodeResponse(whole, unknown_fields_);
  if (!response.ok()) return WithParameter(response.status(), "vendor", pool_->endpoint().name);
  return response;
}

VendorFacts VendorCall::facts() const {
  VendorFacts facts;
  facts.any_byte_sent = Sent();
  facts.request_bytes = facts.any_byte_sent ? static_cast<int64_t>(body_.size()) : 0;
  facts.response_bytes = response_bytes_;
  facts.http_status = static_cast<int>(http_status_);
  facts.response_bytes_sha256 = std::string(ToStd(DigestBytes(digest_.Peek())));
  if (response_bytes_ > 0) facts.first_byte = absl::FromChrono(first_byte_ - started_);
  const SteadyTime end = easy_ != nullptr ? steady_clock::now() : ended_;
  facts.total = absl::FromChrono(end - started_);
  facts.unknown_fields = decoder_ != nullptr ? decoder_->unknown_count() : unknown_fields_;
  return facts;
}

}  // namespace schoolgate::connectors
