// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sat/SatArguments.h"
#include "core/config/IniFile.h"

#include <QtTest/QtTest>

using namespace attune;
using namespace attune::cli;

class tst_SatArguments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void precedenceIsTheScripts() {
        const auto ini = config::IniFile::parse("[DEFAULTS]\nbatch_size = 8\nprecision = "
                                                "'bf16-mixed'\nckpt_path = ''\nproject = None\nseed = 7\n",
                                                "defaults.ini");
        QVERIFY(ini.has_value());
        const SatValues values =
            SatValues::resolve(satTrainArguments(), {{"seed", "99"}}, ini->literals("DEFAULTS"));
        QCOMPARE(*values.integer("seed"), std::int64_t{99});         // command line
        QCOMPARE(*values.integer("batch-size"), std::int64_t{8});    // file
        QCOMPARE(*values.integer("accum-batches"), std::int64_t{1}); // script
        QCOMPARE(values.text("precision"), std::string("bf16-mixed"));
        QVERIFY(values.path("ckpt-path").empty());
        QVERIFY(values.text("project").empty());
    }

    void defaultsAreTheScripts() {
        const SatValues train = SatValues::resolve(satTrainArguments(), {});
        QCOMPARE(train.text("name"), std::string("stable_audio_tools"));
        QCOMPARE(*train.integer("batch-size"), std::int64_t{4});
        QCOMPARE(train.text("precision"), std::string("16-mixed"));
        QCOMPARE(*train.integer("checkpoint-every"), std::int64_t{10000});
        QCOMPARE(*train.integer("val-every"), std::int64_t{-1});
        QCOMPARE(*train.number("gradient-clip-val"), 0.0);
        const SatValues encode = SatValues::resolve(satPreEncodeArguments(), {});
        QCOMPARE(*encode.integer("sample-size"), std::int64_t{1320960});
        QVERIFY(!encode.flag("model-half"));
        QVERIFY(SatValues::resolve(satPreEncodeArguments(), {{"model-half", "true"}}).flag("model-half"));
    }

    void wrongKindsAreNamed() {
        const SatValues values = SatValues::resolve(
            satTrainArguments(),
            {{"batch-size", "many"}, {"gradient-clip-val", "1.0x"}, {"model-config", "no/such.json"}});
        QCOMPARE(values.integer("batch-size").error().code, ErrorCode::InvalidArgument);
        QVERIFY(values.integer("batch-size").error().message.find("--batch-size") != std::string::npos);
        QCOMPARE(values.number("gradient-clip-val").error().code, ErrorCode::InvalidArgument);
        QCOMPARE(values.existing("model-config").error().code, ErrorCode::NotFound);
        QCOMPARE(values.existing("dataset-config").error().code, ErrorCode::InvalidArgument); // not given
    }

    void idleArgumentsAreTold() {
        const SatValues values = SatValues::resolve(
            satTrainArguments(), {{"logger", "wandb"}, {"seed", "1"}, {"num-workers", "8"}});
        QCOMPARE(values.givenWithoutEffect(), (std::vector<std::string>{"logger", "num-workers"}));
    }
};

QTEST_APPLESS_MAIN(tst_SatArguments)
#include "tst_SatArguments.moc"
