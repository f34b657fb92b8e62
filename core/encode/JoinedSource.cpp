// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/JoinedSource.h"

#include "core/base/Assert.h"
#include "core/base/Text.h"

#include <algorithm>

namespace attune::encode {

namespace {

class JoinedSource final : public TrainingSource {
public:
    explicit JoinedSource(std::vector<std::unique_ptr<TrainingSource>> sources)
        : m_sources(std::move(sources)) {
        for (const auto& source : m_sources) {
            m_count += source->count();
            m_ends.push_back(m_count);
        }
    }

    [[nodiscard]] std::int64_t count() const override { return m_count; }
    [[nodiscard]] std::int64_t latentChannels() const override { return m_sources.front()->latentChannels(); }
    [[nodiscard]] std::int64_t latentFrames() const override {
        const std::int64_t frames = m_sources.front()->latentFrames();
        const bool areEqual = std::all_of(m_sources.begin(), m_sources.end(), [&](const auto& source) {
            return source->latentFrames() == frames;
        });
        return areEqual ? frames : 0;
    }
    [[nodiscard]] const TrainingItemInfo& info(std::int64_t index) const override {
        const Place place = placeOf(index);
        return place.source->info(place.index);
    }
    [[nodiscard]] Result<TrainingItem> item(std::int64_t index, std::uint64_t seed) const override {
        const Place place = placeOf(index);
        return place.source->item(place.index, seed);
    }
    [[nodiscard]] ContentHash fingerprint() const override {
        Hasher hasher;
        for (const auto& source : m_sources) hasher.add(source->fingerprint().hex());
        return hasher.digest();
    }

private:
    struct Place {
        const TrainingSource* source;
        std::int64_t index; // in it
    };
    [[nodiscard]] Place placeOf(std::int64_t index) const {
        ATTUNE_ASSERT(index >= 0 && index < m_count);
        const auto end = std::upper_bound(m_ends.begin(), m_ends.end(), index);
        const auto number = static_cast<std::size_t>(end - m_ends.begin());
        return {m_sources[number].get(), index - (number == 0 ? 0 : m_ends[number - 1])};
    }

    std::vector<std::unique_ptr<TrainingSource>> m_sources; // at least two, none empty
    std::vector<std::int64_t> m_ends;                       // of each, exclusive
    std::int64_t m_count{0};
};

} // namespace

Result<std::unique_ptr<TrainingSource>> joined(std::vector<std::unique_ptr<TrainingSource>> sources) {
    std::erase_if(sources, [](const auto& source) { return source == nullptr || source->count() == 0; });
    if (sources.empty()) return std::unique_ptr<TrainingSource>();
    for (const auto& source : sources)
        if (source->latentChannels() != sources.front()->latentChannels())
            return fail(ErrorCode::ShapeMismatch,
                        concat("Latents of ", sources.front()->latentChannels(), " and of ",
                               source->latentChannels(), " channels cannot be trained on together"),
                        source->info(0).name);
    if (sources.size() == 1) return std::move(sources.front());
    return std::unique_ptr<TrainingSource>(std::make_unique<JoinedSource>(std::move(sources)));
}

} // namespace attune::encode
