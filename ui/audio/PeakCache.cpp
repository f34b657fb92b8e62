// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/PeakCache.h"

#include "core/audio/AudioReader.h"
#include "core/base/Text.h"

#include <QCoreApplication>
#include <QPointer>

#include <algorithm>
#include <span>
#include <string>

namespace attune::ui {

namespace {

constexpr int kWorkers = 2;
constexpr int kMemoryKilobytes = 64 * 1024;
constexpr FrameCount kShortFrames = 1 << 18; // six seconds
constexpr std::size_t kMostWaiting = 400;    // more rows than that are not on any screen

// Stands for the content of a file whose hash nobody has computed (demos): its place, size and time of
// writing.
ContentHash stampOf(const std::filesystem::path& file) {
    std::error_code ignored;
    const std::string stamp =
        concat(utf8FromPath(file), '|', std::filesystem::file_size(file, ignored), '|',
               std::filesystem::last_write_time(file, ignored).time_since_epoch().count());
    return hashBytes(std::as_bytes(std::span(stamp)));
}

Result<audio::PeakPyramid> loadOrBuild(const std::filesystem::path& folder, const QString& file,
                                       const ContentHash& identity) {
    const std::filesystem::path path = pathFromUtf8(file.toStdString());
    const ContentHash key = identity != ContentHash{} ? identity : stampOf(path);
    const std::filesystem::path cached = folder / (key.hex() + ".peaks");
    if (auto peaks = audio::PeakPyramid::load(cached, key)) return peaks;
    // A one-shot has few frames for the pixels it is drawn on: finer blocks, which cost nothing there.
    audio::PeakPyramidOptions options;
    if (const auto info = audio::readAudioInfo(path); info && info->frameCount < kShortFrames)
        options.baseBlock = FrameCount{64};
    ATTUNE_TRY(audio::PeakPyramid peaks, audio::PeakPyramid::build(path, options));
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    // A cache that cannot be written costs time only.
    static_cast<void>(peaks.save(cached, key));
    return peaks;
}

} // namespace

PeakCache::PeakCache(std::filesystem::path folder, QObject* parent)
    : QObject(parent), m_folder(std::move(folder)), m_memory(kMemoryKilobytes) {
    m_pool.setMaxThreadCount(kWorkers);
}

PeakCache::~PeakCache() {
    m_waiting.clear();
    m_pool.waitForDone();
}

SharedPeaks PeakCache::peaks(const QString& file, const ContentHash& identity) {
    if (const Entry* found = m_memory.object(file); found != nullptr && found->identity == identity)
        return found->peaks;
    if (const auto it = m_known.constFind(file); it != m_known.cend()) {
        if (!*it) { // asked again: still on the screen, so it comes next
            const auto waiting = std::find_if(m_waiting.begin(), m_waiting.end(),
                                              [&](const Request& r) { return r.file == file; });
            if (waiting != m_waiting.end()) std::rotate(waiting, waiting + 1, m_waiting.end());
        }
        return {};
    }
    m_known.insert(file, false);
    m_waiting.push_back({file, identity});
    if (m_waiting.size() > kMostWaiting) {
        m_known.remove(m_waiting.front().file);
        m_waiting.erase(m_waiting.begin());
    }
    startNext();
    return {};
}

void PeakCache::startNext() {
    while (m_running < kWorkers && !m_waiting.empty()) {
        const Request request = std::move(m_waiting.back());
        m_waiting.pop_back();
        m_known[request.file] = true;
        ++m_running;
        const QPointer<PeakCache> self(this);
        m_pool.start([self, request, folder = m_folder] {
            auto peaks = loadOrBuild(folder, request.file, request.identity);
            SharedPeaks shared =
                peaks ? std::make_shared<const audio::PeakPyramid>(*std::move(peaks)) : nullptr;
            QMetaObject::invokeMethod(
                qApp,
                [self, request, shared] {
                    if (!self.isNull()) self->finish(request, shared);
                },
                Qt::QueuedConnection);
        });
    }
}

void PeakCache::finish(const Request& request, SharedPeaks peaks) {
    --m_running;
    m_known.remove(request.file);
    const bool isMade = peaks != nullptr;
    const auto bytes = isMade ? peaks->frameCount() / 256 * 16 * std::max(peaks->channelCount(), 1) : 0;
    m_memory.insert(request.file, new Entry{request.identity, std::move(peaks)},
                    static_cast<int>(std::clamp<std::int64_t>(bytes / 1024, 1, kMemoryKilobytes / 4)));
    if (isMade) Q_EMIT peaksReady(request.file);
    startNext();
}

} // namespace attune::ui
