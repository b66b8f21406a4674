# tests/ROOM/test-*.c: one program a module, linked with all rooms of its top folder and of those below.
set(below_base)
set(below_drawing base)
set(below_forms base drawing)
set(below_responses base drawing forms)
set(below_reports base drawing forms responses)
set(below_survey-server base drawing forms responses)

# The targets of all rooms of a top folder and of those below it.
function(rooms_up_to out top)
  set(found)
  foreach(folder ${top} ${below_${top}})
    get_property(rooms GLOBAL PROPERTY targets_of_${folder})
    list(APPEND found ${rooms})
  endforeach()
  set(${out} ${found} PARENT_SCOPE)
endfunction()

set(SOUNDINGS_TEST_ENVIRONMENT
  G_SLICE=always-malloc
  SOUNDINGS_SOURCE=${CMAKE_SOURCE_DIR}
  SOUNDINGS_BUILD=${CMAKE_BINARY_DIR}
  SOUNDINGS_LOCALE=${CMAKE_BINARY_DIR}/locale
  LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0
  TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp
  ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
  UBSAN_OPTIONS=print_stacktrace=1)

function(add_room_test name top)
  add_test(NAME ${name} COMMAND ${ARGN})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${SOUNDINGS_TEST_ENVIRONMENT}" LABELS ${top} SKIP_RETURN_CODE 77)
endfunction()

foreach(top base drawing forms responses reports survey-server)
  rooms_up_to(rooms ${top})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${top}/test-*.c)
  foreach(source ${sources})
    file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR}/tests ${source})
    string(REGEX REPLACE "\\.c$" "" name ${name})
    string(REPLACE "/" "-" target ${name})
    add_executable(${target} ${source})
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${target} PRIVATE ${rooms})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_room_test(${name} ${top} ${target})
  endforeach()
  # The end-to-end tests of the same folders run the built programs.
  file(GLOB_RECURSE scripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${top}/test-*.sh)
  foreach(script ${scripts})
    file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR}/tests ${script})
    add_room_test(${name} ${top} bash ${script})
  endforeach()
endforeach()
