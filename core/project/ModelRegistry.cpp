// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/ModelRegistry.h"

#include "core/base/Folder.h"
#include "core/base/Text.h"
#include "core/base/UtcTime.h"
#include "core/base/platform/Platform.h"
#include "core/project/Documents.h"
#include "core/project/Slug.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace attune::project {

namespace fs = std::filesystem;
using config::Json;

namespace {

constexpr const char* kFormat = "attune-models";
constexpr std::int64_t kVersion = 1;
constexpr auto kLockPatience = std::chrono::seconds(5); // another window's change takes milliseconds

fs::path normal(const fs::path& file) {
    std::error_code error;
    const fs::path absolute = fs::absolute(file, error);
    return (error ? file : absolute).lexically_normal();
}

std::string uniqueId(const std::vector<ModelCard>& cards, const std::string& name) {
    const std::string slug = slugFromName(name);
    const auto isTaken = [&](const std::string& id) {
        return std::any_of(cards.begin(), cards.end(), [&](const ModelCard& card) { return card.id == id; });
    };
    std::string id = slug;
    for (int number = 2; isTaken(id); ++number) id = concat(slug, '-', number);
    return id;
}

} // namespace

ModelRegistry::ModelRegistry(fs::path file)
    : m_file(file.empty() ? platform::applicationDataFolder() / "models.json" : std::move(file)) {}

Result<std::vector<ModelCard>> ModelRegistry::list() const {
    std::vector<ModelCard> cards;
    const auto document = readDocument(m_file, kFormat, kVersion);
    if (!document) {
        if (document.error().code == ErrorCode::NotFound) return cards;
        return fail(document.error());
    }
    const config::JsonView view(*document, utf8FromPath(m_file));
    ATTUNE_TRY(const auto models, view.at("models"));
    ATTUNE_TRY(const auto elements, models.elements());
    for (const config::JsonView& element : elements) {
        ATTUNE_TRY(auto card, ModelCard::fromJson(element));
        cards.push_back(std::move(card));
    }
    return cards;
}

Result<ModelCard> ModelRegistry::find(std::string_view which) const {
    ATTUNE_TRY(const auto cards, list());
    for (const ModelCard& card : cards)
        if (card.id == which) return card;
    for (const ModelCard& card : cards)
        if (card.name == which || card.file == normal(pathFromUtf8(which))) return card;
    std::string known;
    for (const ModelCard& card : cards) known += (known.empty() ? "" : ", ") + card.id;
    return fail(ErrorCode::NotFound, concat("No model is registered as \"", which, "\""),
                utf8FromPath(m_file),
                known.empty() ? "Add a model first." : concat("Registered are: ", known, "."));
}

Result<void> ModelRegistry::change(const std::function<Result<void>(std::vector<ModelCard>&)>& work) const {
    ATTUNE_CHECK(makeFolder(m_file.parent_path()));
    fs::path lockFile = m_file;
    lockFile += ".lock";
    ATTUNE_TRY(const auto lock, platform::FileLock::acquire(lockFile, kLockPatience));
    ATTUNE_TRY(auto cards, list());
    ATTUNE_CHECK(work(cards));
    Json models = Json::array();
    for (const ModelCard& card : cards) models.push_back(card.toJson());
    return config::writeJsonFile(m_file,
                                 Json{{"format", kFormat}, {"version", kVersion}, {"models", models}});
}

Result<ModelCard> ModelRegistry::add(ModelCard card) const {
    if (card.file.empty() || card.name.empty())
        return fail(ErrorCode::InvalidArgument, "A model needs a file and a name", utf8FromPath(card.file));
    card.file = normal(card.file);
    ATTUNE_CHECK(change([&card](std::vector<ModelCard>& cards) -> Result<void> {
        const auto same = std::find_if(cards.begin(), cards.end(),
                                       [&](const ModelCard& other) { return other.file == card.file; });
        card.id = same != cards.end() ? same->id : uniqueId(cards, card.name);
        card.addedUtc = same != cards.end() ? same->addedUtc : utcNow();
        if (same != cards.end())
            *same = card;
        else
            cards.push_back(card);
        return {};
    }));
    return card;
}

Result<ModelCard> ModelRegistry::update(std::string_view id,
                                        const std::function<void(ModelCard&)>& edit) const {
    ModelCard changed;
    ATTUNE_CHECK(change([&](std::vector<ModelCard>& cards) -> Result<void> {
        const auto found =
            std::find_if(cards.begin(), cards.end(), [&](const ModelCard& card) { return card.id == id; });
        if (found == cards.end())
            return fail(ErrorCode::NotFound, concat("No model is registered as \"", id, "\""));
        edit(*found);
        found->id = id;
        changed = *found;
        return {};
    }));
    return changed;
}

Result<void> ModelRegistry::remove(std::string_view id) const {
    return change([&](std::vector<ModelCard>& cards) -> Result<void> {
        if (std::erase_if(cards, [&](const ModelCard& card) { return card.id == id; }) == 0)
            return fail(ErrorCode::NotFound, concat("No model is registered as \"", id, "\""));
        return {};
    });
}

} // namespace attune::project
