// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words and lines of the command line: widths, progress lines, speeds, exit codes, completion.
#include "app/cli/CommandLine.h"
#include "app/cli/Completion.h"
#include "app/cli/ExitCode.h"
#include "app/cli/Output.h"
#include "app/cli/ProgressPainter.h"
#include "app/cli/commands/Commands.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <QtTest/QtTest>

#include <algorithm>

using namespace attune;
using namespace attune::cli;

namespace {

bool offers(const Completions& completions, const std::string& word) {
    return std::any_of(completions.candidates.begin(), completions.candidates.end(),
                       [&](const Candidate& candidate) { return candidate.word == word; });
}

} // namespace

class tst_Terminal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void widthCountsColumns() {
        QCOMPARE(displayWidth("kick"), 4);
        QCOMPARE(displayWidth("Klöße"), 5);
        QCOMPARE(displayWidth("太鼓"), 4);
        QCOMPARE(displayWidth("e\xCC\x81"), 1); // e and a combining acute
        QCOMPARE(displayWidth(""), 0);
    }

    void truncationKeepsWholeLetters() {
        QCOMPARE(truncatedToWidth("kick", 4), std::string("kick"));
        QCOMPARE(truncatedToWidth("kick drum", 5), std::string("kick…"));
        QCOMPARE(truncatedToWidth("太鼓の達人", 5), std::string("太鼓…"));
        QCOMPARE(truncatedToWidth("太鼓", 0), std::string());
    }

    void namesGiveTheTerminalNoOrders() {
        QCOMPARE(harmless("Klöße 太鼓\tkick\n"), std::string("Klöße 太鼓\tkick\n"));
        QCOMPARE(harmless("\x1b[1;31mred\x1b[0m"), std::string("\x1b[1;31mred\x1b[0m")); // our own colours
        QCOMPARE(harmless("\x1b]0;title\akick"), std::string("?]0;title?kick"));
        QCOMPARE(harmless("\x1b[2Jkick\x1b["), std::string("?[2Jkick?["));
        QCOMPARE(harmless("a\rb\x7F\xC2\x9B"
                          "c"),
                 std::string("a?b??c")); // and the one-byte CSI
        QCOMPARE(harmless(""), std::string());
        ProgressLine line;
        line.progress = {"Scanning", 1, 2, "files", "kick\n\x1b[2J.wav"};
        const std::string text = progressText(line, 200);
        QVERIFY(text.find('\n') == std::string::npos && text.find('\x1b') == std::string::npos);
    }

    void clockGrowsWithTime() {
        QCOMPARE(clockText(0.0), std::string("0:00"));
        QCOMPARE(clockText(51.4), std::string("0:51"));
        QCOMPARE(clockText(724.0), std::string("12:04"));
        QCOMPARE(clockText(11220.0), std::string("3:07:00"));
        QCOMPARE(clockText(-3.0), std::string("0:00"));
    }

    void progressLineFits() {
        ProgressLine line;
        line.progress = {"Encoding", 123, 292, "clips", "drums/kick_01.flac"};
        line.unitsPerSecond = 3.4;
        line.note = "loss 0.412";
        const std::string text = progressText(line, 200);
        for (const char* part :
             {"Encoding", " 42 %", "123/292 clips", "3.4/s", "0:50 left", "loss 0.412", "kick_01"})
            QVERIFY2(text.find(part) != std::string::npos, part);
        for (const int columns : {20, 40, 69, 70, 80, 120})
            QVERIFY(displayWidth(progressText(line, columns)) <= columns);
        line.unitsPerSecond = 0.25;
        QVERIFY(progressText(line, 200).find("4.0 s each") != std::string::npos);
        line.state = "paused";
        QVERIFY(progressText(line, 200).find("left") == std::string::npos);
    }

    void unknownTotalShowsNoPercentage() {
        ProgressLine line;
        line.progress = {"Scanning", 1234, 0, "files", {}};
        const std::string text = progressText(line, 100);
        QVERIFY(text.find("1234 files") != std::string::npos);
        QVERIFY(text.find('%') == std::string::npos);
    }

    void errorsHaveTheirExitCodes() {
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::Cancelled)), 130);
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::InvalidConfig)), 3);
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::NotFound)), 4);
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::Refused)), 5);
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::DeviceOutOfMemory)), 6);
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::DiskFull)), 7);
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::PermissionDenied)), 8);
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::DeviceUnavailable)), 9);
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::NonFinite)), 10);
        QCOMPARE(static_cast<int>(exitCodeFromError(ErrorCode::Internal)), 1);
    }

    void completionKnowsTheTree() {
        CommandTree tree;
        addAllCommands(tree);
        QVERIFY(offers(completionsFor(tree.root(), {""}), "doctor"));
        QVERIFY(offers(completionsFor(tree.root(), {"comp"}), "completion"));
        QVERIFY(!offers(completionsFor(tree.root(), {"comp"}), "doctor"));
        const Completions shells = completionsFor(tree.root(), {"completion", ""});
        QVERIFY(offers(shells, "bash") && offers(shells, "zsh") && offers(shells, "fish") &&
                !shells.wantsFiles);
        QVERIFY(offers(completionsFor(tree.root(), {"doctor", "--"}), "--json"));
        const Completions folders = completionsFor(tree.root(), {"doctor", "--project", ""});
        QVERIFY(folders.wantsFiles && folders.candidates.empty());
        QVERIFY(offers(completionsFor(tree.root(), {"--project", "x", "doc"}), "doctor"));
    }

    void everyCommandHasHelpAndExamples() {
        CommandTree tree;
        addAllCommands(tree);
        std::vector<const CLI::App*> waiting{&tree.root()};
        int leaves = 0;
        while (!waiting.empty()) {
            const CLI::App* const app = waiting.back();
            waiting.pop_back();
            QVERIFY2(!app->get_description().empty(), app->get_name().c_str());
            const auto below = app->get_subcommands([](const CLI::App*) { return true; });
            for (const CLI::App* const sub : below) waiting.push_back(sub);
            QVERIFY2(app->get_footer().find("Examples:\n  attune-cli ") != std::string::npos,
                     app->get_name().c_str());
            if (!below.empty()) continue;
            ++leaves;
            for (const CLI::Option* const option : app->get_options())
                QVERIFY2(!option->get_description().empty(),
                         (app->get_name() + " " + option->get_name()).c_str());
        }
        QVERIFY(leaves >= 30);
    }

    void scriptsExistForThreeShells() {
        for (const char* shell : {"bash", "zsh", "fish"}) {
            const auto script = completionScript(shell);
            QVERIFY(script && script->find("complete-words") != std::string::npos);
        }
        QVERIFY(!completionScript("tcsh"));
    }
};

QTEST_APPLESS_MAIN(tst_Terminal)
#include "tst_Terminal.moc"
