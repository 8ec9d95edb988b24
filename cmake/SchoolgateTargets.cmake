# sg_library(NAME name SRCS a.cc DEPS other [PCH header...])   one library per folder
# sg_test(NAME name SRCS a_test.cc DEPS name [LABELS x])       its unit tests, one executable per folder
# sg_binary(NAME name SRCS main.cc DEPS ...)

function(sg_library)
  cmake_parse_arguments(A "" "NAME" "SRCS;DEPS;PCH" ${ARGN})
  if(A_SRCS)
    add_library(${A_NAME} STATIC ${A_SRCS})
    target_compile_options(${A_NAME} PRIVATE ${SCHOOLGATE_WARNINGS})
    target_link_libraries(${A_NAME} PUBLIC ${A_DEPS})
    if(A_PCH)
      target_precompile_headers(${A_NAME} PRIVATE ${A_PCH})
    endif()
  else()
    add_library(${A_NAME} INTERFACE)
    target_link_libraries(${A_NAME} INTERFACE ${A_DEPS})
  endif()
endfunction()

function(sg_binary)
  cmake_parse_arguments(A "" "NAME" "SRCS;DEPS;PCH" ${ARGN})
  add_executable(${A_NAME} ${A_SRCS})
  target_compile_options(${A_NAME} PRIVATE ${SCHOOLGATE_WARNINGS})
  target_link_libraries(${A_NAME} PRIVATE ${A_DEPS})
  if(A_PCH)
    target_precompile_headers(${A_NAME} PRIVATE ${A_PCH})
  endif()
endfunction()

include(GoogleTest)
function(sg_test)
  cmake_parse_arguments(A "" "NAME" "SRCS;DEPS;LABELS" ${ARGN})
  sg_binary(NAME ${A_NAME} SRCS ${A_SRCS} DEPS ${A_DEPS} GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(${A_NAME} PRIVATE
    SCHOOLGATE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" SCHOOLGATE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  gtest_discover_tests(${A_NAME} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${A_NAME}/"
    PROPERTIES LABELS "${A_LABELS}" TIMEOUT 300)
endfunction()
