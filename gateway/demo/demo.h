// schoolgate demo: a gate with its embedded stores, a generated district, a simulated vendor in a process of
// its own, and one conversation across, shown side by side: what the teacher wrote, what the vendor got, what
// the vendor answered, what the teacher saw, and the audit records with their verification.
//
// Blocking; one thread calls it. Everything listens on loopback only.
#ifndef SCHOOLGATE_GATEWAY_DEMO_DEMO_H_
#define SCHOOLGATE_GATEWAY_DEMO_DEMO_H_

#include <string>

namespace schoolgate::gateway {

struct DemoArguments {
  std::string data;    // where state is kept; empty for a temporary folder that goes with the demo
  std::string sample;  // deploy/sample: config.yaml and policy/
  bool once = false;
};

// Exit status as for every command.
int Demo(const DemoArguments& arguments);

struct SimulatedVendorArguments {
  std::string record;     // file that gets every byte received
  std::string port_file;  // gets the port once it listens
  std::string certificate, private_key;
};

// Serves until its parent ends.
int RunSimulatedVendor(const SimulatedVendorArguments& arguments);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_DEMO_DEMO_H_
