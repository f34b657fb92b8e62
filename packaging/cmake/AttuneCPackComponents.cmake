# Read by CPack once for each kind of package: the archive carries its libraries, the .deb names them.
if(CPACK_GENERATOR STREQUAL "TGZ")
    set(CPACK_COMPONENTS_ALL programs bundle)
    set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY ON)
else()
    set(CPACK_COMPONENTS_ALL programs)
    set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
endif()
