// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/ImportedLatents.h"

#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Hash.h"
#include "core/base/Text.h"
#include "core/dataset/Split.h"
#include "core/latents/PreEncodedFolder.h"
#include "core/latents/PreEncodedWriter.h"
#include "core/latents/PythonJson.h"
#include "core/project/Slug.h"

#include <algorithm>
#include <map>
#include <set>

namespace attune::engine {

namespace fs = std::filesystem;
using config::Json;

namespace {

constexpr const char* kTrainingConfig = "dataset_config.json";
constexpr const char* kValidationConfig = "val_dataset_config.json";
constexpr const char* kTraining = "train";
constexpr const char* kHeldOut = "held_out";

struct Pair {
    fs::path latents;
    fs::path document;
    std::string name; // of the sound; pieces of one sound share it
    std::string prompt;
    std::int64_t frames{0};
};

// The usable pairs of a config, in its order; the others are told by name.
Result<std::vector<Pair>> usablePairs(const config::DatasetConfig& dataset, const SatPrompts& prompts,
                                      TakenLatents& taken, const ProgressSink& progress,
                                      const Cancellation& cancellation) {
    std::vector<Pair> pairs;
    const auto skip = [&](const std::string& name, const std::string& reason) {
        taken.skipped.push_back(concat(name, ": ", reason));
    };
    for (const config::DatasetSource& source : dataset.sources) {
        ATTUNE_TRY(const auto folder,
                   latents::PreEncodedFolder::open(config::resolvedPath(dataset, source.path),
                                                   dataset.latentExtension));
        ATTUNE_TRY(const auto facts, latents::inspectPreEncoded(folder, progress, cancellation));
        for (std::size_t index = 0; index < facts.size(); ++index) {
            const latents::PreEncodedFacts& fact = facts[index];
            const fs::path& file = folder.files()[index];
            std::optional<std::string> prompt = prompts.promptOf ? prompts.promptOf(fact.name) : fact.prompt;
            if (fact.problem)
                skip(fact.name, fact.problem->describe());
            else if (!prompt)
                skip(fact.name,
                     prompts.promptOf ? "the metadata module rejects it" : "its document has no prompt");
            else
                pairs.push_back(
                    {file, latents::documentOfLatents(file), fact.name, *std::move(prompt), fact.frames});
        }
    }
    return pairs;
}

Result<void> copyPair(const Pair& pair, const fs::path& folder, std::int64_t number) {
    const std::string id = latents::preEncodedId(0, number, 0);
    std::error_code error;
    fs::copy_file(pair.latents, folder / concat(id, ".npy"), error);
    if (error)
        return fail(errorFromException(std::system_error(error, "The latents cannot be copied"),
                                       utf8FromPath(pair.latents)));
    ATTUNE_TRY(Json document, config::readJsonFile(pair.document));
    document["prompt"] = pair.prompt;
    return writeTextAtomically(folder / concat(id, ".json"), latents::pythonJson(document));
}

Result<void> copyPairs(const std::vector<const Pair*>& pairs, const fs::path& folder,
                       const ProgressSink& progress, const Cancellation& cancellation) {
    const fs::path rank = folder / "0";
    ATTUNE_CHECK(makeFolder(rank));
    for (std::size_t index = 0; index < pairs.size(); ++index) {
        ATTUNE_CHECK(cancellation.check("Importing"));
        if (progress)
            progress({"Copying latents", static_cast<std::int64_t>(index),
                      static_cast<std::int64_t>(pairs.size()), "files", pairs[index]->name});
        ATTUNE_CHECK(copyPair(*pairs[index], rank, static_cast<std::int64_t>(index)));
    }
    return {};
}

// The names of the sounds to hold out: a tenth, chosen by their names alone, so that each import chooses the
// same.
std::set<std::string> heldOutNames(const std::vector<Pair>& pairs) {
    std::map<ContentHash, std::string> order;
    for (const Pair& pair : pairs) order.emplace(hashBytes(std::as_bytes(std::span(pair.name))), pair.name);
    if (order.size() < dataset::kLeastGroupsToSplit) return {};
    const auto wanted = static_cast<std::size_t>(
        dataset::SplitOptions().heldOutFraction * static_cast<double>(order.size()) + 0.5);
    std::set<std::string> names;
    for (const auto& [hash, name] : order)
        if (names.size() < wanted) names.insert(name);
    return names;
}

// The crop and length settings of the original with the copies as its only folder.
Result<void> writeConfig(const config::DatasetConfig& original, const char* folderName,
                         const fs::path& file) {
    config::DatasetConfig copy = original;
    copy.sources = {{folderName, pathFromUtf8(folderName), {}}};
    copy.latentExtension = "npy";
    return config::writeJsonFile(file, config::jsonFromDatasetConfig(copy));
}

} // namespace

Result<TakenLatents> takeOverLatents(const ProjectPlaces& places, const LatentsToImport& source,
                                     const ProgressSink& progress, const Cancellation& cancellation) {
    TakenLatents taken;
    taken.folder = latents::importedFolder(places.latentsFolder) /
                   pathFromUtf8(project::slugFromName(utf8FromPath(source.folder.filename())));
    std::error_code error;
    if (fs::exists(taken.folder, error))
        return fail(ErrorCode::AlreadyExists, "The project has latents of this name already",
                    utf8FromPath(taken.folder), "Delete that folder first, or rename the imported one.");
    ATTUNE_TRY(const std::vector<Pair> pairs,
               usablePairs(source.training, source.trainingPrompts, taken, progress, cancellation));
    std::vector<Pair> validation;
    std::set<std::string> heldOut;
    if (source.validation) {
        ATTUNE_TRY(validation,
                   usablePairs(*source.validation, source.validationPrompts, taken, progress, cancellation));
    } else {
        heldOut = heldOutNames(pairs);
    }
    std::vector<const Pair*> training;
    std::vector<const Pair*> measured;
    for (const Pair& pair : pairs) (heldOut.contains(pair.name) ? measured : training).push_back(&pair);
    for (const Pair& pair : validation) measured.push_back(&pair);
    if (training.empty())
        return fail(ErrorCode::NotFound, "There are no usable latents in the folder",
                    utf8FromPath(source.folder),
                    taken.skipped.empty()
                        ? std::string()
                        : concat("The first of ", taken.skipped.size(), ": ", taken.skipped.front()));

    ATTUNE_TRY(AtomicDirectory directory, AtomicDirectory::create(taken.folder));
    ATTUNE_CHECK(copyPairs(training, directory.path() / kTraining, progress, cancellation));
    ATTUNE_CHECK(writeConfig(source.training, kTraining, directory.path() / kTrainingConfig));
    if (!measured.empty()) {
        ATTUNE_CHECK(copyPairs(measured, directory.path() / kHeldOut, progress, cancellation));
        ATTUNE_CHECK(writeConfig(source.validation.value_or(source.training), kHeldOut,
                                 directory.path() / kValidationConfig));
    }
    ATTUNE_CHECK(directory.commit());
    taken.training = static_cast<std::int64_t>(training.size());
    taken.heldOut = static_cast<std::int64_t>(measured.size());
    taken.frames = training.front()->frames;
    for (const Pair* pair : training) taken.trainingPrompts.push_back(pair->prompt);
    return taken;
}

} // namespace attune::engine
