# One set of flags for every target: the warning list of the style, hardening, and sanitizers when asked for.
add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wstrict-prototypes
  -Wmissing-prototypes -Wvla -Wcast-qual -Wwrite-strings)
if(CMAKE_C_COMPILER_ID STREQUAL "Clang")
  # It warns of what GLib's macros cast, of variables that are only freed at the end of their block (g_autofree), of long strings
  # in lists. gcc, which knows better, looks at ours.
  add_compile_options(-Wno-cast-qual -Wno-unused-variable -Wno-string-concatenation -Wno-string-plus-int -Wno-sign-compare)
endif()
if(SOUNDINGS_WERROR)
  add_compile_options(-Werror)
endif()
add_compile_definitions(_GNU_SOURCE SOUNDINGS_VERSION="${PROJECT_VERSION}")
if(SOUNDINGS_SANITIZE)
  add_compile_options(-fsanitize=${SOUNDINGS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SOUNDINGS_SANITIZE})
else()
  add_compile_options(-fstack-protector-strong -fstack-clash-protection)
  add_compile_definitions($<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
endif()
if(SOUNDINGS_FUZZERS)
  # Every library reports its branches to the fuzzers, not their own few lines alone.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
