# attune_options: what every target of ours is compiled with.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(THREADS_PREFER_PTHREAD_FLAG ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

if(NOT MSVC)
    set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
endif()

add_library(attune_options INTERFACE)
target_compile_features(attune_options INTERFACE cxx_std_20)
target_include_directories(attune_options INTERFACE "${PROJECT_SOURCE_DIR}")
set(CMAKE_CXX_EXTENSIONS OFF)

if(MSVC)
    target_compile_options(attune_options INTERFACE /W4 /permissive- /utf-8 /Zc:preprocessor /Zc:__cplusplus /bigobj
                           $<$<BOOL:${ATTUNE_WARNINGS_AS_ERRORS}>:/WX>)
    target_compile_definitions(attune_options INTERFACE _CRT_SECURE_NO_WARNINGS)
else()
    target_compile_options(attune_options INTERFACE
        -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast
        $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-sign-conversion> # GCC's meaning of -Wconversion
        $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-missing-designated-field-initializers>
        # stable_sort of libstdc++ 12 uses what it itself calls deprecated.
        $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-deprecated-declarations>
        $<$<BOOL:${ATTUNE_WARNINGS_AS_ERRORS}>:-Werror>)
endif()

if(WIN32)
    # No min and max as macros, the wide functions by their plain names, M_PI in <cmath>.
    target_compile_definitions(attune_options INTERFACE NOMINMAX WIN32_LEAN_AND_MEAN UNICODE _UNICODE _USE_MATH_DEFINES)
endif()

if(ATTUNE_SANITIZE)
    # Undefined behaviour ends the program too, so that a test or a fuzzer cannot pass over it. Lines are enough for reports.
    target_compile_options(attune_options INTERFACE
        -fsanitize=${ATTUNE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
    target_link_options(attune_options INTERFACE -fsanitize=${ATTUNE_SANITIZE})
endif()
