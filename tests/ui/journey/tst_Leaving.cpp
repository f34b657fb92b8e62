// SPDX-License-Identifier: GPL-3.0-or-later
//
// A project is closed while the engine still works on answers for it: they belong to nobody then, start
// nothing and are shown nowhere.
#include "app/studio/DemoGrids.h"
#include "core/audio/AudioWriter.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/config/ParameterDescription.h"
#include "core/project/DemoIndex.h"
#include "core/project/RunStore.h"
#include "tests/ui/GuiTest.h"
#include "tests/ui/journey/Studio.h"

#include <QtTest>

#include <optional>

using namespace attune;

namespace {

constexpr int kPatience = 60'000; // ms: the engine is loaded meanwhile

} // namespace

class tst_Leaving : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aPlanThatDoesNotFit();
    void aRunThatWasAskedFor();
    void encodingThatWasAskedFor();
    void whatWasWrittenDownIsKept();
    void longFilesAreAChoiceThatHolds();

private:
    // Questions are answered in order: behind this one, those before are.
    void untilTheEngineHasAnswered();
    [[nodiscard]] config::Json settings() const { return m_studio->train.presets().front(); }

    std::optional<QTemporaryDir> m_home;
    std::optional<studio::Studio> m_studio;
};

void tst_Leaving::init() {
    m_home.emplace();
    QVERIFY(m_home->isValid());
    qputenv("ATTUNE_DATA_HOME", m_home->filePath(QStringLiteral("data")).toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    m_studio.emplace(m_home->filePath(QStringLiteral("peaks")));
    m_studio->project.create(m_home->filePath(QStringLiteral("Kicks")), QStringLiteral("Kicks"));
    QTRY_VERIFY(m_studio->project.project().isOpen());
    m_studio->models.addStarter();
    QTRY_VERIFY_WITH_TIMEOUT(!m_studio->project.project().modelId.isEmpty(), kPatience);
    untilTheEngineHasAnswered();
}

void tst_Leaving::cleanup() {
    m_studio.reset();
    m_home.reset();
}

void tst_Leaving::untilTheEngineHasAnswered() {
    QSignalSpy answered(&m_studio->system, &ui::SystemService::devicesReady);
    m_studio->system.requestDevices();
    QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, kPatience);
}

void tst_Leaving::aPlanThatDoesNotFit() {
    config::Json huge = settings();
    config::setValueAt(huge, "batch_size", 4096);
    QSignalSpy planned(&m_studio->train, &ui::TrainService::planReady);
    m_studio->train.plan(huge);
    untilTheEngineHasAnswered();
    QVERIFY(planned.count() > 0);
    QVERIFY(!planned.back().front().value<ui::RunPlanView>().fits); // so remedies are looked for
    planned.clear();
    m_studio->train.plan(huge);
    m_studio->project.close();
    untilTheEngineHasAnswered();
    QCOMPARE(planned.count(), 0);
}

void tst_Leaving::aRunThatWasAskedFor() {
    QSignalSpy started(&m_studio->train, &ui::TrainService::runStarted);
    QSignalSpy failed(&m_studio->train, &ui::TrainService::failed);
    m_studio->train.start(settings());
    m_studio->project.close();
    untilTheEngineHasAnswered();
    untilTheEngineHasAnswered(); // the second question of a start
    QCOMPARE(started.count(), 0);
    QCOMPARE(failed.count(), 0);
    QVERIFY(!m_studio->isWorking());
}

void tst_Leaving::encodingThatWasAskedFor() {
    audio::AudioBuffer sound(2, 44'100, SampleRate{44'100});
    const QString sounds = m_home->filePath(QStringLiteral("sounds"));
    QVERIFY(QDir().mkpath(sounds));
    QVERIFY(audio::writeAudio(pathFromUtf8((sounds + QStringLiteral("/a.wav")).toStdString()), sound,
                              audio::FileFormat::WavFloat));
    m_studio->dataset.addFolders({sounds});
    QSignalSpy busy(&m_studio->dataset, &ui::DatasetService::busyChanged);
    QTRY_VERIFY_WITH_TIMEOUT(!busy.isEmpty() && !busy.back().front().toBool(), kPatience);
    m_studio->encode.start();
    m_studio->project.close();
    untilTheEngineHasAnswered();
    QVERIFY(m_studio->jobs.snapshots().empty());
}

// Ratings and notes are written beside the window, in their order; none is lost by leaving at once.
void tst_Leaving::whatWasWrittenDownIsKept() {
    project::RunDescription description;
    description.name = "kicks";
    description.settings = config::Json::object();
    description.model = config::Json::object();
    description.versions = config::Json::object();
    const project::RunRecord run =
        project::RunStore(m_studio->project.current()->runsFolder()).create(description).value();
    const std::filesystem::path folder = run.demoFolder(0);
    std::filesystem::create_directories(folder);
    project::DemoRecord demo;
    demo.file = "kick.flac";
    demo.prompt = "kick";
    QVERIFY(writeTextAtomically(folder / demo.file, "sound").has_value());
    QVERIFY(project::DemoIndex::load(folder).value().add(demo).has_value());
    const QString id = QString::fromStdString(run.folderName());
    const QString row = studio::rowIdOf(demo);
    for (const int stars : {2, 5, 4}) m_studio->listen.setStars(id, row, 0, stars);
    m_studio->listen.setNote(id, row, 0, QStringLiteral("warm"));
    QSignalSpy failed(&m_studio->listen, &ui::ListenService::failed);
    m_studio->listen.setStars(id, QStringLiteral("another row"), 0, 1);
    QTRY_COMPARE(failed.count(), 1); // behind those before, which went well
    m_studio->listen.setStars(id, row, 0, 3);
    m_studio->train.setRunNotes(id, QStringLiteral("begun on a Sunday"));
    m_studio->train.addNote(id, 40, QStringLiteral("first kick"));
    m_studio->train.addNote(id, 80, QStringLiteral("too dark"));
    m_studio->train.pin(id, 40, true);
    m_studio->train.pin(id, 80, true);
    m_studio->train.pin(id, 40, false);
    m_studio.reset();
    project::RunRecord kept = run;
    QVERIFY(kept.reload().has_value());
    QCOMPARE(kept.state().notes, std::string("begun on a Sunday\n@40 first kick\n@80 too dark"));
    QCOMPARE(kept.state().pinnedSteps, std::vector<std::int64_t>{80});
    const project::DemoIndex index = project::DemoIndex::load(folder).value();
    QCOMPARE(index.demos().front().stars, 3);
    QCOMPARE(index.demos().front().notes, std::string("warm"));
}

// In a project in which nothing else about encoding was ever chosen.
void tst_Leaving::longFilesAreAChoiceThatHolds() {
    for (const ui::LongFiles choice :
         {ui::LongFiles::Pieces, ui::LongFiles::AnyPart, ui::LongFiles::Beginning}) {
        m_studio->encode.setLongFiles(choice);
        QVERIFY(m_studio->encode.longFiles() == choice);
    }
}

int main(int argc, char** argv) {
    return attune::ui::runGuiTest<tst_Leaving>(argc, argv, QStringLiteral("leaving"));
}
#include "tst_Leaving.moc"
