# Puts the files of Swagger UI that /docs needs into the program. They come from the npm package that scripts/setup
# unpacks into build/swagger-ui; a build without it serves no page.
function(procos_embed_swagger_ui output)
  set(folder ${CMAKE_SOURCE_DIR}/build/swagger-ui/package)
  set(symbols "")
  set(rows "")
  set(number 0)
  set(files "")
  foreach(name swagger-ui.css swagger-ui-bundle.js favicon-32x32.png)
    set(file ${folder}/${name})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder})
    if(NOT EXISTS ${file})
      message(STATUS "No ${file}: /docs will have no Swagger UI (scripts/setup fetches it)")
      set(rows "")
      set(symbols "")
      break()
    endif()
    list(APPEND files ${file})
    set(symbol procos_swagger_ui_${number})
    math(EXPR number "${number} + 1")
    string(APPEND symbols "
__asm__(\".pushsection .rodata\\n.global ${symbol}\\n.global ${symbol}_end\\n\"
        \"${symbol}:\\n.incbin \\\"${file}\\\"\\n${symbol}_end:\\n.byte 0\\n.popsection\\n\");
extern \"C\" const char ${symbol}[], ${symbol}_end[];
")
    string(APPEND rows "      {\"${name}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
  endforeach()
  if(rows)
    set(body "  static const SiteFile kFiles[] = {\n${rows}  };\n  return kFiles;")
  else()
    set(body "  return {};")
  endif()
  file(CONFIGURE OUTPUT ${output} CONTENT "// Made by cmake/EmbedSwaggerUi.cmake.
#include \"rest/site.h\"
${symbols}
namespace procos::rest {
std::span<const SiteFile> swagger_ui_files() {
${body}
}
}  // namespace procos::rest\n" @ONLY)
  set_source_files_properties(${output} PROPERTIES SKIP_PRECOMPILE_HEADERS ON
    OBJECT_DEPENDS "${files}")
endfunction()
