// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/SoundLoader.h"

#include "core/audio/AudioReader.h"
#include "core/audio/ChannelLayout.h"
#include "core/audio/Resampler.h"
#include "core/base/Text.h"

#include <algorithm>

namespace attune::encode {

using audio::AudioBuffer;
using audio::CropWindow;

namespace {

constexpr FrameCount kPieceFrames = 65536;

// Collects what falls into the windows from a sound that comes in pieces.
class WindowFiller {
public:
    WindowFiller(const SoundRequest& request, int channelCount) : m_windows(request.windows) {
        for (const CropWindow& window : m_windows) {
            m_sounds.emplace_back(channelCount, window.validFrames, request.sampleRate);
            m_end = std::max(m_end, window.offset + window.validFrames);
        }
    }

    void startAt(FrameIndex position) { m_position = position; }
    [[nodiscard]] bool isComplete() const { return m_position >= m_end; }

    void add(const AudioBuffer& piece) {
        const FrameIndex begin = m_position;
        const FrameIndex end = begin + piece.frameCount();
        for (std::size_t i = 0; i < m_windows.size(); ++i) {
            const FrameIndex from = std::max(begin, m_windows[i].offset);
            const FrameIndex to = std::min(end, m_windows[i].offset + m_windows[i].validFrames);
            if (from >= to) continue;
            for (int channel = 0; channel < piece.channelCount(); ++channel)
                std::copy_n(piece.channel(channel).begin() + (from - begin), to - from,
                            m_sounds[i].channel(channel).begin() + (from - m_windows[i].offset));
        }
        m_position = end;
    }

    [[nodiscard]] std::vector<AudioBuffer> take() { return std::move(m_sounds); }

private:
    const std::vector<CropWindow>& m_windows;
    std::vector<AudioBuffer> m_sounds;
    FrameIndex m_position{0};
    FrameIndex m_end{0};
};

Error about(Error error, const std::filesystem::path& file) {
    const std::string name = utf8FromPath(file);
    if (error.context.find(name) == std::string::npos)
        error.context = error.context.empty() ? name : concat(name, ", ", error.context);
    return error;
}

Result<void> readInto(WindowFiller& filler, audio::AudioReader& reader, const SoundRequest& request,
                      int channelCount, const Cancellation& cancellation) {
    const SampleRate fileRate = reader.info().sampleRate;
    if (fileRate == request.sampleRate && !request.windows.empty()) {
        const FrameIndex first = request.windows.front().offset;
        if (first > 0) ATTUNE_CHECK(reader.seek(first));
        filler.startAt(first);
    }
    ATTUNE_TRY(auto resampler, audio::Resampler::create(channelCount, fileRate, request.sampleRate));
    while (!filler.isComplete()) {
        ATTUNE_CHECK(cancellation.check("Loading"));
        ATTUNE_TRY(AudioBuffer piece, reader.readNext(kPieceFrames));
        const bool isEnd = piece.isEmpty();
        if (!isEnd && piece.channelCount() > channelCount) {
            ATTUNE_TRY(piece, audio::withChannelCount(std::move(piece), channelCount));
        }
        if (fileRate == request.sampleRate) {
            if (isEnd) break;
            filler.add(piece);
            continue;
        }
        ATTUNE_TRY(const AudioBuffer ready, isEnd ? resampler.finish() : resampler.process(piece));
        filler.add(ready);
        if (isEnd) break;
    }
    if (!filler.isComplete()) return fail(ErrorCode::Corrupt, "The file ends before its last window");
    return {};
}

Result<std::vector<AudioBuffer>> load(const SoundRequest& request, const Cancellation& cancellation) {
    ATTUNE_TRY(auto reader, audio::AudioReader::open(request.file));
    const audio::AudioInfo& info = reader.info();
    if (request.expectedFrames && info.frameCount != *request.expectedFrames)
        return fail(ErrorCode::Corrupt,
                    concat("The file has ", info.frameCount, " frames, and had ", *request.expectedFrames,
                           " when it was scanned"),
                    {}, "Scan the folder again.");
    // Of several channels a stereo model hears the first two; a mono model hears the mean of all, after
    // limiting.
    const int heard = request.channelCount == 2 ? std::min(info.channelCount, 2) : info.channelCount;
    WindowFiller filler(request, heard);
    ATTUNE_CHECK(readInto(filler, reader, request, heard, cancellation));
    std::vector<AudioBuffer> sounds = filler.take();
    for (AudioBuffer& sound : sounds) {
        for (float& sample : sound.samples()) sample = std::clamp(sample, -1.0F, 1.0F);
        ATTUNE_TRY(sound, audio::withChannelCount(std::move(sound), request.channelCount));
    }
    return sounds;
}

} // namespace

Result<std::vector<AudioBuffer>> loadWindows(const SoundRequest& request, const Cancellation& cancellation) {
    try {
        auto sounds = load(request, cancellation);
        if (!sounds) return fail(about(std::move(sounds).error(), request.file));
        return sounds;
    } catch (const std::exception& exception) {
        return fail(errorFromException(exception, utf8FromPath(request.file)));
    }
}

} // namespace attune::encode
