// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/Recordings.h"

#include "core/audio/AudioReader.h"
#include "core/audio/ChannelLayout.h"
#include "core/audio/Resampler.h"
#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace attune::starter {
namespace {

struct Rule {
    const char* part; // the first rule whose part occurs in the name wins
    const char* kind;
    const char* adjective; // may be empty
};

// Specific names before general prefixes.
constexpr std::array<Rule, 46> kRules{{
    {"hollow_kick", "kick drum", "hollow"},
    {"soft_kick", "kick drum", "soft"},
    {"heavy_kick", "kick drum", "heavy"},
    {"bd_", "kick drum", ""},
    {"drum_bass_hard", "kick drum", "hard"},
    {"drum_bass_soft", "kick drum", "soft"},
    {"snare_hard", "snare drum", "hard"},
    {"snare_soft", "snare drum", "soft"},
    {"hi_snare", "snare drum", "high"},
    {"lo_snare", "snare drum", "low"},
    {"snare", "snare drum", "electronic"},
    {"sn_", "snare drum", ""},
    {"cymbal_closed", "closed hi-hat", ""},
    {"cymbal_pedal", "closed hi-hat", "pedal"},
    {"cymbal_open", "open hi-hat", ""},
    {"cymbal", "cymbal", ""},
    {"splash", "cymbal", "splash"},
    {"tom_hi", "tom", "high"},
    {"tom_lo", "tom", "low"},
    {"tom_mid", "tom", "mid"},
    {"fuzz_tom", "tom", "distorted"},
    {"cowbell", "cowbell", ""},
    {"roll", "drum roll", ""},
    {"bass_", "bass", ""},
    {"glitch_bass", "bass", "glitch"},
    {"bell", "bell", ""},
    {"chime", "bell", "electronic"},
    {"triangle", "bell", "triangle"},
    {"twang", "pluck", "electronic"},
    {"swoosh", "noise sweep", ""},
    {"woosh", "noise sweep", "dark"},
    {"swash", "noise sweep", ""},
    {"choir", "pad", "choir"},
    {"drone", "pad", "drone"},
    {"ambi_", "texture", "ambient"},
    {"guit_", "guitar", ""},
    {"tabla", "tabla", ""},
    {"loop_", "drum loop", ""},
    {"vinyl", "vinyl scratch", ""},
    {"glitch", "glitch", ""},
    {"robot", "robot sound", ""},
    {"phone", "phone sound", ""},
    {"perc_", "percussion", ""},
    {"elec_", "electronic blip", ""},
    {"misc_", "sound effect", ""},
    {"drum_", "drum", ""},
}};

Result<StereoSound> readStereo(const std::filesystem::path& file) {
    ATTUNE_TRY(audio::AudioBuffer sound, audio::readAudio(file));
    ATTUNE_TRY(sound, audio::resampled(std::move(sound), SampleRate{kSampleRate}));
    ATTUNE_TRY(sound, audio::withChannelCount(std::move(sound), 2));
    const auto left = sound.channel(0);
    const auto right = sound.channel(1);
    return StereoSound{{left.begin(), left.end()}, {right.begin(), right.end()}};
}

} // namespace

Description describeRecording(const std::string& name) {
    Description description;
    description.kind = "sound";
    for (const Rule& rule : kRules) {
        if (name.find(rule.part) == std::string::npos) continue;
        description.kind = rule.kind;
        if (*rule.adjective != '\0') description.adjectives.emplace_back(rule.adjective);
        break;
    }
    // The last word of the name is what its maker called it: "gas", "harmonics". Numbers say nothing.
    std::string word = name.substr(name.rfind('_') + 1);
    while (!word.empty() && std::isdigit(static_cast<unsigned char>(word.back())) != 0) word.pop_back();
    if (word.size() > 2 && description.kind.find(word) == std::string::npos &&
        std::find(description.adjectives.begin(), description.adjectives.end(), word) ==
            description.adjectives.end())
        description.adjectives.push_back(word);
    description.adjectives.emplace_back("recorded");
    return description;
}

Result<Recordings> readRecordings(const std::filesystem::path& folder) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".flac") files.push_back(entry.path());
    if (files.empty())
        return fail(ErrorCode::NotFound, "No FLAC files here", utf8FromPath(folder),
                    "Install Debian's sonic-pi-samples");
    std::sort(files.begin(), files.end());

    Recordings recordings;
    std::size_t others = 0;
    for (const std::filesystem::path& file : files) {
        Recording recording;
        recording.name = utf8FromPath(file.stem());
        ATTUNE_TRY(recording.described.sound, readStereo(file));
        recording.described.description = describeRecording(recording.name);
        if (recording.described.description.kind == "tabla")
            recordings.tabla.push_back(std::move(recording));
        else if (++others % 10 == 0)
            recordings.heldOut.push_back(std::move(recording));
        else
            recordings.training.push_back(std::move(recording));
    }
    return recordings;
}

} // namespace attune::starter
