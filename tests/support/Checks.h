// SPDX-License-Identifier: GPL-3.0-or-later
//
// Checks: Qt Test macros for Results. A failing Result shows its error's text.
#pragma once

#include "core/base/Error.h"
#include "core/base/Text.h"

#include <QtTest/QtTest>

#include <string>

namespace attune::test {

inline QString qs(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// Why a Result is no success, for QVERIFY2.
template <typename ResultType>
QByteArray describeFailure(const ResultType& result) {
    return result ? QByteArray("it succeeded")
                  : QByteArray::fromStdString(
                        concat(errorCodeName(result.error().code), ": ", result.error().describe()));
}

} // namespace attune::test

// The Result holds a value. `result` is evaluated once.
#define ATTUNE_VERIFY_OK(...)                                                                                \
    do {                                                                                                     \
        const auto& attuneResult = (__VA_ARGS__);                                                            \
        QVERIFY2(attuneResult.has_value(), ::attune::test::describeFailure(attuneResult).constData());       \
    } while (false)

// The Result holds an error of this code. `result` is evaluated once.
#define ATTUNE_VERIFY_ERROR(result, expectedCode)                                                            \
    do {                                                                                                     \
        const auto& attuneResult = (result);                                                                 \
        QVERIFY2(!attuneResult.has_value() && attuneResult.error().code == (expectedCode),                   \
                 ::attune::test::describeFailure(attuneResult).constData());                                 \
    } while (false)

// Declares `declaration` from a Result, or fails the test.
#define ATTUNE_ASSIGN_OK(declaration, ...)                                                                   \
    ATTUNE_DETAIL_ASSIGN(ATTUNE_DETAIL_JOIN(attuneTest, __LINE__), declaration, (__VA_ARGS__))
#define ATTUNE_DETAIL_ASSIGN(result, declaration, expression)                                                \
    auto result = (expression);                                                                              \
    QVERIFY2(result.has_value(), ::attune::test::describeFailure(result).constData());                       \
    declaration = *std::move(result)
