// SPDX-License-Identifier: GPL-3.0-or-later
//
// Synth: one-shots of sixteen kinds with random parameters, described in words while they are made.
//
// The same kind and seed give the same samples. Threads: pure functions.
#pragma once

#include "packaging/starter/Sound.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::starter {

class Random;

struct Kind {
    std::string name;                      // "kick drum"; also the folder of the clips in resources/starter
    DescribedSound (*synthesise)(Random&); // never empty, peak at most 0.97
};

// Kick drum, snare drum, closed hi-hat, open hi-hat, clap, tom, cymbal, cowbell (Drums.cpp); bass, pad,
// pluck, bell, electric piano, lead synth, noise sweep, zap (Tones.cpp).
[[nodiscard]] const std::vector<Kind>& kinds();

// The `index`-th sound of the endless corpus of `seed`; kinds take turns.
[[nodiscard]] DescribedSound synthesise(std::uint64_t seed, std::uint64_t index);

namespace detail {
[[nodiscard]] DescribedSound kick(Random& random);
[[nodiscard]] DescribedSound snare(Random& random);
[[nodiscard]] DescribedSound closedHat(Random& random);
[[nodiscard]] DescribedSound openHat(Random& random);
[[nodiscard]] DescribedSound clap(Random& random);
[[nodiscard]] DescribedSound tom(Random& random);
[[nodiscard]] DescribedSound cymbal(Random& random);
[[nodiscard]] DescribedSound cowbell(Random& random);
[[nodiscard]] DescribedSound bass(Random& random);
[[nodiscard]] DescribedSound pad(Random& random);
[[nodiscard]] DescribedSound pluck(Random& random);
[[nodiscard]] DescribedSound bell(Random& random);
[[nodiscard]] DescribedSound electricPiano(Random& random);
[[nodiscard]] DescribedSound lead(Random& random);
[[nodiscard]] DescribedSound noiseSweep(Random& random);
[[nodiscard]] DescribedSound zap(Random& random);

// Shared by all kinds: adds "distorted", "roomy", … with the effect itself, and sets the level.
void dress(DescribedSound& described, Random& random, double saturationChance, double roomChance);
} // namespace detail

} // namespace attune::starter
