# SPDX-License-Identifier: GPL-3.0-or-later
#
# Toolchain: Windows programs made on Debian by mingw-w64 (GCC, POSIX threads), run by wine. For the rooms that need no
# LibTorch: its Windows libraries are MSVC's, whose C++ does not link with GCC's.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_CROSSCOMPILING_EMULATOR "${CMAKE_CURRENT_LIST_DIR}/run")

# LLVM's archiver and linker where they are installed: GNU's take minutes over the sections that unoptimised C++ has.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
find_program(CMAKE_AR NAMES llvm-ar-19 llvm-ar x86_64-w64-mingw32-ar)
find_program(CMAKE_RANLIB NAMES llvm-ranlib-19 llvm-ranlib x86_64-w64-mingw32-ranlib)
find_program(ATTUNE_LLD NAMES ld.lld-19 ld.lld)
set(_linker "")
if(ATTUNE_LLD) # GCC looks for it by this name
    file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/linker")
    file(CREATE_LINK "${ATTUNE_LLD}" "${CMAKE_BINARY_DIR}/linker/x86_64-w64-mingw32-ld.lld" SYMBOLIC)
    set(_linker "-fuse-ld=lld -B\"${CMAKE_BINARY_DIR}/linker\"")
endif()

# Everything is linked in, so that a test is one file.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static ${_linker}")
set(CMAKE_MODULE_LINKER_FLAGS_INIT "${_linker}")
set(BUILD_SHARED_LIBS OFF)
# Windows 10, as Qt 6 wants it; three libraries whose headers must be told that they are not DLLs.
set(CMAKE_C_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -DPCRE2_STATIC -DFLAC__NO_DLL")
set(CMAKE_CXX_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -DPCRE2_STATIC -DTAGLIB_STATIC -Wa,-mbig-obj")

# Where packaging/windows/cross/build-libraries puts the libraries.
set(ATTUNE_WINDOWS_LIBRARIES "$ENV{ATTUNE_WINDOWS_LIBRARIES}" CACHE PATH "Libraries built for Windows")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ATTUNE_WINDOWS_LIBRARIES)
set(CMAKE_FIND_ROOT_PATH "${ATTUNE_WINDOWS_LIBRARIES}" /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} "${ATTUNE_WINDOWS_LIBRARIES}/lib/pkgconfig")
set(PKG_CONFIG_ARGN --static) # also what a library needs itself

# The tools of Qt (moc, rcc) run here and come from Debian.
set(QT_HOST_PATH /usr CACHE PATH "Qt of this machine")
set(QT_HOST_PATH_CMAKE_DIR /usr/lib/x86_64-linux-gnu/cmake CACHE PATH "Its CMake packages")
