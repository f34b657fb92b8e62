// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds the tree to its own rules: which room may include which, where LibTorch, Qt and QCustomPlot may
// appear, how long a file may be, and that nothing unfinished is left in it.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/platform/Process.h"

#include <QtTest>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using Rooms = std::map<std::string, std::set<std::string>>;

namespace {

// A room and the rooms of core that it may include (core/README.md).
const Rooms kAllowed{
    {"base", {}},
    {"config", {"base"}},
    {"text", {"base"}},
    {"audio", {"base", "config"}},
    {"dataset", {"base", "config", "audio"}},
    {"latents", {"base", "config", "audio", "dataset"}},
    {"jobs", {"base"}},
    {"project", {"base", "config", "audio", "dataset", "jobs"}},
    {"tensor", {"base", "config"}},
    {"model", {"base", "config", "text", "tensor"}},
    {"diffusion", {"base", "config", "tensor"}},
    {"encode", {"base", "config", "audio", "dataset", "latents", "tensor", "model"}},
    {"train",
     {"base", "config", "audio", "dataset", "latents", "jobs", "tensor", "model", "diffusion", "encode"}},
    {"generate",
     {"base", "config", "audio", "dataset", "latents", "jobs", "tensor", "model", "diffusion", "encode"}},
};
const std::set<std::string> kTorchRooms{"tensor", "model", "diffusion", "encode", "train", "generate"};

struct Source {
    std::string name; // relative to the root, '/' between folders
    std::string text;
};

fs::path treeRoot() {
    return attune::pathFromUtf8(attune::platform::environmentText("ATTUNE_SOURCE_DIR"));
}

std::vector<Source> sourcesBelow(const std::string& folder) {
    const fs::path root = treeRoot();
    std::vector<Source> sources;
    if (!fs::exists(root / folder)) return sources;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const std::string ending = attune::utf8FromPath(entry.path().extension());
        if (ending != ".h" && ending != ".cpp" && ending != ".cu") continue;
        sources.push_back({attune::genericUtf8FromPath(fs::relative(entry.path(), root)),
                           attune::readTextFile(entry.path()).value_or("")});
    }
    return sources;
}

// The names between the quotes or brackets of every #include.
std::vector<std::string> includesOf(const std::string& text) {
    std::vector<std::string> names;
    for (const std::string& line : attune::split(text, '\n')) {
        const std::string_view trimmed = attune::trimAscii(line);
        if (!trimmed.starts_with("#include")) continue;
        const std::size_t begin = trimmed.find_first_of("\"<");
        const std::size_t end = trimmed.find_first_of("\">", begin + 1);
        if (end != std::string_view::npos) names.emplace_back(trimmed.substr(begin + 1, end - begin - 1));
    }
    return names;
}

// "model" of "core/model/X.h"; "" elsewhere.
std::string roomOf(const std::string& path) {
    const std::vector<std::string> parts = attune::split(path, '/');
    return parts.size() > 2 && parts[0] == "core" ? parts[1] : "";
}

bool isTorchHeader(const std::string& name) {
    for (const char* prefix : {"torch/", "ATen/", "c10/", "caffe2/"})
        if (name.starts_with(prefix)) return true;
    return false;
}

bool isQtHeader(const std::string& name) {
    return name.size() > 1 && name[0] == 'Q' && name[1] >= 'A' && name[1] <= 'Z';
}

} // namespace

class tst_Includes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void roomsIncludeOnlyWhatTheyMay();
    void torchStaysInItsRooms();
    void qtStaysInTheWindow();
    void waitsAreOnConditionVariables();
    void filesKeepTheirBudget();
    void nothingIsUnfinished();
};

void tst_Includes::roomsIncludeOnlyWhatTheyMay() {
    std::string wrong;
    for (const Source& source : sourcesBelow("core")) {
        const std::string room = roomOf(source.name);
        QVERIFY2(kAllowed.contains(room), source.name.c_str());
        for (const std::string& include : includesOf(source.text)) {
            const std::string other = roomOf(include);
            const bool isAllowed = other.empty() ? !include.starts_with("app/") && !include.starts_with("ui/")
                                                 : other == room || kAllowed.at(room).contains(other);
            if (!isAllowed) wrong += source.name + " includes " + include + "\n";
        }
    }
    for (const Source& source : sourcesBelow("ui"))
        for (const std::string& include : includesOf(source.text)) {
            const bool isPlain = !kTorchRooms.contains(roomOf(include));
            const bool isPlotHeader = include == "qcustomplot.h" && !source.name.starts_with("ui/plots/");
            if (!isPlain || isPlotHeader) wrong += source.name + " includes " + include + "\n";
        }
    QVERIFY2(wrong.empty(), wrong.c_str());
}

void tst_Includes::torchStaysInItsRooms() {
    std::string wrong;
    const auto scan = [&](const std::string& folder) {
        for (const Source& source : sourcesBelow(folder)) {
            if (kTorchRooms.contains(roomOf(source.name))) continue;
            for (const std::string& include : includesOf(source.text))
                if (isTorchHeader(include)) wrong += source.name + " includes " + include + "\n";
        }
    };
    scan("core");
    scan("ui");
    scan("app/cli");
    QVERIFY2(wrong.empty(), wrong.c_str());
}

void tst_Includes::qtStaysInTheWindow() {
    std::string wrong;
    for (const char* folder : {"core", "app/cli", "app/engine", "app/parity"})
        for (const Source& source : sourcesBelow(folder))
            for (const std::string& include : includesOf(source.text))
                if (isQtHeader(include)) wrong += source.name + " includes " + include + "\n";
    QVERIFY2(wrong.empty(), wrong.c_str());
}

// Why: tests/support/Gate.h.
void tst_Includes::waitsAreOnConditionVariables() {
    const std::set<std::string> unsafe{"latch", "semaphore", "barrier"};
    std::string wrong;
    for (const char* folder : {"core", "app", "ui", "tests"})
        for (const Source& source : sourcesBelow(folder))
            for (const std::string& include : includesOf(source.text))
                if (unsafe.contains(include)) wrong += source.name + " includes " + include + "\n";
    QVERIFY2(wrong.empty(), wrong.c_str());
}

void tst_Includes::filesKeepTheirBudget() {
    std::string wrong;
    for (const char* folder : {"core", "app", "ui"})
        for (const Source& source : sourcesBelow(folder)) {
            const auto lines =
                static_cast<std::size_t>(std::count(source.text.begin(), source.text.end(), '\n'));
            const std::size_t budget = source.name.starts_with("ui/shell/MainWindow") ? 400 : 600;
            if (lines > budget)
                wrong += attune::concat(source.name, " has ", lines, " lines, more than ", budget, "\n");
            if (!source.text.starts_with("// SPDX-License-Identifier: GPL-3.0-or-later"))
                wrong += source.name + " does not begin with its licence line\n";
        }
    QVERIFY2(wrong.empty(), wrong.c_str());
}

void tst_Includes::nothingIsUnfinished() {
    std::string wrong;
    const std::vector<std::string> words{std::string("TO") + "DO", std::string("FIX") + "ME",
                                         std::string("not impl") + "emented"};
    for (const char* folder : {"core", "app", "ui"})
        for (const Source& source : sourcesBelow(folder))
            for (const std::string& word : words)
                if (source.text.find(word) != std::string::npos)
                    wrong += source.name + " says " + word + "\n";
    QVERIFY2(wrong.empty(), wrong.c_str());
}

QTEST_APPLESS_MAIN(tst_Includes)
#include "tst_Includes.moc"
