// SPDX-License-Identifier: GPL-3.0-or-later
//
// The main job as a person does it in the window: sounds in, prompts by rule, encode, train about twenty
// steps, hear a demo, compare it with the base model, stop and save, export, close, and find everything there
// again.
//
// One test function a stage, in order: each needs the one before. Waits for what the pages show, never for
// time. The longest time that the window did not answer is told for each stage; the bound is generous, for
// busy machines.
#include "core/base/Text.h"
#include "tests/ui/GuiTest.h"
#include "tests/ui/journey/Studio.h"
#include "ui/dataset/DatasetPage.h"
#include "ui/generate/DemoGridView.h"
#include "ui/plots/MetricChart.h"
#include "ui/shell/EventLoopWatchdog.h"
#include "ui/theme/Theme.h"
#include "ui/training/TrainPage.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QtTest>

#include <optional>

using namespace attune;
using namespace attune::ui;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 240'000; // ms; a stage of a slow machine
constexpr std::array kSounds{"drum_heavy_kick", "drum_snare_hard", "drum_cymbal_closed", "bd_808",
                             "sn_dub",          "elec_blip",       "perc_snap",          "drum_cowbell"};

} // namespace

class tst_Journey : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup(); // after each stage
    void soundsComeIn();
    void rulesMakePrompts();
    void clipsAreEncoded();
    void runStarts();
    void cockpitShowsTheRun();
    void demoIsComparedWithTheBaseModel();
    void stopSaves();
    void checkpointIsExported();
    void everythingIsThereAgain();
    void cleanupTestCase();

private:
    template <typename Widget>
    Widget* find(const char* name) const {
        return m_studio->find<Widget>(name);
    }
    void click(const char* name) const;
    void type(const char* field, const QString& text) const;
    [[nodiscard]] static qint64 lossSteps(const studio::Studio& studio);

    QTemporaryDir m_home;
    std::optional<studio::Studio> m_studio;
    std::optional<EventLoopWatchdog> m_watchdog;
    QStringList m_failures; // what banners said
    QString m_projectFolder;
};

void tst_Journey::initTestCase() {
    QVERIFY(m_home.isValid());
    qputenv("ATTUNE_DATA_HOME", m_home.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    const QString samples = QStringLiteral("/usr/share/sonic-pi/samples/");
    if (!QFile::exists(samples + QStringLiteral("bd_808.flac")))
        QSKIP("the sounds of the package sonic-pi-samples are not installed");
    QVERIFY(QDir(m_home.path()).mkpath(QStringLiteral("sounds/drums")));
    for (const char* sound : kSounds) {
        const QString file = QString::fromLatin1(sound) + QStringLiteral(".flac");
        QVERIFY2(QFile::copy(samples + file, m_home.filePath(QStringLiteral("sounds/drums/") + file)), sound);
    }
    m_studio.emplace(m_home.filePath(QStringLiteral("peaks")));
    m_studio->window.resize(1280, 800);
    m_studio->window.show();
    m_watchdog.emplace(50ms);
    const auto remember = [this](const Error& error, const QString& what) {
        m_failures << what + QStringLiteral(": ") + QString::fromStdString(error.describe());
    };
    connect(&m_studio->train, &TrainService::failed, this, remember);
    connect(&m_studio->encode, &EncodeService::failed, this, remember);
    connect(&m_studio->listen, &ListenService::failed, this, remember);
    connect(&m_studio->models, &ModelService::failed, this, remember);
    m_projectFolder = m_home.filePath(QStringLiteral("evening"));
    m_studio->project.create(m_projectFolder, QStringLiteral("evening"));
    QTRY_VERIFY(m_studio->project.project().isOpen());
    m_studio->models.ensureStarter();
    QTRY_VERIFY2_WITH_TIMEOUT(!m_studio->project.project().modelId.isEmpty() || !m_failures.isEmpty(),
                              "no starter model", kPatience);
    QVERIFY2(!m_studio->project.project().modelId.isEmpty(),
             qPrintable(m_failures.join(QStringLiteral("; "))));
}

void tst_Journey::cleanup() {
    if (!m_watchdog) return;
    const auto worst = m_watchdog->worst();
    m_watchdog->reset();
    qInfo("worst wait of the window: %.1f ms", worst.count());
    QVERIFY2(worst < 2000ms, qPrintable(QString::number(worst.count())));
}

void tst_Journey::click(const char* name) const {
    auto* button = find<QPushButton>(name);
    QVERIFY2(button != nullptr, name);
    QTRY_VERIFY2_WITH_TIMEOUT(button->isEnabled() && button->isVisible(), name, kPatience);
    QTest::mouseClick(button, Qt::LeftButton);
}

void tst_Journey::type(const char* field, const QString& text) const {
    auto* line = find<QLineEdit>(field);
    QVERIFY2(line != nullptr, field);
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, text, Qt::NoModifier,
                     1); // the window answers between the keys, as it does to people
}

qint64 tst_Journey::lossSteps(const studio::Studio& studio) {
    const DecimatedSeries& loss = studio.find<MetricChart>("lossChart")->series(0);
    return loss.size() == 0 ? 0 : static_cast<qint64>(loss.points().back().x);
}

void tst_Journey::soundsComeIn() {
    // As a drop does it.
    m_studio->window.openPath(m_home.filePath(QStringLiteral("sounds")));
    auto* clips = find<QAbstractItemView>("clipTable");
    QVERIFY(clips != nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(clips->model()->rowCount(), static_cast<int>(kSounds.size()), kPatience);
}

void tst_Journey::rulesMakePrompts() {
    click("editRules");
    QTRY_VERIFY(find<QPushButton>("rulesApply") != nullptr);
    click("rulesApply");
    auto* clips = find<QAbstractItemView>("clipTable");
    const auto says = [clips](const char* words) {
        for (int column = 0; column < clips->model()->columnCount(); ++column)
            for (int row = 0; row < clips->model()->rowCount(); ++row)
                if (clips->model()
                        ->index(row, column)
                        .data()
                        .toString()
                        .contains(QString::fromLatin1(words), Qt::CaseInsensitive))
                    return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(says("heavy kick"), kPatience); // the underscores are gone: it is a prompt
}

void tst_Journey::clipsAreEncoded() {
    click("encode");
    // The button goes grey for good; how long the work takes, or whether it is seen at all, is not this
    // test's business.
    const auto* encode = find<QPushButton>("encode");
    QTRY_VERIFY_WITH_TIMEOUT((!encode->isEnabled() && !m_studio->isWorking()) || !m_failures.isEmpty(),
                             kPatience);
    QVERIFY2(m_failures.isEmpty(), qPrintable(m_failures.join(QLatin1Char('\n'))));
}

void tst_Journey::runStarts() {
    m_studio->window.go(Place::Train);
    type("edit:name", QStringLiteral("first evening"));
    type("edit:batch_size", QStringLiteral("2"));
    type("edit:steps", QStringLiteral("500")); // stopped long before
    type("edit:validation.every", QStringLiteral("5"));
    type("edit:checkpoints.every", QStringLiteral("0"));
    type("edit:demos.every", QStringLiteral("400")); // at the start, and when asked for
    // The form has taken the clips' own prompts for the demos: two of them will do.
    auto* prompts = find<QTableWidget>("demoPrompts");
    QTRY_VERIFY_WITH_TIMEOUT(prompts->rowCount() > 2, kPatience);
    while (prompts->rowCount() > 2) {
        prompts->setCurrentCell(prompts->rowCount() - 1, 0);
        click("demoPromptRemove");
    }
    find<QTabWidget>("settingsTabs")->setCurrentIndex(1);
    type("edit:demos.steps", QStringLiteral("4"));
    click("startTraining");
    QTRY_COMPARE_WITH_TIMEOUT(find<QLabel>("cockpitTitle")->text(), QStringLiteral("first evening"),
                              kPatience);
}

void tst_Journey::cockpitShowsTheRun() {
    QTRY_VERIFY_WITH_TIMEOUT(lossSteps(*m_studio) >= 5 || !m_failures.isEmpty(), kPatience);
    click("cockpitPause");
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("cockpitPause")->text().contains(QStringLiteral("Go on")),
                             kPatience);
    click("cockpitPause");
    QTRY_VERIFY_WITH_TIMEOUT(lossSteps(*m_studio) >= 20 || !m_failures.isEmpty(), kPatience);
    QVERIFY2(m_failures.isEmpty(), qPrintable(m_failures.join(QLatin1Char('\n'))));
    QVERIFY(find<MetricChart>("lossChart")->series(2).size() > 0); // held-out clips were measured
    click("cockpitCheckpoint");
    click("cockpitDemo");
}

void tst_Journey::demoIsComparedWithTheBaseModel() {
    m_studio->window.go(Place::Listen);
    auto* grid = find<DemoGridView>("demoGrid");
    const auto heard = [grid] {
        int columns = 0;
        for (std::size_t column = 0; column < grid->grid().columns.size(); ++column)
            if (!grid->grid().rows.empty() && !grid->grid().rows[0].cells[column].file.isEmpty()) ++columns;
        return columns;
    };
    QTRY_VERIFY_WITH_TIMEOUT(heard() >= 2 || !m_failures.isEmpty(), kPatience);
    QVERIFY2(m_failures.isEmpty(), qPrintable(m_failures.join(QLatin1Char('\n'))));
    QCOMPARE(grid->grid().columns.front().step, 0); // the base model comes first
    grid->setCurrent(0, 0);
    grid->setFocus();
    QSignalSpy started(m_studio->player.get(), &Player::started);
    QTest::keyClick(grid, Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(started.count(), 1, kPatience);
    QTest::keyClick(grid, Qt::Key_End);
    QTRY_COMPARE_WITH_TIMEOUT(started.count(), 2, kPatience);
    QVERIFY(started[0][0].toString() != started[1][0].toString());
    QTest::keyClick(grid, Qt::Key_4);
    QTRY_COMPARE_WITH_TIMEOUT(grid->currentCell()->stars, 4, kPatience);
}

void tst_Journey::stopSaves() {
    m_studio->window.go(Place::Train);
    click("cockpitStop");
    QTRY_VERIFY_WITH_TIMEOUT(!m_studio->isWorking(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("cockpitStop")->text().contains(QStringLiteral("Resume")),
                             kPatience);
    const QString facts = find<QLabel>("cockpitFacts")->text();
    QTRY_VERIFY2_WITH_TIMEOUT(find<QLabel>("cockpitFacts")->text().contains(QStringLiteral("stopped")),
                              qPrintable(facts), kPatience);
    QVERIFY2(m_failures.isEmpty(), qPrintable(m_failures.join(QLatin1Char('\n'))));
}

void tst_Journey::checkpointIsExported() {
    m_studio->window.go(Place::Listen);
    auto* grid = find<DemoGridView>("demoGrid");
    grid->setCurrent(0, static_cast<int>(grid->grid().columns.size()) - 1);
    click("exportCheckpoint");
    const QString folder = m_home.filePath(QStringLiteral("out"));
    type("exportFolder", folder);
    QSignalSpy exported(&m_studio->listen, &ListenService::exported);
    click("exportGo");
    QTRY_VERIFY_WITH_TIMEOUT(exported.count() == 1 || !m_failures.isEmpty(), kPatience);
    QVERIFY2(m_failures.isEmpty(), qPrintable(m_failures.join(QLatin1Char('\n'))));
    QVERIFY(QFileInfo(exported[0][0].toString()).size() > 100'000);
}

void tst_Journey::everythingIsThereAgain() {
    m_studio->window.close();
    m_watchdog.reset(); // making a window is no wait of the old one
    m_studio.reset();
    m_studio.emplace(m_home.filePath(QStringLiteral("peaks")));
    m_studio->window.resize(1280, 800);
    m_studio->window.show();
    m_watchdog.emplace(50ms);
    m_studio->window.openPath(m_projectFolder);
    QTRY_VERIFY_WITH_TIMEOUT(m_studio->project.project().isOpen(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(find<QAbstractItemView>("clipTable")->model()->rowCount(),
                              static_cast<int>(kSounds.size()), kPatience);
    m_studio->window.go(Place::Runs);
    auto* runs = find<QTableWidget>("runTable");
    QTRY_COMPARE_WITH_TIMEOUT(runs->rowCount(), 1, kPatience);
    QCOMPARE(runs->item(0, 1)->text(), QStringLiteral("first evening"));
    click("runListen");
    auto* grid = find<DemoGridView>("demoGrid");
    QTRY_VERIFY_WITH_TIMEOUT(!grid->grid().rows.empty(), kPatience);
    int stars = 0;
    for (const DemoCell& cell : grid->grid().rows.front().cells) stars += cell.stars;
    QCOMPARE(stars, 4);
    m_studio->window.go(Place::Train);
    QCOMPARE(find<QLineEdit>("edit:batch_size")->text(), QStringLiteral("2"));
}

void tst_Journey::cleanupTestCase() {
    m_watchdog.reset();
    if (m_studio) m_studio->jobs.stopAll();
    m_studio.reset();
}

int main(int argc, char** argv) {
    return attune::ui::runGuiTest<tst_Journey>(argc, argv, QStringLiteral("journey"));
}
#include "tst_Journey.moc"
