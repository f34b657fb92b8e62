# Helpers with named arguments. One folder = one static library = one test folder.

# attune_add_room(NAME base SOURCES … DEPENDS config audio … LIBRARIES attune::sndfile … [TORCH])
function(attune_add_room)
    cmake_parse_arguments(arg "TORCH" "NAME" "SOURCES;DEPENDS;LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
    set(target attune_${arg_NAME})
    add_library(${target} STATIC ${arg_SOURCES})
    add_library(attune::${arg_NAME} ALIAS ${target})
    list(TRANSFORM arg_DEPENDS PREPEND attune::)
    target_link_libraries(${target} PUBLIC attune_options ${arg_DEPENDS} ${arg_LIBRARIES} PRIVATE ${arg_PRIVATE_LIBRARIES})
    if(arg_TORCH)
        target_link_libraries(${target} PUBLIC attune::torch)
        target_precompile_headers(${target} REUSE_FROM attune_torch_pch)
        # Every file that sees LibTorch's headers pays some 15 s for their templates, precompiled or not: they are
        # compiled a dozen at a time.
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
    endif()
endfunction()

# attune_add_test(NAME core.base.Result SOURCES tst_Result.cpp LIBRARIES attune::base LABELS unit TIMEOUT 60 [TORCH])
function(attune_add_test)
    cmake_parse_arguments(arg "TORCH" "NAME;TIMEOUT" "SOURCES;LIBRARIES;LABELS;ENVIRONMENT" ${ARGN})
    string(REPLACE "." "_" target "tst_${arg_NAME}")
    add_executable(${target} ${arg_SOURCES})
    # moc of Qt 6.4 cannot parse GCC's <concepts>; without the compiler's macros it does not look inside.
    set_target_properties(${target} PROPERTIES AUTOMOC ON AUTOMOC_COMPILER_PREDEFINES OFF
                                               RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_link_libraries(${target} PRIVATE attune_options attune_qt_strict ${arg_LIBRARIES} Qt6::Core Qt6::Test)
    if(arg_TORCH)
        target_link_libraries(${target} PRIVATE attune::torch)
        target_precompile_headers(${target} REUSE_FROM attune_test_torch_pch)
        target_compile_options(${target} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR -O0) # as in attune_test_torch_pch
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(NOT arg_LABELS)
        set(arg_LABELS unit)
    endif()
    add_test(NAME ${arg_NAME} COMMAND ${target})
    set_tests_properties(${arg_NAME} PROPERTIES
        LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;OMP_NUM_THREADS=1;ATTUNE_FIXTURES=${PROJECT_SOURCE_DIR}/tests/fixtures;ATTUNE_SOURCE_DIR=${PROJECT_SOURCE_DIR};ATTUNE_BIN_DIR=${CMAKE_BINARY_DIR}/bin;TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp;${arg_ENVIRONMENT}")
endfunction()

add_library(attune_qt_strict INTERFACE)
target_compile_definitions(attune_qt_strict INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CONTEXTLESS_CONNECT
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:ATTUNE_QT_KEYWORDS>>>:QT_NO_KEYWORDS>)

if(ATTUNE_WITH_TORCH)
    # torch headers cost 13 s a file; with these headers precompiled once a T file costs two or three.
    file(WRITE "${CMAKE_BINARY_DIR}/pch/empty.cpp" "")
    add_library(attune_torch_pch STATIC "${CMAKE_BINARY_DIR}/pch/empty.cpp")
    target_link_libraries(attune_torch_pch PRIVATE attune_options attune::torch)
    target_precompile_headers(attune_torch_pch PRIVATE <torch/torch.h> <nlohmann/json.hpp>)
    if(ATTUNE_BUILD_TESTS)
        file(WRITE "${CMAKE_BINARY_DIR}/pch/empty_test.cpp" "")
        add_library(attune_test_torch_pch STATIC "${CMAKE_BINARY_DIR}/pch/empty_test.cpp")
        target_link_libraries(attune_test_torch_pch PRIVATE attune_options attune_qt_strict attune::torch Qt6::Core Qt6::Test)
        target_precompile_headers(attune_test_torch_pch PRIVATE <torch/torch.h> <nlohmann/json.hpp> <QtTest/QtTest>)
        # Qt defines these as each target's own folder, and then no compiler would take the precompiled header of another.
        target_compile_options(attune_test_torch_pch PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR -O0)
    endif()
endif()

# attune_add_ui_room(NAME theme SOURCES … DEPENDS attune::ui_widgets … LIBRARIES Qt6::Svg … [KEYWORDS]): a folder of ui.
# Torch is never linked here. KEYWORDS is for ui/plots: QCustomPlot's header needs Qt's `signals` and `slots`.
function(attune_add_ui_room)
    cmake_parse_arguments(arg "KEYWORDS" "NAME" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
    set(target attune_ui_${arg_NAME})
    add_library(${target} STATIC ${arg_SOURCES})
    add_library(attune::ui_${arg_NAME} ALIAS ${target})
    set_target_properties(${target} PROPERTIES AUTOMOC ON AUTOMOC_COMPILER_PREDEFINES OFF ATTUNE_QT_KEYWORDS "${arg_KEYWORDS}")
    target_link_libraries(${target} PUBLIC attune_options attune_qt_strict ${arg_DEPENDS} Qt6::Widgets ${arg_LIBRARIES})
endfunction()
