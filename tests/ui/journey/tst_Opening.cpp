// SPDX-License-Identifier: GPL-3.0-or-later
//
// Opening projects as people do, over the real services: the file a file manager double-clicks, a drop, a
// folder that was moved, a project of an older Attune, one that another program holds, and what cannot be
// opened at all.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/config/RunSettings.h"
#include "core/latents/PreEncodedWriter.h"
#include "tests/ui/GuiTest.h"
#include "tests/ui/journey/Studio.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/MessageBanner.h"

#include <QApplication>
#include <QAbstractItemView>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QtTest>

#include <optional>

using namespace attune;
using namespace attune::ui;

namespace {

// A job of some length that does nothing.
class WaitingJob final : public jobs::Job {
public:
    std::string title() const override { return "Encode sounds"; }
    bool needsDevice() const override { return false; }
    Result<void> run(jobs::JobContext& context) override {
        context.stateChanged(jobs::JobState::Running);
        context.controls.requestPause();
        while (!context.controls.stop().isRequested()) context.controls.waitWhilePaused(0, std::nullopt);
        return {};
    }
};

} // namespace

class tst_Opening : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aDoubleClickedFile();
    void theWindowDoesNotWaitForTheDisk();
    void whatIsClosedIsWrittenBeforeItIsOpenedAgain();
    void soundsBehindAProjectGoIntoIt();
    void aNewNameIsKept();
    void aDroppedFileAndFolder();
    void aMovedAndRenamedFolder();
    void aTableOfWordsIsFoundAgain();
    void aProjectFromAnotherComputerMissesItsModel();
    void anOlderProjectGetsItsFile();
    void aFileAwayFromItsProjectSaysSo();
    void whatCannotBeOpenedLeavesTheProjectOpen();
    void aProjectHeldElsewhereOpensForReading();
    void aProjectOfANewerAttuneWantsAnUpdate();
    void aReferenceDataSetIsTakenOver();
    void trainingSettingsGoIntoTheForm();
    void aRunningJobKeepsItsProjectOpen();

private:
    [[nodiscard]] QString make(const QString& name) const;  // a project, closed again; gives its folder
    void open(const QString& folder);                       // and waits until it is
    [[nodiscard]] bool isFree(const QString& folder) const; // nobody holds the project's lock
    void drop(const QString& path);
    [[nodiscard]] QString shownName() const { return m_studio->find<QLineEdit>("projectName")->text(); }
    [[nodiscard]] QString shownMessage() const;

    std::optional<QTemporaryDir> m_home;
    std::optional<studio::Studio> m_studio;
};

void tst_Opening::init() {
    m_home.emplace();
    QVERIFY(m_home->isValid());
    qputenv("ATTUNE_DATA_HOME", m_home->filePath(QStringLiteral("data")).toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    m_studio.emplace(m_home->filePath(QStringLiteral("peaks")));
    m_studio->window.resize(1280, 800);
    m_studio->window.show();
}

void tst_Opening::cleanup() {
    m_studio.reset();
    m_home.reset();
}

QString tst_Opening::make(const QString& name) const {
    const QString folder = m_home->filePath(name);
    if (!project::Project::create(pathFromUtf8(folder.toStdString()), name.toStdString()))
        qFatal("no project could be made");
    return folder;
}

void tst_Opening::open(const QString& folder) {
    m_studio->window.openPath(folder);
    QTRY_COMPARE(m_studio->project.project().folder, folder);
}

bool tst_Opening::isFree(const QString& folder) const {
    return project::Project::open(pathFromUtf8(folder.toStdString())).has_value();
}

void tst_Opening::drop(const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&m_studio->window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent dropped(QPointF(500, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&m_studio->window, &dropped);
}

QString tst_Opening::shownMessage() const {
    for (const MessageBanner* banner : m_studio->window.findChildren<MessageBanner*>())
        if (banner->isVisible()) return banner->sentence();
    return {};
}

// What main() does with the argument that Explorer or Nautilus gives.
void tst_Opening::aDoubleClickedFile() {
    const QString folder = make(QStringLiteral("Warme Töne"));
    m_studio->window.openPath(folder + QStringLiteral("/Warme Töne.attune"));
    QTRY_COMPARE(shownName(), QStringLiteral("Warme Töne"));
    QCOMPARE(m_studio->project.project().folder, folder);
    QVERIFY(m_studio->project.project().readOnlyWhy.isEmpty());
    QTRY_VERIFY(!m_studio->project.recent().empty());
    QCOMPARE(m_studio->project.recent().front().folder, folder); // not the file
}

// Making and opening go to a worker; the window only asks, as often as one likes.
void tst_Opening::theWindowDoesNotWaitForTheDisk() {
    QSignalSpy failed(&m_studio->project, &ProjectService::failed);
    QSignalSpy opened(&m_studio->project, &ProjectService::opened);
    const QString folder = m_home->filePath(QStringLiteral("Kicks"));
    m_studio->project.create(folder, QStringLiteral("Kicks"));
    QVERIFY(!m_studio->project.project().isOpen());
    QVERIFY(m_studio->project.isBusy());
    m_studio->project.open(folder); // a second click: it is open by then
    m_studio->project.open(m_home->filePath(QStringLiteral("nowhere")));
    m_studio->project.create(folder, QStringLiteral("Again"));
    QTRY_VERIFY(!m_studio->project.isBusy());
    QCOMPARE(m_studio->project.project().folder, folder);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(failed.count(), 2); // each says what it was about
    QCOMPARE(failed.at(0).at(1).toString(), QStringLiteral("The project could not be opened"));
    QCOMPARE(failed.at(1).at(1).toString(), QStringLiteral("The project could not be made"));
}

void tst_Opening::whatIsClosedIsWrittenBeforeItIsOpenedAgain() {
    const QString folder = make(QStringLiteral("Kicks"));
    open(folder);
    m_studio->project.setModel(QStringLiteral("some model"));
    m_studio->project.close(); // before the half second after which a change is saved
    m_studio->project.open(folder);
    QTRY_VERIFY(m_studio->project.project().isOpen());
    QCOMPARE(m_studio->project.project().modelId, QStringLiteral("some model"));
    QVERIFY(m_studio->project.project().readOnlyWhy.isEmpty()); // its own lock is not in its way
}

// What a file manager gives when a project and sounds are selected: no dialog asks for another project.
void tst_Opening::soundsBehindAProjectGoIntoIt() {
    const QString folder = make(QStringLiteral("Kicks"));
    QVERIFY(QDir(m_home->path()).mkpath(QStringLiteral("sounds")));
    QSignalSpy scanned(&m_studio->dataset, &DatasetService::scanned);
    m_studio->window.openPath(folder);
    m_studio->window.openPath(m_home->filePath(QStringLiteral("sounds")));
    QVERIFY(m_studio->window.findChild<QFileDialog*>() == nullptr);
    QTRY_COMPARE(shownName(), QStringLiteral("Kicks"));
    QTRY_COMPARE(m_studio->find<QListWidget>("sourceList")->count(), 2); // all, and this one
}

void tst_Opening::aNewNameIsKept() {
    const QString folder = make(QStringLiteral("Kicks"));
    open(folder);
    QSignalSpy states(&m_studio->project, &ProjectService::saveStateChanged);
    auto* name = m_studio->find<QLineEdit>("projectName");
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("Warm tones"));
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(m_studio->project.project().name, QStringLiteral("Warm tones"));
    QTRY_COMPARE(m_studio->find<QLabel>("saveState")->text(), QStringLiteral("saved"));
    QVERIFY(states.count() >= 2); // it said that it was not saved yet
    QTRY_COMPARE(m_studio->project.recent().front().name, QStringLiteral("Warm tones"));
    QCOMPARE(m_studio->project.project().folder, folder);
    QVERIFY(QFile::exists(folder + QStringLiteral("/Warm tones.attune")));
    m_studio->project.close();
    open(folder);
    QCOMPARE(shownName(), QStringLiteral("Warm tones"));
}

void tst_Opening::aDroppedFileAndFolder() {
    const QString kicks = make(QStringLiteral("Kicks"));
    const QString snares = make(QStringLiteral("Snares"));
    drop(kicks + QStringLiteral("/Kicks.attune"));
    QTRY_COMPARE(shownName(), QStringLiteral("Kicks"));
    drop(snares);
    QTRY_COMPARE(shownName(), QStringLiteral("Snares"));
    drop(kicks + QStringLiteral("/project.json"));
    QTRY_COMPARE(shownName(), QStringLiteral("Kicks"));
    drop(kicks); // open already: nothing happens, least of all an error about its own lock
    QTRY_COMPARE(shownName(), QStringLiteral("Kicks"));
    QCOMPARE(shownMessage(), QString());
}

void tst_Opening::aMovedAndRenamedFolder() {
    const QString folder = make(QStringLiteral("Kicks"));
    QVERIFY(QDir(m_home->path()).mkpath(QStringLiteral("other disk")));
    const QString moved = m_home->filePath(QStringLiteral("other disk/Kicks of last year"));
    QVERIFY(QFile::rename(folder, moved));
    m_studio->window.openPath(moved + QStringLiteral("/Kicks.attune"));
    QTRY_COMPARE(shownName(), QStringLiteral("Kicks"));
    QCOMPARE(m_studio->project.project().folder, moved);
}

// What belongs to a project goes with it, also when it lies beside the project's folder.
void tst_Opening::aTableOfWordsIsFoundAgain() {
    const QString folder = make(QStringLiteral("Kicks"));
    const QString table = folder + QStringLiteral("/moods.csv");
    QVERIFY(writeTextAtomically(pathFromUtf8(table.toStdString()), "file,mood\n").has_value());
    open(folder);
    m_studio->project.setPromptTable(table);
    m_studio->project.close();
    QTRY_VERIFY(isFree(folder));
    const QString moved = m_home->filePath(QStringLiteral("moved"));
    QVERIFY(QFile::rename(folder, moved));
    open(moved);
    QCOMPARE(m_studio->project.project().promptTable, moved + QStringLiteral("/moods.csv"));
    m_studio->project.setPromptTable({});
    m_studio->project.close();
    open(moved);
    QCOMPARE(m_studio->project.project().promptTable, QString());
}

void tst_Opening::aProjectFromAnotherComputerMissesItsModel() {
    const QString folder = make(QStringLiteral("Kicks"));
    QFile document(folder + QStringLiteral("/project.json"));
    QVERIFY(document.open(QIODevice::ReadOnly));
    config::Json changed = config::Json::parse(document.readAll().toStdString());
    document.close();
    changed["model"] = "sao-of-a-friend";
    QVERIFY(document.open(QIODevice::WriteOnly | QIODevice::Truncate));
    document.write(QByteArray::fromStdString(changed.dump()));
    document.close();
    open(folder);
    auto* said = m_studio->find<QLabel>("encodePlan");
    QTRY_VERIFY2(said->text().contains(QStringLiteral("sao-of-a-friend")), qPrintable(said->text()));
}

void tst_Opening::anOlderProjectGetsItsFile() {
    const QString folder = make(QStringLiteral("Kicks"));
    QVERIFY(QFile::remove(folder + QStringLiteral("/Kicks.attune")));
    m_studio->window.openPath(folder);
    QTRY_COMPARE(shownName(), QStringLiteral("Kicks"));
    QVERIFY(QFile::exists(folder + QStringLiteral("/Kicks.attune")));
}

void tst_Opening::aFileAwayFromItsProjectSaysSo() {
    const QString folder = make(QStringLiteral("Kicks"));
    const QString alone = m_home->filePath(QStringLiteral("Kicks.attune"));
    QVERIFY(QFile::rename(folder + QStringLiteral("/Kicks.attune"), alone));
    drop(alone);
    QTRY_VERIFY2(shownMessage().contains(QStringLiteral("could not be opened")), qPrintable(shownMessage()));
    QVERIFY(!m_studio->project.project().isOpen());
}

void tst_Opening::whatCannotBeOpenedLeavesTheProjectOpen() {
    open(make(QStringLiteral("Kicks")));
    const QString broken = make(QStringLiteral("Broken"));
    QFile document(broken + QStringLiteral("/project.json"));
    QVERIFY(document.open(QIODevice::WriteOnly) && document.write("{") == 1);
    document.close();
    drop(broken + QStringLiteral("/Broken.attune"));
    QTRY_VERIFY2(shownMessage().contains(QStringLiteral("could not be opened")), qPrintable(shownMessage()));
    QCOMPARE(shownName(), QStringLiteral("Kicks"));
    QVERIFY(m_studio->project.project().isOpen());
    m_studio->window.openPath(m_home->filePath(QStringLiteral("nothing.attune"))); // by a stale shortcut
    QTRY_COMPARE(shownName(), QStringLiteral("Kicks"));
    QTRY_VERIFY2(shownMessage().contains(QStringLiteral("nothing.attune")), qPrintable(shownMessage()));
}

void tst_Opening::aProjectHeldElsewhereOpensForReading() {
    const QString folder = make(QStringLiteral("Kicks"));
    const project::Project other =
        project::Project::open(pathFromUtf8(folder.toStdString())).value(); // as another program does
    m_studio->window.openPath(folder);
    QPushButton* offer = nullptr;
    const auto isOffered = [&] {
        for (QPushButton* button :
             m_studio->window.findChildren<QPushButton*>(QStringLiteral("bannerRemedy")))
            if (button->isVisible()) offer = button;
        return offer != nullptr;
    };
    QTRY_VERIFY(isOffered());
    QVERIFY(!m_studio->project.project().isOpen());
    QTest::mouseClick(offer, Qt::LeftButton);
    QTRY_COMPARE(shownName(), QStringLiteral("Kicks"));
    QVERIFY(!m_studio->project.project().readOnlyWhy.isEmpty());
    // Sounds that are dropped now change nothing, and the page says why.
    QFile sound(m_home->filePath(QStringLiteral("a.wav")));
    QVERIFY(sound.open(QIODevice::WriteOnly));
    drop(sound.fileName());
    QTRY_VERIFY2(shownMessage().contains(QStringLiteral("reading only")), qPrintable(shownMessage()));
}

// Nobody else has it open, so nothing may be asked of another program.
void tst_Opening::aProjectOfANewerAttuneWantsAnUpdate() {
    const QString folder = make(QStringLiteral("Kicks"));
    const std::filesystem::path file = pathFromUtf8(folder.toStdString()) / "project.json";
    config::Json document = config::readJsonFile(file).value();
    document["version"] = 99;
    QVERIFY(config::writeJsonFile(file, document).has_value());
    open(folder);
    QVERIFY(!m_studio->project.project().readOnlyWhy.isEmpty());
    QCOMPARE(m_studio->project.whyReadOnly()->remedy, "Update Attune to change it.");
    QFile sound(m_home->filePath(QStringLiteral("a.wav")));
    QVERIFY(sound.open(QIODevice::WriteOnly));
    drop(sound.fileName());
    QTRY_VERIFY2(shownMessage().contains(QStringLiteral("reading only")), qPrintable(shownMessage()));
    QVERIFY2(!shownMessage().contains(QStringLiteral("other program")), qPrintable(shownMessage()));
}

// A folder that stable-audio-tools was to train on: its latents come in as they are, and are seen.
void tst_Opening::aReferenceDataSetIsTakenOver() {
    const std::filesystem::path folder =
        pathFromUtf8(m_home->filePath(QStringLiteral("their kicks")).toStdString());
    auto writer = latents::PreEncodedWriter::create(folder / "encoded", config::Json::object(),
                                                    latents::OccupiedFolder::Add)
                      .value();
    for (int i = 0; i < 12; ++i) {
        latents::PreEncodedDescription description;
        description.path = concat("sounds/kick ", i, ".wav");
        description.relativePath = concat("kick ", i, ".wav");
        description.sampleRate = SampleRate{100};
        description.window = audio::cropWindow(480, 80, description.sampleRate);
        description.more = config::Json{{"prompt", concat("old kick ", i)}};
        QVERIFY(writer.write(0, i, latents::NpyType::Float32, 2, std::vector<float>(20, 0.5F), description)
                    .has_value());
    }
    QVERIFY(writeTextAtomically(
                folder / "dataset_config.json",
                R"({"dataset_type": "pre_encoded", "datasets": [{"id": "x", "path": "encoded"}]})")
                .has_value());
    open(make(QStringLiteral("Kicks")));
    drop(QString::fromStdString(utf8FromPath(folder)));
    auto* clips = m_studio->find<QAbstractItemView>("clipTable");
    QTRY_COMPARE_WITH_TIMEOUT(clips->model()->rowCount(), 12, 60'000);
    QTRY_VERIFY2(shownMessage().contains(QStringLiteral("12")) &&
                     shownMessage().contains(QStringLiteral("taken over")),
                 qPrintable(shownMessage()));
    drop(QString::fromStdString(
        utf8FromPath(folder / "dataset_config.json"))); // once more: it is there already
    QTRY_VERIFY2_WITH_TIMEOUT(shownMessage().contains(QStringLiteral("Nothing was taken over")),
                              qPrintable(shownMessage()), 60'000);
    QCOMPARE(clips->model()->rowCount(), 12);
}

void tst_Opening::trainingSettingsGoIntoTheForm() {
    config::RunSettings settings;
    settings.name = "from a friend";
    settings.batchSize = 3;
    const QString file = m_home->filePath(QStringLiteral("settings.json"));
    QVERIFY(config::writeRunSettings(pathFromUtf8(file.toStdString()), settings).has_value());
    drop(file);
    QTRY_VERIFY2(shownMessage().contains(QStringLiteral("belong to a project")), qPrintable(shownMessage()));
    open(make(QStringLiteral("Kicks")));
    drop(file);
    QTRY_COMPARE(m_studio->find<QStackedWidget>("places")->currentWidget()->objectName(),
                 QStringLiteral("trainPage"));
    QCOMPARE(m_studio->find<QLineEdit>("edit:batch_size")->text(), QStringLiteral("3"));
    QCOMPARE(m_studio->find<QLineEdit>("edit:name")->text(), QStringLiteral("from a friend"));
}

void tst_Opening::aRunningJobKeepsItsProjectOpen() {
    open(make(QStringLiteral("Kicks")));
    const QString other = make(QStringLiteral("Snares"));
    const ui::JobId job = m_studio->jobs.submit(std::make_unique<WaitingJob>());
    QTRY_VERIFY(m_studio->isWorking());
    drop(other);
    QTRY_VERIFY2(shownMessage().contains(QStringLiteral("still running")), qPrintable(shownMessage()));
    QCOMPARE(shownName(), QStringLiteral("Kicks"));
    QTest::mouseClick(m_studio->find<QPushButton>("home"), Qt::LeftButton);
    QTRY_COMPARE(shownName(), QStringLiteral("Kicks"));
    m_studio->jobs.stop(job);
    QTRY_VERIFY(!m_studio->isWorking());
    drop(other);
    QTRY_COMPARE(shownName(), QStringLiteral("Snares"));
}

int main(int argc, char** argv) {
    return attune::ui::runGuiTest<tst_Opening>(argc, argv, QStringLiteral("opening"));
}
#include "tst_Opening.moc"
