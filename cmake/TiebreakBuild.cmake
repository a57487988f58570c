# SPDX-License-Identifier: GPL-3.0-or-later
# How every target of the project is built, and the functions that declare rooms, programs and tests.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

# moc 6.4 stumbles over GCC 12's <concepts> where that comes before any Qt header; it needs nothing of it.
set(CMAKE_AUTOMOC_MOC_OPTIONS -D_GLIBCXX_CONCEPTS)

find_program(TIEBREAK_CCACHE ccache)
if(TIEBREAK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Sloppiness lets ccache work with precompiled headers; paths relative to the source folder let clones and worktrees share.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${TIEBREAK_CCACHE})
endif()

add_library(tiebreak_flags INTERFACE)
target_compile_options(tiebreak_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -fno-omit-frame-pointer)
if(TIEBREAK_CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(tiebreak_flags INTERFACE -fpch-preprocess)
endif()
if(TIEBREAK_WERROR)
  target_compile_options(tiebreak_flags INTERFACE -Werror)
endif()
if(TIEBREAK_SANITIZE)
  target_compile_options(tiebreak_flags INTERFACE -fsanitize=${TIEBREAK_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(tiebreak_flags INTERFACE -fsanitize=${TIEBREAK_SANITIZE})
endif()

# tiebreak_room(NAME SOURCES … [ROOMS …] [LIBRARIES …] [PRIVATE_LIBRARIES …] [PRECOMPILE …])
# One folder under models/ is one static library; ROOMS are the rooms it includes (tests/arrows checks them).
function(tiebreak_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;ROOMS;LIBRARIES;PRIVATE_LIBRARIES;PRECOMPILE" ${ARGN})
  add_library(tiebreak_${name} STATIC ${ROOM_SOURCES})
  add_library(tiebreak::${name} ALIAS tiebreak_${name})
  target_include_directories(tiebreak_${name} PUBLIC ${CMAKE_SOURCE_DIR}/models)
  list(TRANSFORM ROOM_ROOMS PREPEND tiebreak::)
  target_link_libraries(tiebreak_${name} PUBLIC ${ROOM_ROOMS} ${ROOM_LIBRARIES} PRIVATE ${ROOM_PRIVATE_LIBRARIES} tiebreak_flags)
  if(ROOM_PRECOMPILE)
    target_precompile_headers(tiebreak_${name} PRIVATE ${ROOM_PRECOMPILE})
  endif()
endfunction()

# tiebreak_test(NAME SOURCES … ROOMS … [LIBRARIES …] [TIMEOUT S] [LABELS …]): a GoogleTest program, one ctest entry a test case.
function(tiebreak_test name)
  cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;ROOMS;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  list(TRANSFORM T_ROOMS PREPEND tiebreak::)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/models)
  target_link_libraries(${name} PRIVATE ${T_ROOMS} ${T_LIBRARIES} GTest::gmock GTest::gtest_main tiebreak_flags)
  target_compile_definitions(${name} PRIVATE TIEBREAK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  include(GoogleTest)
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "engine;${T_LABELS}")
endfunction()

# tiebreak_qtest(NAME SOURCES … LIBRARIES … [TIMEOUT S]): a Qt Test program, one ctest entry; offscreen unless it asks for a display.
function(tiebreak_qtest name)
  cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/models)
  target_link_libraries(${name} PRIVATE ${T_LIBRARIES} Qt6::Test tiebreak_flags)
  target_compile_definitions(${name} PRIVATE TIEBREAK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "window;${T_LABELS}"
                       ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
endfunction()
