// The files beside this one, compiled in; made by train/train.sh.
#ifndef SCHOOLGATE_REDACTION_DETECT_MODEL_MODEL_DATA_H_
#define SCHOOLGATE_REDACTION_DETECT_MODEL_MODEL_DATA_H_

#include <string_view>

namespace schoolgate::redaction {

std::string_view NameWeightsData();  // weights.bin: NameWeights (name_tagger.h)
std::string_view GazetteerData();    // gazetteer.bin (gazetteer.h)

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_MODEL_DATA_H_
