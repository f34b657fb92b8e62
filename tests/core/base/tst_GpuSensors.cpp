// SPDX-License-Identifier: GPL-3.0-or-later
//
// What GPUs tell through a management library: a made-up one with and without answers, none, a broken one.
#include "core/base/Text.h"
#include "core/base/platform/GpuSensors.h"
#include "tests/support/Checks.h"

using namespace attune;
using namespace attune::platform;

class tst_GpuSensors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatTheDriverTells() {
        const auto sensors = GpuSensors::open(pathFromUtf8(FAKE_NVML));
        ATTUNE_VERIFY_OK(sensors);
        QCOMPARE(sensors->driverVersion(), std::string("550.54.15"));
        const std::vector<GpuReading> readings = sensors->read();
        QCOMPARE(readings.size(), std::size_t{2}); // the third answers nothing
        QCOMPARE(readings[0].name, std::string("NVIDIA First"));
        QCOMPARE(readings[0].temperatureCelsius.value_or(-1), 61);
        QCOMPARE(readings[0].loadPercent.value_or(-1), 97);
        QCOMPARE(readings[0].usedBytes, std::int64_t{6'000'000'000});
        QCOMPARE(readings[0].totalBytes, std::int64_t{24'000'000'000});
        QVERIFY(!readings[1].temperatureCelsius && !readings[1].loadPercent);
        QCOMPARE(readings[1].totalBytes, std::int64_t{24'000'000'000});
    }

    void aDriverThatRefusesIsNamed() {
        qputenv("ATTUNE_FAKE_NVML", "broken");
        const auto sensors = GpuSensors::open(pathFromUtf8(FAKE_NVML));
        qunsetenv("ATTUNE_FAKE_NVML");
        ATTUNE_VERIFY_ERROR(sensors, ErrorCode::DeviceUnavailable);
    }

    void withoutADriverThereIsNothing() {
        QVERIFY(!GpuSensors::open("no-such-management-library.so.1"));
        // On a machine with a driver this one answers; either way nothing falls over.
        if (const auto real = GpuSensors::open()) QVERIFY(!real->driverVersion().empty());
    }
};

QTEST_GUILESS_MAIN(tst_GpuSensors)
#include "tst_GpuSensors.moc"
