# Files of one folder are compiled together, so many at a time: headers and templates are what takes the time.
# CMake's own unity builds name files by absolute paths, which keeps a compiler cache from serving a second checkout.
set(PROCOS_UNITY 10 CACHE STRING "Source files of a translation unit; 1: each for itself")

# The tests by themselves: one that changes is to run soon, while a machine that builds all of them takes half the time.
set(PROCOS_TEST_UNITY 1 CACHE STRING "The same for the unit tests")

# procos_unity(OUT SIZE SOURCE...): OUT is what to compile in the place of the sources, SIZE at a time.
function(procos_unity out size)
  if(size EQUAL 1)
    set(${out} ${ARGN} PARENT_SCOPE)
    return()
  endif()
  set(units "")
  foreach(source IN LISTS ARGN)
    file(RELATIVE_PATH relative ${CMAKE_SOURCE_DIR} ${source})
    get_filename_component(folder ${relative} DIRECTORY)
    string(REPLACE "/" "_" name ${folder})
    math(EXPR number "0${count_${name}} / ${size}")
    math(EXPR count_${name} "0${count_${name}} + 1")
    set(unit ${CMAKE_BINARY_DIR}/unity/${name}_${number}.cpp)
    list(APPEND units ${unit})
    string(APPEND text_${unit} "#include \"${relative}\"\n")
  endforeach()
  list(REMOVE_DUPLICATES units)
  foreach(unit IN LISTS units)
    file(CONFIGURE OUTPUT ${unit} CONTENT "${text_${unit}}" @ONLY)
  endforeach()
  set(${out} ${units} PARENT_SCOPE)
endfunction()
