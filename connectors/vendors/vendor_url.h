// Which addresses plain HTTP may go to. Stateless functions; thread safe.
#ifndef SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_URL_H_
#define SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_URL_H_

#include <sys/socket.h>

namespace schoolgate::connectors {

struct VendorEndpoint;

// 127.0.0.0/8 and ::1.
bool IsLoopbackAddress(const sockaddr& address);
bool IsPlainHttp(const VendorEndpoint& endpoint);

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_URL_H_
