# `cmake --install`: the program, the library with its public headers, and the package that
# find_package(procos) reads.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set_target_properties(procos_engine PROPERTIES EXPORT_NAME engine)
install(TARGETS procos RUNTIME)
install(TARGETS procos_javascript LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/procos)
install(TARGETS procos_engine EXPORT procos-targets ARCHIVE)
install(DIRECTORY engine/include/procos TYPE INCLUDE)
set(package_directory ${CMAKE_INSTALL_LIBDIR}/cmake/procos)
install(EXPORT procos-targets NAMESPACE procos:: DESTINATION ${package_directory})

# The library is static: who links it links what it uses.
file(WRITE ${CMAKE_BINARY_DIR}/procosConfig.cmake [[
include(CMakeFindDependencyMacro)
find_dependency(pugixml)
find_dependency(SQLite3)
find_dependency(CURL)
find_dependency(Threads)
include("${CMAKE_CURRENT_LIST_DIR}/procos-targets.cmake")
]])
write_basic_package_version_file(${CMAKE_BINARY_DIR}/procosConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/procosConfig.cmake ${CMAKE_BINARY_DIR}/procosConfigVersion.cmake
  DESTINATION ${package_directory})
