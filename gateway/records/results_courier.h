// Delivers what vendors sent back to the district's student information system, submission by submission and
// in order, from the results folder: it is the outbox, so a system that is away loses nothing and a restart
// goes on. What the system refuses for good is put aside and logged, so that it holds up nothing behind it.
//
// Owns one thread, which blocks; stops within a call's time limit. Immutable otherwise.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_RESULTS_COURIER_H_
#define SCHOOLGATE_GATEWAY_RECORDS_RESULTS_COURIER_H_

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "connectors/district/results_folder.h"
#include "connectors/district/results_push.h"

namespace schoolgate::gateway {

class ResultsCourier {
 public:
  // Looks for new submissions every `pause`; after a failure less and less often, at most ten minutes apart.
  ResultsCourier(std::string directory, connectors::PushEndpoint endpoint,
                 absl::Duration pause = absl::Seconds(2));
  ~ResultsCourier();

 private:
  void Run();
  // Whether all that waited is gone.
  bool DeliverAll();

  const connectors::ResultsFolder folder_;
  connectors::ResultsPush push_;  // the thread's own
  const absl::Duration pause_;
  std::mutex mutex_;  // guards stopping_
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_RESULTS_COURIER_H_
