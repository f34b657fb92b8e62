// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stand-in for Gloo's header of this name; see ../README.md. Never constructed, never called.
#pragma once

#include <chrono>

namespace gloo {

class Context {
public:
    void setTimeout(std::chrono::milliseconds timeout); // named by an inline function that nobody here calls
};

namespace transport {
class UnboundBuffer;
}

} // namespace gloo
