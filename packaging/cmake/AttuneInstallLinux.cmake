# Linux: desktop files, LibTorch, and the bundle of the archive.
set(_linux "${PROJECT_SOURCE_DIR}/packaging/linux")
string(TIMESTAMP ATTUNE_RELEASE_DATE "%Y-%m-%d" UTC) # of this build; SOURCE_DATE_EPOCH overrides
configure_file("${_linux}/attune-cli.1.in" "${CMAKE_CURRENT_BINARY_DIR}/packaging/attune-cli.1" @ONLY)
configure_file("${_linux}/attune.1.in" "${CMAKE_CURRENT_BINARY_DIR}/packaging/attune.1" @ONLY)
configure_file("${_linux}/invalid.attune.Attune.metainfo.xml.in"
               "${CMAKE_CURRENT_BINARY_DIR}/packaging/invalid.attune.Attune.metainfo.xml" @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/packaging/attune-cli.1" DESTINATION share/man/man1)
install(FILES "${_linux}/copyright" DESTINATION share/doc/attune)
install(FILES "${_linux}/attune-mime.xml" DESTINATION share/mime/packages RENAME attune.xml)
if(TARGET attune)
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/packaging/attune.1" DESTINATION share/man/man1)
    install(FILES "${_linux}/attune.desktop" DESTINATION share/applications)
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/packaging/invalid.attune.Attune.metainfo.xml" DESTINATION share/metainfo)
    install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/attune.svg" DESTINATION share/icons/hicolor/scalable/apps)
endif()

if(ATTUNE_WITH_TORCH)
    # torch_cpu's own RPATH expects the places of the PyPI wheel; GPU libraries added later find theirs there too.
    file(GLOB _torch "${ATTUNE_TORCH_ROOT}/lib/libtorch_cpu.so" "${ATTUNE_TORCH_ROOT}/lib/libc10.so"
                     "${ATTUNE_TORCH_ROOT}/lib/libgomp*.so*")
    install(PROGRAMS ${_torch} DESTINATION ${ATTUNE_LIBRARY_FOLDER}/torch/lib)
    # The wheel of a CUDA build links these two of NVIDIA's in its CPU part.
    file(GLOB _nvidia RELATIVE "${ATTUNE_TORCH_ROOT}/.." "${ATTUNE_TORCH_ROOT}/../nvidia/*/lib/libcudart.so.*"
                                                         "${ATTUNE_TORCH_ROOT}/../nvidia/*/lib/libcupti.so.*")
    foreach(_file IN LISTS _nvidia)
        get_filename_component(_folder "${_file}" DIRECTORY)
        install(PROGRAMS "${ATTUNE_TORCH_ROOT}/../${_file}" DESTINATION ${ATTUNE_LIBRARY_FOLDER}/${_folder})
    endforeach()
endif()

# The bundle: every shared library but the C and C++ runtime of the system, and Qt's plugins with qt.conf naming them.
set(_plugins "")
if(TARGET attune)
    get_target_property(_qmake Qt6::qmake IMPORTED_LOCATION)
    execute_process(COMMAND "${_qmake}" -query QT_INSTALL_PLUGINS OUTPUT_VARIABLE _qt_plugins OUTPUT_STRIP_TRAILING_WHITESPACE)
    file(GLOB _plugins RELATIVE "${_qt_plugins}"
        "${_qt_plugins}/platforms/libq*xcb.so" "${_qt_plugins}/platforms/libqoffscreen.so" "${_qt_plugins}/platforms/libqminimal.so"
        "${_qt_plugins}/platforms/libqwayland-*.so" "${_qt_plugins}/wayland-*/*.so"
        "${_qt_plugins}/imageformats/libq*.so" "${_qt_plugins}/iconengines/libq*.so" "${_qt_plugins}/styles/libq*.so"
        "${_qt_plugins}/platforminputcontexts/lib*.so" "${_qt_plugins}/platformthemes/libqxdgdesktopportal.so")
    foreach(_plugin IN LISTS _plugins)
        get_filename_component(_folder "${_plugin}" DIRECTORY)
        install(PROGRAMS "${_qt_plugins}/${_plugin}" DESTINATION ${ATTUNE_BUNDLE_FOLDER}/plugins/${_folder}
                COMPONENT bundle EXCLUDE_FROM_ALL)
    endforeach()
    list(TRANSFORM _plugins PREPEND "${_qt_plugins}/")
    install(FILES "${_linux}/qt.conf" DESTINATION bin COMPONENT bundle EXCLUDE_FROM_ALL)
endif()
list(TRANSFORM _programs REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE _program_files)
set(_engine "")
if(TARGET attune_engine_module)
    set(_engine "$<TARGET_FILE:attune_engine_module>")
endif()
# Two searches, because Qt needs an OpenMP runtime too and may not take LibTorch's. Debian's PulseAudio looks for its parts
# in a folder of the system; without that path it finds them through our programs like everything else.
install(CODE "
    set(system \"^ld-linux\" \"^lib(c|m|dl|pthread|rt|resolv|util|anl|mvec)\\\\.so\" \"^libstdc\\\\+\\\\+\" \"^libgcc_s\")
    file(GET_RUNTIME_DEPENDENCIES EXECUTABLES ${_program_files} MODULES ${_plugins} PRE_EXCLUDE_REGEXES \${system}
         RESOLVED_DEPENDENCIES_VAR found UNRESOLVED_DEPENDENCIES_VAR missing)
    file(GET_RUNTIME_DEPENDENCIES MODULES ${_engine} PRE_EXCLUDE_REGEXES \${system} \"^lib(torch|c10|gomp|cudart|cupti)\"
         RESOLVED_DEPENDENCIES_VAR found_too UNRESOLVED_DEPENDENCIES_VAR missing_too)
    if(missing OR missing_too)
        message(FATAL_ERROR \"Not found, so the archive would not start: \${missing} \${missing_too}\")
    endif()
    list(APPEND found \${found_too})
    list(REMOVE_DUPLICATES found)
    set(bundle_folder \"\${CMAKE_INSTALL_PREFIX}/${ATTUNE_BUNDLE_FOLDER}\")
    foreach(library IN LISTS found)
        file(INSTALL DESTINATION \"\${bundle_folder}\" TYPE SHARED_LIBRARY FOLLOW_SYMLINK_CHAIN FILES \"\${library}\")
        file(REAL_PATH \"\${library}\" real)
        get_filename_component(name \"\${real}\" NAME)
        file(RPATH_REMOVE FILE \"\$ENV{DESTDIR}\${bundle_folder}/\${name}\")
    endforeach()"
    COMPONENT bundle EXCLUDE_FROM_ALL)
