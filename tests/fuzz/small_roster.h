// Fourteen invented people of two schools, and a detector that knows them: among them names shared by two,
// names that are words, names of several words and scripts, a leaver. What the fuzz targets run on; the
// pieces in pieces.dict and many of the seeds name them.
//
// Made on first use and never freed. Any thread.
#ifndef SCHOOLGATE_TESTS_FUZZ_SMALL_ROSTER_H_
#define SCHOOLGATE_TESTS_FUZZ_SMALL_ROSTER_H_

#include "redaction/detect/detector.h"

namespace schoolgate::fuzz {

const redaction::Detector& SmallDetector();

// As one of the roster's people asks, or nobody it knows (-1), on a fixed day: `caller` may be any number.
redaction::DetectionContext AskedBy(size_t caller);

}  // namespace schoolgate::fuzz

#endif  // SCHOOLGATE_TESTS_FUZZ_SMALL_ROSTER_H_
