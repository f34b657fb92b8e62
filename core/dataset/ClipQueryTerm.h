// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipQueryTerm: one comparison of the filter box: a field, a sign and a value, as a test of a clip.
//
// Threads: the made tests from any thread at once.
#pragma once

#include "core/base/Result.h"
#include "core/dataset/ClipQuery.h"
#include "core/dataset/ClipRecord.h"

#include <string>
#include <string_view>

namespace attune::dataset {

enum class QueryOperator { Is, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };
using QueryTerm = ClipTest;

// `field` is lower case; `isQuoted`: the value stood in quotes, so an empty one is meant; `own` is asked for
// fields that are not known here.
// Errors: InvalidArgument (unknown field, a value that does not fit it).
[[nodiscard]] Result<QueryTerm> makeQueryTerm(const std::string& field, QueryOperator op,
                                              const std::string& value, bool isQuoted,
                                              const OwnFields& own = {});

// A number with its unit: "1.5", "800ms", "2min", "44.1k", "2MB", "-14LUFS". Errors: InvalidArgument.
[[nodiscard]] Result<double> numberWithUnit(std::string_view text);

} // namespace attune::dataset
