// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "core/base/platform/Process.h"

int main(int argumentCount, char** arguments) {
    return attune::cli::runCommandLine(attune::platform::utf8Arguments(argumentCount, arguments));
}
