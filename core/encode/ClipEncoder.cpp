// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/ClipEncoder.h"

#include "core/base/Log.h"
#include "core/base/Text.h"

#include <algorithm>

namespace attune::encode {

using latents::EncodePlan;
using latents::EncodeTask;
using latents::LatentStore;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kWindowsOfOneLoad = 16; // of a long file; more would wait in memory together

// Some windows of one clip, loaded together.
struct Load {
    const EncodeTask* task{nullptr};
    std::vector<audio::CropWindow> windows;
};

std::vector<Load> loadsOf(const EncodePlan& plan) {
    std::vector<Load> loads;
    for (const EncodeTask& task : plan.tasks)
        for (std::size_t begin = 0; begin < task.windows.size(); begin += kWindowsOfOneLoad) {
            const std::size_t end = std::min(begin + kWindowsOfOneLoad, task.windows.size());
            loads.push_back({&task,
                             {task.windows.begin() + static_cast<std::ptrdiff_t>(begin),
                              task.windows.begin() + static_cast<std::ptrdiff_t>(end)}});
        }
    return loads;
}

std::vector<SoundRequest> requestsOf(const std::vector<Load>& loads,
                                     const latents::EncoderIdentity& encoder) {
    std::vector<SoundRequest> requests;
    for (const Load& load : loads)
        requests.push_back({load.task->clip.file, load.task->clip.frames, encoder.sampleRate,
                            encoder.audioChannels, load.windows});
    return requests;
}

// The calling thread's side: collects windows, encodes them in batches, stores them.
class Encoding {
public:
    Encoding(LatentEncoder& encoder, const EncodePlan& plan, LatentStore& store,
             const ClipEncoderOptions& options, const EncodeHooks& hooks)
        : m_encoder(encoder), m_store(store), m_options(options), m_hooks(hooks), m_total(plan.todoCount) {
        m_report.reusedWindows = plan.storedCount;
    }

    Result<EncodeReport> run(const EncodePlan& plan) {
        for (const latents::LatentRequest& request : plan.toAdopt) {
            ATTUNE_TRY(const bool isHere, m_store.adopt(request));
            if (!isHere)
                log::warning(concat("The shared store has lost the latents of ", request.sound.hex(),
                                    "; encode once more."));
        }
        const std::vector<Load> loads = loadsOf(plan);
        SoundPool pool(requestsOf(loads, m_store.identity().encoder), m_options.loading,
                       m_hooks.cancellation);
        tell({}); // the clock of the first unit
        auto outcome = consume(pool, loads);
        ATTUNE_CHECK(m_store.flush()); // whatever happened, what is encoded is kept
        if (!outcome && outcome.error().code != ErrorCode::Cancelled) return fail(std::move(outcome).error());
        m_report.wasStopped = !outcome.has_value();
        m_report.elapsedSeconds = std::chrono::duration<double>(Clock::now() - m_start).count();
        return std::move(m_report);
    }

private:
    struct Waiting { // a window that is loaded and not yet encoded
        const EncodeTask* task{nullptr};
        audio::CropWindow window;
    };

    Result<void> consume(SoundPool& pool, const std::vector<Load>& loads) {
        while (auto loaded = pool.take()) {
            ATTUNE_CHECK(m_hooks.cancellation.check("Encoding"));
            ATTUNE_CHECK(accept(loads[loaded->request], std::move(loaded->sounds)));
            // A batch is complete once the next window does not fit into it.
            while (!m_sounds.empty() && m_encoder.batchLength(m_sounds) < m_sounds.size())
                ATTUNE_CHECK(encodeBatch());
        }
        ATTUNE_CHECK(m_hooks.cancellation.check("Encoding"));
        while (!m_sounds.empty()) ATTUNE_CHECK(encodeBatch());
        return {};
    }

    Result<void> accept(const Load& load, Result<std::vector<audio::AudioBuffer>> sounds) {
        if (!sounds) {
            if (sounds.error().code == ErrorCode::Cancelled) return {}; // consume() hears of it next
            for (const audio::CropWindow& window : load.windows)
                report(m_report.failures, {load.task, window}, sounds.error());
            return {};
        }
        for (std::size_t i = 0; i < load.windows.size(); ++i) {
            const Waiting waiting{load.task, load.windows[i]};
            audio::AudioBuffer& sound = (*sounds)[i];
            if (audio::isSilentForReference(sound)) {
                ATTUNE_CHECK(m_store.putSilent({waiting.task->clip.sound, waiting.window}));
                report(m_report.silent, waiting,
                       Error{ErrorCode::Refused, "Nothing in the window is louder than -60 dB",
                             nameOf(waiting), "Leave the clip out, or choose another part of it."});
                continue;
            }
            m_waiting.push_back(waiting);
            m_sounds.push_back({std::move(sound), load.windows[i].windowFrames});
        }
        return {};
    }

    Result<void> encodeBatch() {
        if (m_hooks.betweenBatches) m_hooks.betweenBatches();
        ATTUNE_CHECK(m_hooks.cancellation.check("Encoding"));
        const std::size_t count = m_encoder.batchLength(m_sounds);
        ATTUNE_TRY(auto encoded, m_encoder.encode(std::span(m_sounds).first(count), m_hooks.cancellation));
        for (std::size_t i = 0; i < count; ++i) ATTUNE_CHECK(store(m_waiting[i], std::move(encoded[i])));
        const auto end = static_cast<std::ptrdiff_t>(count);
        m_sounds.erase(m_sounds.begin(), m_sounds.begin() + end);
        m_waiting.erase(m_waiting.begin(), m_waiting.begin() + end);
        if (Clock::now() - m_lastFlush < m_options.flushEvery) return {};
        m_lastFlush = Clock::now();
        return m_store.flush();
    }

    Result<void> store(const Waiting& waiting, EncodedLatents encoded) {
        m_report.networkFrames += encoded.encodedFrames;
        if (m_store.identity().parts == latents::StoredParts::Mean) encoded.latents.content.scale.clear();
        const auto stored = m_store.put({waiting.task->clip.sound, waiting.window}, encoded.latents);
        if (!stored) {
            if (stored.error().code != ErrorCode::NonFinite) return fail(stored.error());
            report(m_report.failures, waiting, stored.error());
            return {};
        }
        ++m_report.encodedWindows;
        m_report.soundSeconds +=
            m_store.identity().encoder.sampleRate.secondsFromFrames(waiting.window.validFrames);
        finished(waiting);
        return {};
    }

    void report(std::vector<ClipFailure>& list, const Waiting& waiting, Error error) {
        list.push_back({waiting.task->clip.clip, nameOf(waiting), std::move(error)});
        finished(waiting);
    }

    // Of the clip, with the place of the piece where it has several.
    std::string nameOf(const Waiting& waiting) const {
        const latents::EncodeClip& clip = waiting.task->clip;
        const bool isPiece = waiting.task->windows.size() > 1 || waiting.window.offset > 0;
        const double seconds = m_store.identity().encoder.sampleRate.secondsFromFrames(waiting.window.offset);
        return isPiece ? concat(clip.name, " at ", humanDuration(seconds)) : clip.name;
    }

    void finished(const Waiting& waiting) {
        ++m_done;
        tell(waiting.task->clip.name);
    }

    void tell(const std::string& name) const {
        if (m_hooks.progress && m_total > 0) m_hooks.progress({"Encoding", m_done, m_total, "windows", name});
    }

    LatentEncoder& m_encoder;
    LatentStore& m_store;
    const ClipEncoderOptions& m_options;
    const EncodeHooks& m_hooks;
    const std::int64_t m_total;
    std::int64_t m_done{0};
    std::vector<SoundWindow> m_sounds; // of m_waiting, in the same order
    std::vector<Waiting> m_waiting;
    EncodeReport m_report;
    const Clock::time_point m_start{Clock::now()};
    Clock::time_point m_lastFlush{m_start};
};

} // namespace

Result<EncodeReport> encodeClips(LatentEncoder& encoder, const EncodePlan& plan, LatentStore& store,
                                 const ClipEncoderOptions& options, const EncodeHooks& hooks) {
    auto silence = store.silence();
    if (!silence) {
        ATTUNE_TRY(silence, encoder.silence());
        if (store.identity().parts == latents::StoredParts::Mean)
            silence->steady.scale = silence->tail.scale = {};
    }
    ATTUNE_CHECK(store.putSilence(*silence));
    return Encoding(encoder, plan, store, options, hooks).run(plan);
}

} // namespace attune::encode
