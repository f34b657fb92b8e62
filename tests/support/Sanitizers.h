// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sanitizers: what a build with one of them cannot do, for tests that then skip.
#pragma once

#ifdef __has_feature
#define ATTUNE_TEST_HAS_FEATURE(feature) __has_feature(feature)
#else
#define ATTUNE_TEST_HAS_FEATURE(feature) 0 // GCC and MSVC; our sanitizer presets use clang
#endif

namespace attune::test {

// ThreadSanitizer keeps a signal back until the thread calls a function that it intercepts.
inline constexpr bool kDelaysSignals = ATTUNE_TEST_HAS_FEATURE(thread_sanitizer) != 0;
// Its clone() ends the program (clang 19, "CHECK failed: !thr->slot") when Qt forks with it, as QProcess does.
inline constexpr bool kCannotStartPrograms = kDelaysSignals;

} // namespace attune::test
