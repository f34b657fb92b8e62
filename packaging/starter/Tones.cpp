// SPDX-License-Identifier: GPL-3.0-or-later
//
// The eight kinds of tone and effect: subtractive synthesis (bass, pad, lead), a plucked string (Karplus and
// Strong 1983), frequency modulation (Chowning 1973: bell, electric piano), swept noise and a swept sine.
#include "packaging/starter/Dsp.h"
#include "packaging/starter/Random.h"
#include "packaging/starter/Synth.h"

#include <array>
#include <cmath>

namespace attune::starter::detail {
namespace {

using Words = std::vector<std::string>;

constexpr std::array<const char*, 12> kNotes{"C",       "C sharp", "D",      "E flat", "E",      "F",
                                             "F sharp", "G",       "A flat", "A",      "B flat", "B"};

// MIDI numbering: 69 is A at 440 Hz.
double hzOfNote(double note) {
    return 440.0 * std::exp2((note - 69.0) / 12.0);
}
int randomNote(Random& random, int low, int high) {
    return low + static_cast<int>(random.index(static_cast<std::size_t>(high - low + 1)));
}
std::string nameOf(int note) {
    return kNotes[static_cast<std::size_t>(note % 12)];
}

void sayBrightness(Words& adjectives, Random& random, double value, double darkBelow, double brightAbove) {
    if (value < darkBelow) adjectives.push_back(random.pick({"dark", "warm", "mellow"}));
    if (value > brightAbove) adjectives.push_back(random.pick({"bright", "sharp"}));
}

// Carrier and modulator at a ratio; the index falls with its own decay.
class FmPair {
public:
    FmPair(double hz, double ratio) : m_hz(hz), m_ratio(ratio) {}
    [[nodiscard]] float next(double index) {
        const double modulation = index * std::sin(kTwoPi * m_modulator);
        const double out = std::sin(kTwoPi * m_carrier + modulation);
        m_modulator += m_hz * m_ratio / kSampleRate;
        m_carrier += m_hz / kSampleRate;
        m_modulator -= std::floor(m_modulator);
        m_carrier -= std::floor(m_carrier);
        return static_cast<float>(out);
    }

private:
    double m_hz;
    double m_ratio;
    double m_carrier = 0.0;
    double m_modulator = 0.0;
};

} // namespace

DescribedSound bass(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "bass";
    made.description.synonyms = {"synth bass", "bass note", "bass synth"};
    const int note = randomNote(random, 28, 47);
    const double hz = hzOfNote(note);
    const double seconds = random.logUniform(0.3, 1.6);
    const bool isSub = random.chance(0.25);
    const bool isSquare = random.chance(0.4);
    const double q = random.chance(0.3) ? random.uniform(3.5, 8.0) : random.uniform(0.7, 1.6);
    const double cutoff = random.logUniform(150.0, 1800.0);
    const double sweep = random.logUniform(1.0, 12.0);
    if (isSub)
        adjectives.push_back(random.pick({"sub", "pure"}));
    else {
        if (q > 3.5) adjectives.push_back(random.pick({"acid", "resonant"}));
        sayBrightness(adjectives, random, cutoff, 350.0, 900.0);
    }
    if (note < 33) adjectives.emplace_back("deep");
    if (seconds < 0.5) adjectives.emplace_back("short");
    if (seconds > 1.1) adjectives.emplace_back("long");
    made.description.endings.push_back("in " + nameOf(note));

    std::vector<float> samples(framesOf(seconds * 1.05));
    Oscillator main(random.uniform());
    Oscillator detuned(random.uniform());
    Oscillator sub;
    Filter filter;
    const double detune = random.uniform(1.001, 1.012);
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const double t = secondsOf(n);
        if (n % 16 == 0) filter.set(cutoff * (1.0 + sweep * decay60(t, seconds * 0.5)), q);
        const auto level = static_cast<float>(attack(t, 0.004) *
                                              (0.4 * decay60(t, seconds) + 0.6 * decay60(t, seconds * 2.5)) *
                                              (1.0 - attack(t - seconds * 0.9, seconds * 0.15)));
        const float raw = isSub      ? 0.0F
                          : isSquare ? main.square(hz, 0.4) + 0.6F * detuned.square(hz * detune)
                                     : main.saw(hz) + 0.8F * detuned.saw(hz * detune);
        samples[n] = level * (0.5F * filter.process(raw).low + (isSub ? 1.0F : 0.35F) * sub.sine(hz));
    }
    made.sound = placed(samples, 0.0);
    dress(made, random, 0.3, 0.05);
    return made;
}

DescribedSound pad(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "pad";
    made.description.synonyms = {"synth pad", "string pad", "chord pad"};
    const int root = randomNote(random, 45, 60);
    const bool isMinor = random.chance(0.5);
    const std::array<double, 3> chord{0.0, isMinor ? 3.0 : 4.0, 7.0};
    const double cutoff = random.logUniform(400.0, 5000.0);
    const double attackSeconds = random.logUniform(0.05, 0.6);
    const double spread = random.uniform(0.002, 0.012);
    sayBrightness(adjectives, random, cutoff, 900.0, 2600.0);
    if (attackSeconds > 0.35) adjectives.push_back(random.pick({"slow", "soft"}));
    if (spread > 0.008) adjectives.push_back(random.pick({"wide", "lush"}));
    made.description.endings.push_back("in " + nameOf(root) + (isMinor ? " minor" : " major"));

    made.sound = {std::vector<float>(kWindowFrames), std::vector<float>(kWindowFrames)};
    std::array<Oscillator, 6> oscillators;
    for (Oscillator& oscillator : oscillators) oscillator = Oscillator(random.uniform());
    Filter left;
    Filter right;
    const double wobbleHz = random.uniform(0.3, 2.0);
    for (std::size_t n = 0; n < kWindowFrames; ++n) {
        const double t = secondsOf(n);
        if (n % 32 == 0) {
            const double moved = cutoff * (1.0 + 0.3 * std::sin(kTwoPi * wobbleHz * t)) *
                                 (0.5 + 0.5 * attack(t, attackSeconds));
            left.set(moved, 0.9);
            right.set(moved * 1.07, 0.9);
        }
        std::array<float, 2> sum{};
        for (std::size_t i = 0; i < chord.size(); ++i) {
            const double hz = hzOfNote(root + chord[i]);
            sum[0] += oscillators[2 * i].saw(hz * (1.0 - spread));
            sum[1] += oscillators[2 * i + 1].saw(hz * (1.0 + spread));
        }
        const auto level =
            static_cast<float>(attack(t, attackSeconds) * (1.0 - 0.9 * attack(t - 1.25, 0.23)) * 0.3);
        made.sound.left[n] = level * left.process(sum[0] + 0.3F * sum[1]).low;
        made.sound.right[n] = level * right.process(sum[1] + 0.3F * sum[0]).low;
    }
    dress(made, random, 0.05, 0.3);
    return made;
}

DescribedSound pluck(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "pluck";
    made.description.synonyms = {"plucked string", "guitar pluck", "string pluck"};
    const int note = randomNote(random, 45, 76);
    const double hz = hzOfNote(note);
    const double brightness = random.uniform(0.1, 1.0);
    const double seconds = random.logUniform(0.4, 2.5);
    sayBrightness(adjectives, random, brightness, 0.35, 0.7);
    if (note < 53) adjectives.emplace_back("low");
    if (note > 68) adjectives.emplace_back("high");
    if (seconds < 0.7) adjectives.push_back(random.pick({"short", "muted"}));
    if (seconds > 1.6) adjectives.emplace_back("long");
    made.description.endings.push_back("in " + nameOf(note));

    const double period = kSampleRate / hz - 0.5; // the averaging below delays by half a sample
    const auto whole = static_cast<std::size_t>(period);
    const auto fraction = static_cast<float>(period - static_cast<double>(whole));
    std::vector<float> line(whole + 2, 0.0F);
    Filter soften;
    soften.set(500.0 + 9000.0 * brightness, 0.7);
    for (float& sample : line) sample = soften.process(random.noise()).low;
    std::vector<float> samples(framesOf(seconds));
    const auto loss = static_cast<float>(std::exp(-6.907755 / (hz * seconds)));
    std::size_t head = 0;
    for (float& sample : samples) {
        const std::size_t size = line.size();
        const float a = line[(head + size - whole) % size];
        const float b = line[(head + size - whole - 1) % size];
        const float delayed = a + fraction * (b - a);
        const float older = line[(head + size - whole - 1) % size];
        line[head] = loss * 0.5F * (delayed + older);
        sample = line[head];
        head = (head + 1) % size;
    }
    made.sound = placed(samples, random.uniform(-0.3, 0.3));
    dress(made, random, 0.08, 0.35);
    return made;
}

DescribedSound bell(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "bell";
    made.description.synonyms = {"bell tone", "chime", "metal bell"};
    const int note = randomNote(random, 60, 88);
    const double hz = hzOfNote(note);
    const double seconds = random.logUniform(0.8, 3.0);
    const double index = random.uniform(0.8, 5.0);
    const double ratio = std::array<double, 4>{1.414, 2.76, 3.5, 1.732}[random.index(4)];
    sayBrightness(adjectives, random, index, 1.7, 3.4);
    if (note < 67) adjectives.emplace_back("low");
    if (note > 80) adjectives.push_back(random.pick({"high", "tiny"}));
    if (seconds > 2.0) adjectives.emplace_back("long");
    made.description.endings.push_back("in " + nameOf(note));

    std::vector<float> samples(framesOf(seconds));
    FmPair body(hz, ratio);
    FmPair shine(hz * 2.005, ratio * 1.3);
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const double t = secondsOf(n);
        samples[n] =
            static_cast<float>(attack(t, 0.002) * decay60(t, seconds)) *
                body.next(index * decay60(t, seconds * 0.7)) +
            static_cast<float>(0.4 * attack(t, 0.002) * decay60(t, seconds * 0.4)) * shine.next(index * 0.5);
    }
    made.sound = placed(samples, random.uniform(-0.5, 0.5));
    dress(made, random, 0.05, 0.4);
    return made;
}

DescribedSound electricPiano(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "electric piano";
    made.description.synonyms = {"e-piano", "rhodes", "keys"};
    const int root = randomNote(random, 48, 72);
    const bool isChord = random.chance(0.4);
    const bool isMinor = random.chance(0.5);
    const double index = random.uniform(0.5, 2.6);
    const double seconds = random.logUniform(0.8, 2.5);
    sayBrightness(adjectives, random, index, 1.1, 1.9);
    if (seconds < 1.1) adjectives.emplace_back("short");
    made.description.endings.push_back(isChord ? "chord in " + nameOf(root) + (isMinor ? " minor" : " major")
                                               : "in " + nameOf(root));

    std::vector<FmPair> bodies;
    std::vector<FmPair> tines;
    for (const double step :
         isChord ? std::vector<double>{0.0, isMinor ? 3.0 : 4.0, 7.0} : std::vector<double>{0.0}) {
        bodies.emplace_back(hzOfNote(root + step), 1.0);
        tines.emplace_back(hzOfNote(root + step), 14.0);
    }
    const std::size_t frames = framesOf(seconds);
    made.sound = {std::vector<float>(frames), std::vector<float>(frames)};
    const double tremoloHz = random.uniform(3.0, 6.5);
    const double tremolo = random.chance(0.5) ? random.uniform(0.2, 0.6) : 0.0;
    if (tremolo > 0.0) adjectives.emplace_back("tremolo");
    for (std::size_t n = 0; n < frames; ++n) {
        const double t = secondsOf(n);
        float sum = 0.0F;
        for (std::size_t i = 0; i < bodies.size(); ++i)
            sum += bodies[i].next(index * decay60(t, seconds)) +
                   0.25F * static_cast<float>(decay60(t, 0.25)) * tines[i].next(index * 0.4);
        sum *= static_cast<float>(attack(t, 0.003) * decay60(t, seconds * 1.3));
        const double swing = tremolo * std::sin(kTwoPi * tremoloHz * t);
        made.sound.left[n] = sum * static_cast<float>(1.0 + swing);
        made.sound.right[n] = sum * static_cast<float>(1.0 - swing);
    }
    dress(made, random, 0.1, 0.3);
    return made;
}

DescribedSound lead(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "lead synth";
    made.description.synonyms = {"lead", "synth lead", "synth stab"};
    const int note = randomNote(random, 57, 81);
    const double hz = hzOfNote(note);
    const double seconds = random.logUniform(0.25, 1.6);
    const bool isSquare = random.chance(0.5);
    const double cutoff = random.logUniform(1200.0, 9000.0);
    const double vibrato = random.chance(0.5) ? random.uniform(0.003, 0.012) : 0.0;
    adjectives.push_back(isSquare ? random.pick({"square", "hollow"}) : random.pick({"saw", "buzzy"}));
    sayBrightness(adjectives, random, cutoff, 2000.0, 5000.0);
    if (vibrato > 0.0) adjectives.emplace_back("vibrato");
    if (seconds < 0.5) adjectives.emplace_back("short");
    if (note > 74) adjectives.emplace_back("high");
    made.description.endings.push_back("in " + nameOf(note));

    const std::size_t frames = framesOf(seconds);
    made.sound = {std::vector<float>(frames), std::vector<float>(frames)};
    std::array<Oscillator, 2> oscillators{Oscillator(random.uniform()), Oscillator(random.uniform())};
    Filter left;
    Filter right;
    left.set(cutoff, 1.1);
    right.set(cutoff, 1.1);
    for (std::size_t n = 0; n < frames; ++n) {
        const double t = secondsOf(n);
        const double bent = hz * (1.0 + vibrato * std::sin(kTwoPi * 5.5 * t) * attack(t, 0.3));
        const float a = isSquare ? oscillators[0].square(bent * 0.998) : oscillators[0].saw(bent * 0.998);
        const float b = isSquare ? oscillators[1].square(bent * 1.002) : oscillators[1].saw(bent * 1.002);
        const auto level =
            static_cast<float>(attack(t, 0.006) * (1.0 - attack(t - seconds * 0.8, seconds * 0.2)) * 0.4);
        made.sound.left[n] = level * left.process(a + 0.5F * b).low;
        made.sound.right[n] = level * right.process(b + 0.5F * a).low;
    }
    dress(made, random, 0.2, 0.3);
    return made;
}

DescribedSound noiseSweep(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "noise sweep";
    const bool isRising = random.chance(0.5);
    made.description.synonyms = isRising ? Words{"riser", "rising noise sweep", "white noise riser"}
                                         : Words{"downlifter", "falling noise sweep", "white noise fall"};
    adjectives.push_back(isRising ? random.pick({"rising", "upward"}) : random.pick({"falling", "downward"}));
    const double seconds = random.uniform(0.7, 1.48);
    const double lowHz = random.logUniform(150.0, 600.0);
    const double highHz = random.logUniform(3000.0, 14000.0);
    const double q = random.uniform(0.8, 6.0);
    if (q > 3.5) adjectives.push_back(random.pick({"whistling", "resonant"}));
    if (seconds < 0.95) adjectives.emplace_back("short");

    const std::size_t frames = framesOf(seconds);
    made.sound = {std::vector<float>(frames), std::vector<float>(frames)};
    Filter left;
    Filter right;
    for (std::size_t n = 0; n < frames; ++n) {
        const double t = secondsOf(n);
        const double travelled = isRising ? t / seconds : 1.0 - t / seconds;
        if (n % 16 == 0) {
            const double cutoff = lowHz * std::pow(highHz / lowHz, travelled);
            left.set(cutoff, q);
            right.set(cutoff, q);
        }
        const auto level = static_cast<float>(attack(t, 0.03) *
                                              (isRising ? 0.1 + 0.9 * travelled : 0.05 + 0.95 * travelled));
        made.sound.left[n] = level * left.process(random.noise()).band;
        made.sound.right[n] = level * right.process(random.noise()).band;
    }
    dress(made, random, 0.05, 0.2);
    return made;
}

DescribedSound zap(Random& random) {
    DescribedSound made;
    Words& adjectives = made.description.adjectives;
    made.description.kind = "zap";
    made.description.synonyms = {"laser zap", "laser", "synth zap"};
    const double seconds = random.logUniform(0.1, 0.7);
    const double startHz = random.logUniform(1500.0, 9000.0);
    const double endHz = random.logUniform(60.0, 400.0);
    const bool isSquare = random.chance(0.3);
    if (isSquare) adjectives.push_back(random.pick({"buzzy", "harsh"}));
    if (seconds < 0.2) adjectives.emplace_back("short");
    if (seconds > 0.45) adjectives.emplace_back("long");
    if (startHz > 5000.0) adjectives.emplace_back("high");

    std::vector<float> samples(framesOf(seconds * 1.05));
    Oscillator oscillator;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const double t = secondsOf(n);
        const double hz = endHz + (startHz - endHz) * decay60(t, seconds);
        samples[n] = (isSquare ? 0.5F * oscillator.square(hz) : oscillator.sine(hz)) *
                     static_cast<float>(attack(t, 0.001) * decay60(t, seconds * 1.6));
    }
    made.sound = placed(samples, random.uniform(-0.2, 0.2));
    dress(made, random, 0.2, 0.25);
    return made;
}

} // namespace attune::starter::detail
