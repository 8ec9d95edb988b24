#include "redaction/detect/model/model_data.h"

#include <cstddef>

#include "redaction/detect/model/gazetteer.h"

// The assembler takes the files as they are, from the root of the tree (an include path). A compiler would
// take minutes over three megabytes of numbers.
asm(".section .rodata\n"
    ".balign 64\n"
    "sg_name_weights_begin:\n"
    ".incbin \"redaction/detect/model/weights.bin\"\n"
    "sg_name_weights_end:\n"
    ".balign 64\n"
    "sg_gazetteer_begin:\n"
    ".incbin \"redaction/detect/model/gazetteer.bin\"\n"
    "sg_gazetteer_end:\n"
    ".previous\n");

extern "C" {
extern const char sg_name_weights_begin[], sg_name_weights_end[], sg_gazetteer_begin[], sg_gazetteer_end[];
}

namespace schoolgate::redaction {

std::string_view NameWeightsData() {
  return {sg_name_weights_begin, static_cast<size_t>(sg_name_weights_end - sg_name_weights_begin)};
}
std::string_view GazetteerData() {
  return {sg_gazetteer_begin, static_cast<size_t>(sg_gazetteer_end - sg_gazetteer_begin)};
}

const Gazetteer& OwnGazetteer() {
  static const Gazetteer gazetteer(GazetteerData());
  return gazetteer;
}

}  // namespace schoolgate::redaction
