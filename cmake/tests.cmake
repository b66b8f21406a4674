# tests/LAYER/test-*.c: one program a module, linked with its layer and those below.
set(SOUNDINGS_TEST_ENVIRONMENT
  G_SLICE=always-malloc
  SOUNDINGS_SOURCE=${CMAKE_SOURCE_DIR}
  SOUNDINGS_BUILD=${CMAKE_BINARY_DIR}
  SOUNDINGS_LOCALE=${CMAKE_BINARY_DIR}/locale
  LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0
  TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp
  ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
  UBSAN_OPTIONS=print_stacktrace=1)

foreach(layer base drawing forms responses reports survey-server)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${layer}/test-*.c)
  foreach(source ${sources})
    get_filename_component(test ${source} NAME_WE)
    set(target ${layer}-${test})
    add_executable(${target} ${source})
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${target} PRIVATE ${layer})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_test(NAME ${layer}/${test} COMMAND ${target})
    set_tests_properties(${layer}/${test} PROPERTIES ENVIRONMENT "${SOUNDINGS_TEST_ENVIRONMENT}" LABELS ${layer} SKIP_RETURN_CODE 77)
  endforeach()
endforeach()

# tests/LAYER/*.sh: end-to-end tests that run the built programs.
file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/*/test-*.sh)
foreach(script ${scripts})
  get_filename_component(test ${script} NAME_WE)
  get_filename_component(folder ${script} DIRECTORY)
  get_filename_component(layer ${folder} NAME)
  add_test(NAME ${layer}/${test}.sh COMMAND bash ${script})
  set_tests_properties(${layer}/${test}.sh PROPERTIES ENVIRONMENT "${SOUNDINGS_TEST_ENVIRONMENT}" LABELS ${layer} SKIP_RETURN_CODE 77)
endforeach()
