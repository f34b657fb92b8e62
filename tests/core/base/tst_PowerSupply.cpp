// SPDX-License-Identifier: GPL-3.0-or-later
//
// PowerSupply: what Linux writes about the supplies of a computer, and what it means.
#include "core/base/platform/PowerSupply.h"
#include "tests/support/Checks.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest/QtTest>

#include <fstream>

using namespace attune;

namespace {

class Supplies {
public:
    void add(const std::string& name, const std::string& type, const std::string& file,
             const std::string& word, const std::string& scope = {}) {
        const auto folder = m_folder.path() / name;
        std::filesystem::create_directories(folder);
        std::ofstream(folder / "type") << type << '\n';
        std::ofstream(folder / file) << word << '\n';
        if (!scope.empty()) std::ofstream(folder / "scope") << scope << '\n';
    }
    [[nodiscard]] bool areBatteryOnly() const { return platform::isOnBattery(m_folder.path()); }

private:
    test::TemporaryFolder m_folder;
};

} // namespace

class TestPowerSupply : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDesktopComputerHasNone() { QVERIFY(!Supplies().areBatteryOnly()); }

    void anUnpluggedLaptopIsOnBattery() {
        Supplies laptop;
        laptop.add("AC", "Mains", "online", "0");
        laptop.add("BAT0", "Battery", "status", "Discharging");
        QVERIFY(laptop.areBatteryOnly());
    }

    void pluggedInItIsNotThoughTheBatteryMayHelp() {
        Supplies laptop;
        laptop.add("BAT0", "Battery", "status", "Discharging");
        laptop.add("ADP1", "Mains", "online", "1");
        QVERIFY(!laptop.areBatteryOnly());
    }

    void chargingByUsbCounts() {
        Supplies laptop;
        laptop.add("BAT0", "Battery", "status", "Discharging");
        laptop.add("ucsi-source-psy-1", "USB", "online", "1");
        QVERIFY(!laptop.areBatteryOnly());
    }

    void theBatteryOfAMouseIsNotTheComputers() {
        Supplies desktop;
        desktop.add("hidpp_battery_0", "Battery", "status", "Discharging", "Device");
        QVERIFY(!desktop.areBatteryOnly());
    }

    void whatIsNotThereIsNoBattery() { QVERIFY(!platform::isOnBattery("/no/such/folder")); }
};

QTEST_GUILESS_MAIN(TestPowerSupply)
#include "tst_PowerSupply.moc"
