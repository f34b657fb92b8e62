// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/GuiTest.h"
#include "tests/ui/audio/FakeDevices.h"
#include "ui/audio/AudioOutput.h"
#include "ui/audio/PlaybackMixer.h"

#include <QtTest>

using namespace attune;
using namespace attune::ui;

namespace {

const OutputDevice kSpeakers = FakeDevices::named(QStringLiteral("Speakers"), 44'100, true);
const OutputDevice kPhones = FakeDevices::named(QStringLiteral("Phones"), 48'000);

struct Bench {
    explicit Bench(const QList<OutputDevice>& devices) {
        auto made = std::make_unique<FakeDevices>();
        list = made.get();
        list->set(devices);
        output = std::make_unique<QtAudioOutput>(mixer, std::move(made));
    }
    PlaybackMixer mixer;
    FakeDevices* list;
    std::unique_ptr<QtAudioOutput> output;
};

} // namespace

class tst_AudioOutput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theChosenDeviceThenTheDefaultThenTheFirst();
    void allDevicesGoAndOneReturns();
    void anotherDeviceDoesNotDisturb();
    void withoutADeviceTimePasses();
};

void tst_AudioOutput::theChosenDeviceThenTheDefaultThenTheFirst() {
    QCOMPARE(chosenDevice({kPhones, kSpeakers}, {}).name, kSpeakers.name);
    QCOMPARE(chosenDevice({kSpeakers, kPhones}, kPhones.id).name, kPhones.name);
    QCOMPARE(chosenDevice({kPhones}, "gone").name, kPhones.name);
    QVERIFY(chosenDevice({}, {}).id.isEmpty());
    Bench bench({kSpeakers, kPhones});
    QSignalSpy changed(bench.output.get(), &AudioOutput::availabilityChanged);
    QCOMPARE(bench.output->sampleRateHz(), 44'100);
    bench.output->chooseDevice(kPhones.id);
    QCOMPARE(bench.output->deviceName(), kPhones.name);
    QCOMPARE(bench.output->sampleRateHz(), 48'000);
    bench.list->set({kSpeakers}); // headphones fall out
    QCOMPARE(bench.output->deviceName(), kSpeakers.name);
    bench.list->set({kSpeakers, kPhones}); // and are the wish that they were
    QCOMPARE(bench.output->deviceName(), kPhones.name);
    QCOMPARE(changed.count(), 3);
}

void tst_AudioOutput::allDevicesGoAndOneReturns() {
    Bench bench({kSpeakers, kPhones});
    QSignalSpy changed(bench.output.get(), &AudioOutput::availabilityChanged);
    bench.output->start();
    bench.list->set({});
    QCOMPARE(changed.count(), 1);
    QVERIFY(!bench.output->isAvailable());
    QCOMPARE(bench.output->sampleRateHz(), 44'100);
    bench.list->set({kPhones});
    QCOMPARE(changed.count(), 2);
    QVERIFY(bench.output->isAvailable());
    QCOMPARE(bench.output->deviceName(), kPhones.name);
    QCOMPARE(bench.output->sampleRateHz(), 48'000);
}

// What sounds is not interrupted because something else was plugged in, or because a setting changed.
void tst_AudioOutput::anotherDeviceDoesNotDisturb() {
    Bench bench({kSpeakers});
    QSignalSpy changed(bench.output.get(), &AudioOutput::availabilityChanged);
    bench.list->set({kSpeakers, kPhones});
    bench.output->chooseDevice({});
    bench.output->chooseDevice(kSpeakers.id);
    QCOMPARE(changed.count(), 0);
}

void tst_AudioOutput::withoutADeviceTimePasses() {
    Bench bench({});
    bench.mixer.play(std::make_shared<const audio::AudioBuffer>(2, 4'410, SampleRate{44'100}),
                     StartAt::Beginning);
    bench.output->start();
    QTRY_VERIFY(bench.mixer.hasFinished());
    bench.output->idle();
}

int main(int argc, char** argv) {
    return runGuiTest<tst_AudioOutput>(argc, argv);
}
#include "tst_AudioOutput.moc"
