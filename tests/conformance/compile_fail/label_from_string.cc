// Only a literal is a label by itself; any other string says, greppably, that it is a registered name.
// EXPECT: no matching function for call to .*SafeLabel::SafeLabel\(const std::string&\)
#include <string>

#include "core/util/safe_label.h"

namespace schoolgate {

SafeLabel Label(const std::string& name) {
#ifdef MUST_NOT_COMPILE
  return SafeLabel(name);
#else
  return name.empty() ? SafeLabel("none") : SafeLabel::Registered(name);
#endif
}

}  // namespace schoolgate
