// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/Synth.h"

#include "packaging/starter/Dsp.h"

namespace attune::starter {

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> table{
        {"kick drum", detail::kick},
        {"snare drum", detail::snare},
        {"closed hi-hat", detail::closedHat},
        {"open hi-hat", detail::openHat},
        {"clap", detail::clap},
        {"tom", detail::tom},
        {"cymbal", detail::cymbal},
        {"cowbell", detail::cowbell},
        {"bass", detail::bass},
        {"pad", detail::pad},
        {"pluck", detail::pluck},
        {"bell", detail::bell},
        {"electric piano", detail::electricPiano},
        {"lead synth", detail::lead},
        {"noise sweep", detail::noiseSweep},
        {"zap", detail::zap},
    };
    return table;
}

DescribedSound synthesise(std::uint64_t seed, std::uint64_t index) {
    // Two rounds of the generator keep the streams of neighbouring indices apart.
    Random seeding(seed ^ (index * 0xD1342543DE82EF95ULL + 1));
    Random random(seeding.next());
    return kinds()[static_cast<std::size_t>(index % kinds().size())].synthesise(random);
}

namespace detail {

void dress(DescribedSound& described, Random& random, double saturationChance, double roomChance) {
    StereoSound& sound = described.sound;
    Description& words = described.description;
    if (random.chance(saturationChance)) {
        const double amount = random.uniform(0.35, 0.9);
        saturate(sound, amount);
        words.adjectives.push_back(random.pick({"distorted", "dirty", "saturated"}));
    } else {
        if (random.chance(0.3)) words.adjectives.emplace_back("clean");
    }
    if (random.chance(roomChance)) {
        const double size = random.uniform(0.2, 0.9);
        addRoom(sound, random.uniform(0.15, 0.4), size);
        words.endings.push_back(size > 0.6 ? random.pick({"in a hall", "with reverb", "with long reverb"})
                                           : random.pick({"in a room", "with reverb", "with short reverb"}));
    } else if (random.chance(0.3)) {
        words.adjectives.emplace_back("dry");
    }
    finish(sound, random.uniform(0.7, 0.97));
}

} // namespace detail
} // namespace attune::starter
