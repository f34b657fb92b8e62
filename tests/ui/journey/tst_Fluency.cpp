// SPDX-License-Identifier: GPL-3.0-or-later
//
// A folder of 5,000 real files dropped into the real window: rows come while it scans, the window answers,
// the arrow keys step through the clips and each is heard. Bounds are generous, for busy machines; what was
// measured is printed.
#include "core/audio/AudioWriter.h"
#include "core/base/Text.h"
#include "tests/ui/GuiTest.h"
#include "tests/ui/journey/Studio.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/dataset/ClipTableView.h"
#include "ui/dataset/DatasetPage.h"
#include "ui/shell/EventLoopWatchdog.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QMimeData>
#include <QPushButton>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <optional>

using namespace attune;
using namespace attune::ui;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 400'000; // ms
constexpr int kKeys = 40;

int fileCount() {
    const int asked = qEnvironmentVariableIntValue("ATTUNE_FLUENCY_FILES");
    return asked > 0 ? asked : 5'000;
}

// A decaying tone of its own pitch a file, so that nothing is a duplicate of anything.
Result<void> writeTone(const std::filesystem::path& file, int number) {
    audio::AudioBuffer sound(1, 6'615, SampleRate{44100}); // 0.15 s
    const double pitch = 80.0 * std::pow(2.0, (number % 600) / 100.0);
    for (std::size_t i = 0; i < sound.samples().size(); ++i) {
        const double time = static_cast<double>(i) / 44100.0;
        sound.samples()[i] =
            static_cast<float>(0.7 * std::exp(-time * (8.0 + number % 37)) *
                               std::sin(6.283185307 * pitch * time * (1.0 + time * (number % 11))));
    }
    return audio::writeAudio(file, sound, audio::FileFormat::Wav16);
}

void drop(QWidget& window, const QString& folder) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder)});
    QDragEnterEvent enter(QPoint(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QDropEvent dropped(QPointF(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &dropped);
}

} // namespace

class tst_Fluency : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void rowsComeWhileItScans();
    void arrowKeysAreHeard();
    void pagesOpen();
    void cleanupTestCase();

private:
    [[nodiscard]] ClipTableModel& model() const {
        return m_studio->window.findChild<DatasetPage*>()->model();
    }

    QTemporaryDir m_home;
    std::optional<studio::Studio> m_studio;
};

void tst_Fluency::initTestCase() {
    QVERIFY(m_home.isValid());
    qputenv("ATTUNE_DATA_HOME", m_home.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    for (int i = 0; i < fileCount(); ++i) {
        const QString folder = m_home.filePath(QStringLiteral("sounds/kind %1").arg(i % 8));
        if (i < 8) QVERIFY(QDir().mkpath(folder));
        QVERIFY(
            writeTone(pathFromUtf8(QStringLiteral("%1/tone_%2.wav").arg(folder).arg(i).toStdString()), i));
    }
    m_studio.emplace(m_home.filePath(QStringLiteral("peaks")));
    m_studio->window.resize(1280, 800);
    m_studio->window.show();
    m_studio->project.create(m_home.filePath(QStringLiteral("evening")), QStringLiteral("evening"));
    QTRY_VERIFY(m_studio->project.project().isOpen());
    QVERIFY(QTest::qWaitForWindowExposed(&m_studio->window));
}

// From the drop until every clip has its words, its findings and its side: what the window does by itself.
void tst_Fluency::rowsComeWhileItScans() {
    QElapsedTimer clock;
    clock.start();
    const EventLoopWatchdog watchdog(50ms);
    bool isBusy = false;
    connect(&m_studio->dataset, &DatasetService::busyChanged, this, [&](bool busy) { isBusy = busy; });
    drop(m_studio->window, m_home.filePath(QStringLiteral("sounds")));
    QTRY_VERIFY_WITH_TIMEOUT(model().rowCount() > 0, kPatience);
    const qint64 firstRow = clock.elapsed();
    QVERIFY2(model().rowCount() < fileCount() || fileCount() < 1'000, "rows came only when all was read");
    QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), fileCount(), kPatience);
    const qint64 allRows = clock.elapsed();
    const auto isReady = [&] {
        bool isMissing = false;
        model().forEachClip([&](const dataset::ClipRecord& clip) {
            isMissing = isMissing || clip.prompt.empty() || clip.split == dataset::SplitSide::Unassigned;
        });
        return !isMissing && !isBusy;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), kPatience);
    qInfo("%d files: first row after %lld ms, all after %lld ms, ready after %lld ms; worst wait of the "
          "window %.1f ms",
          fileCount(), static_cast<long long>(firstRow), static_cast<long long>(allRows),
          static_cast<long long>(clock.elapsed()), watchdog.worst().count());
    QVERIFY2(watchdog.worst() < 1500ms, qPrintable(QString::number(watchdog.worst().count())));
}

void tst_Fluency::arrowKeysAreHeard() {
    auto* table = m_studio->find<ClipTableView>("clipTable");
    auto* autoPlay = m_studio->find<QPushButton>("autoPlay");
    autoPlay->setChecked(true);
    table->setFocus();
    table->selectId(model().record(0).id);
    QSignalSpy started(m_studio->player.get(), &Player::started);
    const EventLoopWatchdog watchdog(50ms);
    std::vector<double> waits;
    for (int key = 0; key < kKeys; ++key) {
        const qsizetype before = started.count();
        QElapsedTimer clock;
        clock.start();
        QTest::keyClick(table, Qt::Key_Down);
        QVERIFY(started.count() > before || started.wait(kPatience));
        waits.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        QCOMPARE(started.last().at(0).toString(), model().fileOf(*model().find(table->currentId())));
    }
    std::sort(waits.begin(), waits.end());
    qInfo("a clip starts %.1f ms after the key (median of %d), at worst %.1f ms; worst wait of the window "
          "%.1f ms",
          waits[waits.size() / 2], kKeys, waits.back(), watchdog.worst().count());
    QVERIFY2(waits[waits.size() / 2] < 500.0, qPrintable(QString::number(waits[waits.size() / 2])));
}

// From the key to the painted page, the first time and again.
void tst_Fluency::pagesOpen() {
    for (const char* when : {"the first time", "again"}) {
        double slowest = 0.0;
        int slowestPlace = 0;
        for (int place = 0; place < 5; ++place) {
            QElapsedTimer clock;
            clock.start();
            QTest::keyClick(&m_studio->window, static_cast<Qt::Key>(Qt::Key_1 + place), Qt::ControlModifier);
            m_studio->window.repaint();
            const double took = static_cast<double>(clock.nsecsElapsed()) / 1e6;
            if (took > slowest) slowestPlace = place + 1;
            slowest = std::max(slowest, took);
            QCoreApplication::processEvents();
        }
        qInfo("pages %s: the slowest (Ctrl+%d) is painted %.1f ms after its key", when, slowestPlace,
              slowest);
        QVERIFY2(slowest < 2000.0, qPrintable(QString::number(slowest)));
    }
}

void tst_Fluency::cleanupTestCase() {
    m_studio.reset();
}

int main(int argc, char** argv) {
    return attune::ui::runGuiTest<tst_Fluency>(argc, argv, QStringLiteral("fluency"));
}
#include "tst_Fluency.moc"
