# Precompiled headers, one for each kind of target.
#
# LibTorch's headers cost 12 s a file. Clang instantiates their templates once, in the precompiled header, and then a
# file costs one to four seconds; GCC cannot, and takes nine.
add_library(attune_qt_strict INTERFACE)
target_compile_definitions(attune_qt_strict INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CONTEXTLESS_CONNECT
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:ATTUNE_QT_KEYWORDS>>>:QT_NO_KEYWORDS>)

set(_plain <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional> <span>
           <string> <string_view> <unordered_map> <vector> <nlohmann/json.hpp>)

# What our files use of LibTorch. The whole of torch/torch.h would have every file write out its layers and optimisers.
set(_torch <ATen/ATen.h> <ATen/autocast_mode.h> <torch/csrc/autograd/custom_function.h> <torch/nn/module.h>)

# A precompiled header is taken only by a file with the same options: for programs too, code like a library's, and
# without the macros that Qt defines as each test's own folder.
function(attune_as_precompiled_for_tests target)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${target} PRIVATE
        $<$<NOT:$<CXX_COMPILER_ID:MSVC>>:-fPIC> -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR $<IF:$<CXX_COMPILER_ID:MSVC>,/Od,-O0>)
endfunction()

# attune_add_precompiled(NAME attune_pch HEADERS <vector> … LIBRARIES … [TEST]): other targets take it by REUSE_FROM.
function(attune_add_precompiled)
    cmake_parse_arguments(arg "TEST" "NAME" "HEADERS;LIBRARIES" ${ARGN})
    file(WRITE "${CMAKE_BINARY_DIR}/pch/${arg_NAME}.cpp" "")
    add_library(${arg_NAME} STATIC "${CMAKE_BINARY_DIR}/pch/${arg_NAME}.cpp")
    target_link_libraries(${arg_NAME} PRIVATE attune_options nlohmann_json::nlohmann_json ${arg_LIBRARIES})
    target_precompile_headers(${arg_NAME} PRIVATE ${arg_HEADERS})
    if(arg_TEST)
        attune_as_precompiled_for_tests(${arg_NAME})
    endif()
endfunction()

attune_add_precompiled(NAME attune_pch HEADERS ${_plain})
attune_add_precompiled(NAME attune_pch_cli HEADERS <CLI/CLI.hpp> ${_plain} LIBRARIES CLI11::CLI11)
if(ATTUNE_WITH_TORCH)
    attune_add_precompiled(NAME attune_pch_torch HEADERS ${_torch} ${_plain} LIBRARIES attune::torch)
endif()
if(ATTUNE_WITH_UI)
    attune_add_precompiled(NAME attune_pch_ui HEADERS <QtWidgets/QtWidgets> ${_plain} LIBRARIES attune_qt_strict Qt6::Widgets)
endif()
if(ATTUNE_BUILD_TESTS)
    attune_add_precompiled(TEST NAME attune_pch_test HEADERS <QtTest/QtTest> ${_plain}
                           LIBRARIES attune_qt_strict Qt6::Core Qt6::Test)
    if(ATTUNE_WITH_UI)
        attune_add_precompiled(TEST NAME attune_pch_test_gui HEADERS <QtWidgets/QtWidgets> <QtTest/QtTest> ${_plain}
                               LIBRARIES attune_qt_strict Qt6::Widgets Qt6::Test)
    endif()
    if(ATTUNE_WITH_TORCH)
        attune_add_precompiled(TEST NAME attune_pch_test_torch HEADERS ${_torch} <QtTest/QtTest> ${_plain}
                               LIBRARIES attune_qt_strict attune::torch Qt6::Core Qt6::Test)
    endif()
endif()
