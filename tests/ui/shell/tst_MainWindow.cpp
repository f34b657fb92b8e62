// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/MadeClips.h"
#include "tests/ui/shell/WindowBench.h"
#include "ui/dataset/RulesEditor.h"
#include "ui/generate/ExportDialog.h"
#include "ui/help/HelpContent.h"
#include "ui/help/HelpRequest.h"
#include "ui/audio/WaveformView.h"
#include "ui/shell/DropDesk.h"
#include "ui/shell/DropOverlay.h"
#include "ui/theme/Colors.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/MessageBanner.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTranslator>
#include <QtTest>

using namespace attune;
using namespace attune::ui;

using Bench = WindowBench;

class tst_MainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsOnTheStartPage();
    void placesByMouseAndKey();
    void fitsSmallScreens_data();
    void fitsSmallScreens();
    void textFits_data();
    void textFits();
    void textCanBeRead_data();
    void textCanBeRead();
    void dropsGoWhereTheyBelong();
    void aProjectIsRenamedAtTheTop();
    void theTopSaysWhetherItIsSaved();
    void draggingNeverWaitsForADrive();
    void withoutAModelNothingIsPadded();
    void tabComesToThePlaceThatIsShown();
    void soundsDroppedFirstWaitForAProject();
    void soundsOfACancelledProjectAreForgotten();
    void newsThatNoPageSays();
    void closingWhileTrainingAsks();
    void statusFollowsTheJob();
    void searchFindsHelpAndClips();
    void helpCoversTheGuide();
    void f1OnAFieldOpensItsEntry();
    void f1InADialogShowsTheEntryBeside();
    void everyTopicHasItsEntry();
};

void tst_MainWindow::startsOnTheStartPage() {
    Bench bench;
    bench.window.show();
    QCOMPARE(bench.page()->objectName(), QStringLiteral("startPage"));
    QVERIFY(!bench.window.findChild<QAbstractButton*>(QStringLiteral("railTrain"))->isEnabled());
    bench.window.go(Place::Settings);
    QCOMPARE(bench.page()->objectName(), QStringLiteral("settingsPage"));
    QTest::mouseClick(bench.window.findChild<QPushButton*>(QStringLiteral("home")), Qt::LeftButton);
    QCOMPARE(bench.page()->objectName(), QStringLiteral("startPage"));
    QTest::mouseClick(bench.window.findChild<QPushButton*>(QStringLiteral("startTour")), Qt::LeftButton);
    QCOMPARE(bench.page()->objectName(), QStringLiteral("datasetPage"));
    QCOMPARE(bench.window.findChild<QLineEdit*>(QStringLiteral("projectName"))->text(),
             QStringLiteral("Tour"));
}

void tst_MainWindow::placesByMouseAndKey() {
    Bench bench;
    bench.open();
    bench.window.show();
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    const char* buttons[] = {"railDataset", "railModel", "railTrain",   "railListen",
                             "railRuns",    "railHelp",  "railSettings"};
    for (std::size_t i = 0; i < kPlaces.size(); ++i) {
        QTest::mouseClick(bench.window.findChild<QAbstractButton*>(QString::fromLatin1(buttons[i])),
                          Qt::LeftButton);
        QCOMPARE(bench.page()->objectName(), kPlaces[i].second);
    }
    for (int i = 0; i < 5; ++i) {
        QTest::keyClick(&bench.window, static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
        QCOMPARE(bench.page()->objectName(), kPlaces[static_cast<std::size_t>(i)].second);
    }
}

void tst_MainWindow::fitsSmallScreens_data() {
    QTest::addColumn<int>("theme");
    QTest::addColumn<double>("scale");
    QTest::newRow("dark") << static_cast<int>(ThemeChoice::Dark) << 1.0;
    QTest::newRow("light") << static_cast<int>(ThemeChoice::Light) << 1.0;
    QTest::newRow("dark, large text") << static_cast<int>(ThemeChoice::Dark) << 1.2;
}

void tst_MainWindow::fitsSmallScreens() {
    QFETCH(int, theme);
    QFETCH(double, scale);
    Theme::instance().choose(static_cast<ThemeChoice>(theme));
    Theme::instance().setFontScale(scale);
    Bench bench;
    bench.open();
    bench.window.resize(1280, 720);
    bench.window.show();
    for (const auto& [place, name] : kPlaces) {
        bench.window.go(place);
        QApplication::processEvents();
        QVERIFY2(bench.window.width() <= 1280 && bench.window.height() <= 720,
                 qPrintable(QStringLiteral("%1: %2 x %3")
                                .arg(name)
                                .arg(bench.window.width())
                                .arg(bench.window.height())));
        QVERIFY(!bench.window.grab().isNull());
    }
    Theme::instance().setFontScale(1.0);
    Theme::instance().choose(ThemeChoice::FollowSystem);
}

void tst_MainWindow::textFits_data() {
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("German") << QStringLiteral("de");
}

// On the smallest screen, in every language: what a button or a line says stands there whole.
void tst_MainWindow::textFits() {
    QFETCH(QString, language);
    QTranslator translator;
    if (language != QStringLiteral("en"))
        QVERIFY(translator.load(QLocale(language), QStringLiteral("attune"), QStringLiteral("_"),
                                QStringLiteral(":/i18n")));
    QCoreApplication::installTranslator(&translator);
    QStringList cut;
    {
        Bench bench;
        bench.open();
        bench.window.resize(1280, 720);
        bench.window.show();
        for (const auto& [place, name] : kPlaces) {
            bench.window.go(place);
            QApplication::processEvents();
            for (const QWidget* widget : bench.window.findChildren<QWidget*>()) {
                if (!widget->isVisible()) continue;
                const auto* label = qobject_cast<const QLabel*>(widget);
                const auto* button = qobject_cast<const QAbstractButton*>(widget);
                const bool isLine = label != nullptr && !label->wordWrap() && label->minimumWidth() != 1 &&
                                    qobject_cast<const ElidedLabel*>(label) == nullptr;
                if ((button == nullptr || button->text().isEmpty()) && !isLine) continue;
                const int needs =
                    button != nullptr ? button->minimumSizeHint().width() : label->sizeHint().width();
                if (widget->width() + 1 < needs)
                    cut << QStringLiteral("%1: “%2” has %3 of %4")
                               .arg(name, button != nullptr ? button->text() : label->text())
                               .arg(widget->width())
                               .arg(needs);
            }
        }
    }
    QCoreApplication::removeTranslator(&translator);
    cut.removeDuplicates();
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(QLatin1Char('\n'))));
}

void tst_MainWindow::textCanBeRead_data() {
    QTest::addColumn<int>("theme");
    QTest::newRow("dark") << static_cast<int>(ThemeChoice::Dark);
    QTest::newRow("light") << static_cast<int>(ThemeChoice::Light);
}

// Contrast as it is painted: between the ground of a text (its most frequent colour) and the colour furthest
// from it.
void tst_MainWindow::textCanBeRead() {
    QFETCH(int, theme);
    Theme::instance().choose(static_cast<ThemeChoice>(theme));
    Bench bench;
    bench.open();
    bench.window.resize(1280, 720);
    bench.window.show();
    constexpr int kScale = 3; // thin strokes reach their full colour
    QStringList faint;
    for (const auto& [place, name] : kPlaces) {
        bench.window.go(place);
        QApplication::processEvents();
        QImage image(bench.window.size() * kScale, QImage::Format_RGB32);
        image.setDevicePixelRatio(kScale);
        bench.window.render(&image);
        for (const QWidget* widget : bench.window.findChildren<QWidget*>()) {
            const auto* label = qobject_cast<const QLabel*>(widget);
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const QString text = label != nullptr    ? label->text()
                                 : button != nullptr ? button->text()
                                                     : QString();
            if (text.trimmed().isEmpty() || !widget->isVisible() || !widget->isEnabled() ||
                widget->visibleRegion().isEmpty())
                continue;
            const QRect shown =
                widget->visibleRegion().boundingRect().translated(widget->mapTo(&bench.window, QPoint()));
            const QImage part = image.copy(QRect(shown.topLeft() * kScale, shown.size() * kScale));
            QHash<QRgb, int> counts;
            for (int y = 0; y < part.height(); ++y)
                for (int x = 0; x < part.width(); ++x) ++counts[part.pixel(x, y)];
            const auto ground = std::max_element(counts.cbegin(), counts.cend());
            double best = 1.0;
            for (auto it = counts.cbegin(); it != counts.cend(); ++it)
                best = std::max(best, contrastRatio(QColor(it.key()), QColor(ground.key())));
            if (best < 4.5)
                faint << QStringLiteral("%1: “%2” has contrast %3").arg(name, text).arg(best, 0, 'f', 2);
        }
    }
    Theme::instance().choose(ThemeChoice::FollowSystem);
    QVERIFY2(faint.isEmpty(), qPrintable(faint.join(QLatin1Char('\n'))));
}

void tst_MainWindow::dropsGoWhereTheyBelong() {
    Bench bench;
    QFile weights(bench.folder.filePath(QStringLiteral("small.safetensors")));
    QVERIFY(weights.open(QIODevice::WriteOnly));
    QFile sound(bench.folder.filePath(QStringLiteral("a.wav")));
    QVERIFY(sound.open(QIODevice::WriteOnly));
    QDir(bench.folder.path()).mkdir(QStringLiteral("p"));
    QFile document(bench.folder.filePath(QStringLiteral("p/project.json")));
    QVERIFY(document.open(QIODevice::WriteOnly));
    QCOMPARE(static_cast<int>(classifyDrop({weights.fileName()}).kind), static_cast<int>(DropKind::Model));
    QCOMPARE(static_cast<int>(classifyDrop({sound.fileName()}).kind), static_cast<int>(DropKind::Sounds));
    QVERIFY(QDir(bench.folder.path()).mkdir(QStringLiteral("sounds")));
    QCOMPARE(static_cast<int>(classifyDrop({bench.folder.filePath(QStringLiteral("sounds"))}).kind),
             static_cast<int>(DropKind::Sounds));
    QVERIFY(classifyDrop({sound.fileName()}).hint.contains(QStringLiteral("folder"))); // all of it comes in
    // A folder as it is downloaded: the weights in it.
    QVERIFY(QDir(bench.folder.path()).mkdir(QStringLiteral("open-small")));
    QFile downloaded(bench.folder.filePath(QStringLiteral("open-small/base_model.ckpt")));
    QVERIFY(downloaded.open(QIODevice::WriteOnly));
    const Drop folderOfModel = classifyDrop({bench.folder.filePath(QStringLiteral("open-small"))});
    QCOMPARE(static_cast<int>(folderOfModel.kind), static_cast<int>(DropKind::Model));
    QCOMPARE(folderOfModel.paths, QStringList{downloaded.fileName()});
    QCOMPARE(static_cast<int>(classifyDrop({bench.folder.filePath(QStringLiteral("p"))}).kind),
             static_cast<int>(DropKind::Project));
    QFile projectFile(bench.folder.filePath(QStringLiteral("p/Kicks.attune")));
    QVERIFY(projectFile.open(QIODevice::WriteOnly));
    QCOMPARE(static_cast<int>(classifyDrop({projectFile.fileName()}).kind),
             static_cast<int>(DropKind::Project));
    QCOMPARE(static_cast<int>(classifyDrop({QStringLiteral("/x/readme.txt")}).kind),
             static_cast<int>(DropKind::Nothing));
    bench.open();
    bench.window.show();
    // Through the real event path.
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(weights.fileName())});
    QDragEnterEvent enter(QPoint(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&bench.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&bench.window, &drop);
    QTRY_COMPARE(bench.models.added, QStringList{weights.fileName()});
    QCOMPARE(bench.page()->objectName(), QStringLiteral("modelPage"));
    data.setUrls({QUrl::fromLocalFile(sound.fileName())});
    QDragEnterEvent enterAgain(QPoint(500, 400), Qt::CopyAction, &data, Qt::LeftButton,
                               Qt::NoModifier); // Qt drops only where something entered
    QApplication::sendEvent(&bench.window, &enterAgain);
    QVERIFY(enterAgain.isAccepted());
    QDropEvent dropSound(QPointF(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&bench.window, &dropSound);
    QTRY_COMPARE(bench.dataset.added, QStringList{sound.fileName()});
}

// What it is comes from a worker: the drag is taken at first, and refused once it is known to be nothing.
void tst_MainWindow::draggingNeverWaitsForADrive() {
    Bench bench;
    bench.window.show();
    QFile text(bench.folder.filePath(QStringLiteral("readme.txt")));
    QVERIFY(text.open(QIODevice::WriteOnly));
    QFile sound(bench.folder.filePath(QStringLiteral("a.wav")));
    QVERIFY(sound.open(QIODevice::WriteOnly));
    const auto isTaken = [&](const QMimeData& data) {
        QDragMoveEvent move(QPoint(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&bench.window, &move);
        return move.isAccepted();
    };
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(text.fileName())});
    QDragEnterEvent enter(QPoint(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&bench.window, &enter);
    QVERIFY(enter.isAccepted());
    QTRY_VERIFY(!isTaken(data));
    const auto* hint = bench.window.findChild<DropOverlay*>();
    QVERIFY(hint->isHidden());
    QDragLeaveEvent leave;
    QApplication::sendEvent(&bench.window, &leave);
    data.setUrls({QUrl::fromLocalFile(sound.fileName())});
    QDragEnterEvent again(QPoint(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&bench.window, &again);
    QTRY_VERIFY(!hint->isHidden());
    QVERIFY(isTaken(data));
    QApplication::sendEvent(&bench.window, &leave);
    QVERIFY(hint->isHidden());
}

// The model of the project before, or one that is not registered here, says nothing about these clips.
void tst_MainWindow::withoutAModelNothingIsPadded() {
    Bench bench;
    bench.open();
    bench.window.show();
    Q_EMIT bench.dataset.clipsLoaded(sharedClips(3));
    const auto* waveform = bench.page()->findChild<WaveformView*>(QStringLiteral("inspectorWaveform"));
    QTRY_VERIFY(waveform->isVisible());
    QVERIFY(waveform->hasModelWindow());
    bench.project.view.modelId = QStringLiteral("somewhere-else");
    Q_EMIT bench.project.changed();
    QVERIFY(!waveform->hasModelWindow());
}

void tst_MainWindow::tabComesToThePlaceThatIsShown() {
    Bench bench;
    bench.open();
    bench.window.show();
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    bench.window.go(Place::Train);
    const auto* rail = bench.window.findChild<NavigationRail*>();
    QStringList reached;
    for (int i = 0; i < 80; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        if (rail->isAncestorOf(QApplication::focusWidget()))
            reached << QApplication::focusWidget()->objectName();
    }
    reached.removeDuplicates();
    QCOMPARE(reached, QStringList{QStringLiteral("railTrain")});
}

void tst_MainWindow::soundsDroppedFirstWaitForAProject() {
    Bench bench;
    bench.window.show();
    QFile sound(bench.folder.filePath(QStringLiteral("a.wav")));
    QVERIFY(sound.open(QIODevice::WriteOnly));
    QFile another(bench.folder.filePath(QStringLiteral("b.wav")));
    QVERIFY(another.open(QIODevice::WriteOnly));
    for (const QFile* file : {&sound, &another}) bench.window.openPath(file->fileName());
    QSignalSpy dropped(bench.window.findChild<DropDesk*>(), &DropDesk::dropped);
    QTRY_COMPARE(dropped.size(), 2);
    QCOMPARE(bench.window.findChildren<QFileDialog*>().size(), 1); // one name for all
    QVERIFY(bench.dataset.added.isEmpty());
    bench.open();
    QTRY_COMPARE(bench.dataset.added, (QStringList{sound.fileName(), another.fileName()}));
}

void tst_MainWindow::soundsOfACancelledProjectAreForgotten() {
    Bench bench;
    bench.window.show();
    QFile sound(bench.folder.filePath(QStringLiteral("a.wav")));
    QVERIFY(sound.open(QIODevice::WriteOnly));
    QSignalSpy dropped(bench.window.findChild<DropDesk*>(), &DropDesk::dropped);
    bench.window.openPath(sound.fileName());
    QTRY_COMPARE(dropped.size(), 1);
    auto* dialog = bench.window.findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    dialog->reject();
    bench.open(); // another project, later
    QVERIFY(bench.dataset.added.isEmpty());
    // A project that is on its way needs no name.
    bench.project.close();
    bench.project.isOpening = true;
    QTRY_VERIFY(bench.window.findChild<QFileDialog*>() == nullptr);
    bench.window.openPath(sound.fileName());
    QTRY_COMPARE(dropped.size(), 2);
    QVERIFY(bench.window.findChild<QFileDialog*>() == nullptr);
    bench.open();
    QTRY_COMPARE(bench.dataset.added, QStringList{sound.fileName()});
}

void tst_MainWindow::aProjectIsRenamedAtTheTop() {
    Bench bench;
    bench.open();
    bench.window.show();
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    auto* name = bench.window.findChild<QLineEdit*>(QStringLiteral("projectName"));
    auto* filter = bench.page()->findChild<QLineEdit*>(QStringLiteral("clipFilter"));
    filter->setFocus();
    QTest::mouseClick(name, Qt::LeftButton);
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("Warm tones"));
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(bench.project.view.name, QStringLiteral("Warm tones"));
    QVERIFY(filter->hasFocus()); // the keyboard is back where it was
    QTest::mouseClick(bench.window.findChild<QAbstractButton*>(QStringLiteral("undo")), Qt::LeftButton);
    QCOMPARE(bench.project.view.name, QStringLiteral("Tape Drums"));
    QCOMPARE(name->text(), QStringLiteral("Tape Drums"));
    // Both habits do it again.
    bench.page()->findChild<QAbstractItemView*>(QStringLiteral("clipTable"))->setFocus();
    QTest::keyClick(&bench.window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(bench.project.view.name, QStringLiteral("Warm tones"));
    QTest::keyClick(&bench.window, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(bench.project.view.name, QStringLiteral("Tape Drums"));
    QTest::keyClick(&bench.window, Qt::Key_Y, Qt::ControlModifier);
    QTRY_COMPARE(bench.project.view.name, QStringLiteral("Warm tones"));
    QTest::keyClick(&bench.window, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(bench.project.view.name, QStringLiteral("Tape Drums"));
    // Esc leaves it, and nothing is no name.
    name->setFocus();
    QTest::keyClicks(name, QStringLiteral("x"));
    QTest::keyClick(name, Qt::Key_Escape);
    QCOMPARE(name->text(), QStringLiteral("Tape Drums"));
    QVERIFY(!name->hasFocus());
    name->setFocus();
    name->clear();
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(name->text(), QStringLiteral("Tape Drums"));
    QCOMPARE(bench.project.view.name, QStringLiteral("Tape Drums"));
    bench.project.close();
    QVERIFY(!name->isVisible());
    bench.project.openForReading(QStringLiteral("/music/other"));
    QVERIFY(name->isVisible() && name->isReadOnly());
}

void tst_MainWindow::theTopSaysWhetherItIsSaved() {
    Bench bench;
    bench.open();
    bench.window.show();
    const auto* state = bench.window.findChild<QLabel*>(QStringLiteral("saveState"));
    QCOMPARE(state->text(), QStringLiteral("saved"));
    Q_EMIT bench.project.saveStateChanged(SaveState::Saving);
    QCOMPARE(state->text(), QStringLiteral("saving…"));
    Q_EMIT bench.project.changed();
    QCOMPARE(state->text(), QStringLiteral("saving…"));
    Q_EMIT bench.project.saveStateChanged(SaveState::Failed);
    QCOMPARE(state->text(), QStringLiteral("not saved"));
    Q_EMIT bench.project.saveStateChanged(SaveState::Saved);
    QCOMPARE(state->text(), QStringLiteral("saved"));
    Q_EMIT bench.project.busyChanged(true);
    QVERIFY(state->text().contains(QStringLiteral("opening")));
    Q_EMIT bench.project.busyChanged(false);
    QCOMPARE(state->text(), QStringLiteral("saved"));
    bench.project.openForReading(QStringLiteral("/music/other"));
    QVERIFY(state->text().startsWith(QStringLiteral("read only")));
}

// A model that comes in while its page is not seen, a project that another program holds, a sound without a
// device.
void tst_MainWindow::newsThatNoPageSays() {
    Bench bench;
    bench.window.show();
    const auto* news = bench.window.findChild<MessageBanner*>(QStringLiteral("news"));
    QVERIFY(!news->isVisible());
    ModelService& models = bench.models; // the fake keeps what it was asked under the same name
    Q_EMIT models.added(QStringLiteral("small"));
    QVERIFY(news->isVisible());
    QVERIFY2(news->sentence().contains(QStringLiteral("Stable Audio Open Small")),
             qPrintable(news->sentence()));
    bench.open();
    QVERIFY(!news->isVisible()); // of before
    bench.window.go(Place::Model);
    Q_EMIT models.added(QStringLiteral("small")); // the page shows its card
    QVERIFY(!news->isVisible());
    bench.window.go(Place::Dataset);
    Q_EMIT models.failed(Error{ErrorCode::Corrupt, "It is cut off", {}, {}},
                         QStringLiteral("“a.ckpt” could not be added"));
    QVERIFY(news->isVisible() && news->sentence().contains(QStringLiteral("a.ckpt")));
    bench.window.go(Place::Model); // where it stands too
    QVERIFY(!news->isVisible());
    bench.window.go(Place::Train);
    bench.project.locked << QStringLiteral("/music/other");
    bench.project.open(QStringLiteral("/music/other"));
    QVERIFY(news->isVisible());
    QTest::mouseClick(news->findChild<QPushButton*>(QStringLiteral("bannerRemedy")), Qt::LeftButton);
    QCOMPARE(bench.project.view.folder, QStringLiteral("/music/other"));
    QVERIFY(!bench.project.view.readOnlyWhy.isEmpty());
    bench.window.openPath(bench.folder.filePath(QStringLiteral("moved/Quickstart.attune")));
    QTRY_VERIFY2(news->sentence().contains(QStringLiteral("is not there")), qPrintable(news->sentence()));
    Q_EMIT bench.player->unheard();
    QVERIFY2(news->sentence().contains(QStringLiteral("no sound device")), qPrintable(news->sentence()));
    QTest::mouseClick(news->findChild<QAbstractButton*>(QStringLiteral("bannerClose")), Qt::LeftButton);
    Q_EMIT bench.player->unheard();
    QVERIFY(!news->isVisible()); // once is enough
}

void tst_MainWindow::closingWhileTrainingAsks() {
    Bench bench;
    bench.open();
    bench.window.show();
    bench.jobs.set(jobs::JobState::Running);
    QVERIFY(bench.system.awake);
    QVERIFY(!bench.window.close());
    auto* box = bench.window.findChild<QMessageBox*>(QStringLiteral("closeQuestion"));
    QVERIFY(box != nullptr);
    for (QAbstractButton* button : box->buttons())
        if (box->buttonRole(button) == QMessageBox::AcceptRole) QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(bench.jobs.calls.contains(QStringLiteral("stop all")));
    bench.jobs.set(jobs::JobState::Finished);
    QTRY_VERIFY(!bench.window.isVisible());
    QVERIFY(!bench.system.awake);
}

void tst_MainWindow::statusFollowsTheJob() {
    Bench bench;
    bench.open();
    bench.window.show();
    bench.jobs.set(jobs::JobState::Running);
    const auto* text = bench.window.findChild<QLabel*>(QStringLiteral("statusText"));
    QVERIFY(text->text().contains(QStringLiteral("warm kicks")));
    QVERIFY(text->text().contains(QLocale().toString(1840)));
    const auto* top = bench.window.findChild<QPushButton*>(QStringLiteral("jobIndicator"));
    QVERIFY2(top->isVisible() && top->text().contains(QStringLiteral("46 %")), qPrintable(top->text()));
    Q_EMIT bench.jobs.metricsArrived(
        JobId{1}, {{1840, 0.0, "memory/host_bytes", 2e9}, {1840, 0.0, "memory/device_bytes", 6.1e9}});
    const auto* memory = bench.window.findChild<QLabel*>(QStringLiteral("statusMemory"));
    QVERIFY(memory->isVisible());
    QVERIFY2(memory->text().contains(QStringLiteral("6.1")),
             qPrintable(memory->text())); // of the graphics card, where there is one
    QTest::mouseClick(bench.window.findChild<QPushButton*>(QStringLiteral("statusPause")), Qt::LeftButton);
    QCOMPARE(bench.jobs.calls, QStringList{QStringLiteral("pause 1")});
    bench.jobs.set(jobs::JobState::Paused);
    QTest::mouseClick(bench.window.findChild<QPushButton*>(QStringLiteral("statusPause")), Qt::LeftButton);
    QCOMPARE(bench.jobs.calls.last(), QStringLiteral("resume 1"));
}

void tst_MainWindow::searchFindsHelpAndClips() {
    Bench bench;
    bench.open();
    bench.window.show();
    auto* search = bench.window.findChild<QLineEdit*>(QStringLiteral("search"));
    QTest::keyClicks(search, QStringLiteral("epoch"));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(bench.page()->objectName(), QStringLiteral("helpPage"));
    search->clear();
    QTest::keyClicks(search, QStringLiteral("kick_808"));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(bench.page()->objectName(), QStringLiteral("datasetPage"));
    QCOMPARE(bench.page()->findChild<QLineEdit*>(QStringLiteral("clipFilter"))->text(),
             QStringLiteral("kick_808"));
}

void tst_MainWindow::helpCoversTheGuide() {
    const HelpContent& help = HelpContent::instance();
    QVERIFY(help.entries().size() > 20);
    for (const char* key : {"epoch", "batch", "accumulation", "learning-rate", "when-to-stop", "how-many",
                            "lossy", "whine", "channels", "memory", "weights", "lora"})
        QVERIFY2(help.find(QString::fromLatin1(key)) != nullptr, key);
    QCOMPARE(help.find(QStringLiteral("ema.power"))->key, QStringLiteral("ema"));
    QVERIFY(help.find(QStringLiteral("no such thing")) == nullptr);
}

void tst_MainWindow::f1OnAFieldOpensItsEntry() {
    Bench bench;
    bench.open();
    bench.window.show();
    bench.window.go(Place::Train);
    auto* batch = bench.page()->findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    QVERIFY(batch != nullptr);
    QTest::keyClick(batch, Qt::Key_F1);
    QTRY_COMPARE(bench.page()->objectName(), QStringLiteral("helpPage"));
    QCOMPARE(bench.page()->findChild<QListWidget*>(QStringLiteral("helpTopics"))->currentItem()->text(),
             QStringLiteral("Batch"));
}

// A dialog is a window of its own, and a modal one covers the page of the help.
void tst_MainWindow::f1InADialogShowsTheEntryBeside() {
    Bench bench;
    bench.open();
    bench.window.show();
    const auto shown = [] {
        for (const QWidget* widget : QApplication::topLevelWidgets())
            if (widget->objectName() == QStringLiteral("helpPopover") && widget->isVisible())
                return widget->accessibleName();
        return QString();
    };
    QTest::mouseClick(bench.page()->findChild<QPushButton*>(QStringLiteral("editRules")), Qt::LeftButton);
    auto* editor = bench.window.findChild<RulesEditor*>();
    QVERIFY(editor != nullptr && QTest::qWaitForWindowActive(editor));
    for (const auto& [field, title] : {std::pair{"stepTable", "Clean-ups"},
                                       {"rulesPreset", "Presets of rules"},
                                       {"rulesApply", "Prompt rules"}}) {
        auto* widget = editor->findChild<QWidget*>(QString::fromLatin1(field));
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_F1);
        QCOMPARE(shown(), QString::fromLatin1(title));
        QTest::keyClick(QApplication::activePopupWidget(), title[0] == 'C' ? Qt::Key_Escape : Qt::Key_F1);
        QTRY_COMPARE(shown(), QString());
        QVERIFY(editor->isVisible()); // Esc was for the entry
    }
    QCOMPARE(bench.page()->objectName(), QStringLiteral("datasetPage")); // and nothing moved behind
    editor->close();
    // A modal one takes the topic of what opened it.
    bench.window.go(Place::Model);
    QTest::mouseClick(bench.page()->findChild<QPushButton*>(QStringLiteral("addModel")), Qt::LeftButton);
    auto* dialog = bench.window.findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    QTest::keyClick(dialog->focusWidget() != nullptr ? dialog->focusWidget() : dialog, Qt::Key_F1);
    QCOMPARE(shown(), QStringLiteral("Models, files and licences"));
    QApplication::activePopupWidget()->close();
    dialog->close();
}

void tst_MainWindow::everyTopicHasItsEntry() {
    Bench bench;
    bench.open();
    RulesEditor editor;
    const ExportDialog dialog(QStringLiteral("run"), 10, {});
    QStringList missing;
    const auto look = [&](const QWidget& root) {
        for (const QWidget* widget : root.findChildren<QWidget*>())
            if (const QString topic = helpTopicAt(widget);
                !topic.isEmpty() && HelpContent::instance().find(topic) == nullptr)
                missing << topic;
    };
    look(bench.window);
    look(editor);
    look(dialog);
    missing.removeDuplicates();
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char(' '))));
    for (const char* name : {"theme", "fontScale", "language", "audioDevice", "settingsAutoPlay", "notifies"})
        QCOMPARE(helpTopicAt(bench.window.findChild<QWidget*>(QString::fromLatin1(name))),
                 QStringLiteral("settings"));
    QCOMPARE(helpTopicAt(bench.window.findChild<QWidget*>(QStringLiteral("device"))), QStringLiteral("slow"));
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("AttuneTest"));
    QSettings().clear();
    Theme theme(application);
    tst_MainWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_MainWindow.moc"
