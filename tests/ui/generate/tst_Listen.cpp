// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/AudioWriter.h"
#include "core/base/Text.h"
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/generate/DemoGridView.h"
#include "ui/generate/ExportDialog.h"
#include "ui/generate/ListenPage.h"
#include "ui/widgets/MessageBanner.h"

#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QDrag>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QtTest>

using namespace attune;
using namespace attune::ui;

namespace {

// What a DAW or a file manager is to the window: something that takes files by their addresses.
class FileTaker final : public QWidget {
public:
    FileTaker() { setAcceptDrops(true); }
    QList<QUrl> taken;

protected:
    void dragEnterEvent(QDragEnterEvent* event) override { event->acceptProposedAction(); }
    void dropEvent(QDropEvent* event) override {
        taken = event->mimeData()->urls();
        event->acceptProposedAction();
    }
};

struct Bench {
    Bench() {
        audio::AudioBuffer sound(2, 44100, SampleRate{44100});
        for (float& sample : sound.samples()) sample = 0.25F;
        for (int row = 0; row < 3; ++row) {
            DemoRow demo;
            demo.id = QStringLiteral("row%1").arg(row);
            demo.prompt = QStringLiteral("prompt %1").arg(row);
            for (int column = 0; column < 4; ++column) {
                const QString file = folder.filePath(QStringLiteral("%1-%2.wav").arg(row).arg(column));
                static_cast<void>(
                    audio::writeAudio(pathFromUtf8(file.toStdString()), sound, audio::FileFormat::Wav16));
                demo.cells.push_back({file, 0, {}, -20.0 - column});
            }
            listen.grid.rows.push_back(demo);
        }
        for (int column = 0; column < 4; ++column)
            listen.grid.columns.push_back({column * 500, 0.7 - 0.01 * column, column == 3, false, true, {}});
        RunView run;
        run.id = QStringLiteral("0001-a");
        run.name = QStringLiteral("a");
        train.list = {run};
        page.resize(1280, 800);
        page.show();
        page.showRun(run.id);
    }
    QTemporaryDir folder;
    fakes::Train train;
    fakes::Listen listen;
    PeakCache peaks{pathFromUtf8(folder.filePath(QStringLiteral("peaks")).toStdString())};
    std::unique_ptr<Player> player{Player::withSystemOutput(nullptr)};
    ListenPage page{{listen, train, *player, peaks}};
    DemoGridView& grid = *page.findChild<DemoGridView*>();
};

} // namespace

class tst_Listen : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDemoIsDraggedIntoAnotherWindow();
    void arrowsMoveAndStarsRate();
    void switchingWhilePlayingPlaysTheOther();
    void blindModeHidesAndStillRatesTheRightOne();
    void exportIsOfferedForCheckpointsOnly();
    void generateAsksForTheCurrentCheckpoint();
    void pinKeeps();
    void comparingShowsTwoCheckpoints();
    void louderDemosAreTurnedDown();
    void notesAreKept();
    void theFileCanBeTakenAlong();
    void generatingTellsThatItWorks();
    void beforeTheEndOfARunDemosWait();
    void aCheckpointThatIsGoneSaysSo();
    void whatFailedIsLookedAtAgain();
    void theNewestDemoIsInSight();
    void starsAreGivenByMouse();
    void blindModeTellsNothing();
    void whatIsJudgedStaysInItsPlace();
    void whatPlaysIsStoppedFromAnEmptyCell();
    void theKeyboardStartsInTheGrid();
    void theNewestRunWithSomethingToHearIsShown();
    void everythingHasAName();
};

void tst_Listen::arrowsMoveAndStarsRate() {
    Bench bench;
    bench.grid.setCurrent(0, 0);
    QTest::keyClick(&bench.grid, Qt::Key_Right);
    QTest::keyClick(&bench.grid, Qt::Key_Down);
    QCOMPARE(bench.grid.currentRow(), 1);
    QCOMPARE(bench.grid.currentColumn(), 1);
    QTest::keyClick(&bench.grid, Qt::Key_4);
    QCOMPARE(bench.listen.ratings, QStringList{QStringLiteral("0001-a row1 500 4")});
    for (int i = 0; i < 9; ++i) QTest::keyClick(&bench.grid, Qt::Key_Left);
    QCOMPARE(bench.grid.currentColumn(), 0);
}

void tst_Listen::switchingWhilePlayingPlaysTheOther() {
    Bench bench;
    bench.grid.setCurrent(0, 0);
    bench.player->setLoop(true); // still plays, however slow this machine is
    QSignalSpy started(bench.player.get(), &Player::started);
    QTest::keyClick(&bench.grid, Qt::Key_Space);
    QTRY_COMPARE(started.count(), 1);
    QTest::keyClick(&bench.grid, Qt::Key_Right);
    QTRY_COMPARE(started.count(), 2);
    QCOMPARE(started.last().at(0).toString(), bench.listen.grid.rows[0].cells[1].file);
}

void tst_Listen::blindModeHidesAndStillRatesTheRightOne() {
    Bench bench;
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("blindMode")), Qt::LeftButton);
    QVERIFY(bench.grid.isBlind());
    QVERIFY(!bench.page.findChild<QPushButton*>(QStringLiteral("exportCheckpoint"))
                 ->isEnabled()); // would give it away
    QSet<int> seen;
    for (int column = 0; column < 4; ++column) {
        bench.grid.setCurrent(0, column);
        seen.insert(bench.grid.currentColumn());
        QTest::keyClick(&bench.grid, Qt::Key_3);
        QCOMPARE(bench.listen.ratings.last(),
                 QStringLiteral("0001-a row0 %1 3").arg(bench.grid.currentColumn() * 500));
    }
    QCOMPARE(seen.size(), 4); // every checkpoint once
}

void tst_Listen::exportIsOfferedForCheckpointsOnly() {
    Bench bench;
    auto* button = bench.page.findChild<QPushButton*>(QStringLiteral("exportCheckpoint"));
    bench.grid.setCurrent(0, 0);
    QVERIFY(!button->isEnabled()); // the base model is the user's own file
    bench.grid.setCurrent(0, 2);
    QVERIFY(button->isEnabled());
    bench.page.setExportFolder(bench.folder.path());
    QTest::mouseClick(button, Qt::LeftButton);
    auto* dialog = bench.page.findChild<ExportDialog*>();
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("exportGo")), Qt::LeftButton);
    QCOMPARE(bench.listen.exports.size(), std::size_t{1});
    QCOMPARE(bench.listen.exports.front().step, 1000);
    QCOMPARE(bench.listen.exports.front().container, QStringLiteral("safetensors"));
}

void tst_Listen::generateAsksForTheCurrentCheckpoint() {
    Bench bench;
    bench.grid.setCurrent(1, 3);
    auto* prompt = bench.page.findChild<QLineEdit*>(QStringLiteral("newPrompt"));
    QTest::keyClicks(prompt, QStringLiteral("vinyl hat"));
    QTest::keyClick(prompt, Qt::Key_Return);
    QCOMPARE(bench.listen.generatedRequests.size(), std::size_t{1});
    QCOMPARE(bench.listen.generatedRequests.front().prompt, QStringLiteral("vinyl hat"));
    QCOMPARE(bench.listen.generatedRequests.front().steps, std::vector<qint64>{1500});
}

void tst_Listen::pinKeeps() {
    Bench bench;
    bench.grid.setCurrent(0, 1);
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("pinCheckpoint")), Qt::LeftButton);
    QCOMPARE(bench.train.pins, QStringList{QStringLiteral("500 1")});
}

void tst_Listen::comparingShowsTwoCheckpoints() {
    Bench bench;
    bench.page.compare(QStringLiteral("0001-a"), 510, 1480);
    QCOMPARE(bench.grid.grid().columns.size(), std::size_t{2});
    QCOMPARE(bench.grid.grid().columns[0].step, 500);
    QCOMPARE(bench.grid.grid().columns[1].step, 1500);
    QTest::keyClick(&bench.grid, Qt::Key_Right);
    QTest::keyClick(&bench.grid, Qt::Key_5);
    QCOMPARE(bench.listen.ratings.last(), QStringLiteral("0001-a row0 1500 5"));
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("showAllCheckpoints")),
                      Qt::LeftButton);
    QCOMPARE(bench.grid.grid().columns.size(), std::size_t{4});
}

void tst_Listen::louderDemosAreTurnedDown() {
    Bench bench;
    bench.grid.setCurrent(0, 0); // -20 LUFS; the quietest of the row has -23
    QCOMPARE(bench.grid.currentGainDb(), -3.0);
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("matchLoudness")), Qt::LeftButton);
    QCOMPARE(bench.grid.currentGainDb(), 0.0);
}

void tst_Listen::notesAreKept() {
    Bench bench;
    auto* note = bench.page.findChild<QLineEdit*>(QStringLiteral("listenNote"));
    note->setFocus();
    QTest::keyClicks(note, QStringLiteral("too bright"));
    QTest::keyClick(note, Qt::Key_Return);
    QVERIFY(bench.listen.noted.contains(QStringLiteral("too bright")));
}

void tst_Listen::theFileCanBeTakenAlong() {
    Bench bench;
    bench.grid.setCurrent(1, 2);
    QTest::keyClick(&bench.grid, Qt::Key_C, Qt::ControlModifier);
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    QCOMPARE(data->urls(), QList<QUrl>{QUrl::fromLocalFile(bench.listen.grid.rows[1].cells[2].file)});
}

void tst_Listen::generatingTellsThatItWorks() {
    Bench bench;
    bench.grid.setCurrent(1, 3);
    auto* go = bench.page.findChild<QPushButton*>(QStringLiteral("generate"));
    bench.page.findChild<QComboBox*>(QStringLiteral("newWhere"))
        ->setCurrentIndex(2); // with the base model too
    QTest::mouseClick(go, Qt::LeftButton);
    QCOMPARE(bench.listen.generatedRequests.front().steps, (std::vector<qint64>{0, 1500}));
    QVERIFY(!go->isEnabled());
    Q_EMIT bench.listen.generated(QStringLiteral("0001-a"));
    QVERIFY(!go->isEnabled());
    Q_EMIT bench.listen.generated(QStringLiteral("0001-a"));
    QVERIFY(go->isEnabled());
}

// One job at a time: what is asked for during a run comes after it, and is not "generating" until then.
void tst_Listen::beforeTheEndOfARunDemosWait() {
    Bench bench;
    bench.train.list.front().status = RunStatus::Running;
    bench.grid.setCurrent(1, 3);
    auto* go = bench.page.findChild<QPushButton*>(QStringLiteral("generate"));
    auto* banner = bench.page.findChild<MessageBanner*>();
    QTest::mouseClick(go, Qt::LeftButton);
    QVERIFY(go->isEnabled()); // another one can be asked for
    QVERIFY(banner->isVisible());
    QCOMPARE(bench.train.pins, QStringList{QStringLiteral("1500 1")}); // the run must not delete it meanwhile
    QTest::mouseClick(go, Qt::LeftButton);
    QVERIFY2(banner->sentence().contains(QLatin1Char('2')), qPrintable(banner->sentence()));
    Q_EMIT bench.listen.demosAdded(QStringLiteral("0001-a")); // the run's own are not those
    Q_EMIT bench.listen.generated(QStringLiteral("0001-a"));
    QVERIFY(banner->isVisible());
    Q_EMIT bench.listen.generated(QStringLiteral("0001-a"));
    QVERIFY(!banner->isVisible());
    QCOMPARE(bench.listen.generatedRequests.size(), std::size_t{2});
}

void tst_Listen::aCheckpointThatIsGoneSaysSo() {
    Bench bench;
    bench.listen.grid.columns[2].canGenerate = false; // cleaned up; its demos stayed
    Q_EMIT bench.listen.gridReady(bench.listen.grid);
    bench.grid.setCurrent(0, 2);
    const auto* go = bench.page.findChild<QPushButton*>(QStringLiteral("generate"));
    auto* where = bench.page.findChild<QComboBox*>(QStringLiteral("newWhere"));
    QVERIFY(!go->isEnabled());
    QVERIFY(!go->toolTip().isEmpty());
    QVERIFY2(where->currentText().contains(QStringLiteral("no longer")), qPrintable(where->currentText()));
    QTRY_VERIFY(where->width() >= QFontMetrics(where->font()).horizontalAdvance(where->currentText()) + 16);
    const auto* exporting = bench.page.findChild<QPushButton*>(QStringLiteral("exportCheckpoint"));
    QVERIFY(!exporting->isEnabled() && !exporting->toolTip().isEmpty());
    where->setCurrentIndex(1); // all those that are there
    QVERIFY(go->isEnabled());
    QVERIFY(go->toolTip().isEmpty());
    bench.grid.setCurrent(0, 3);
    QVERIFY(exporting->isEnabled() && exporting->toolTip().isEmpty());
}

// Somebody deleted a checkpoint in the file manager: after the error it is not offered again.
void tst_Listen::whatFailedIsLookedAtAgain() {
    Bench bench;
    bench.grid.setCurrent(0, 2);
    const auto* exporting = bench.page.findChild<QPushButton*>(QStringLiteral("exportCheckpoint"));
    QVERIFY(exporting->isEnabled());
    bench.listen.grid.columns[2].canGenerate = false;
    Q_EMIT bench.listen.failed({ErrorCode::NotFound, "There is no such checkpoint", {}, {}},
                               QStringLiteral("The demo could not be made"));
    QVERIFY(!exporting->isEnabled());
    bench.listen.grid.columns[2].canGenerate = true; // it was put back while the page was not seen
    bench.page.hide();
    bench.page.show();
    QVERIFY(exporting->isEnabled());
}

// Thirty checkpoints do not fit: the newest with a demo is chosen, and is seen.
void tst_Listen::theNewestDemoIsInSight() {
    Bench bench;
    DemoGrid grid;
    grid.runId = QStringLiteral("0001-a");
    for (int column = 0; column < 30; ++column)
        grid.columns.push_back({column * 100, {}, false, false, true, {}});
    DemoRow row = bench.listen.grid.rows.front();
    row.cells.resize(30);
    row.cells[27].file = row.cells[0].file;
    grid.rows = {row};
    bench.listen.grid = {};
    bench.page.showRun(QStringLiteral("0002-b"));
    bench.listen.grid = grid;
    bench.page.showRun(QStringLiteral("0001-a"));
    QCOMPARE(bench.grid.currentColumn(), 27);
    QVERIFY(bench.grid.viewport()->rect().contains(bench.grid.cellRect(0, 27).center()));
    bench.grid.setBlind(true); // each has a name of its own
    QSet<QString> names;
    for (int column = 0; column < 30; ++column) names << bench.grid.columnName(column);
    QCOMPARE(names.size(), 30);
    bench.grid.setBlind(false);
    bench.grid.setCurrent(0, 27);
    bench.page.resize(900, 700);
    QVERIFY(bench.grid.viewport()->rect().contains(bench.grid.cellRect(0, 27).center()));
}

void tst_Listen::starsAreGivenByMouse() {
    Bench bench;
    bench.page.resize(1200, 700);
    bench.page.show();
    auto* grid = bench.page.findChild<DemoGridView*>();
    grid->setCurrent(0, 1);
    // A whole row of the cell's foot from left to right: each star once, and beside them it plays.
    const QRect cell = grid->cellRect(0, 1);
    QSet<QString> before;
    for (int x = cell.left() + 10; x < cell.right() - 10; x += 5) {
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, QPoint(x, cell.bottom() - 22));
        for (const QString& rating : std::as_const(bench.listen.ratings)) before << rating;
    }
    QCOMPARE(before.size(), 5);
    QVERIFY(before.contains(QStringLiteral("0001-a row0 500 4")));
    bench.listen.ratings.clear();
    grid->rateCurrent(2);
    QCOMPARE(bench.listen.ratings, QStringList{QStringLiteral("0001-a row0 500 2")});
}

void tst_Listen::blindModeTellsNothing() {
    Bench bench;
    for (DemoRow& row : bench.listen.grid.rows) row.cells[1].file.clear(); // a checkpoint without demos
    bench.page.resize(1200, 700);
    bench.page.show();
    Q_EMIT bench.listen.gridReady(bench.listen.grid);
    auto* grid = bench.page.findChild<DemoGridView*>();
    grid->setCurrent(0, 2);
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    grid->setFocus();
    QTest::keyClick(grid, Qt::Key_B);
    QVERIFY(grid->isBlind());
    QVERIFY(!bench.page.findChild<QPushButton*>(QStringLiteral("blindMode"))->hasFocus());
    const auto* where = bench.page.findChild<QComboBox*>(QStringLiteral("newWhere"));
    for (int row = 0; row < 3; ++row) {
        grid->setCurrent(row, 3); // the gap is the last one, whichever it was
        QVERIFY(grid->currentCell()->file.isEmpty());
        for (int column = 0; column < 3; ++column) {
            grid->setCurrent(row, column);
            QVERIFY(!grid->currentCell()->file.isEmpty());
            for (int item = 0; item < where->count(); ++item)
                for (const char* name : {"500", "1,000", "1,500", "base"})
                    QVERIFY2(!where->itemText(item).contains(QString::fromLatin1(name)),
                             qPrintable(where->itemText(item)));
        }
    }
}

// A star given, or a checkpoint that a running run brings, must not shuffle what is being judged blindly.
void tst_Listen::whatIsJudgedStaysInItsPlace() {
    Bench bench;
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("blindMode")), Qt::LeftButton);
    const auto files = [&bench] {
        QStringList seen;
        for (int row = 0; row < 3; ++row)
            for (int column = 0; column < 4; ++column) {
                bench.grid.setCurrent(row, column);
                seen << bench.grid.currentCell()->file;
            }
        return seen;
    };
    const QStringList before = files();
    DemoGrid grid = bench.listen.grid;
    grid.rows[0].cells[2].stars = 4;
    grid.columns.insert(grid.columns.begin() + 1, {250, {}, false, false, true, {}}); // has no demos yet
    for (DemoRow& row : grid.rows) row.cells.insert(row.cells.begin() + 1, DemoCell{});
    for (int time = 0; time < 3; ++time) Q_EMIT bench.listen.gridReady(grid);
    QCOMPARE(files(), before);
    // A new demo does: else its place would tell what it is.
    grid.rows[1].cells[1].file = grid.rows[1].cells[0].file;
    Q_EMIT bench.listen.gridReady(grid);
    QStringList now = files();
    QCOMPARE(now.mid(0, 4), before.mid(0, 4));
    QCOMPARE(now.mid(8, 4), before.mid(8, 4));
}

void tst_Listen::theNewestRunWithSomethingToHearIsShown() {
    Bench bench;
    RunView old = bench.train.list.front();
    old.step = 500;
    RunView waiting = old;
    waiting.id = QStringLiteral("0002-b");
    waiting.step = 0;
    bench.train.list = {waiting, old};
    bench.page.clear();
    const auto* runs = bench.page.findChild<QComboBox*>(QStringLiteral("listenRuns"));
    QCOMPARE(runs->currentData().toString(), QStringLiteral("0001-a"));
    bench.train.list = {waiting};
    bench.page.clear();
    QCOMPARE(runs->currentData().toString(), QStringLiteral("0002-b"));
}

void tst_Listen::whatPlaysIsStoppedFromAnEmptyCell() {
    Bench bench;
    for (DemoRow& row : bench.listen.grid.rows) row.cells[1].file.clear();
    Q_EMIT bench.listen.gridReady(bench.listen.grid);
    bench.player->setLoop(true);
    bench.grid.setCurrent(0, 0);
    QTest::keyClick(&bench.grid, Qt::Key_Space);
    QTRY_VERIFY(bench.player->isPlaying());
    QTest::keyClick(&bench.grid, Qt::Key_Right);
    const auto* play = bench.page.findChild<QPushButton*>(QStringLiteral("listenPlay"));
    QVERIFY(bench.player->isPlaying() && play->isEnabled());
    QTest::keyClick(&bench.grid, Qt::Key_Space);
    QTRY_VERIFY(!bench.player->isPlaying());
    QTRY_VERIFY(!play->isEnabled()); // nothing to start here
}

void tst_Listen::theKeyboardStartsInTheGrid() {
    Bench bench;
    bench.page.show();
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    bench.page.setFocus(Qt::OtherFocusReason);
    auto* grid = bench.page.findChild<DemoGridView*>();
    QVERIFY(grid->hasFocus());
    Q_EMIT bench.listen.gridReady({QStringLiteral("0001-a"), {}, {}});
    bench.page.setFocus(Qt::OtherFocusReason);
    QVERIFY(bench.page.findChild<QPushButton*>(QStringLiteral("listenTrain"))->hasFocus());
}

void tst_Listen::everythingHasAName() {
    Bench bench;
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("newOptions")), Qt::LeftButton);
    QCOMPARE(namelessControls(bench.page).join(QLatin1Char(' ')), QString());
}

// Press on a demo, move away, let go over another window. The offscreen platform has no drags between
// windows: there the test ends with what the drag would carry.
void tst_Listen::aDemoIsDraggedIntoAnotherWindow() {
    Bench bench;
    FileTaker other;
    other.setGeometry(0, 0, 200, 200);
    other.show();
    QVERIFY(QTest::qWaitForWindowExposed(&other));
    QWidget* viewport = bench.grid.viewport();
    QPoint cell; // of the demo in the second row, third column
    for (int y = viewport->height() - 1; y > 0 && cell.isNull(); y -= 10)
        for (int x = viewport->width() - 1; x > 0 && cell.isNull(); x -= 10) {
            QTest::mouseClick(viewport, Qt::RightButton, {}, {x, y}); // chooses a cell and plays nothing
            if (bench.grid.currentRow() == 1 && bench.grid.currentColumn() == 2) cell = {x, y};
        }
    QVERIFY(!cell.isNull());
    const QList<QUrl> file{QUrl::fromLocalFile(bench.grid.currentCell()->file)};
    QTest::mousePress(viewport, Qt::LeftButton, {}, cell);
    // Where there are drags, this one runs an event loop of its own; the hand moves on from within it.
    QTimer::singleShot(0, &other, [&other] {
        QTest::mouseMove(other.windowHandle(), QPoint(100, 100));
        QTest::mouseMove(other.windowHandle(), QPoint(110, 110));
        QTest::mouseRelease(other.windowHandle(), Qt::LeftButton, {}, QPoint(110, 110));
    });
    QMouseEvent near(QEvent::MouseMove, cell + QPoint(2, 0), viewport->mapToGlobal(cell + QPoint(2, 0)),
                     Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(viewport, &near);
    QVERIFY(bench.grid.findChild<QDrag*>() == nullptr); // a hand that trembles drags nothing
    QMouseEvent far(QEvent::MouseMove, cell + QPoint(60, 0), viewport->mapToGlobal(cell + QPoint(60, 0)),
                    Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(viewport, &far);
    const auto* drag = bench.grid.findChild<QDrag*>();
    QVERIFY(drag != nullptr);
    QCOMPARE(drag->mimeData()->urls(), file);
    QVERIFY(drag->mimeData()->hasFormat(QStringLiteral("text/uri-list"))); // what DAWs and file managers read
    QVERIFY(QFile::exists(drag->mimeData()->urls().front().toLocalFile()));
    if (QGuiApplication::platformName() != QStringLiteral("offscreen")) QCOMPARE(other.taken, file);
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Listen>(argc, argv);
}
#include "tst_Listen.moc"
