// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/RuleName.h"

#include <QCoreApplication>

namespace attune::ui {

QString ruleName(const std::string& name) {
    return QCoreApplication::translate("PromptRule", name.c_str());
}

std::string ruleNameFromShown(const QString& shown, const std::string& name) {
    return shown == ruleName(name) ? name : shown.toStdString();
}

} // namespace attune::ui
