// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/LatentStore.h"

#include "core/base/Assert.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/latents/Half.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace attune::latents {

namespace fs = std::filesystem;
using config::Json;

namespace {

// Copies frames [begin, begin + count) of `from` [D, fromFrames] to frame `at` of `to` [D, toFrames].
void copyFrames(const std::vector<float>& from, std::int64_t fromFrames, std::int64_t begin,
                std::int64_t count, std::vector<float>& to, std::int64_t toFrames, std::int64_t at) {
    if (from.empty()) return;
    const std::int64_t channels = static_cast<std::int64_t>(from.size()) / fromFrames;
    for (std::int64_t channel = 0; channel < channels; ++channel)
        std::copy_n(from.begin() + channel * fromFrames + begin, count, to.begin() + channel * toFrames + at);
}

LatentFrames emptyLike(const LatentFrames& other, std::int64_t frames) {
    LatentFrames made{other.channels, frames, {}, {}};
    made.mean.resize(static_cast<std::size_t>(other.channels * frames));
    if (!other.scale.empty()) made.scale.resize(made.mean.size());
    return made;
}

void copyFrames(const LatentFrames& from, std::int64_t begin, std::int64_t count, LatentFrames& to,
                std::int64_t at) {
    copyFrames(from.mean, from.frames, begin, count, to.mean, to.frames, at);
    copyFrames(from.scale, from.frames, begin, count, to.scale, to.frames, at);
}

bool framesEqual(const LatentFrames& a, std::int64_t frameOfA, const LatentFrames& b, std::int64_t frameOfB) {
    const auto equal = [&](const std::vector<float>& x, const std::vector<float>& y) {
        if (x.empty() || y.empty()) return x.empty() == y.empty();
        for (std::int64_t channel = 0; channel < a.channels; ++channel)
            if (x[static_cast<std::size_t>(channel * a.frames + frameOfA)] !=
                y[static_cast<std::size_t>(channel * b.frames + frameOfB)])
                return false;
        return true;
    };
    return equal(a.mean, b.mean) && equal(a.scale, b.scale);
}

// Whether nothing but silence follows the sound in the window, however long the window is.
bool endsInside(const audio::CropWindow& window) {
    return window.offset + window.validFrames == window.sourceFrames &&
           window.validFrames < window.windowFrames;
}

// The words are part of the keys.
void addPlace(Hasher& hasher, std::string_view word, const LatentRequest& request) {
    hasher.add(word);
    hasher.add(request.sound.hex());
    hasher.addNumber(request.window.offset);
}

ContentHash keyOfWindow(std::string_view word, const LatentRequest& request) {
    Hasher hasher;
    addPlace(hasher, word, request);
    hasher.addNumber(request.window.windowFrames);
    return hasher.digest();
}

// Of a record that serves every window, of one that serves this one alone (see the header), and of a note
// that nothing sounds in it, which has no frames.
ContentHash openKey(const LatentRequest& request) {
    Hasher hasher;
    addPlace(hasher, "open", request);
    return hasher.digest();
}

ContentHash fullKey(const LatentRequest& request) {
    return keyOfWindow("full", request);
}

ContentHash nothingKey(const LatentRequest& request) {
    return keyOfWindow("nothing", request);
}

ContentHash silenceKey() {
    Hasher hasher;
    hasher.add("silence");
    return hasher.digest();
}

// The meta of a record.
struct Meta {
    std::int64_t frames{0};
    std::int64_t tailFrames{0}; // of a silence record
    bool endsInSilence{false};
};

Result<Meta> parseMeta(std::string_view text, const std::string& where) {
    auto document = config::parseJson(text, where);
    if (!document || !document->is_object())
        return fail(ErrorCode::Corrupt, "A record of latents says nothing about itself", where);
    const config::JsonView view(*document, "");
    const auto frames = view.integer("frames");
    const auto tail = view.integerOr("tail", 0);
    const auto open = view.boolOr("open", false);
    constexpr std::int64_t kMostFrames = 1LL << 32U;
    if (!frames || !tail || !open || *frames < 0 || *frames > kMostFrames || *tail < 0 || *tail > *frames)
        return fail(ErrorCode::Corrupt, "A record of latents says something impossible about itself", where);
    return Meta{*frames, *tail, *open};
}

} // namespace

LatentFrames LatentFrames::slice(std::int64_t begin, std::int64_t count) const {
    ATTUNE_ASSERT(begin >= 0 && count >= 0 && begin + count <= frames);
    LatentFrames part = emptyLike(*this, count);
    copyFrames(*this, begin, count, part, 0);
    return part;
}

CompactLatents compacted(const LatentFrames& window, const SilencePattern& silence) {
    const std::int64_t tail = silence.tail.frames;
    CompactLatents compact{window, false};
    if (window.frames < tail + 1) return compact;
    for (std::int64_t i = 0; i < tail; ++i)
        if (!framesEqual(window, window.frames - tail + i, silence.tail, i)) return compact;
    std::int64_t end = window.frames - tail;
    while (end > 0 && framesEqual(window, end - 1, silence.steady, 0)) --end;
    return {window.slice(0, end), true};
}

Result<LatentFrames> expanded(const CompactLatents& compact, const SilencePattern& silence,
                              std::int64_t frames) {
    const LatentFrames& content = compact.content;
    if (!compact.endsInSilence) {
        if (content.frames != frames)
            return fail(ErrorCode::Corrupt, concat("A window has ", content.frames, " latent frames, and ",
                                                   frames, " are wanted"));
        return content;
    }
    const std::int64_t tail = silence.tail.frames;
    if (content.frames + tail > frames)
        return fail(ErrorCode::Corrupt, concat("The sound has ", content.frames,
                                               " latent frames, too many for a window of ", frames));
    LatentFrames window = emptyLike(silence.steady, frames); // content of no frames has no scale to go by
    copyFrames(content, 0, content.frames, window, 0);
    for (std::int64_t frame = content.frames; frame < frames - tail; ++frame)
        copyFrames(silence.steady, 0, 1, window, frame);
    copyFrames(silence.tail, 0, tail, window, frames - tail);
    return window;
}

LatentStore::LatentStore(LatentIdentity identity, std::unique_ptr<ShardStore> own,
                         std::unique_ptr<ShardStore> shared)
    : m_identity(std::move(identity)), m_own(std::move(own)), m_shared(std::move(shared)) {}

Result<std::unique_ptr<LatentStore>> LatentStore::open(const fs::path& folder, const LatentIdentity& identity,
                                                       const LatentStoreOptions& options) {
    const std::string name = identity.folderName();
    ATTUNE_TRY(auto own,
               ShardStore::open(folder / name, identity.toJson(), {options.access, options.shardBytes}));
    std::unique_ptr<ShardStore> shared;
    if (!options.sharedFolder.empty()) {
        auto opened = ShardStore::open(options.sharedFolder / name, identity.toJson(),
                                       {options.access, options.shardBytes});
        if (opened)
            shared = *std::move(opened);
        else if (opened.error().code != ErrorCode::NotFound)
            log::warnOnce(concat("The shared store of latents is not used: ", opened.error().describe()));
    }
    return std::unique_ptr<LatentStore>(new LatentStore(identity, std::move(own), std::move(shared)));
}

std::int64_t LatentStore::framesOf(const audio::CropWindow& window) const noexcept {
    return window.windowFrames / m_identity.encoder.downsamplingRatio;
}

std::vector<ContentHash> LatentStore::keysFor(const LatentRequest& request) const {
    if (endsInside(request.window)) return {openKey(request), fullKey(request)};
    return {fullKey(request)};
}

bool LatentStore::fits(const ShardStore& store, const ContentHash& key,
                       const audio::CropWindow& window) const {
    const auto text = store.meta(key);
    if (!text) return false;
    const auto meta = parseMeta(*text, key.hex());
    if (!meta) return false;
    if (!meta->endsInSilence) return meta->frames == framesOf(window);
    const auto pattern = silence();
    return pattern && meta->frames + pattern->tail.frames <= framesOf(window);
}

LatentStore::Place LatentStore::find(const LatentRequest& request) const {
    const auto keys = keysFor(request);
    for (const ContentHash& key : keys)
        if (fits(*m_own, key, request.window)) return Place::Here;
    for (const ContentHash& key : keys)
        if (m_shared && fits(*m_shared, key, request.window)) return Place::Shared;
    return Place::Nowhere;
}

bool LatentStore::isKnownSilent(const LatentRequest& request) const {
    return m_own->contains(nothingKey(request));
}

Result<void> LatentStore::putSilent(const LatentRequest& request) {
    const Json meta{{"frames", 0}, {"nothing", true}, {"sound", request.sound.hex()}};
    return m_own->put(nothingKey(request), meta.dump(), {});
}

Result<bool> LatentStore::adopt(const LatentRequest& request) {
    const Place place = find(request);
    if (place != Place::Shared) return place == Place::Here;
    for (const ContentHash& key : keysFor(request)) {
        if (!fits(*m_shared, key, request.window)) continue;
        const auto record = m_shared->read(key);
        if (!record) continue; // damaged there: it is encoded again here
        ATTUNE_CHECK(m_own->put(key, record->meta, record->payload));
        return true;
    }
    return false;
}

Result<CompactLatents> LatentStore::readCompact(const ShardStore& store, const ContentHash& key) const {
    ATTUNE_TRY(const auto record, store.read(key));
    const std::string where = utf8FromPath(store.folder() / key.hex());
    ATTUNE_TRY(const Meta meta, parseMeta(record.meta, where));
    auto frames = framesFromPayload(record.payload, meta.frames);
    if (!frames) {
        frames.error().context = where;
        return fail(std::move(frames).error());
    }
    return CompactLatents{*std::move(frames), meta.endsInSilence};
}

Result<LatentFrames> LatentStore::read(const LatentRequest& request) const {
    for (const ContentHash& key : keysFor(request)) {
        const ShardStore* store = nullptr;
        if (fits(*m_own, key, request.window))
            store = m_own.get();
        else if (m_shared && fits(*m_shared, key, request.window))
            store = m_shared.get();
        if (store == nullptr) continue;
        ATTUNE_TRY(const CompactLatents compact, readCompact(*store, key));
        SilencePattern pattern;
        if (compact.endsInSilence) {
            ATTUNE_TRY(pattern, silence());
        }
        return expanded(compact, pattern, framesOf(request.window));
    }
    return fail(ErrorCode::NotFound, "The sound has not been encoded", concat("sound ", request.sound.hex()),
                "Encode the sounds first.");
}

Result<void> LatentStore::check(const LatentFrames& frames, const std::string& what) const {
    const std::int64_t channels = m_identity.encoder.latentChannels;
    const std::size_t expected =
        static_cast<std::size_t>(std::max<std::int64_t>(channels * frames.frames, 0));
    const bool wantsScale = m_identity.parts == StoredParts::MeanAndScale;
    if (frames.channels != channels || frames.mean.size() != expected ||
        frames.scale.size() != (wantsScale ? expected : 0))
        return fail(ErrorCode::ShapeMismatch, "Latents do not have the shape that the store is for", what);
    const float limit =
        m_identity.precision == StoredPrecision::Float16 ? kLargestHalf : std::numeric_limits<float>::max();
    const auto isStorable = [limit](float value) { return std::isfinite(value) && std::abs(value) <= limit; };
    if (!std::all_of(frames.mean.begin(), frames.mean.end(), isStorable) ||
        !std::all_of(frames.scale.begin(), frames.scale.end(), isStorable))
        return fail(ErrorCode::NonFinite, "The encoder gave numbers that cannot be stored", what,
                    "Encode in fp32, and check the autoencoder's weights.");
    return {};
}

std::vector<std::byte> LatentStore::payloadOf(const LatentFrames& frames) const {
    std::vector<std::byte> payload;
    const bool isHalf = m_identity.precision == StoredPrecision::Float16;
    payload.resize((frames.mean.size() + frames.scale.size()) * (isHalf ? 2 : 4));
    std::byte* out = payload.data();
    for (const std::vector<float>* part : {&frames.mean, &frames.scale}) {
        if (part->empty()) continue;
        if (!isHalf) {
            std::memcpy(out, part->data(), part->size() * sizeof(float));
            out += part->size() * sizeof(float);
            continue;
        }
        for (const float value : *part) {
            const std::uint16_t half = halfBitsFromFloat(value);
            std::memcpy(out, &half, sizeof(half));
            out += sizeof(half);
        }
    }
    return payload;
}

Result<LatentFrames> LatentStore::framesFromPayload(std::span<const std::byte> payload,
                                                    std::int64_t frames) const {
    if (static_cast<std::int64_t>(payload.size()) != frames * m_identity.frameBytes())
        return fail(ErrorCode::Corrupt, "A record of latents has the wrong size");
    LatentFrames made{m_identity.encoder.latentChannels, frames, {}, {}};
    made.mean.resize(static_cast<std::size_t>(made.channels * frames));
    if (m_identity.parts == StoredParts::MeanAndScale) made.scale.resize(made.mean.size());
    const std::byte* in = payload.data();
    for (std::vector<float>* part : {&made.mean, &made.scale}) {
        if (part->empty()) continue;
        if (m_identity.precision == StoredPrecision::Float32) {
            std::memcpy(part->data(), in, part->size() * sizeof(float));
            in += part->size() * sizeof(float);
            continue;
        }
        for (float& value : *part) {
            std::uint16_t half = 0;
            std::memcpy(&half, in, sizeof(half));
            value = floatFromHalfBits(half);
            in += sizeof(half);
        }
    }
    return made;
}

Result<void> LatentStore::put(const LatentRequest& request, const CompactLatents& latents) {
    const std::string what = concat("sound ", request.sound.hex());
    ATTUNE_CHECK(check(latents.content, what));
    if (!latents.endsInSilence && latents.content.frames != framesOf(request.window))
        return fail(ErrorCode::ShapeMismatch,
                    concat("A window has ", latents.content.frames, " latent frames instead of ",
                           framesOf(request.window)),
                    what);
    const ContentHash key =
        latents.endsInSilence && endsInside(request.window) ? openKey(request) : fullKey(request);
    const Json meta{{"frames", latents.content.frames},
                    {"open", latents.endsInSilence},
                    {"sound", request.sound.hex()},
                    {"offset", request.window.offset},
                    {"window", request.window.windowFrames}};
    const std::vector<std::byte> payload = payloadOf(latents.content);
    ATTUNE_CHECK(m_own->put(key, meta.dump(), payload));
    if (m_shared && !m_shared->contains(key)) return m_shared->put(key, meta.dump(), payload);
    return {};
}

Result<SilencePattern> LatentStore::silence() const {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_silence) return *m_silence;
    }
    const bool isShared = m_shared && !m_own->contains(silenceKey());
    ATTUNE_TRY(const auto record, (isShared ? m_shared : m_own)->read(silenceKey()));
    const std::string where = utf8FromPath(folder() / "silence");
    ATTUNE_TRY(const Meta meta, parseMeta(record.meta, where));
    ATTUNE_TRY(const LatentFrames frames, framesFromPayload(record.payload, meta.frames));
    if (meta.frames != meta.tailFrames + 1)
        return fail(ErrorCode::Corrupt, "The record of silence makes no sense", where);
    const std::scoped_lock lock(m_mutex);
    m_silence = SilencePattern{frames.slice(0, 1), frames.slice(1, meta.tailFrames)};
    return *m_silence;
}

Result<void> LatentStore::putSilence(const SilencePattern& pattern) {
    const std::int64_t tail = pattern.tail.frames;
    LatentFrames frames = emptyLike(pattern.steady, tail + 1);
    ATTUNE_CHECK(check(pattern.steady, "silence"));
    ATTUNE_CHECK(check(pattern.tail, "silence"));
    copyFrames(pattern.steady, 0, 1, frames, 0);
    copyFrames(pattern.tail, 0, tail, frames, 1);
    const Json meta{{"frames", tail + 1}, {"tail", tail}, {"silence", true}};
    const std::vector<std::byte> payload = payloadOf(frames);
    for (ShardStore* store : {m_own.get(), m_shared.get()})
        if (store != nullptr && !store->contains(silenceKey()))
            ATTUNE_CHECK(store->put(silenceKey(), meta.dump(), payload));
    const std::scoped_lock lock(m_mutex);
    m_silence.reset(); // read back as stored
    return {};
}

Result<void> LatentStore::flush() {
    ATTUNE_CHECK(m_own->flush());
    return m_shared ? m_shared->flush() : Result<void>{};
}

Result<std::int64_t> LatentStore::verify(const ProgressSink& progress, const Cancellation& cancellation) {
    ATTUNE_TRY(const auto damaged, m_own->verify(progress, cancellation));
    std::int64_t bad = static_cast<std::int64_t>(damaged.size());
    for (const ContentHash& key : m_own->keys()) {
        const auto compact = readCompact(*m_own, key);
        if (!compact) ++bad;
    }
    return bad;
}

Result<void> LatentStore::compact(const Cancellation& cancellation) {
    ATTUNE_CHECK(m_own->compact(cancellation));
    return m_shared ? m_shared->compact(cancellation) : Result<void>{};
}

} // namespace attune::latents
