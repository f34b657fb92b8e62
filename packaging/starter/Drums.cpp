// SPDX-License-Identifier: GPL-3.0-or-later
//
// The eight kinds of drum. Recipes follow the well-known analogue machines: a swept sine for kick and tom,
// sine plus filtered noise for snare, six squares and noise for metal (TR-808 service notes), bursts for the
// clap.
#include "packaging/starter/Dsp.h"
#include "packaging/starter/Random.h"
#include "packaging/starter/Synth.h"

#include <array>
#include <cmath>

namespace attune::starter::detail {
namespace {

using Words = std::vector<std::string>;

void sayDuration(Words& adjectives, Words& endings, Random& random, double seconds, double shortBelow,
                 double longAbove) {
    if (seconds < shortBelow) adjectives.push_back(random.pick({"short", "tight"}));
    if (seconds > longAbove) {
        if (random.chance(0.5))
            adjectives.emplace_back("long");
        else
            endings.emplace_back("with a long tail");
    }
}

// Noise for left and right with a common part, so that a metal or noise sound has width but no hole in the
// middle.
struct StereoNoise {
    float left;
    float right;
};
StereoNoise stereoNoise(Random& random, float width) {
    const float common = random.noise();
    return {common * (1.0F - width) + random.noise() * width,
            common * (1.0F - width) + random.noise() * width};
}

// Six detuned squares: the metallic source of hats, cymbals and bells in analogue drum machines.
class Metal {
public:
    Metal(Random& random, double scale) {
        constexpr std::array<double, 6> kHz{205.3, 304.4, 369.6, 522.7, 540.0, 800.0};
        for (std::size_t i = 0; i < kHz.size(); ++i) m_hz[i] = kHz[i] * scale * random.uniform(0.97, 1.03);
    }
    [[nodiscard]] float next() {
        float sum = 0.0F;
        for (std::size_t i = 0; i < m_hz.size(); ++i) sum += m_oscillators[i].square(m_hz[i]);
        return sum / 4.0F;
    }

private:
    std::array<double, 6> m_hz{};
    std::array<Oscillator, 6> m_oscillators;
};

struct MetalRecipe {
    double seconds;
    double highPassHz;
    double metalShare; // the rest is noise
    double scale;
    float width;
    double shimmer; // a second, slower part of the decay
};

StereoSound renderMetal(Random& random, const MetalRecipe& recipe) {
    const std::size_t frames = framesOf(recipe.seconds * 1.1);
    StereoSound sound{std::vector<float>(frames), std::vector<float>(frames)};
    Metal metal(random, recipe.scale);
    Filter highLeft;
    Filter highRight;
    highLeft.set(recipe.highPassHz, 0.9);
    highRight.set(recipe.highPassHz, 0.9);
    const auto share = static_cast<float>(recipe.metalShare);
    for (std::size_t n = 0; n < frames; ++n) {
        const double t = secondsOf(n);
        const auto level = static_cast<float>(attack(t, 0.0007) *
                                              ((1.0 - recipe.shimmer) * decay60(t, recipe.seconds * 0.35) +
                                               recipe.shimmer * decay60(t, recipe.seconds)));
        const StereoNoise noise = stereoNoise(random, recipe.width);
        const float tone = metal.next() * share;
        sound.left[n] = level * highLeft.process(tone + noise.left * (1.0F - share)).high;
        sound.right[n] = level * highRight.process(tone + noise.right * (1.0F - share)).high;
    }
    return sound;
}

void sayBrightness(Words& adjectives, Random& random, double hz, double darkBelow, double brightAbove) {
    if (hz < darkBelow) adjectives.push_back(random.pick({"dark", "warm"}));
    if (hz > brightAbove) adjectives.push_back(random.pick({"bright", "crisp"}));
}

} // namespace

DescribedSound kick(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "kick drum";
    made.description.synonyms = {"kick", "bass drum", "kick drum one shot"};
    const double baseHz = random.logUniform(34.0, 75.0);
    const double sweepHz = random.logUniform(90.0, 900.0);
    const double sweepSeconds = random.logUniform(0.02, 0.16);
    const double seconds = random.logUniform(0.12, 1.3);
    const double click = random.chance(0.6) ? random.uniform(0.1, 0.7) : 0.0;
    if (baseHz < 46.0) adjectives.push_back(random.pick({"deep", "low"}));
    if (baseHz > 60.0) adjectives.push_back(random.pick({"high", "light"}));
    if (click > 0.4) adjectives.push_back(random.pick({"clicky", "hard"}));
    if (click == 0.0) adjectives.push_back(random.pick({"soft", "round"}));
    if (sweepHz > 450.0) adjectives.emplace_back("punchy");
    sayDuration(adjectives, made.description.endings, random, seconds, 0.25, 0.8);
    if (seconds > 0.8 && baseHz < 55.0) made.description.synonyms.emplace_back("808 kick");

    std::vector<float> samples(framesOf(seconds * 1.05));
    Oscillator body;
    Filter clickFilter;
    clickFilter.set(random.uniform(1500.0, 6000.0), 0.8);
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const double t = secondsOf(n);
        const double hz = baseHz + sweepHz * decay60(t, sweepSeconds * 2.5);
        samples[n] = body.sine(hz) * static_cast<float>(attack(t, 0.0005) * decay60(t, seconds));
        samples[n] += clickFilter.process(random.noise()).band * static_cast<float>(click * decay60(t, 0.02));
    }
    made.sound = placed(samples, 0.0);
    dress(made, random, 0.3, 0.15);
    return made;
}

DescribedSound snare(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "snare drum";
    made.description.synonyms = {"snare", "snare hit", "snare drum one shot"};
    const double toneHz = random.logUniform(140.0, 300.0);
    const double noiseSeconds = random.logUniform(0.1, 0.9);
    const double highPassHz = random.logUniform(500.0, 4500.0);
    const double noiseShare = random.uniform(0.35, 0.95);
    const auto width = static_cast<float>(random.uniform(0.0, 0.8));
    if (toneHz < 175.0) adjectives.push_back(random.pick({"low", "fat"}));
    if (toneHz > 240.0) adjectives.push_back(random.pick({"high", "pitched up"}));
    sayBrightness(adjectives, random, highPassHz, 900.0, 2600.0);
    if (noiseShare > 0.8) adjectives.emplace_back("noisy");
    if (noiseShare < 0.5) adjectives.emplace_back("tonal");
    if (width > 0.6F) adjectives.emplace_back("wide");
    sayDuration(adjectives, made.description.endings, random, noiseSeconds, 0.2, 0.55);

    const std::size_t frames = framesOf(noiseSeconds * 1.05);
    made.sound = {std::vector<float>(frames), std::vector<float>(frames)};
    Oscillator first;
    Oscillator second;
    Filter left;
    Filter right;
    left.set(highPassHz, 0.8);
    right.set(highPassHz, 0.8);
    for (std::size_t n = 0; n < frames; ++n) {
        const double t = secondsOf(n);
        const double hz = toneHz * (1.0 + 0.8 * decay60(t, 0.06));
        const auto tone = static_cast<float>((1.0 - noiseShare) * 1.4 * decay60(t, 0.22)) *
                          (first.sine(hz) + 0.5F * second.sine(hz * 1.83));
        const auto level = static_cast<float>(noiseShare * attack(t, 0.0005) * decay60(t, noiseSeconds));
        const StereoNoise noise = stereoNoise(random, width);
        made.sound.left[n] = tone + level * left.process(noise.left).high;
        made.sound.right[n] = tone + level * right.process(noise.right).high;
    }
    dress(made, random, 0.25, 0.25);
    return made;
}

DescribedSound closedHat(Random& random) {
    DescribedSound made;
    made.description.kind = "closed hi-hat";
    made.description.synonyms = {"closed hat", "hi-hat", "hihat", "closed hihat"};
    const MetalRecipe recipe{
        random.logUniform(0.05, 0.16), random.logUniform(4500.0, 10000.0),           random.uniform(0.1, 0.8),
        random.uniform(0.8, 1.6),      static_cast<float>(random.uniform(0.0, 0.6)), 0.3};
    sayBrightness(made.description.adjectives, random, recipe.highPassHz, 5800.0, 8000.0);
    if (recipe.metalShare > 0.6) made.description.adjectives.emplace_back("metallic");
    if (recipe.metalShare < 0.25) made.description.adjectives.emplace_back("noisy");
    if (recipe.seconds < 0.08) made.description.adjectives.push_back(random.pick({"short", "tight"}));
    made.sound = renderMetal(random, recipe);
    dress(made, random, 0.1, 0.1);
    return made;
}

DescribedSound openHat(Random& random) {
    DescribedSound made;
    made.description.kind = "open hi-hat";
    made.description.synonyms = {"open hat", "open hihat"};
    const MetalRecipe recipe{random.logUniform(0.35, 1.1),
                             random.logUniform(4500.0, 9500.0),
                             random.uniform(0.1, 0.8),
                             random.uniform(0.8, 1.6),
                             static_cast<float>(random.uniform(0.1, 0.8)),
                             random.uniform(0.5, 0.9)};
    sayBrightness(made.description.adjectives, random, recipe.highPassHz, 5600.0, 7800.0);
    if (recipe.metalShare > 0.6) made.description.adjectives.emplace_back("metallic");
    if (recipe.metalShare < 0.25) made.description.adjectives.emplace_back("noisy");
    sayDuration(made.description.adjectives, made.description.endings, random, recipe.seconds, 0.45, 0.8);
    made.sound = renderMetal(random, recipe);
    dress(made, random, 0.1, 0.1);
    return made;
}

DescribedSound cymbal(Random& random) {
    DescribedSound made;
    made.description.kind = "cymbal";
    made.description.synonyms = {"crash cymbal", "crash", "ride cymbal"};
    const MetalRecipe recipe{random.logUniform(1.2, 3.5),
                             random.logUniform(1800.0, 6500.0),
                             random.uniform(0.2, 0.75),
                             random.uniform(0.9, 2.2),
                             static_cast<float>(random.uniform(0.3, 1.0)),
                             random.uniform(0.6, 0.95)};
    sayBrightness(made.description.adjectives, random, recipe.highPassHz, 2600.0, 4600.0);
    if (recipe.metalShare > 0.55) made.description.adjectives.emplace_back("metallic");
    if (recipe.width > 0.7F) made.description.adjectives.emplace_back("wide");
    if (recipe.seconds > 2.4) made.description.adjectives.emplace_back("long");
    made.sound = renderMetal(random, recipe);
    dress(made, random, 0.08, 0.1);
    return made;
}

DescribedSound clap(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "clap";
    made.description.synonyms = {"hand clap", "claps", "handclap"};
    const std::size_t bursts = 2 + random.index(4);
    const double spacing = random.uniform(0.007, 0.018);
    const double seconds = random.logUniform(0.12, 0.8);
    const double centreHz = random.logUniform(700.0, 2600.0);
    const auto width = static_cast<float>(random.uniform(0.1, 1.0));
    sayBrightness(adjectives, random, centreHz, 1000.0, 1800.0);
    if (bursts >= 5) adjectives.emplace_back("loose");
    if (width > 0.7F) adjectives.emplace_back("wide");
    sayDuration(adjectives, made.description.endings, random, seconds, 0.2, 0.5);

    const std::size_t frames = framesOf(static_cast<double>(bursts) * spacing + seconds * 1.05);
    made.sound = {std::vector<float>(frames), std::vector<float>(frames)};
    Filter left;
    Filter right;
    left.set(centreHz, 1.3);
    right.set(centreHz, 1.3);
    for (std::size_t n = 0; n < frames; ++n) {
        const double t = secondsOf(n);
        const double last = static_cast<double>(bursts - 1) * spacing;
        const double sinceBurst = t < last ? std::fmod(t, spacing) : t - last;
        const auto level =
            static_cast<float>(t < last ? decay60(sinceBurst, spacing * 2.2) : decay60(sinceBurst, seconds));
        const StereoNoise noise = stereoNoise(random, width);
        const Filter::Output a = left.process(noise.left);
        const Filter::Output b = right.process(noise.right);
        made.sound.left[n] = level * (a.band + 0.25F * a.high);
        made.sound.right[n] = level * (b.band + 0.25F * b.high);
    }
    dress(made, random, 0.15, 0.35);
    return made;
}

DescribedSound tom(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "tom";
    made.description.synonyms = {"tom drum", "tom tom"};
    const double baseHz = random.logUniform(75.0, 260.0);
    const double seconds = random.logUniform(0.25, 1.1);
    const double sweep = random.uniform(0.2, 0.9);
    const double skin = random.uniform(0.02, 0.3);
    if (baseHz < 105.0)
        adjectives.push_back(random.pick({"low", "floor"}));
    else if (baseHz > 180.0)
        adjectives.emplace_back("high");
    else if (random.chance(0.5))
        adjectives.emplace_back("mid");
    sayDuration(adjectives, made.description.endings, random, seconds, 0.38, 0.75);
    std::vector<float> samples(framesOf(seconds * 1.05));
    Oscillator first;
    Oscillator second;
    Filter skinFilter;
    skinFilter.set(baseHz * 6.0, 0.9);
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const double t = secondsOf(n);
        const double hz = baseHz * (1.0 + sweep * decay60(t, 0.25));
        samples[n] = static_cast<float>(attack(t, 0.001) * decay60(t, seconds)) * first.sine(hz) +
                     static_cast<float>(0.35 * decay60(t, seconds * 0.5)) * second.sine(hz * 1.593) +
                     static_cast<float>(skin * decay60(t, 0.12)) * skinFilter.process(random.noise()).band;
    }
    made.sound = placed(samples, random.uniform(-0.4, 0.4));
    dress(made, random, 0.15, 0.25);
    return made;
}

DescribedSound cowbell(Random& random) {
    DescribedSound made;
    made.description.kind = "cowbell";
    made.description.synonyms = {"cow bell"};
    const double baseHz = random.logUniform(420.0, 760.0);
    const double seconds = random.logUniform(0.15, 0.8);
    if (baseHz < 500.0) made.description.adjectives.emplace_back("low");
    if (baseHz > 640.0) made.description.adjectives.emplace_back("high");
    sayDuration(made.description.adjectives, made.description.endings, random, seconds, 0.25, 0.5);
    std::vector<float> samples(framesOf(seconds * 1.05));
    Oscillator first;
    Oscillator second;
    Filter band;
    band.set(baseHz * 1.9, 1.5);
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const double t = secondsOf(n);
        const auto level = static_cast<float>(0.6 * decay60(t, seconds * 0.25) + 0.4 * decay60(t, seconds));
        samples[n] = level * band.process(first.square(baseHz) + second.square(baseHz * 1.481)).band;
    }
    made.sound = placed(samples, random.uniform(-0.2, 0.2));
    dress(made, random, 0.15, 0.2);
    return made;
}

} // namespace attune::starter::detail
