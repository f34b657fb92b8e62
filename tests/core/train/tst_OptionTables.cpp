// SPDX-License-Identifier: GPL-3.0-or-later
//
// The option tables of core/config (what a form offers and a check accepts) against what core/train makes of
// them: the same types, the same options, the same defaults.
#include "core/config/RunSettingsTypes.h"
#include "core/train/LearningRateSchedule.h"
#include "core/train/OptimiserOptions.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <algorithm>

using namespace attune;
using namespace attune::train;
using config::Json;

class TestOptionTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void optimisersAgree_data();
    void optimisersAgree();
    void schedulesAreMade();
};

void TestOptionTables::optimisersAgree_data() {
    QTest::addColumn<std::string>("type");
    for (const std::string_view type : config::optimiserTypes())
        QTest::newRow(std::string(type).c_str()) << std::string(type);
}

void TestOptionTables::optimisersAgree() {
    QFETCH(std::string, type);
    const Json table = config::defaultOptimiserConfig(type);
    ATTUNE_ASSIGN_OK(const OptimiserOptions spelledOut, OptimiserOptions::from({type, table}));
    ATTUNE_ASSIGN_OK(const OptimiserOptions leftOut, OptimiserOptions::from({type, Json::object()}));
    QCOMPARE(spelledOut.toSettings().options.dump(), leftOut.toSettings().options.dump());
    const Json known = leftOut.toSettings().options;
    for (const auto& [key, value] : known.items()) {
        QVERIFY2(table.contains(key), key.c_str());
        if (!table.at(key).is_null()) QVERIFY2(table.at(key) == value, key.c_str());
    }
}

void TestOptionTables::schedulesAreMade() {
    const auto types = config::scheduleTypes();
    for (const char* type :
         {"Constant", "InverseLR", "ConstantLR", "LinearLR", "ExponentialLR", "StepLR", "MultiStepLR",
          "PolynomialLR", "CosineAnnealingLR", "CosineAnnealingWarmRestarts", "OneCycleLR", "CyclicLR"})
        QVERIFY2(std::find(types.begin(), types.end(), type) != types.end(), type);
    for (const std::string_view type : config::scheduleTypes()) {
        const auto made = makeSchedule({std::string(type), config::defaultScheduleConfig(type)}, 1e-4);
        QVERIFY2(made.has_value(), made ? "" : made.error().describe().c_str());
    }
}

QTEST_APPLESS_MAIN(TestOptionTables)
#include "tst_OptionTables.moc"
