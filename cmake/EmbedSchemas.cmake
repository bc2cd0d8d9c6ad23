# Puts schemas/NNNN_*.sql into the library as C++, so that the installed library needs no files beside it.
function(procos_embed_schemas output)
  file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/schemas/[0-9][0-9][0-9][0-9]_*.sql)
  list(SORT scripts)
  set(entries "")
  foreach(script IN LISTS scripts)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${script})
    get_filename_component(name ${script} NAME_WE)
    string(REGEX MATCH "^[0-9]+" number ${name})
    string(REGEX REPLACE "^0+" "" number ${number})
    file(READ ${script} text)
    string(APPEND entries "    {${number}, \"${name}\", R\"sql(${text})sql\"},\n")
  endforeach()
  set(content "// Made by cmake/EmbedSchemas.cmake from schemas/*.sql.
#include \"store/migrations.h\"\n
namespace procos::store {
namespace {
constexpr Migration kMigrations[] = {
${entries}};
}  // namespace
std::span<const Migration> migrations() { return kMigrations; }
}  // namespace procos::store\n")
  file(CONFIGURE OUTPUT ${output} CONTENT "${content}" @ONLY)
endfunction()
