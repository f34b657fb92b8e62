# Where everything goes. One layout on every system, found by the programs relative to themselves:
#
#   bin/                attune, attune-cli; on Windows also the DLLs they link
#   lib/attune/         the engine module; LibTorch under torch/lib (Windows: beside the engine)
#   lib/attune/bundled/ Qt and the other shared libraries: component "bundle", for the archive only
#   share/attune/       the starter pack and the presets
#   share/…             what desktops want: entry, icon, MIME type, metadata, manual
#
# `cmake --install` leaves the bundle out: such an installation uses the system's libraries, as the .deb does.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON) # the tests need not be built to install; build attune-programs first
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME programs)
set(ATTUNE_LIBRARY_FOLDER lib/attune) # not lib64 or a triplet's: the programs look here
set(ATTUNE_BUNDLE_FOLDER ${ATTUNE_LIBRARY_FOLDER}/bundled)

set(_programs attune-cli)
if(TARGET attune)
    list(APPEND _programs attune)
endif()
install(TARGETS ${_programs} RUNTIME DESTINATION bin)
if(TARGET attune_engine_module)
    install(TARGETS attune_engine_module LIBRARY DESTINATION ${ATTUNE_LIBRARY_FOLDER} RUNTIME DESTINATION ${ATTUNE_LIBRARY_FOLDER})
endif()

if(UNIX AND NOT APPLE)
    # RPATH rather than RUNPATH: it also serves the libraries that the bundled ones need.
    set_target_properties(${_programs} PROPERTIES INSTALL_RPATH "$ORIGIN/../${ATTUNE_BUNDLE_FOLDER}")
    foreach(_target IN LISTS _programs)
        target_link_options(${_target} PRIVATE LINKER:--disable-new-dtags)
    endforeach()
    if(TARGET attune_engine_module)
        set_target_properties(attune_engine_module PROPERTIES INSTALL_RPATH "$ORIGIN/torch/lib:$ORIGIN/bundled")
        target_link_options(attune_engine_module PRIVATE LINKER:--disable-new-dtags)
    endif()
endif()

install(DIRECTORY "${PROJECT_SOURCE_DIR}/resources/starter" DESTINATION share/attune)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/configs" DESTINATION share/attune FILES_MATCHING PATTERN "*.json" PATTERN "README.md")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/README.md" DESTINATION share/doc/attune)

if(WIN32)
    include(AttuneInstallWindows)
elseif(UNIX AND NOT APPLE)
    include(AttuneInstallLinux)
endif()

# The notice of every part shipped, made from the licence texts on this machine when the package is made.
find_package(Python3 COMPONENTS Interpreter REQUIRED)
set(_notices "\"${Python3_EXECUTABLE}\" \"${PROJECT_SOURCE_DIR}/packaging/notices/make-notices\" --system ${CMAKE_SYSTEM_NAME}")
string(APPEND _notices " --torch \"${ATTUNE_TORCH_ROOT}\" --vcpkg \"${VCPKG_INSTALLED_DIR}/${VCPKG_TARGET_TRIPLET}\"")
string(APPEND _notices " --output \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/doc/attune/third-party.txt\"")
install(CODE "execute_process(COMMAND ${_notices} COMMAND_ERROR_IS_FATAL ANY)")
# The bundle is listed too where there is one, so this comes after it.
install(CODE "execute_process(COMMAND ${_notices} --bundle \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${ATTUNE_BUNDLE_FOLDER}\"
                              COMMAND_ERROR_IS_FATAL ANY)"
        COMPONENT bundle EXCLUDE_FROM_ALL)

include(AttunePackage)
