// SPDX-License-Identifier: GPL-3.0-or-later
//
// Scanning 1000 half-second WAV files into a library, scanning them again, and filtering 100,000 clips as the
// table does.
#include "app/bench/Benchmarks.h"
#include "core/audio/AudioWriter.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/dataset/ClipQuery.h"
#include "core/dataset/Library.h"
#include "core/dataset/Scanner.h"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <vector>

namespace attune::bench {

namespace fs = std::filesystem;

namespace {

constexpr int kFiles = 1000;
constexpr std::int64_t kRows = 100'000;

// Made once, removed at the end of the program.
class SoundFolder {
public:
    SoundFolder()
        : m_path(fs::temp_directory_path() /
                 pathFromUtf8(concat("attune-bench-sounds-", platform::processId()))) {
        fs::create_directories(m_path);
        audio::AudioBuffer sound(2, FrameCount{22050}, SampleRate{44100});
        for (int number = 0; number < kFiles; ++number) {
            for (std::size_t frame = 0; frame < sound.channel(0).size(); ++frame) // no two files alike
                sound.channel(0)[frame] =
                    static_cast<float>((frame * static_cast<std::size_t>(number + 7)) % 199) / 400.0F;
            if (!audio::writeAudio(m_path / pathFromUtf8(concat("clip ", number, ".wav")), sound,
                                   audio::FileFormat::Wav24, {}))
                std::abort();
        }
    }
    ~SoundFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    SoundFolder(const SoundFolder&) = delete;
    SoundFolder& operator=(const SoundFolder&) = delete;
    [[nodiscard]] const fs::path& path() const noexcept { return m_path; }

private:
    fs::path m_path;
};

const SoundFolder& sounds() {
    static const SoundFolder folder;
    return folder;
}

fs::path libraryFile() {
    return fs::temp_directory_path() /
           pathFromUtf8(concat("attune-bench-", platform::processId(), ".sqlite"));
}

void removeLibrary() {
    std::error_code ignored;
    for (const char* const suffix : {"", "-wal", "-shm"})
        fs::remove(fs::path(libraryFile()) += suffix, ignored);
}

void scan(benchmark::State& state, bool startsEmpty) {
    removeLibrary();
    static_cast<void>(sounds());
    if (!startsEmpty) {
        dataset::Library library = dataset::Library::open(libraryFile()).value();
        static_cast<void>(dataset::scanSource(library, library.addSource(sounds().path()).value()).value());
    }
    for (auto _ : state) {
        if (startsEmpty) {
            state.PauseTiming();
            removeLibrary();
            state.ResumeTiming();
        }
        dataset::Library library = dataset::Library::open(libraryFile()).value();
        const dataset::SourceId source =
            startsEmpty ? library.addSource(sounds().path()).value() : library.sources().value().front().id;
        static_cast<void>(dataset::scanSource(library, source).value());
    }
    state.SetItemsProcessed(state.iterations() * kFiles);
    removeLibrary();
}

void filter(benchmark::State& state) {
    std::vector<dataset::ClipRecord> clips(static_cast<std::size_t>(kRows));
    for (std::size_t index = 0; index < clips.size(); ++index) {
        clips[index].path = concat(index % 3 == 0 ? "kicks/" : "pads/", "sound ", index, ".wav");
        clips[index].prompt = index % 5 == 0 ? "warm deep kick" : "soft pad";
    }
    const dataset::ClipQuery query = dataset::ClipQuery::parse("kick warm").value();
    for (auto _ : state) benchmark::DoNotOptimize(query.filter(clips));
    state.SetItemsProcessed(state.iterations() * kRows);
}

} // namespace

void registerDatasetBenchmarks() {
    benchmark::RegisterBenchmark("scan/files", [](benchmark::State& state) { scan(state, true); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Iterations(3);
    benchmark::RegisterBenchmark("scan/again", [](benchmark::State& state) { scan(state, false); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Iterations(3);
    benchmark::RegisterBenchmark("dataset/filter_100k", filter)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->MeasureProcessCPUTime();
}

} // namespace attune::bench
