// SPDX-License-Identifier: GPL-3.0-or-later
//
// Cancellation: the question "stopped?" that long functions ask at every step, apart from who asks for the
// stop.
//
// Threads: a CancellationSource and its Cancellations may be used from any threads at once. Cheap to copy.
#pragma once

#include "core/base/Result.h"

#include <stop_token>

namespace attune {

class Cancellation {
public:
    Cancellation() = default; // never requested
    explicit Cancellation(std::stop_token token) : m_token(std::move(token)) {}

    [[nodiscard]] bool isRequested() const noexcept { return m_token.stop_requested(); }
    // Cancelled when a stop was requested: ATTUNE_CHECK(cancellation.check("Scanning"));
    [[nodiscard]] Result<void> check(const char* what) const;
    [[nodiscard]] const std::stop_token& token() const noexcept { return m_token; }

private:
    std::stop_token m_token;
};

class CancellationSource {
public:
    [[nodiscard]] Cancellation cancellation() const { return Cancellation(m_source.get_token()); }
    void request() { m_source.request_stop(); }

private:
    std::stop_source m_source;
};

} // namespace attune
