#include "gateway/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/util/strings.h"
#include "core/vocabulary/vocabulary.h"

namespace schoolgate::gateway {
namespace {

using Labels = prometheus::Labels;
using Buckets = prometheus::Histogram::BucketBoundaries;

// OpenTelemetry GenAI semantic conventions: 0.01 s doubling to 81.92 s, and 1 token times four to 67,108,864.
Buckets Growing(double first, double factor, int count) {
  Buckets buckets;
  for (double bound = first; count > 0; --count, bound *= factor) buckets.push_back(bound);
  return buckets;
}

Labels GenAiLabels(const ExchangeLabels& labels) {
  return {{"gen_ai_operation_name", std::string(labels.operation.view())},
          {"gen_ai_provider_name", std::string(labels.vendor.view())},
          {"gen_ai_request_model", std::string(labels.model.view())},
          {"schoolgate_tool", std::string(labels.tool.view())}};
}

// Finding a labelled series in prometheus-cpp hashes a map of strings; this remembers the series of a short
// key instead.
template <typename Metric>
class SeriesCache {
 public:
  template <typename Make>
  Metric& Get(const std::string& key, const Make& make) {
    {
      const std::shared_lock lock(mutex_);
      const auto it = series_.find(key);
      if (it != series_.end()) return *it->second;
    }
    Metric& made = make();
    const std::scoped_lock lock(mutex_);
    series_.emplace(key, &made);
    return made;
  }

 private:
  std::shared_mutex mutex_;  // guards series_
  absl::flat_hash_map<std::string, Metric*> series_;
};

std::string Key(const ExchangeLabels& labels, std::string_view more) {
  return StrCat(labels.operation.view(), "|", labels.tool.view(), "|", labels.vendor.view(), "|",
                labels.model.view(), "|", more);
}

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry;

  prometheus::Family<prometheus::Counter>& Counters(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  }
  prometheus::Family<prometheus::Gauge>& Gauges(const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
  }
  prometheus::Family<prometheus::Histogram>& Histograms(const char* name, const char* help) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
  }

  prometheus::Family<prometheus::Counter>& requests =
      Counters("schoolgate_requests_total", "Exchanges ended, by tool and result");
  prometheus::Family<prometheus::Counter>& findings =
      Counters("schoolgate_findings_total", "Personal data found, by element and treatment");
  prometheus::Family<prometheus::Counter>& codes =
      Counters("schoolgate_codes_total",
               "Codes in answers: restored, neutralized (not their caller's), or withheld from a link");
  prometheus::Family<prometheus::Counter>& volunteered = Counters(
      "schoolgate_volunteered_total", "People and values in answers that their requests did not hold");
  prometheus::Family<prometheus::Counter>& altered = Counters(
      "schoolgate_answers_altered_total", "Answers that volunteered somebody and did not go on as they came");
  prometheus::Family<prometheus::Histogram>& vendor =
      Histograms("gen_ai_client_operation_duration_seconds", "Time from sending to the vendor's last byte");
  prometheus::Family<prometheus::Histogram>& first_chunk = Histograms(
      "gen_ai_client_operation_time_to_first_chunk_seconds", "Time from sending to the vendor's first byte");
  prometheus::Family<prometheus::Histogram>& tokens =
      Histograms("gen_ai_client_token_usage", "Tokens as the vendor counted them");

  prometheus::Histogram& overhead =
      Histograms("schoolgate_overhead_seconds", "Time the gate itself added to an exchange")
          .Add({}, Buckets{0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                           0.25, 1});
  prometheus::Histogram& audit_commit =
      Histograms("schoolgate_audit_commit_seconds", "Time until a record was durable")
          .Add({}, Buckets{0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1});
  prometheus::Counter& unauthenticated =
      Counters("schoolgate_unauthenticated_total", "Calls refused for want of a known key or certificate")
          .Add({});
  prometheus::Counter& dropped =
      Counters("schoolgate_dropped_fields_total", "Unknown request fields dropped, not forwarded").Add({});
  prometheus::Family<prometheus::Gauge>& roster =
      Gauges("schoolgate_roster_people", "People on the roster in force");
  prometheus::Gauge& roster_people = roster.Add({{"state", "sound"}});
  prometheus::Gauge& roster_quarantined = roster.Add({{"state", "quarantined"}});
  prometheus::Gauge& open_calls = Gauges("schoolgate_open_calls", "Calls being served").Add({});
  prometheus::Family<prometheus::Counter>& policy_changes =
      Counters("schoolgate_policy_changes_total", "Policy sets that came in force, or were refused");
  prometheus::Gauge& policy_unusable = Gauges("schoolgate_policy_unusable",
                                              "Whether the policy directory holds a set that cannot be in "
                                              "force, so that the last good one serves")
                                           .Add({});
  prometheus::Family<prometheus::Gauge>& days_left =
      Gauges("schoolgate_policy_days_left", "Days until an agreement, a review or a pilot runs out");
  std::mutex days_left_mutex;  // guards days_left_series
  std::vector<prometheus::Gauge*> days_left_series;
  prometheus::Counter& restored = codes.Add({{"result", "restored"}});
  prometheus::Counter& neutralized = codes.Add({{"result", "neutralized"}});
  prometheus::Counter& withheld = codes.Add({{"result", "withheld"}});
  prometheus::Counter& typed_codes =
      Counters("schoolgate_typed_codes_total", "Code-shaped words in requests that were not their caller's")
          .Add({});
  prometheus::Counter& redacted_answers = altered.Add({{"rule", "redact"}});
  prometheus::Counter& ended_answers = altered.Add({{"rule", "end"}});

  // Elements and treatments are closed sets: their series exist from the start.
  std::array<std::array<prometheus::Counter*, v1::Treatment_MAX + 1>, kDataElementCount> finding_series{};
  SeriesCache<prometheus::Counter> request_series;
  SeriesCache<prometheus::Histogram> vendor_series, first_chunk_series, token_series;

  Impl() {
    for (int element = 1; element < kDataElementCount; ++element) {
      for (int treatment = v1::TREATMENT_ALLOW; treatment <= v1::TREATMENT_REDACT; ++treatment) {
        finding_series[static_cast<size_t>(element)][static_cast<size_t>(treatment)] =
            &findings.Add({{"element", std::string(ElementId(static_cast<v1::DataElement>(element)))},
                           {"treatment", std::string(TreatmentName(static_cast<v1::Treatment>(treatment)))}});
      }
    }
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::CountRequest(const ExchangeLabels& labels, SafeLabel result) {
  impl_->request_series
      .Get(Key(labels, result.view()),
           [&]() -> prometheus::Counter& {
             return impl_->requests.Add({{"operation", std::string(labels.operation.view())},
                                         {"tool", std::string(labels.tool.view())},
                                         {"result", std::string(result.view())}});
           })
      .Increment();
}

void Metrics::CountFinding(v1::DataElement element, v1::Treatment treatment, int count) {
  prometheus::Counter* series =
      impl_->finding_series[static_cast<size_t>(element)][static_cast<size_t>(treatment)];
  if (series != nullptr) series->Increment(count);
}

void Metrics::CountCodes(const redaction::RestoreCounts& in_answer) {
  impl_->restored.Increment(in_answer.restored);
  impl_->neutralized.Increment(in_answer.neutralized);
  impl_->withheld.Increment(in_answer.withheld);
}

void Metrics::CountTypedCodes(int count) { impl_->typed_codes.Increment(count); }

void Metrics::CountVolunteered(v1::DataElement element, int count) {
  impl_->volunteered.Add({{"element", std::string(ElementId(element))}}).Increment(count);
}

void Metrics::CountAltered(v1::AnswerRule rule) {
  (rule == v1::ANSWER_RULE_END ? impl_->ended_answers : impl_->redacted_answers).Increment();
}

void Metrics::ObserveOverhead(absl::Duration time) { impl_->overhead.Observe(absl::ToDoubleSeconds(time)); }

void Metrics::ObserveVendor(const ExchangeLabels& labels, absl::Duration time) {
  impl_->vendor_series
      .Get(Key(labels, ""),
           [&]() -> prometheus::Histogram& {
             return impl_->vendor.Add(GenAiLabels(labels), Growing(0.01, 2, 14));
           })
      .Observe(absl::ToDoubleSeconds(time));
}

void Metrics::ObserveFirstChunk(const ExchangeLabels& labels, absl::Duration time) {
  impl_->first_chunk_series
      .Get(Key(labels, ""),
           [&]() -> prometheus::Histogram& {
             return impl_->first_chunk.Add(GenAiLabels(labels), Growing(0.01, 2, 14));
           })
      .Observe(absl::ToDoubleSeconds(time));
}

void Metrics::ObserveTokens(const ExchangeLabels& labels, int64_t input, int64_t output) {
  const auto observe = [&](const char* type, int64_t count) {
    impl_->token_series
        .Get(Key(labels, type),
             [&]() -> prometheus::Histogram& {
               Labels with_type = GenAiLabels(labels);
               with_type.emplace("gen_ai_token_type", type);
               return impl_->tokens.Add(with_type, Growing(1, 4, 14));
             })
        .Observe(static_cast<double>(count));
  };
  observe("input", input);
  observe("output", output);
}

void Metrics::ObserveAuditCommit(absl::Duration time) {
  impl_->audit_commit.Observe(absl::ToDoubleSeconds(time));
}
void Metrics::CountUnauthenticated() { impl_->unauthenticated.Increment(); }
void Metrics::CountDroppedFields(int count) { impl_->dropped.Increment(count); }
void Metrics::SetRoster(int64_t people, int64_t quarantined) {
  impl_->roster_people.Set(static_cast<double>(people - quarantined));
  impl_->roster_quarantined.Set(static_cast<double>(quarantined));
}
void Metrics::AddOpenCalls(int delta) { impl_->open_calls.Increment(delta); }

void Metrics::CountPolicyChange(SafeLabel result) {
  impl_->policy_changes.Add({{"result", std::string(result.view())}}).Increment();
}
void Metrics::SetPolicyUnusable(bool unusable) { impl_->policy_unusable.Set(unusable ? 1 : 0); }

void Metrics::SetDaysLeft(const std::vector<DaysLeft>& all) {
  const std::scoped_lock lock(impl_->days_left_mutex);
  for (prometheus::Gauge* gauge : impl_->days_left_series) impl_->days_left.Remove(gauge);
  impl_->days_left_series.clear();
  for (const DaysLeft& one : all) {
    prometheus::Gauge& gauge = impl_->days_left.Add(
        {{"what", std::string(one.what.view())}, {"name", std::string(one.name.view())}});
    gauge.Set(static_cast<double>(one.days));
    // Two of one kind and name are one series.
    if (std::find(impl_->days_left_series.begin(), impl_->days_left_series.end(), &gauge) ==
        impl_->days_left_series.end()) {
      impl_->days_left_series.push_back(&gauge);
    }
  }
}

std::string Metrics::Expose() const {
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace schoolgate::gateway
