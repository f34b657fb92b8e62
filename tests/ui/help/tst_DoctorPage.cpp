// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Doctor as a person uses it: look, check everything, keep the report, add and remove the GPU libraries,
// hear a sound.
#include "tests/ui/FakeServices.h"
#include "ui/audio/AudioOutput.h"
#include "ui/audio/Player.h"
#include "ui/help/DoctorPage.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/Quantity.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QtTest>

#include <optional>

using namespace attune;
using namespace attune::ui;

namespace {

// A sound card that plays when the test says so.
class HandOutput final : public AudioOutput {
public:
    HandOutput(PlaybackMixer& mixer, bool& available) : m_mixer(mixer), m_available(available) {}
    bool isAvailable() const override { return m_available; }
    int sampleRateHz() const override { return 44100; }
    QString deviceName() const override { return QStringLiteral("Living room"); }
    void start() override {}
    void idle() override {}
    void chooseDevice(const QByteArray&) override { Q_EMIT availabilityChanged(); }
    void pump(int frames) {
        heard.resize(static_cast<std::size_t>(frames) * 2);
        m_mixer.render(heard);
    }
    std::vector<float> heard;

private:
    PlaybackMixer& m_mixer;
    bool& m_available;
};

struct Bench {
    Bench() {
        auto mixer = std::make_unique<PlaybackMixer>();
        auto made = std::make_unique<HandOutput>(*mixer, hasSound);
        output = made.get();
        player = std::make_unique<Player>(std::move(mixer), std::move(made));
        page.emplace(DoctorServices{system, *player});
        page->resize(1200, 700);
    }
    template <typename Widget>
    [[nodiscard]] Widget* find(const char* name) const {
        return page->findChild<Widget*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QString label(const char* name) const { return find<QLabel>(name)->text(); }
    void click(const char* name) const {
        auto* button = find<QPushButton>(name);
        QVERIFY2(button->isVisible() && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    bool hasSound{true};
    fakes::System system;
    HandOutput* output;
    std::unique_ptr<Player> player;
    std::optional<DoctorPage> page;
};

} // namespace

class tst_DoctorPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void looksAndChecksEverything();
    void theFullCheckCanBeStopped();
    void theReportIsKept();
    void adaptersAndDriverAreSaid();
    void librariesFromAFile();
    void librariesFromAnAddressByKeyboard();
    void whatGoesWrongIsSaid();
    void librariesAreRemovedAfterAQuestion();
    void aTestSoundIsHeardLeftThenRight();
    void aDeviceThatTakesNothing();
    void withoutASoundDevice();
};

void tst_DoctorPage::looksAndChecksEverything() {
    Bench bench;
    bench.page->show();
    QCOMPARE(bench.system.checks, QList<CheckDepth>{CheckDepth::Quick});
    const auto rows = [&] {
        QStringList names;
        for (const QWidget* row : bench.page->findChildren<QWidget*>(QStringLiteral("doctorRow")))
            names << row->accessibleName();
        return names;
    };
    QCOMPARE(rows().size(), 2);
    QVERIFY2(rows().last().contains(QStringLiteral("look here")),
             qPrintable(rows().last())); // a word, not a colour alone
    bench.system.items.push_back({CheckVerdict::Problem, QStringLiteral("Exporting"),
                                  QStringLiteral("failed"), QStringLiteral("Install Attune again.")});
    bench.click("doctorFull");
    QCOMPARE(bench.system.checks.last(), CheckDepth::Full);
    QTRY_COMPARE(rows().size(), 3);
    QVERIFY(rows().last().contains(QStringLiteral("problem")));
    bench.click("doctorAgain");
    QCOMPARE(bench.system.checks.last(), CheckDepth::Quick);
}

void tst_DoctorPage::theFullCheckCanBeStopped() {
    Bench bench;
    bench.system.answersChecks = false;
    bench.page->show();
    Q_EMIT bench.system.checked(bench.system.items, {}, CheckDepth::Quick);
    auto* full = bench.find<QPushButton>("doctorFull");
    bench.click("doctorFull");
    QCOMPARE(full->accessibleName(), QStringLiteral("Stop the check"));
    QVERIFY(!bench.find<QPushButton>("doctorAgain")->isEnabled());
    bench.click("doctorFull");
    QCOMPARE(bench.system.calls, QStringList{QStringLiteral("stop check")});
    QVERIFY(!full->isEnabled()); // until it has stopped
    Q_EMIT bench.system.checked(bench.system.items, {}, CheckDepth::Full);
    QVERIFY(full->isEnabled());
    QCOMPARE(full->accessibleName(), QStringLiteral("Check everything"));
    QCOMPARE(bench.system.checks, (QList<CheckDepth>{CheckDepth::Quick, CheckDepth::Full}));
}

void tst_DoctorPage::theReportIsKept() {
    Bench bench;
    bench.page->show();
    bench.click("doctorCopy");
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Attune\n  Memory: 24 GB\n"));
    const QTemporaryDir folder;
    bench.click("doctorSave");
    auto* dialog = bench.page->findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    Q_EMIT dialog->fileSelected(folder.filePath(QStringLiteral("report.txt")));
    QFile file(folder.filePath(QStringLiteral("report.txt")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("Attune\n  Memory: 24 GB\n"));
    QVERIFY(bench.page->findChild<MessageBanner*>()->sentence().contains(QStringLiteral("saved")));
    // Where it cannot be written, that is said.
    Q_EMIT dialog->fileSelected(folder.filePath(QStringLiteral("no/such/folder/report.txt")));
    QVERIFY(bench.page->findChild<MessageBanner*>()->sentence().contains(QStringLiteral("not saved")));
    dialog->close();
}

void tst_DoctorPage::adaptersAndDriverAreSaid() {
    Bench bench;
    bench.page->show();
    QVERIFY(bench.label("graphicsAdapters").contains(QStringLiteral("RTX 4090")));
    QVERIFY(bench.label("graphicsDriver").contains(QStringLiteral("not installed")));
    bench.system.graphics.driver = QStringLiteral("550.54.15");
    bench.click("doctorAgain");
    QVERIFY(bench.label("graphicsDriver").contains(QStringLiteral("550.54.15")));
    bench.system.graphics = {};
    bench.click("doctorAgain");
    QVERIFY(bench.label("graphicsAdapters").contains(QStringLiteral("processor")));
    QVERIFY(!bench.find<QPushButton>("componentFile")->isVisible()); // nowhere to add them to
}

void tst_DoctorPage::librariesFromAFile() {
    Bench bench;
    bench.page->show();
    bench.click("componentFile");
    auto* dialog = bench.page->findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    Q_EMIT dialog->fileSelected(QStringLiteral("/usb/attune-gpu.json"));
    dialog->close();
    QCOMPARE(bench.system.calls, QStringList{QStringLiteral("add /usb/attune-gpu.json")});
    Q_EMIT bench.system.componentProgressed(500'000'000, 2'000'000'000, QStringLiteral("torch_cuda.dll"));
    QCOMPARE(bench.find<QProgressBar>("componentProgress")->value(), 250);
    QVERIFY(bench.label("componentProgressText").contains(QStringLiteral("torch_cuda.dll")));
    QVERIFY(!bench.find<QPushButton>("componentFile")->isVisible()); // one at a time
    bench.system.graphics.componentBytes = 2'000'000'000;
    Q_EMIT bench.system.componentChanged(true);
    QVERIFY(!bench.find<QProgressBar>("componentProgress")->isVisible());
    QVERIFY(bench.label("graphicsComponent").contains(bytesText(2.0e9)));
    QVERIFY(bench.page->findChild<MessageBanner*>()->isVisible()); // from the next start
}

void tst_DoctorPage::librariesFromAnAddressByKeyboard() {
    Bench bench;
    bench.page->show();
    QVERIFY(!bench.find<QPushButton>("componentFetch")->isEnabled());
    auto* address = bench.find<QLineEdit>("componentAddress");
    QTest::keyClicks(address, QStringLiteral(" https://example.org/gpu.json"));
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(bench.system.calls, QStringList{QStringLiteral("add https://example.org/gpu.json")});
    bench.click("componentStop");
    QCOMPARE(bench.system.calls.last(), QStringLiteral("stop"));
    Q_EMIT bench.system.componentChanged(false);
    QVERIFY(bench.find<QLineEdit>("componentAddress")->isVisible()); // to go on later
    QCOMPARE(address->text().trimmed(), QStringLiteral("https://example.org/gpu.json"));
}

void tst_DoctorPage::whatGoesWrongIsSaid() {
    Bench bench;
    bench.page->show();
    Q_EMIT bench.system.failed(Error{ErrorCode::Corrupt, "This is not the file that the manifest promises",
                                     "torch_cuda.dll", "Fetch it again."},
                               QStringLiteral("The GPU libraries could not be added"));
    const auto* banner = bench.page->findChild<MessageBanner*>();
    QVERIFY(banner->isVisible());
    QVERIFY(banner->sentence().contains(QStringLiteral("damaged")));
}

void tst_DoctorPage::librariesAreRemovedAfterAQuestion() {
    Bench bench;
    bench.system.graphics.componentBytes = 2'000'000'000;
    bench.page->show();
    bench.click("componentRemove");
    auto* box = bench.page->findChild<QMessageBox*>(QStringLiteral("removeQuestion"));
    QVERIFY(box != nullptr && bench.system.calls.isEmpty());
    for (QAbstractButton* button : box->buttons())
        if (box->buttonRole(button) == QMessageBox::AcceptRole) QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bench.system.calls, QStringList{QStringLiteral("remove")});
    bench.system.graphics.componentBytes = 0;
    Q_EMIT bench.system.componentChanged(false);
    QVERIFY(bench.find<QPushButton>("componentFile")->isVisible());
}

void tst_DoctorPage::aTestSoundIsHeardLeftThenRight() {
    Bench bench;
    bench.page->show();
    QVERIFY(bench.label("soundDevice").contains(QStringLiteral("Living room")));
    bench.player->setLoop(true); // must not go on for ever
    bench.click("soundTest");
    bench.output->pump(44100);
    const auto loudest = [&](std::size_t channel, std::size_t begin, std::size_t end) {
        float most = 0.0F;
        for (std::size_t frame = begin; frame < end; ++frame)
            most = std::max(most, std::abs(bench.output->heard[2 * frame + channel]));
        return most;
    };
    QVERIFY(loudest(0, 0, 22'050) > 0.15F && loudest(1, 0, 22'050) < 1e-6F);
    QVERIFY(loudest(1, 22'050, 44'100) > 0.15F && loudest(0, 22'050, 44'100) < 1e-6F);
    bench.output->pump(4410);
    QTRY_VERIFY_WITH_TIMEOUT(bench.label("soundResult").contains(QStringLiteral("has played it")), 10'000);
}

void tst_DoctorPage::aDeviceThatTakesNothing() {
    Bench bench;
    bench.page->show();
    bench.click("soundTest");
    QTRY_VERIFY_WITH_TIMEOUT(bench.label("soundResult").contains(QStringLiteral("does not take")), 10'000);
    QVERIFY(!bench.player->isPlaying());
}

void tst_DoctorPage::withoutASoundDevice() {
    Bench bench;
    bench.hasSound = false;
    bench.page->show();
    QVERIFY(!bench.find<QPushButton>("soundTest")->isEnabled());
    QVERIFY(bench.label("soundDevice").contains(QStringLiteral("No sound device")));
    bench.hasSound = true; // headphones come in
    bench.player->chooseDevice({});
    QVERIFY(bench.find<QPushButton>("soundTest")->isEnabled());
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Theme theme(application);
    tst_DoctorPage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_DoctorPage.moc"
