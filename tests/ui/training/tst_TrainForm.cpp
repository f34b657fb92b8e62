// SPDX-License-Identifier: GPL-3.0-or-later
//
// The form of a run, what it means, and starting it.
#include "core/config/ParameterDescription.h"
#include "tests/ui/GuiTest.h"
#include "tests/ui/training/TrainBench.h"
#include "ui/training/FieldHelp.h"
#include "ui/training/JsonLines.h"
#include "ui/training/RawEditor.h"
#include "ui/training/RunSummary.h"
#include "ui/training/SettingsForm.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <QTranslator>
#include <QtTest>

using namespace attune;
using namespace attune::ui;

class tst_TrainForm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBoxNamesThePreset();
    void theModelIsChosenByName();
    void everyParameterHasAField();
    void formAndJsonFollowEachOther();
    void wrongValueIsMarkedAndBlocksStart();
    void nothingIsOfferedWithAWrongValue();
    void aFullDiskIsLookedAtAgain();
    void theKeyboardGoesAlong();
    void resetGoesBackToThePreset();
    void startGivesTheWholeDocument();
    void whatToKnowBeforeStartingIsSaid();
    void remedyIsOneClick();
    void aMeasurementBelongsToItsSettings();
    void anotherTypeBringsItsOptions_data();
    void anotherTypeBringsItsOptions();
    void helpFollowsTheCursor();
    void everythingHasAName();
    void promptsOfTheClipsAreSuggestedOnce();
    void untouchedFormFollowsTheModel();
    void aNoughtWithAMeaningIsSaidInWords();
    void oneIsNotMany();
    void linesOfJson();
    void problemsAreMarkedWhereTheyStand();
    void remediesHaveRoom_data();
    void remediesHaveRoom();
};

void tst_TrainForm::everyParameterHasAField() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    for (const config::ParameterDescription& parameter : config::runParameters()) {
        if (parameter.kind == config::ParameterKind::Prompts) continue;
        const QString path =
            QString::fromUtf8(parameter.path.data(), static_cast<qsizetype>(parameter.path.size()));
        auto* editor = form.findChild<QWidget*>(QStringLiteral("edit:") + path);
        QVERIFY2(editor != nullptr, qPrintable(path));
        QVERIFY2(!editor->accessibleName().isEmpty(), qPrintable(path));
        QVERIFY2(!editor->toolTip().isEmpty(), qPrintable(path));
    }
}

void tst_TrainForm::formAndJsonFollowEachOther() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    form.show();
    auto* batch = form.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    QVERIFY(batch != nullptr);
    batch->setFocus();
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("16"));
    QCOMPARE(form.document()["batch_size"].get<int>(), 16);
    auto* raw = form.findChild<QPlainTextEdit*>(QStringLiteral("rawSettings"));
    QVERIFY(raw->toPlainText().contains(QStringLiteral("\"batch_size\": 16")));
    QString text = raw->toPlainText();
    form.findChild<QTabWidget*>(QStringLiteral("settingsTabs"))->setCurrentIndex(2);
    raw->setFocus();
    raw->setPlainText(
        text.replace(QStringLiteral("\"batch_size\": 16"), QStringLiteral("\"batch_size\": 3")));
    QCOMPARE(batch->text(), QStringLiteral("3"));
    // Nonsense on the way to something sensible, and a preset chosen over it.
    form.setPresets({fakes::Train().presets().front()});
    for (const char* nonsense : {"[]", "3", "null", "{\"demos\": 3}", "{\"name\": 3, \"demos\": null}"}) {
        raw->setPlainText(QString::fromLatin1(nonsense));
        form.adoptPreset(0);
        QVERIFY(form.isValid());
    }
    for (const char* prompts : {"[\"kick\"]", "[{\"prompt\": 5, \"seed\": \"x\"}]"}) {
        raw->setPlainText(QStringLiteral("{\"demos\": {\"prompts\": %1}}").arg(QString::fromLatin1(prompts)));
        QVERIFY(!form.isValid());
    }
    raw->setPlainText(QStringLiteral("{ \"batch_size\": "));
    QVERIFY(!form.isValid());
    QVERIFY(form.findChild<QLabel*>(QStringLiteral("rawProblem"))->text().contains(QStringLiteral("line 1")));
}

void tst_TrainForm::wrongValueIsMarkedAndBlocksStart() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    auto* batch = form.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("zero"));
    QCOMPARE(batch->property("state").toString(), QStringLiteral("bad"));
    QCOMPARE(form.document()["batch_size"].get<int>(), 4); // a wrong text never leaves the field
    QVERIFY(!form.isValid()); // nor may a run start with another number than the one that stands there
    form.setClipCount(500);   // a plan that comes,
    form.change(QStringLiteral("seed"), 3); // or another field, does not take the mark away
    QCOMPARE(batch->property("state").toString(), QStringLiteral("bad"));
    QVERIFY(!form.isValid());
    QSignalSpy changed(&form, &SettingsForm::documentChanged);
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("4")); // what it was
    QCOMPARE(changed.count(), 1);
    QVERIFY(form.isValid());
    form.change(QStringLiteral("batch_size"), -1);
    QVERIFY(!form.isValid());
}

// The form is not what would run: neither a start nor a measurement is offered.
void tst_TrainForm::nothingIsOfferedWithAWrongValue() {
    TrainBench bench;
    bench.page.setDraft({});
    bench.page.show();
    auto* batch = bench.page.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("0"));
    for (const char* name : {"startTraining", "measureStep"})
        QVERIFY2(!bench.page.findChild<QPushButton*>(QString::fromLatin1(name))->isEnabled(), name);
    QVERIFY(!bench.page.findChild<QLabel*>(QStringLiteral("startBlocked"))->text().isEmpty());
    QTest::keyClick(batch, Qt::Key_Backspace);
    QTest::keyClicks(batch, QStringLiteral("8"));
    for (const char* name : {"startTraining", "measureStep"})
        QVERIFY2(bench.page.findChild<QPushButton*>(QString::fromLatin1(name))->isEnabled(), name);
}

void tst_TrainForm::aFullDiskIsLookedAtAgain() {
    TrainBench bench;
    bench.train.answer.lacksRoom = true;
    bench.train.answer.blockedBecause = QStringLiteral("no room");
    bench.page.setDraft({});
    bench.page.show();
    const auto* start = bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"));
    auto* check = bench.page.findChild<QTimer*>(QStringLiteral("roomCheck"));
    QVERIFY(!start->isEnabled() && check->isActive());
    bench.train.answer = {}; // somebody has emptied the bin
    check->setInterval(0);
    QTRY_VERIFY(start->isEnabled());
    QVERIFY(!check->isActive());
}

// Who goes from the run to a new one types there, and not into the project's name.
void tst_TrainForm::theKeyboardGoesAlong() {
    TrainBench bench;
    const RunView run = runningRun();
    bench.train.list = {run};
    bench.page.setDraft({});
    bench.page.show();
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    Q_EMIT bench.train.runStarted(run.id);
    auto* next = bench.page.findChild<QPushButton*>(QStringLiteral("cockpitNew"));
    next->setFocus();
    QTest::mouseClick(next, Qt::LeftButton);
    QVERIFY(QApplication::focusWidget() != nullptr);
    QVERIFY(bench.page.findChild<SettingsForm*>()->isAncestorOf(QApplication::focusWidget()));
    bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"))->setFocus();
    bench.page.showRun(run.id);
    QVERIFY(
        bench.page.findChild<QWidget*>(QStringLiteral("cockpit"))->isAncestorOf(QApplication::focusWidget()));
}

void tst_TrainForm::resetGoesBackToThePreset() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    form.show();
    form.change(QStringLiteral("batch_size"), 32);
    auto* field = form.findChild<QWidget*>(QStringLiteral("field:batch_size"));
    auto* reset = field->findChild<QToolButton*>(QStringLiteral("reset"));
    QVERIFY(reset->isVisible());
    QTest::mouseClick(reset, Qt::LeftButton);
    QCOMPARE(form.document()["batch_size"].get<int>(), 4);
    QVERIFY(!reset->isVisible());
}

void tst_TrainForm::startGivesTheWholeDocument() {
    TrainBench bench;
    bench.page.setDraft({});
    bench.page.resize(1200, 800);
    bench.page.show();
    auto* start = bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"));
    QVERIFY(start->isEnabled());
    QTest::mouseClick(start, Qt::LeftButton);
    QCOMPARE(bench.train.started.size(), std::size_t{1});
    QVERIFY(config::runSettingsFromJson(bench.train.started.front()));
    bench.train.answer.blockedBecause = QStringLiteral("Encode the clips first.");
    bench.page.refreshPlan();
    QVERIFY(!start->isEnabled());
    QCOMPARE(bench.page.findChild<QLabel*>(QStringLiteral("startBlocked"))->text(),
             QStringLiteral("Encode the clips first."));
}

void tst_TrainForm::whatToKnowBeforeStartingIsSaid() {
    TrainBench bench;
    bench.page.setDraft({});
    bench.page.show();
    auto* notes = bench.page.findChild<QLabel*>(QStringLiteral("startNotes"));
    QVERIFY(!notes->isVisible());
    bench.train.answer.notes = {QStringLiteral("The computer runs on its battery.")};
    bench.page.refreshPlan();
    QTRY_COMPARE(notes->text(), QStringLiteral("The computer runs on its battery."));
    QVERIFY(notes->isVisible());
    QVERIFY(bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"))->isEnabled());
}

void tst_TrainForm::remedyIsOneClick() {
    TrainBench bench;
    bench.train.answer.memory = {{QStringLiteral("Weights"), 4'000'000'000},
                                 {QStringLiteral("Optimiser"), 8'000'000'000}};
    bench.train.answer.memoryLimitBytes = 8'000'000'000;
    bench.train.answer.fits = false;
    bench.train.answer.remedies = {{QStringLiteral("Use the 8-bit optimiser"),
                                    QStringLiteral("optimiser.type"), "AdamW8bit", 6'000'000'000}};
    bench.page.setDraft({});
    bench.page.show();
    auto* remedy = bench.page.findChild<QPushButton*>(QStringLiteral("remedy:optimiser.type"));
    QVERIFY(remedy != nullptr);
    QTest::mouseClick(remedy, Qt::LeftButton);
    QTRY_COMPARE(bench.train.planned["optimiser"]["type"].get<std::string>(), std::string("AdamW8bit"));
}

void tst_TrainForm::aMeasurementBelongsToItsSettings() {
    TrainBench bench;
    bench.train.answer.memory = {{QStringLiteral("Weights"), 4'000'000'000}};
    bench.page.setDraft({});
    bench.page.show();
    auto* button = bench.page.findChild<QPushButton*>(QStringLiteral("measureStep"));
    auto* said = bench.page.findChild<QLabel*>(QStringLiteral("stepMeasured"));
    QVERIFY(button != nullptr && said != nullptr);
    QVERIFY(button->isEnabled() && said->isHidden());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bench.train.measuredSettings.size(), std::size_t{1});
    QVERIFY(!button->isEnabled() && said->isVisible()); // one at a time
    Q_EMIT bench.train.measured(StepMeasurement{QStringLiteral("cuda:0"), 8'000'000'000, 6'900'000'000, 1.5});
    QVERIFY(button->isEnabled());
    QVERIFY2(said->text().contains(QStringLiteral("6.9")) && said->text().contains(QStringLiteral("1.5")),
             qPrintable(said->text()));
    auto* form = bench.page.findChild<SettingsForm*>();
    form->change(QStringLiteral("batch_size"), 7);
    QVERIFY(said->isHidden());
    form->change(QStringLiteral("batch_size"), bench.train.presetBatch);
    QVERIFY(said->isVisible()); // back at what was measured

    QTest::mouseClick(button, Qt::LeftButton);
    Q_EMIT bench.train.measured({}); // it failed or was stopped
    QVERIFY(button->isEnabled() && said->isHidden());
}

void tst_TrainForm::anotherTypeBringsItsOptions_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("type");
    for (const char* path : {"optimiser.type", "schedule.type", "timesteps.type"})
        for (const config::ParameterChoice& choice : config::findRunParameter(path)->choices) {
            const QString type =
                QString::fromUtf8(choice.value.data(), static_cast<qsizetype>(choice.value.size()));
            QTest::addRow("%s %s", path, qPrintable(type)) << QString::fromLatin1(path) << type;
        }
}

void tst_TrainForm::anotherTypeBringsItsOptions() {
    QFETCH(QString, path);
    QFETCH(QString, type);
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    const double rate = config::valueAt(form.document(), "optimiser.config.lr").get<double>();
    form.change(path, type.toStdString());
    QVERIFY(form.isValid());
    const auto settings = config::runSettingsFromJson(form.document());
    QVERIFY(settings);
    if (type == QStringLiteral("CosineAnnealingLR"))
        QCOMPARE(settings->schedule.options["T_max"].get<std::int64_t>(), settings->steps);
    if (type == QStringLiteral("AdamW8bit") || type == QStringLiteral("SGD"))
        QCOMPARE(config::learningRateOf(settings->optimiser), rate);
    if (type == QStringLiteral("Prodigy")) QCOMPARE(config::learningRateOf(settings->optimiser), 1.0);
}

void tst_TrainForm::helpFollowsTheCursor() {
    TrainBench bench;
    bench.page.setDraft({});
    bench.page.resize(1200, 800);
    bench.page.show();
    auto* help = bench.page.findChild<QWidget*>(QStringLiteral("fieldHelp"));
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    bench.page.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"))->setFocus();
    const auto says = [help](const char* words) {
        for (const QLabel* label : help->findChildren<QLabel*>())
            if (label->text().contains(QString::fromLatin1(words))) return true;
        return false;
    };
    QVERIFY(says("Clips that are looked at together"));
    QVERIFY(says("default 4"));
}

void tst_TrainForm::everythingHasAName() {
    TrainBench bench;
    bench.train.list = {runningRun()};
    bench.page.setDraft({});
    bench.page.resize(1280, 720);
    bench.page.show();
    QCOMPARE(namelessControls(bench.page).join(QLatin1Char(' ')), QString());
    bench.page.showRun(bench.train.list[0].id);
    bench.jobs.set(jobs::JobState::Running);
    QCOMPARE(namelessControls(bench.page).join(QLatin1Char(' ')), QString());
}

void tst_TrainForm::promptsOfTheClipsAreSuggestedOnce() {
    TrainBench bench;
    config::Json draft = bench.train.presets().front();
    config::setValueAt(draft, "demos.prompts", config::Json::array());
    bench.train.answer.trainingClips = 12;
    bench.train.answer.suggestedPrompts = config::Json::parse(R"([{"prompt": "vinyl hat", "seed": 1}])");
    bench.page.setDraft(draft);
    auto* prompts = bench.page.findChild<QTableWidget*>(QStringLiteral("demoPrompts"));
    QCOMPARE(prompts->rowCount(), 1);
    QCOMPARE(prompts->item(0, 0)->text(), QStringLiteral("vinyl hat"));
    prompts->setCurrentCell(0, 0);
    bench.page.findChild<QPushButton*>(QStringLiteral("demoPromptRemove"))->click();
    bench.page.refreshPlan();
    QCOMPARE(prompts->rowCount(), 0); // taken out is taken out
}

void tst_TrainForm::aNoughtWithAMeaningIsSaidInWords() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    form.change(QStringLiteral("clip_seconds"), 0.0);
    form.show();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    auto* length = form.findChild<QLineEdit*>(QStringLiteral("edit:clip_seconds"));
    auto* field = form.findChild<QWidget*>(QStringLiteral("field:clip_seconds"));
    const auto says = [field](const QString& words) {
        const auto labels = field->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text() == words; });
    };
    QCOMPARE(length->text(), QStringLiteral("the model's length"));
    QVERIFY(!says(QStringLiteral("s"))); // words have no unit
    length->setFocus(Qt::TabFocusReason);
    QCOMPARE(length->text(), QStringLiteral("0")); // what is typed is a number
    QVERIFY(says(QStringLiteral("s")));
    QTest::keyClicks(length, QStringLiteral("2.5"));
    QCOMPARE(form.document()["clip_seconds"].get<double>(), 2.5);
    form.findChild<QLineEdit*>(QStringLiteral("edit:steps"))->setFocus(Qt::TabFocusReason);
    QCOMPARE(length->text(), QStringLiteral("2.5"));
    form.change(QStringLiteral("steps"), 0);
    length->setFocus(Qt::TabFocusReason);
    QTest::keyClicks(length, QStringLiteral("0"));
    QCOMPARE(form.findChild<QLineEdit*>(QStringLiteral("edit:steps"))->text(),
             QStringLiteral("until you stop it"));
    QVERIFY(form.isValid());
    QVERIFY(parameterRange(*config::findRunParameter("clip_seconds"))
                .startsWith(QStringLiteral("0 (the model's length) to 600 s")));
}

void tst_TrainForm::oneIsNotMany() {
    QCOMPARE(unitText("batches", 1), QStringLiteral("batch"));
    QCOMPARE(unitText("batches", 2), QStringLiteral("batches"));
    QCOMPARE(unitText("of clips", 1.0), QStringLiteral("of clips")); // a share
    QCOMPARE(unitText("bytes", std::int64_t{5'000'000'000}), QStringLiteral("= 5.0\u00a0GB"));
    QCOMPARE(unitText("steps", nullptr), QStringLiteral("steps"));
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    form.change(QStringLiteral("accumulation"), 1);
    const auto labels =
        form.findChild<QWidget*>(QStringLiteral("field:accumulation"))->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
                        [](const QLabel* label) { return label->text() == QStringLiteral("batch"); }));
}

void tst_TrainForm::linesOfJson() {
    const QString text = QStringLiteral("{ \"a\": 1,\n  \"b\": {\n    \"c\\\"d\": [1,\n 2, {\"e\": "
                                        "null}],\n    \"f\": \"x, {\"\n  }\n}");
    const QHash<QString, int> lines = jsonLines(text);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("a")), 1);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b")), 2);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.c\"d")), 3);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.c\"d[1]")), 4);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.c\"d[2].e")), 4);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.f")), 5);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.missing")), 2); // around it
    QCOMPARE(jsonLineOf(lines, QStringLiteral("missing")), 1);
    for (const char* broken : {"", "}", "]]", "{\"a", "[{\"\\", "{,,\"a\":"})
        QCOMPARE(jsonLineOf(jsonLines(QString::fromLatin1(broken)), QStringLiteral("x[3].y")), 1);
}

void tst_TrainForm::problemsAreMarkedWhereTheyStand() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    auto* raw = form.findChild<RawEditor*>(QStringLiteral("rawSettings"));
    auto* problem = form.findChild<QLabel*>(QStringLiteral("rawProblem"));
    QVERIFY(raw->problemLines().isEmpty());
    raw->setPlainText(QStringLiteral("{\n \"batch_size\": \"many\",\n \"steps\": 99999999999999999999999,\n"
                                     " \"batch_siez\": 3\n}"));
    QCOMPARE(raw->problemLines(), (QSet<int>{2, 3, 4}));
    QCOMPARE(raw->extraSelections().size(), 3);
    for (const char* said :
         {"Line 2: Batch: Allowed: 1 to 4,096", "Line 3: Steps: Allowed: 0 (until you stop it)",
          "Line 4: There is no setting called batch_siez"})
        QVERIFY2(problem->text().contains(QString::fromLatin1(said)), qPrintable(problem->text()));
    raw->setPlainText(QStringLiteral("{\n \"batch_size\": 3\n \"steps\": 5\n}"));
    QCOMPARE(raw->problemLines(), QSet<int>{3});
    QVERIFY(!form.isValid());
    raw->setPlainText(QStringLiteral("{\n \"steps\": 1e400\n}"));
    QVERIFY(!form.isValid());
    QVERIFY2(!problem->text().contains(QStringLiteral("exception")), qPrintable(problem->text()));
    form.setDocument(fakes::Train().presets().front());
    QVERIFY(raw->problemLines().isEmpty() && problem->text().isEmpty());
}

// On the smallest screen a plan that does not fit still shows every word and the button.
void tst_TrainForm::remediesHaveRoom_data() {
    QTest::addColumn<QString>("language");
    for (const char* language : {"en", "de"}) QTest::newRow(language) << QString::fromLatin1(language);
}

void tst_TrainForm::remediesHaveRoom() {
    QFETCH(QString, language);
    QTranslator translator; // takes itself out again
    QVERIFY(translator.load(QStringLiteral(":/i18n/attune_%1.qm").arg(language)));
    QVERIFY(QCoreApplication::installTranslator(&translator));
    TrainBench bench;
    for (const char* part : {"Weights", "Gradients", "Optimiser", "EMA", "Activations", "Program"})
        bench.train.answer.memory.push_back({QString::fromLatin1(part), 4'000'000'000});
    bench.train.answer.memoryLimitBytes = 8'000'000'000;
    bench.train.answer.fits = false;
    bench.train.answer.trainingClips = 20;
    bench.train.answer.stepsPerEpoch = 5;
    bench.train.answer.deviceName =
        QStringLiteral("a graphics card with a name that takes two lines of room");
    const char* const remedies[] = {"Keep the averaged weights in main memory",
                                    "Compute activations twice",
                                    "Use the 8-bit optimiser",
                                    "Halve the batch",
                                    "Keep the weights in bfloat16",
                                    "Train a LoRA instead of the whole model"};
    for (int i = 0; i < 6; ++i)
        bench.train.answer.remedies.push_back({QCoreApplication::translate("StudioTrain", remedies[i]),
                                               QStringLiteral("way%1").arg(i), true, 999'900'000'000});
    bench.page.setDraft({});
    bench.page.resize(1194, 630);
    bench.page.show();
    QCoreApplication::processEvents();
    const auto* summary = bench.page.findChild<RunSummary*>();
    const QWidget* viewport = summary->parentWidget()->parentWidget();
    QVERIFY(summary->parentWidget()->width() <= viewport->width()); // nothing beside the edge
    for (const QLabel* label : summary->findChildren<QLabel*>())
        if (label->isVisible())
            QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
    for (int i = 0; i < 6; ++i) {
        const auto* remedy = bench.page.findChild<QPushButton*>(QStringLiteral("remedy:way%1").arg(i));
        QVERIFY(remedy != nullptr && remedy->height() >= remedy->sizeHint().height());
        QVERIFY2(remedy->width() >= remedy->sizeHint().width(), qPrintable(QString::number(remedy->width())));
    }
    const auto* start = bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"));
    QVERIFY(bench.page.rect().contains(QRect(start->mapTo(&bench.page, QPoint(0, 0)), start->size())));
}

void tst_TrainForm::untouchedFormFollowsTheModel() {
    TrainBench bench;
    bench.page.setDraft({});
    auto* batch = bench.page.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    const auto* name = bench.page.findChild<QLineEdit*>(QStringLiteral("edit:name"));
    bench.train.presetBatch = 16; // what suits the other model
    bench.train.presetName = "Starter";
    bench.page.setModel(QStringLiteral("small"));
    QCOMPARE(batch->text(), QStringLiteral("16"));
    QCOMPARE(name->text(), QStringLiteral("Starter")); // nobody had named it
    bench.page.findChild<SettingsForm*>()->change(QStringLiteral("name"), "Warm kicks");
    bench.train.presetBatch = 24;
    bench.train.presetName = "Other";
    bench.page.setModel(QStringLiteral("other"));
    QCOMPARE(batch->text(), QStringLiteral("24"));
    QCOMPARE(name->text(), QStringLiteral("Warm kicks")); // somebody had
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("3"));
    bench.train.presetBatch = 32;
    bench.page.setModel(QStringLiteral("large"));
    QCOMPARE(batch->text(), QStringLiteral("3")); // the hand that typed it outranks the preset
}

void tst_TrainForm::theBoxNamesThePreset() {
    SettingsForm form;
    const config::Json preset = fakes::Train().presets().front();
    form.setPresets({preset});
    auto* box = form.findChild<QComboBox*>(QStringLiteral("preset"));
    form.setDocument(preset);
    QCOMPARE(box->currentText(), QStringLiteral("Stable Audio Open Small"));
    auto* batch = form.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("3"));
    QCOMPARE(box->currentText(), QStringLiteral("own settings"));
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("4")); // as in the preset again
    QCOMPARE(box->currentText(), QStringLiteral("Stable Audio Open Small"));
    auto* name = form.findChild<QLineEdit*>(QStringLiteral("edit:name"));
    QTest::keyClicks(name, QStringLiteral(" mine")); // is about the project, not the method
    QCOMPARE(box->currentText(), QStringLiteral("Stable Audio Open Small"));
    // Settings of yesterday: what differs from the preset they came from can still be reset one by one.
    SettingsForm again;
    again.setPresets({preset});
    config::Json changed = preset;
    changed["batch_size"] = 3;
    again.setDocument(changed);
    again.show();
    const auto reset = [&](const char* field) {
        return again.findChild<QWidget*>(QString::fromLatin1(field))
            ->findChild<QAbstractButton*>(QStringLiteral("reset"));
    };
    QVERIFY(reset("field:batch_size")->isVisible());
    QVERIFY(!reset("field:steps")->isVisible());
    QTest::mouseClick(reset("field:batch_size"), Qt::LeftButton);
    QCOMPARE(again.document()["batch_size"].get<int>(), 4);
}

void tst_TrainForm::theModelIsChosenByName() {
    SettingsForm form;
    form.setModels({{QStringLiteral("Stable Audio Open Small"), QStringLiteral("3f2a")},
                    {QStringLiteral("Starter"), QStringLiteral("77c0")}});
    config::Json document = fakes::Train().presets().front();
    document["model"] = "77c0";
    form.setDocument(document);
    form.show();
    auto* model = form.findChild<QComboBox*>(QStringLiteral("edit:model"));
    QVERIFY(model != nullptr);
    QCOMPARE(model->currentText(), QStringLiteral("Starter"));
    model->setFocus();
    QTest::keyClick(model, Qt::Key_Up);
    QCOMPARE(form.document().value("model", std::string()), std::string("3f2a"));
    form.change(QStringLiteral("model"), "gone"); // a run of last year
    QVERIFY2(model->currentText().startsWith(QStringLiteral("gone")), qPrintable(model->currentText()));
}

int main(int argc, char** argv) {
    return runGuiTest<tst_TrainForm>(argc, argv);
}
#include "tst_TrainForm.moc"
