// SPDX-License-Identifier: GPL-3.0-or-later
//
// RuleName: what a prompt rule is called: the presets' names in the user's language, the user's own as they
// are.
//
// Threads: GUI thread (translations).
#pragma once

#include <QString>

#include <string>

namespace attune::ui {

[[nodiscard]] QString ruleName(const std::string& name);
// What is to be stored when `shown` stands in the field that showed ruleName(name).
[[nodiscard]] std::string ruleNameFromShown(const QString& shown, const std::string& name);

} // namespace attune::ui
