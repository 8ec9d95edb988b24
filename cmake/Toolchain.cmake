# Compiler settings for every target of the project.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# -g1 keeps line tables for stack traces at little cost in link time.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

# An empty optional that is read, or an index past a vector's end, ends the process instead of reading what is there.
add_compile_definitions(_GLIBCXX_ASSERTIONS)

set(SCHOOLGATE_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")
if(SCHOOLGATE_SANITIZE)
  add_compile_options(-fsanitize=${SCHOOLGATE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -O1)
  add_link_options(-fsanitize=${SCHOOLGATE_SANITIZE})
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Precompiled headers and ccache agree only with these sloppiness settings (ccache manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_package(Threads REQUIRED)
add_compile_options(-fpch-preprocess)
include_directories(${CMAKE_SOURCE_DIR})
include_directories(SYSTEM ${CMAKE_BINARY_DIR}/generated)

# Warnings are errors in our own code; generated code is compiled without them (see proto/CMakeLists.txt).
set(SCHOOLGATE_WARNINGS
    -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
    -Wundef -Wvla -Wno-missing-field-initializers)
# Optimising, gcc 12 sees overlap in assigned strings (gcc bug 105651), reads of empty optionals (80635) and
# deletes of Asio's coroutine frames by the wrong function (109224), where there are none. Sanitizers optimise too.
if(SCHOOLGATE_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL Release)
  list(APPEND SCHOOLGATE_WARNINGS -Wno-restrict -Wno-maybe-uninitialized -Wno-mismatched-new-delete)
endif()
# They are gcc's business. Clang builds the fuzz targets, and knows other warnings.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(SCHOOLGATE_WARNINGS -w)
endif()

# Debian compiles gRPC without ThreadSanitizer, which would take whatever gRPC's own locks order for a race: with it,
# nothing that links gRPC is defined, so what comes to link it does not build.
set(SCHOOLGATE_GRPC ON)
if(SCHOOLGATE_SANITIZE MATCHES thread)
  set(SCHOOLGATE_GRPC OFF)
  # Asio's fences stand beside atomics that ThreadSanitizer does follow.
  list(APPEND SCHOOLGATE_WARNINGS -Wno-tsan)
  set(SCHOOLGATE_TEST_ENVIRONMENT
      "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/cmake/tsan.supp:second_deadlock_stack=1")
endif()
