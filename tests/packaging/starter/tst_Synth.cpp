// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sounds that the starter model learns from: repeatable, sound, and described.
#include "packaging/starter/Dsp.h"
#include "packaging/starter/Prompts.h"
#include "packaging/starter/Random.h"
#include "packaging/starter/Synth.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace attune::starter;

class SynthTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sameSeedGivesTheSameSamples();
    void otherSeedsAndIndicesDiffer();
    void everySoundIsFiniteAudibleAndInsideTheWindow();
    void kickIsLowAndHatIsHigh();
    void promptsNameTheKind();
    void promptsVary();
    void filterPassesAndStops();
};

namespace {

// Energy-weighted mean of the frequency of zero crossings: enough to tell low from high.
double crossingsHz(const StereoSound& sound) {
    std::size_t crossings = 0;
    for (std::size_t i = 1; i < sound.frameCount(); ++i)
        if ((sound.left[i - 1] < 0.0F) != (sound.left[i] < 0.0F)) ++crossings;
    return static_cast<double>(crossings) / (2.0 * sound.durationSeconds());
}

} // namespace

void SynthTest::sameSeedGivesTheSameSamples() {
    for (std::uint64_t i = 0; i < kinds().size(); ++i) {
        const DescribedSound a = synthesise(11, i);
        const DescribedSound b = synthesise(11, i);
        QVERIFY(a.sound.left == b.sound.left);
        QVERIFY(a.sound.right == b.sound.right);
        QVERIFY(a.description.adjectives == b.description.adjectives);
    }
}

void SynthTest::otherSeedsAndIndicesDiffer() {
    const auto count = static_cast<std::uint64_t>(kinds().size());
    for (std::uint64_t i = 0; i < count; ++i) {
        const DescribedSound a = synthesise(11, i);
        QVERIFY(a.sound.left != synthesise(12, i).sound.left);
        const DescribedSound next = synthesise(11, i + count);
        QVERIFY(a.sound.left != next.sound.left);
        QCOMPARE(a.description.kind, next.description.kind);
    }
}

void SynthTest::everySoundIsFiniteAudibleAndInsideTheWindow() {
    for (std::uint64_t i = 0; i < 320; ++i) {
        const StereoSound sound = synthesise(3, i).sound;
        QVERIFY(sound.frameCount() > 512 && sound.frameCount() <= kWindowFrames);
        QCOMPARE(sound.left.size(), sound.right.size());
        float peak = 0.0F;
        for (const auto* channel : {&sound.left, &sound.right})
            for (const float sample : *channel) {
                QVERIFY(std::isfinite(sample));
                peak = std::max(peak, std::abs(sample));
            }
        QVERIFY2(peak > 0.6F && peak < 0.98F, qPrintable(QString::number(static_cast<double>(peak))));
        QVERIFY(std::abs(sound.left.back()) < 1e-4F);
    }
}

void SynthTest::kickIsLowAndHatIsHigh() {
    Random random(5);
    for (int i = 0; i < 10; ++i) {
        QVERIFY(crossingsHz(detail::kick(random).sound) < 1200.0);
        QVERIFY(crossingsHz(detail::closedHat(random).sound) > 3000.0);
    }
}

void SynthTest::promptsNameTheKind() {
    Random random(9);
    for (std::uint64_t i = 0; i < 160; ++i) {
        const Description description = synthesise(4, i).description;
        const std::string prompt = promptFor(description, random);
        const std::string tail = prompt.substr(1); // the first letter may be a capital
        bool isNamed = tail.find(description.kind.substr(1)) != std::string::npos;
        for (const std::string& synonym : description.synonyms)
            isNamed = isNamed || tail.find(synonym.substr(1)) != std::string::npos;
        QVERIFY2(isNamed, prompt.c_str());
    }
}

void SynthTest::promptsVary() {
    Random random(10);
    Description description{"kick drum", {"kick"}, {"deep", "short", "clean"}, {"in a room"}};
    std::set<std::string> prompts;
    for (int i = 0; i < 100; ++i) prompts.insert(promptFor(description, random));
    QVERIFY(prompts.size() > 20);
}

void SynthTest::filterPassesAndStops() {
    Filter filter;
    filter.set(1000.0, 0.707);
    Oscillator low;
    Oscillator high;
    Filter other;
    other.set(1000.0, 0.707);
    float passed = 0.0F;
    float stopped = 0.0F;
    for (int i = 0; i < 8820; ++i) {
        passed = std::max(passed, std::abs(filter.process(low.sine(50.0)).low));
        const float leaked = std::abs(other.process(high.sine(10000.0)).low);
        if (i > 2000) stopped = std::max(stopped, leaked); // after the filter has settled
    }
    QVERIFY(passed > 0.95F && passed < 1.05F);
    QVERIFY(stopped < 0.02F);
}

QTEST_APPLESS_MAIN(SynthTest)
#include "tst_Synth.moc"
