// People's text does not turn into a string by itself.
// EXPECT: conversion from .*Guarded<.* to non-scalar type .* requested
#include <string>

#include "core/guard/guarded.h"

namespace schoolgate {

std::string Read(const Guarded<std::string>& text) {
#ifdef MUST_NOT_COMPILE
  std::string copy = text;
#else
  std::string copy = text.Reveal(RevealFor::kTesting);
#endif
  return copy;
}

}  // namespace schoolgate
