// The least of a RecordService client: a vendor's app as the gate sees it. Blocking; one thread.
#ifndef SCHOOLGATE_TESTS_INTEGRATION_RECORD_CLIENT_H_
#define SCHOOLGATE_TESTS_INTEGRATION_RECORD_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "schoolgate/v1/record_service.grpc.pb.h"

namespace schoolgate::tests {

struct RecordCaller {
  std::string key;
  std::string tool;
  std::string session;
};

struct RecordAnswer {
  grpc::Status status;
  std::vector<v1::ListRecordsResponse> pages;

  std::vector<v1::DistrictRecord> Records() const {
    std::vector<v1::DistrictRecord> all;
    for (const v1::ListRecordsResponse& page : pages) {
      all.insert(all.end(), page.records().begin(), page.records().end());
    }
    return all;
  }
};

inline void Introduce(const RecordCaller& caller, grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  if (!caller.key.empty()) context.AddMetadata("authorization", "Bearer " + caller.key);
  if (!caller.tool.empty()) context.AddMetadata("x-schoolgate-tool", caller.tool);
  if (!caller.session.empty()) context.AddMetadata("x-schoolgate-session", caller.session);
}

inline v1::ListRecordsRequest Asking(v1::RecordKind kind, int page_size = 0, const std::string& token = "") {
  v1::ListRecordsRequest request;
  request.set_kind(kind);
  request.set_batch_size(page_size);
  request.set_resume_token(token);
  return request;
}

inline RecordAnswer List(const std::shared_ptr<grpc::Channel>& channel, const RecordCaller& caller,
                         const v1::ListRecordsRequest& request) {
  const auto stub = v1::RecordService::NewStub(channel);
  grpc::ClientContext context;
  Introduce(caller, context);
  const auto reader = stub->ListRecords(&context, request);
  RecordAnswer answer;
  v1::ListRecordsResponse page;
  while (reader->Read(&page)) answer.pages.push_back(page);
  answer.status = reader->Finish();
  return answer;
}

inline grpc::Status Submit(const std::shared_ptr<grpc::Channel>& channel, const RecordCaller& caller,
                           const v1::SubmitResultsRequest& request, v1::SubmitResultsResponse& response) {
  const auto stub = v1::RecordService::NewStub(channel);
  grpc::ClientContext context;
  Introduce(caller, context);
  return stub->SubmitResults(&context, request, &response);
}

// The value of a record's first field of this name; empty if it has none.
inline std::string FieldOf(const v1::DistrictRecord& record, std::string_view name) {
  for (const v1::RecordField& field : record.fields()) {
    if (field.name() == name) return field.value();
  }
  return "";
}

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_INTEGRATION_RECORD_CLIENT_H_
