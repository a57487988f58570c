# SPDX-License-Identifier: GPL-3.0-or-later
# tiebreak_embed(TARGET NAMESPACE BASE FILE…): compiles text files into TARGET. They are reached through
# "embedded/NAMESPACE.h": `std::span<const File> files()` with {name relative to BASE, content}, and
# `std::string_view file(name)`, which throws std::out_of_range for a name that is not there.
function(tiebreak_embed target namespace base)
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/embedded_${namespace})
  list(JOIN ARGN "|" joined)
  add_custom_command(
    OUTPUT ${dir}/embedded/${namespace}.cpp ${dir}/embedded/${namespace}.h
    COMMAND ${CMAKE_COMMAND} -DNAMESPACE=${namespace} -DBASE=${base} "-DFILES=${joined}" -DOUT=${dir}/embedded
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    COMMENT "Embedding ${namespace}" VERBATIM)
  target_sources(${target} PRIVATE ${dir}/embedded/${namespace}.cpp ${dir}/embedded/${namespace}.h)
  target_include_directories(${target} PUBLIC ${dir})
endfunction()
