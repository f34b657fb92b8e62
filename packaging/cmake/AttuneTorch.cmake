# attune::torch: an imported target on torch_cpu and c10 of any LibTorch: the stock archive or the PyPI wheel.
#
# find_package(Torch) of a CUDA wheel demands a CUDA toolkit and links libtorch_cuda, which costs a second at start
# and 2.7 GB of libraries. We link the CPU part only; core/tensor/Devices opens libtorch_cuda when it is wanted.
if(NOT ATTUNE_TORCH_ROOT)
    message(FATAL_ERROR "Set ATTUNE_TORCH_ROOT to a LibTorch (the folder with include/ and lib/), "
                        "run packaging/run which fetches one, or configure with -DATTUNE_WITH_TORCH=OFF")
endif()
find_path(ATTUNE_TORCH_INCLUDE ATen/core/Tensor.h PATHS "${ATTUNE_TORCH_ROOT}/include" NO_DEFAULT_PATH REQUIRED)
find_library(ATTUNE_TORCH_CPU_LIBRARY torch_cpu PATHS "${ATTUNE_TORCH_ROOT}/lib" NO_DEFAULT_PATH REQUIRED)
find_library(ATTUNE_C10_LIBRARY c10 PATHS "${ATTUNE_TORCH_ROOT}/lib" NO_DEFAULT_PATH REQUIRED)

add_library(attune_torch INTERFACE)
add_library(attune::torch ALIAS attune_torch)
# As options, not as include directories: those moc would follow, and parsing LibTorch costs it 14 s a test.
foreach(_dir "${ATTUNE_TORCH_INCLUDE}" "${ATTUNE_TORCH_INCLUDE}/torch/csrc/api/include")
    target_compile_options(attune_torch INTERFACE
        "SHELL:$<IF:$<CXX_COMPILER_ID:MSVC>,/external:I,-isystem> \"${_dir}\"")
endforeach()
if(MSVC)
    target_compile_options(attune_torch INTERFACE /external:W0) # without it Visual C++ ignores /external:I
endif()
target_link_libraries(attune_torch INTERFACE "${ATTUNE_TORCH_CPU_LIBRARY}" "${ATTUNE_C10_LIBRARY}" Threads::Threads)
set(ATTUNE_TORCH_LIBRARY_DIR "${ATTUNE_TORCH_ROOT}/lib")
if(UNIX AND NOT APPLE)
    # The wheel finds cudart and cupti through its own RUNPATH; the linker needs to be told where they are.
    file(GLOB _nvidia_libs LIST_DIRECTORIES true "${ATTUNE_TORCH_ROOT}/../nvidia/*/lib")
    foreach(_dir IN LISTS _nvidia_libs)
        target_link_options(attune_torch INTERFACE "LINKER:-rpath-link,${_dir}")
    endforeach()
    target_link_options(attune_torch INTERFACE "LINKER:-rpath-link,${ATTUNE_TORCH_LIBRARY_DIR}")
endif()
if(NOT MSVC)
    # LibTorch's own headers do not survive these.
    target_compile_options(attune_torch INTERFACE -Wno-shadow -Wno-conversion -Wno-pedantic)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 18)
    # LibTorch is compiled by GCC; since version 18 Clang gives its constrained templates (const_data_ptr) other names.
    target_compile_options(attune_torch INTERFACE -fclang-abi-compat=17)
endif()
