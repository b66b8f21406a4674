# Interface words: po/LANG.po -> locale/C.UTF-8/LC_MESSAGES/soundings-LANG.mo, one gettext domain a language.
find_program(MSGFMT msgfmt REQUIRED)
file(GLOB catalogues CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/po/*.po)
set(compiled)
foreach(po ${catalogues})
  get_filename_component(lang ${po} NAME_WE)
  set(mo ${CMAKE_BINARY_DIR}/locale/C.UTF-8/LC_MESSAGES/soundings-${lang}.mo)
  add_custom_command(OUTPUT ${mo} DEPENDS ${po}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/locale/C.UTF-8/LC_MESSAGES
    COMMAND ${MSGFMT} --check-format --check-header -o ${mo} ${po})
  list(APPEND compiled ${mo})
endforeach()
add_custom_target(catalogues ALL DEPENDS ${compiled})
