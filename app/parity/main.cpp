// SPDX-License-Identifier: GPL-3.0-or-later
//
// attune-parity DIR…: runs fixtures recorded from the reference implementation and says how far our numbers
// are.
#include "app/parity/Parity.h"

#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/platform/Process.h"
#include "core/config/Json.h"
#include "core/tensor/TorchErrors.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace attune::parity {

namespace {

namespace fs = std::filesystem;

struct Kind {
    std::string_view name;
    Result<void> (*run)(const Fixture&, Report&);
};

constexpr std::array kKinds{
    Kind{"autoencoder", &runAutoencoder},
    Kind{"t5", &runT5},
    Kind{"tokenizer", &runTokenizer},
    Kind{"conditioner", &runConditioner},
    Kind{"dit", &runDit},
    Kind{"model", &runModel},
    Kind{"optimizer", &runOptimizer},
    Kind{"schedule", &runSchedule},
    Kind{"train", &runTrain},
    Kind{"timesteps", &runTimesteps},
    Kind{"sobol", &runSobol},
    Kind{"brownian", &runBrownian},
    Kind{"sampler", &runSampler},
    Kind{"checkpoint", &runCheckpoint},
    Kind{"pre_encoded", &runPreEncoded},
};

constexpr std::string_view kHelp = R"(Usage: attune-parity [--kind KIND]... DIR...

Computes what the fixtures in DIR describe and compares it with the tensors recorded from the reference.
A DIR is a fixture (it holds a fixture.json) or a folder of fixtures at any depth.

  --kind KIND   run fixtures of this kind only; may be given several times
  --help        show this text

One line a tensor:  PASS|FAIL fixture tensor max_abs max_rel tolerance
Closing line:       N passed, N failed
Exit codes:         0 everything passed, 1 something failed, 2 wrong arguments or no fixtures

Example: attune-parity tests/fixtures
Kinds:  )";

std::string helpText() {
    std::string text(kHelp);
    for (const Kind& kind : kKinds) text += concat(' ', kind.name);
    return text + '\n';
}

bool isFixture(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_regular_file(folder / "fixture.json", ignored);
}

// The fixtures under `folder`, sorted; a fixture's own subfolders hold its data.
void collectFixtures(const fs::path& folder, std::vector<fs::path>& fixtures) {
    if (isFixture(folder)) {
        fixtures.push_back(folder);
        return;
    }
    std::vector<fs::path> children;
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error))
        if (it->is_directory(error)) children.push_back(it->path());
    std::sort(children.begin(), children.end());
    for (const fs::path& child : children) collectFixtures(child, fixtures);
}

// Every tensor of a fixture shares its tolerance unless it says otherwise; kinds without floats give none.
Tolerance toleranceOf(const config::Json& description) {
    const config::Json tolerance = description.value("tolerance", config::Json::object());
    return tolerance.is_object() ? Tolerance{tolerance.value("abs", 0.0), tolerance.value("rel", 0.0)}
                                 : Tolerance{};
}

struct Totals {
    int passed{0};
    int failed{0};
    int fixtures{0};
};

Result<void> runFixture(const Fixture& fixture, Report& report) {
    const std::string kind = fixture.description.value("kind", std::string());
    const auto found =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& known) { return known.name == kind; });
    if (found == kKinds.end())
        return fail(ErrorCode::UnsupportedFormat, concat("Unknown kind of fixture \"", kind, "\""));
    return tensor::guarded(utf8FromPath(fixture.folder), [&] { return found->run(fixture, report); });
}

void runFolder(const fs::path& folder, const std::vector<std::string>& kinds, Totals& totals) {
    const fs::path whole = fs::absolute(folder).lexically_normal();
    const std::string name = utf8FromPath((whole.has_filename() ? whole : whole.parent_path()).filename());
    Report report(name);
    const auto description = tensor::guarded("reading fixture.json",
                                             [&] { return config::readJsonFile(folder / "fixture.json"); });
    if (description && !kinds.empty() &&
        std::find(kinds.begin(), kinds.end(), description->value("kind", std::string())) == kinds.end())
        return;
    ++totals.fixtures;
    const Result<void> ran = description
                                 ? runFixture({folder, *description, toleranceOf(*description)}, report)
                                 : fail(description.error());
    if (!ran) report.check("error", false, ran.error().describe());
    if (ran && report.passed() + report.failed() == 0)
        report.check("error", false, "the fixture compared nothing");
    totals.passed += report.passed();
    totals.failed += report.failed();
    std::fflush(stdout);
}

int run(const std::vector<std::string>& arguments) {
    std::vector<std::string> kinds;
    std::vector<fs::path> fixtures;
    bool hasFolder = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "--help" || argument == "-h") {
            std::fputs(helpText().c_str(), stdout);
            return 0;
        }
        if (argument == "--kind" && i + 1 < arguments.size()) {
            kinds.push_back(arguments[++i]);
            continue;
        }
        if (argument.starts_with('-')) {
            std::fprintf(stderr, "Unknown argument %s\n\n%s", argument.c_str(), helpText().c_str());
            return 2;
        }
        hasFolder = true;
        const std::size_t before = fixtures.size();
        collectFixtures(pathFromUtf8(argument), fixtures);
        if (fixtures.size() == before) {
            std::fprintf(stderr, "There are no fixtures in %s\n", argument.c_str());
            return 2;
        }
    }
    if (!hasFolder) {
        std::fputs(helpText().c_str(), stderr);
        return 2;
    }
    Totals totals;
    for (const fs::path& fixture : fixtures) runFolder(fixture, kinds, totals);
    std::printf("%d passed, %d failed\n", totals.passed, totals.failed);
    if (totals.fixtures == 0) std::fprintf(stderr, "There are no fixtures of this kind\n");
    return totals.failed > 0 ? 1 : (totals.fixtures == 0 ? 2 : 0);
}

} // namespace

} // namespace attune::parity

int main(int argumentCount, char** arguments) {
    using namespace attune;
    log::setConsoleLevel(log::Level::Error);
    std::vector<std::string> texts = platform::utf8Arguments(argumentCount, arguments);
    const auto code = tensor::guarded("attune-parity", [&] { return parity::run(texts); });
    if (!code) std::fprintf(stderr, "%s\n", code.error().describe().c_str());
    return code.value_or(1);
}
