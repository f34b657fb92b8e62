// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Cancellation.h"

namespace attune {

Result<void> Cancellation::check(const char* what) const {
    if (isRequested()) return fail(ErrorCode::Cancelled, std::string(what) + " was stopped");
    return {};
}

} // namespace attune
