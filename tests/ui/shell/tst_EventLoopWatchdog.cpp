// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/bridge/LibraryDatasetService.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/dataset/DatasetPage.h"
#include "ui/shell/EventLoopWatchdog.h"

#include "core/audio/AudioWriter.h"

#include <QElapsedTimer>
#include <QUndoStack>
#include <QtTest>

using namespace attune;
using namespace attune::ui;
using namespace std::chrono_literals;

class tst_EventLoopWatchdog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void seesAStall();
    void aResetForgetsTheWorst();
    void importingKeepsTheWindowFluid();
};

void tst_EventLoopWatchdog::seesAStall() {
    EventLoopWatchdog watchdog;
    QTRY_VERIFY(watchdog.answers() > 3); // it runs
    watchdog.reset();
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < 150) {
    } // the event loop waits
    QTRY_VERIFY(watchdog.worst() >= 100ms);
}

void tst_EventLoopWatchdog::aResetForgetsTheWorst() {
    EventLoopWatchdog watchdog;
    const long before = watchdog.answers();
    QTRY_VERIFY(watchdog.answers() > before + 10);
    QVERIFY(watchdog.worst().count() > 0.0);
    watchdog.reset();
    QCOMPARE(watchdog.worst().count(), 0.0);
}

// A folder comes in, is scanned, checked, given prompts and divided, while the table fills. The bound is
// generous for busy machines; what was measured is printed.
void tst_EventLoopWatchdog::importingKeepsTheWindowFluid() {
    const QTemporaryDir folder;
    QDir(folder.path()).mkdir(QStringLiteral("kicks"));
    constexpr int kFiles = 400;
    audio::AudioBuffer sound(1, 4410, SampleRate{44100});
    for (int i = 0; i < kFiles; ++i) {
        for (std::size_t s = 0; s < sound.samples().size(); ++s)
            sound.samples()[s] =
                0.5F * static_cast<float>((s * static_cast<std::size_t>(i + 3)) % 200) / 200.0F;
        QVERIFY(audio::writeAudio((folder.path() + QStringLiteral("/kicks/kick_%1.wav").arg(i)).toStdString(),
                                  sound, audio::FileFormat::Wav24)
                    .has_value());
    }
    LibraryDatasetService dataset;
    fakes::Encode encode;
    PeakCache peaks(folder.filePath(QStringLiteral("peaks")).toStdString());
    const std::unique_ptr<Player> player(Player::withSystemOutput(nullptr));
    QUndoStack undo;
    DatasetPage page({dataset, encode, *player, peaks, undo});
    page.resize(1280, 720);
    page.show();
    page.setRules(dataset::findPromptPreset("clean-names")->rules);
    dataset.open(folder.filePath(QStringLiteral("library.sqlite")), false);
    QSignalSpy busy(&dataset, &DatasetService::busyChanged);
    EventLoopWatchdog watchdog;
    page.addFolders({folder.filePath(QStringLiteral("kicks"))});
    const auto isDone = [&] {
        int prompts = 0;
        page.model().forEachClip([&](const dataset::ClipRecord& clip) {
            prompts += !clip.prompt.empty() && clip.split != dataset::SplitSide::Unassigned ? 1 : 0;
        });
        return prompts == kFiles;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), 100'000);
    qInfo("worst wait of the event loop while %d files came in: %.1f ms", kFiles, watchdog.worst().count());
    QVERIFY2(watchdog.worst() < 1000ms, qPrintable(QString::number(watchdog.worst().count())));
}

int main(int argc, char** argv) {
    return runGuiTest<tst_EventLoopWatchdog>(argc, argv);
}
#include "tst_EventLoopWatchdog.moc"
