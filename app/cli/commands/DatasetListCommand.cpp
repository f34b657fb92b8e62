// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/DatasetText.h"
#include "app/cli/commands/OptionChecks.h"
#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <array>
#include <cstdio>
#include <numeric>

namespace attune::cli {

namespace {

constexpr int kPathColumns = 44;
constexpr int kPromptColumns = 44;

struct ListOptions {
    std::vector<std::string> query;
    std::string sort{"path"};
    std::int64_t limit{0};
};

std::string secondsText(double seconds) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.2f s", seconds);
    return buffer.data();
}

std::vector<std::string> row(const dataset::ClipRecord& clip) {
    return {truncatedToWidth(clip.path, kPathColumns),
            clip.isReadable() ? secondsText(clip.durationSeconds()) : "-",
            clip.sampleRate.isValid() ? concat(clip.sampleRate.hz) : "-",
            concat(clip.channelCount),
            splitName(clip.split),
            truncatedToWidth(clip.prompt, kPromptColumns),
            findingNames(clip.findings)};
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

Result<JobEnd> runList(Session& session, const ListOptions& options) {
    ATTUNE_TRY(const dataset::SortKey sort, dataset::sortKeyFromText(options.sort));
    ATTUNE_TRY(const dataset::Library library, session.library());
    ATTUNE_TRY(const std::vector<dataset::ClipRecord> clips, clipsWhere(library, joined(options.query)));
    std::vector<std::size_t> order(clips.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    dataset::sortClips(clips, order, sort);
    const std::size_t shown =
        options.limit > 0 ? std::min(order.size(), static_cast<std::size_t>(options.limit)) : order.size();

    Output& out = session.out();
    std::vector<std::vector<std::string>> rows{
        {"sound", "length", "rate", "ch", "split", "prompt", "findings"}};
    config::Json list = config::Json::array();
    for (std::size_t index = 0; index < shown; ++index) {
        const dataset::ClipRecord& clip = clips[order[index]];
        rows.push_back(row(clip));
        if (out.mode() == OutputMode::Json) list.push_back(jsonFromClip(clip));
    }
    out.table(rows);
    out.line(concat("  ", shown, shown == order.size() ? "" : concat(" of ", order.size()), " clips"));
    out.set("count", order.size());
    out.set("clips", std::move(list));
    return JobEnd::Finished;
}

} // namespace

void addDatasetListCommand(CommandTree& tree, CLI::App& group) {
    CLI::App& list =
        tree.add(group, "list", "List clips, all or those that a query names",
                 {"dataset list", "dataset list 'length<1 rate!=44100'",
                  "dataset list finding:any --sort -length --limit 20", "dataset list 'prompt:\"\"' --json"});
    const auto options = std::make_shared<ListOptions>();
    list.add_option("query", options->query,
                    "name: path: prompt: length rate channels loudness peak size split: finding: …")
        ->type_name("QUERY");
    list.add_option("--sort", options->sort,
                    "path, name, length, rate, channels, loudness, peak, size, prompt, split, …; -length for "
                    "descending")
        ->type_name("FIELD");
    list.add_option("--limit", options->limit, "Show at most this many (default: all)")
        ->type_name("N")
        ->check(wholeNumberFrom(0));
    tree.onRun(list, [options](Session& session) { return runList(session, *options); });
}

} // namespace attune::cli
