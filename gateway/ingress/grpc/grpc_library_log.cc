#include "gateway/ingress/grpc/grpc_library_log.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>

#include <string_view>

#include "core/util/log.h"

namespace schoolgate::gateway {
namespace {

// A source file's name, without its folders: a constant of the library.
SafeLabel FileLabel(std::string_view path) { return SafeLabel::Registered(path.substr(path.rfind('/') + 1)); }

void TakeGrpcLog(gpr_log_func_args* args) {
  if (args->severity < GPR_LOG_SEVERITY_ERROR) return;
  LogWarn("grpc_library_error", {{"file", FileLabel(args->file)}, {"line", args->line}});
}

void TakeProtobufLog(google::protobuf::LogLevel level, const char* file, int line, const std::string&) {
  if (level < google::protobuf::LOGLEVEL_ERROR) return;
  LogWarn("protobuf_library_error", {{"file", FileLabel(file)}, {"line", line}});
}

}  // namespace

void TakeLibraryLogs() {
  gpr_set_log_function(&TakeGrpcLog);
  google::protobuf::SetLogHandler(&TakeProtobufLog);
}

}  // namespace schoolgate::gateway
