# Installs into a temporary folder, moves it, and checks that every file is there, that none is left over from a build
# machine's paths, and that the command line finds its engine and resources there.
#
#   cmake -DBUILD=… -DSOURCE=… -DWITH_UI=ON -DVERSION=0.1.0 -P CheckInstall.cmake
cmake_policy(VERSION 3.25)
set(work "${BUILD}/install-test")
set(first "${work}/first place")
set(prefix "${work}/moved ä/Attune")
file(REMOVE_RECURSE "${work}")

execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${first}" RESULT_VARIABLE code OUTPUT_QUIET ERROR_VARIABLE errors)
if(NOT code EQUAL 0)
    message(FATAL_ERROR "cmake --install failed: ${errors}")
endif()
file(MAKE_DIRECTORY "${work}/moved ä")
file(RENAME "${first}" "${prefix}")

set(wanted bin/attune-cli lib/attune/libattune_engine.so lib/attune/torch/lib/libtorch_cpu.so lib/attune/torch/lib/libc10.so
    share/attune/starter/model.safetensors share/attune/starter/preset.json share/attune/configs/starter.json
    share/doc/attune/LICENSE share/doc/attune/copyright share/doc/attune/third-party.txt share/man/man1/attune-cli.1 share/mime/packages/attune.xml)
if(WITH_UI)
    list(APPEND wanted bin/attune share/applications/attune.desktop share/icons/hicolor/scalable/apps/attune.svg
                       share/metainfo/invalid.attune.Attune.metainfo.xml share/man/man1/attune.1)
endif()
set(wrong "")
foreach(file IN LISTS wanted)
    if(NOT EXISTS "${prefix}/${file}")
        string(APPEND wrong "not installed: ${file}\n")
    endif()
endforeach()

# Every preset and every file of the starter pack.
foreach(folder configs resources/starter)
    file(GLOB_RECURSE sources RELATIVE "${SOURCE}/${folder}" "${SOURCE}/${folder}/*")
    get_filename_component(name "${folder}" NAME)
    foreach(file IN LISTS sources)
        if(NOT EXISTS "${prefix}/share/attune/${name}/${file}")
            string(APPEND wrong "not installed: ${folder}/${file}\n")
        endif()
    endforeach()
endforeach()

# Nothing may look for libraries in the build's folders.
foreach(file bin/attune-cli bin/attune lib/attune/libattune_engine.so)
    if(EXISTS "${prefix}/${file}")
        file(READ_ELF "${prefix}/${file}" RPATH rpath RUNPATH runpath CAPTURE_ERROR ignored)
        if(runpath OR NOT rpath MATCHES "^[$]ORIGIN" OR rpath MATCHES "(^|[:;])/")
            string(APPEND wrong "${file} looks for libraries in \"${rpath}${runpath}\"\n")
        endif()
    endif()
endforeach()

function(run_cli)
    cmake_parse_arguments(arg "" "EXPECT" "ARGUMENTS" ${ARGN})
    set(ENV{ATTUNE_DATA_HOME} "${work}/data")
    set(ENV{ATTUNE_CACHE_HOME} "${work}/cache")
    execute_process(COMMAND "${prefix}/bin/attune-cli" ${arg_ARGUMENTS} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    string(FIND "${output}" "${arg_EXPECT}" at)
    if(NOT code EQUAL 0 OR at EQUAL -1)
        set(wrong "${wrong}attune-cli ${arg_ARGUMENTS} ended with ${code}, without \"${arg_EXPECT}\":\n${output}${errors}\n" PARENT_SCOPE)
    endif()
endfunction()
run_cli(ARGUMENTS --version EXPECT "${VERSION}")
run_cli(ARGUMENTS doctor --json EXPECT "${prefix}/share/attune/starter")

# The manual names every command.
file(READ "${prefix}/share/man/man1/attune-cli.1" manual)
execute_process(COMMAND "${prefix}/bin/attune-cli" --help OUTPUT_VARIABLE help)
string(REGEX MATCHALL "\n  [a-z]+ " commands "${help}")
foreach(command IN LISTS commands)
    string(STRIP "${command}" command)
    if(NOT manual MATCHES "[.]B[R]? .*${command}")
        string(APPEND wrong "the manual does not name \"attune-cli ${command}\"\n")
    endif()
endforeach()
if(NOT commands)
    string(APPEND wrong "attune-cli --help names no commands\n")
endif()

file(REMOVE_RECURSE "${work}")
if(wrong)
    message(FATAL_ERROR "${wrong}")
endif()
