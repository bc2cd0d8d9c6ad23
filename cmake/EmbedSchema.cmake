# Puts schemas/schema.sql into the library as C++, so that the installed library needs no file beside it.
function(procos_embed_schema output)
  set(script ${CMAKE_SOURCE_DIR}/schemas/schema.sql)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${script})
  file(READ ${script} text)
  set(content "// Made by cmake/EmbedSchema.cmake from schemas/schema.sql.
#include \"store/schema.h\"\n
namespace procos::store {
std::string_view schema_text() {
  return R\"sql(${text})sql\";
}
}  // namespace procos::store\n")
  file(CONFIGURE OUTPUT ${output} CONTENT "${content}" @ONLY)
endfunction()
