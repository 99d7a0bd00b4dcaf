# The stand-ins of CUDA and cuFile, as shared libraries that the native tests load by their paths.
set(standin native/test/standin)
file(GLOB standin_cuda_sources CONFIGURE_DEPENDS ${standin}/cuda/*.cpp)
file(GLOB standin_cufile_sources CONFIGURE_DEPENDS ${standin}/cufile/*.cpp)
file(GLOB standin_later_sources CONFIGURE_DEPENDS ${standin}/cufile/later/*.cpp)

# Named as the libraries that they stand for; `folder` is "" or begins with a slash.
function(add_standin target file folder)
  add_library(${target} SHARED ${ARGN})
  target_include_directories(${target} PRIVATE native)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
  target_link_libraries(${target} PRIVATE Threads::Threads)
  target_link_options(${target} PRIVATE -Wl,-soname,${file})
  set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME ${file} SUFFIX "" NO_SONAME ON
    CXX_VISIBILITY_PRESET hidden LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/gpu-standin${folder})
  add_dependencies(ioproof_native_tests ${target})
endfunction()

add_standin(standin_cuda libcuda.so.1 "" ${standin_cuda_sources})
add_standin(standin_cufile libcufile.so.0 "" ${standin_cufile_sources} ${standin_later_sources})
# cuFile 1.0: only what every version has.
add_standin(standin_cufile_old libcufile.so.0 /old ${standin_cufile_sources})
target_compile_definitions(standin_cufile_old PRIVATE STANDIN_OLD)
target_link_libraries(standin_cufile PRIVATE standin_cuda)
target_link_libraries(standin_cufile_old PRIVATE standin_cuda)

target_compile_definitions(ioproof_native_tests PRIVATE
  IOPROOF_STANDIN_CUDA="$<TARGET_FILE:standin_cuda>"
  IOPROOF_STANDIN_CUFILE="$<TARGET_FILE:standin_cufile>"
  IOPROOF_STANDIN_CUFILE_OLD="$<TARGET_FILE:standin_cufile_old>")
# The tests load them at run time.
target_link_libraries(ioproof_native_tests PRIVATE ${CMAKE_DL_LIBS})
