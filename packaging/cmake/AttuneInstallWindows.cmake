# Windows: icon, version and manifest in the programs; the DLLs they need beside them.
set(ATTUNE_WINDOWS_ICON "${PROJECT_SOURCE_DIR}/packaging/windows/attune.ico")
set(ATTUNE_WINDOWS_MANIFEST "${PROJECT_SOURCE_DIR}/packaging/windows/attune.manifest")
configure_file("${PROJECT_SOURCE_DIR}/packaging/windows/attune.rc.in" "${CMAKE_CURRENT_BINARY_DIR}/packaging/attune.rc" @ONLY)
enable_language(RC)
foreach(_target IN LISTS _programs)
    target_sources(${_target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/packaging/attune.rc")
    if(MSVC)
        target_link_options(${_target} PRIVATE /MANIFEST:NO) # ours is a resource
    endif()
endforeach()

if(MSVC)
    # The Visual C++ runtime, as files of ours: its own installer would need an administrator.
    set(CMAKE_INSTALL_SYSTEM_RUNTIME_DESTINATION bin)
    set(CMAKE_INSTALL_SYSTEM_RUNTIME_COMPONENT programs)
    set(CMAKE_INSTALL_UCRT_LIBRARIES OFF) # part of Windows 10
    include(InstallRequiredSystemLibraries)
endif()

# LibTorch: what the engine links, found from the engine itself, beside it. The rest is the GPU component.
if(TARGET attune_engine_module)
    install(CODE "
        file(GET_RUNTIME_DEPENDENCIES MODULES \"$<TARGET_FILE:attune_engine_module>\"
             DIRECTORIES \"${ATTUNE_TORCH_ROOT}/lib\" \"${VCPKG_INSTALLED_DIR}/${VCPKG_TARGET_TRIPLET}/bin\"
             RESOLVED_DEPENDENCIES_VAR found UNRESOLVED_DEPENDENCIES_VAR missing
             PRE_EXCLUDE_REGEXES \"^api-ms-\" \"^ext-ms-\" \"^nvcuda\" \"^(vcruntime|msvcp|concrt)\"
             POST_EXCLUDE_REGEXES \".*[/\\\\\\\\][Ww][Ii][Nn][Dd][Oo][Ww][Ss][/\\\\\\\\].*\")
        if(missing)
            message(FATAL_ERROR \"Not found, so the engine would not load: \${missing}\")
        endif()
        foreach(library IN LISTS found)
            file(INSTALL DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${ATTUNE_LIBRARY_FOLDER}\" TYPE SHARED_LIBRARY FILES \"\${library}\")
        endforeach()")
    # Opened by LibTorch itself while it runs.
    file(GLOB _opened "${ATTUNE_TORCH_ROOT}/lib/libiomp5md.dll" "${ATTUNE_TORCH_ROOT}/lib/torch_global_deps.dll")
    install(FILES ${_opened} DESTINATION ${ATTUNE_LIBRARY_FOLDER})
endif()

# The programs' own DLLs, and Qt with its plugins.
if(MSVC)
    install(CODE "
        file(GET_RUNTIME_DEPENDENCIES EXECUTABLES $<TARGET_FILE:attune-cli>
             DIRECTORIES \"${VCPKG_INSTALLED_DIR}/${VCPKG_TARGET_TRIPLET}/bin\"
             RESOLVED_DEPENDENCIES_VAR found UNRESOLVED_DEPENDENCIES_VAR missing
             PRE_EXCLUDE_REGEXES \"^api-ms-\" \"^ext-ms-\" \"^(vcruntime|msvcp|concrt)\"
             POST_EXCLUDE_REGEXES \".*[/\\\\\\\\][Ww][Ii][Nn][Dd][Oo][Ww][Ss][/\\\\\\\\].*\")
        if(missing)
            message(FATAL_ERROR \"Not found, so attune-cli would not start: \${missing}\")
        endif()
        foreach(library IN LISTS found)
            file(INSTALL DESTINATION \"\${CMAKE_INSTALL_PREFIX}/bin\" TYPE SHARED_LIBRARY FILES \"\${library}\")
        endforeach()")
endif()
if(MSVC AND TARGET attune)
    get_target_property(_qmake Qt6::qmake IMPORTED_LOCATION)
    get_filename_component(_qt_bin "${_qmake}" DIRECTORY)
    # windeployqt brings Qt, and compilers of shaders from Microsoft's kit, which widgets have no use for. What else the
    # window links is vcpkg's. CMake matches names of DLLs in lower case.
    install(CODE "
        execute_process(COMMAND \"${_qt_bin}/windeployqt.exe\" --release --no-translations --no-compiler-runtime --no-opengl-sw
                                --dir \"\${CMAKE_INSTALL_PREFIX}/bin\" $<TARGET_FILE:attune> COMMAND_ERROR_IS_FATAL ANY)
        foreach(compiler IN ITEMS D3Dcompiler_47 dxcompiler dxil)
            file(REMOVE \"\${CMAKE_INSTALL_PREFIX}/bin/\${compiler}.dll\")
        endforeach()
        file(GET_RUNTIME_DEPENDENCIES EXECUTABLES $<TARGET_FILE:attune>
             DIRECTORIES \"${VCPKG_INSTALLED_DIR}/${VCPKG_TARGET_TRIPLET}/bin\" \"${_qt_bin}\"
             RESOLVED_DEPENDENCIES_VAR found UNRESOLVED_DEPENDENCIES_VAR missing
             PRE_EXCLUDE_REGEXES \"^api-ms-\" \"^ext-ms-\" \"^(vcruntime|msvcp|concrt)\" \"^[Qq]t6\"
             POST_EXCLUDE_REGEXES \".*[/\\\\\\\\][Ww][Ii][Nn][Dd][Oo][Ww][Ss][/\\\\\\\\].*\")
        foreach(library IN LISTS found)
            file(INSTALL DESTINATION \"\${CMAKE_INSTALL_PREFIX}/bin\" TYPE SHARED_LIBRARY FILES \"\${library}\")
        endforeach()")
endif()
