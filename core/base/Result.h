// SPDX-License-Identifier: GPL-3.0-or-later
//
// Result<T>: a value or an Error. Every function that can meet expected trouble returns one.
//
//     ATTUNE_TRY(const auto config, readConfig(path)); // returns the error, or binds the value
//     ATTUNE_CHECK(writeConfig(path, config));         // the same for Result<void>
//     return fail(ErrorCode::NotFound, "No such clip", id);
#pragma once

#include "core/base/Error.h"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace attune {

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string context = {},
                                                std::string remedy = {}) {
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(context), std::move(remedy)});
}
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

} // namespace attune

#define ATTUNE_DETAIL_JOIN2(a, b) a##b
#define ATTUNE_DETAIL_JOIN(a, b) ATTUNE_DETAIL_JOIN2(a, b)
#define ATTUNE_DETAIL_TRY(result, declaration, expression)                                                   \
    auto result = (expression);                                                                              \
    if (!result) return ::tl::unexpected<::attune::Error>(std::move(result).error());                        \
    declaration = *std::move(result)

// Declares a variable from a Result, or returns its error. `declaration` holds no comma outside parentheses.
#define ATTUNE_TRY(declaration, ...)                                                                         \
    ATTUNE_DETAIL_TRY(ATTUNE_DETAIL_JOIN(attuneResult, __LINE__), declaration, (__VA_ARGS__))

#define ATTUNE_DETAIL_CHECK(result, expression)                                                              \
    do {                                                                                                     \
        if (auto result = (expression); !result)                                                             \
            return ::tl::unexpected<::attune::Error>(std::move(result).error());                             \
    } while (false)

// Returns the error of a Result<void>, if any.
#define ATTUNE_CHECK(...) ATTUNE_DETAIL_CHECK(ATTUNE_DETAIL_JOIN(attuneCheck, __COUNTER__), (__VA_ARGS__))
