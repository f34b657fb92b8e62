# CPack: .tar.gz and .deb on Linux, the NSIS installer on Windows. The version comes from project().
set(CPACK_PACKAGE_NAME Attune)
set(CPACK_PACKAGE_VENDOR "The Attune project")
set(CPACK_PACKAGE_CONTACT "The Attune project <maintainers@attune.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGE_INSTALL_DIRECTORY Attune)
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/packages")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES OFF) # LibTorch's libraries are big and stripped already
set(CPACK_THREADS 0)

if(WIN32)
    set(CPACK_GENERATOR NSIS)
    set(CPACK_MONOLITHIC_INSTALL ON) # one section for all files, in our own script
    set(CPACK_PACKAGE_FILE_NAME "Attune-${PROJECT_VERSION}-windows-x64")
    set(CPACK_NSIS_COMPRESSOR "/SOLID lzma")
    # Names the icon for packaging/windows/NSIS.template.in, which CPack takes instead of its own.
    list(PREPEND CMAKE_MODULE_PATH "${PROJECT_SOURCE_DIR}/packaging/windows")
    string(REPLACE "/" "\\" ATTUNE_WINDOWS_ICON "${ATTUNE_WINDOWS_ICON}")
    if(CMAKE_HOST_UNIX)
        string(REPLACE "\\" "/" ATTUNE_WINDOWS_ICON "${ATTUNE_WINDOWS_ICON}")
    endif()
    set(CPACK_ATTUNE_WINDOWS_ICON "${ATTUNE_WINDOWS_ICON}")
else()
    set(CPACK_GENERATOR TGZ DEB)
    set(CPACK_PACKAGE_FILE_NAME "Attune-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR}")
    # One package each, of the components that AttuneCPackComponents.cmake names for it.
    set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
    set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
    set(CPACK_DEB_COMPONENT_INSTALL ON)
    set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_SOURCE_DIR}/packaging/cmake/AttuneCPackComponents.cmake")

    set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
    set(CPACK_DEBIAN_PACKAGE_NAME attune)
    set(CPACK_DEBIAN_PACKAGE_SECTION sound)
    set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Attune teaches a Stable Audio Open model the sound of your own recordings:
drop a folder in, look it over, train, listen to the demos and take away
the checkpoint that sounds right. A studio window and a command line over
one engine. The weights of Stable Audio Open are not included.")
    set(CPACK_DEBIAN_COMPRESSION_TYPE zstd) # xz takes minutes over LibTorch
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
    file(GLOB CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS LIST_DIRECTORIES true
         "${ATTUNE_TORCH_ROOT}/lib" "${ATTUNE_TORCH_ROOT}/../nvidia/*/lib")
    # Loaded while running, so that no linker knows: the window systems of Qt.
    set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-qpa-plugins, qt6-wayland")
    set(CPACK_DEBIAN_PACKAGE_SUGGESTS "sonic-pi-samples")
endif()
include(CPack)
