// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Doctor over the real services: everything checked once on the starter model, and the GPU libraries
// added from a file and by download, refused when they are not what the manifest promises, resumed, and
// removed again.
//
// The installation that is changed is a made-up one: ATTUNE_ENGINE names a file in it.
#include "core/base/Sha256.h"
#include "core/base/Text.h"
#include "core/config/Json.h"
#include "tests/ui/GuiTest.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/ui/journey/Studio.h"
#include "ui/help/DoctorPage.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/MessageBanner.h"

#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QtTest>

#include <optional>

using namespace attune;
using namespace attune::ui;
using namespace attune::test;

namespace {

constexpr int kPatience = 240'000; // ms
#ifdef _WIN32
constexpr const char* kThisSystem = "windows-x64";
#else
constexpr const char* kThisSystem = "linux-x64";
#endif

config::Json entry(const std::string& path, std::string_view bytes) {
    Sha256 hash;
    hash.add(std::as_bytes(std::span(bytes.data(), bytes.size())));
    return {{"path", path}, {"size", bytes.size()}, {"sha256", hash.finish()}};
}

} // namespace

class tst_Doctor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everythingIsChecked();
    void librariesFromAFile();
    void aWrongFileIsRefused();
    void aDownloadGoesOnWhereItStopped();
    void cleanupTestCase();

private:
    template <typename Widget>
    Widget* find(const char* name) const {
        return m_studio->find<Widget>(name);
    }
    void click(const char* name) const;
    [[nodiscard]] QString message() const {
        return m_studio->window.findChild<DoctorPage*>()->findChild<MessageBanner*>()->sentence();
    }
    void remove() const;

    TemporaryFolder m_folder;
    config::Json m_manifest;
    std::optional<studio::Studio> m_studio;
};

void tst_Doctor::click(const char* name) const {
    auto* button = find<QPushButton>(name);
    QVERIFY2(button != nullptr, name);
    QTRY_VERIFY2_WITH_TIMEOUT(button->isEnabled() && button->isVisible(), name, kPatience);
    QTest::mouseClick(button, Qt::LeftButton);
}

void tst_Doctor::initTestCase() {
    m_folder.makeFolder("app/torch/lib");
    m_folder.makeFolder("component/nvidia");
    m_folder.makeFolder("data");
    m_folder.makeFolder("cache");
    qputenv("ATTUNE_DATA_HOME", QByteArray::fromStdString(utf8FromPath(m_folder / "data")));
    qputenv("ATTUNE_CACHE_HOME", QByteArray::fromStdString(utf8FromPath(m_folder / "cache")));
    QStandardPaths::setTestModeEnabled(true);
    writeBytes(m_folder / "app/torch/lib/cpu.so", "the CPU part");
    writeBytes(m_folder / "component/cuda.so", "the GPU part");
    writeBytes(m_folder / "component/nvidia/blas.so.1", std::string(100'000, 'b'));
    m_manifest = {{"format", "attune-gpu"},
                  {"version", 1},
                  {"system", kThisSystem},
                  {"base", entry("torch/lib/cpu.so", "the CPU part")}};
    m_manifest["files"] = config::Json::array(
        {entry("cuda.so", "the GPU part"), entry("nvidia/blas.so.1", std::string(100'000, 'b'))});
    m_studio.emplace(QString::fromStdString(utf8FromPath(m_folder / "peaks")));
    m_studio->window.resize(1280, 800);
    m_studio->window.show();
    m_studio->window.go(Place::Settings);
    click("openDoctor");
}

void tst_Doctor::everythingIsChecked() {
    click("doctorFull");
    QStringList rows;
    const auto collect = [&] {
        rows.clear();
        for (const QWidget* row : m_studio->window.findChildren<QWidget*>(QStringLiteral("doctorRow")))
            rows << row->accessibleName();
        return rows.join(QLatin1Char('\n'));
    };
    // The quick check of the page that was opened has no such row.
    QTRY_VERIFY2_WITH_TIMEOUT(collect().contains(QStringLiteral("Disk speed")),
                              qPrintable(rows.join(QLatin1Char('\n'))), kPatience);
    QVERIFY2(collect().contains(QStringLiteral("Engine: good")), qPrintable(rows.join(QLatin1Char('\n'))));
    QVERIFY2(!collect().contains(QStringLiteral("problem")), qPrintable(rows.join(QLatin1Char('\n'))));
}

void tst_Doctor::librariesFromAFile() {
    qputenv("ATTUNE_ENGINE", QByteArray::fromStdString(utf8FromPath(m_folder / "app/engine.so")));
    writeBytes(m_folder / "component/gpu.json", m_manifest.dump());
    click("doctorAgain");
    click("componentFile");
    auto* dialog = m_studio->window.findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    Q_EMIT dialog->fileSelected(QString::fromStdString(utf8FromPath(m_folder / "component/gpu.json")));
    dialog->close();
    QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("graphicsComponent")->text().contains(QStringLiteral("added")) &&
                                 find<QPushButton>("componentRemove")->isVisible(),
                             kPatience);
    QCOMPARE(readBytes(m_folder / "app/nvidia/blas.so.1"), std::string(100'000, 'b'));
    remove();
}

void tst_Doctor::remove() const {
    click("componentRemove");
    auto* box = find<QMessageBox>("removeQuestion");
    QVERIFY(box != nullptr);
    for (QAbstractButton* button : box->buttons())
        if (box->buttonRole(button) == QMessageBox::AcceptRole) QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("componentFile")->isVisible(), kPatience);
    QVERIFY(!std::filesystem::exists(m_folder / "app/cuda.so"));
}

void tst_Doctor::aWrongFileIsRefused() {
    writeBytes(m_folder / "component/cuda.so", "something else!!");
    click("componentFile");
    auto* dialog = m_studio->window.findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    Q_EMIT dialog->fileSelected(QString::fromStdString(utf8FromPath(m_folder / "component/gpu.json")));
    dialog->close();
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(QStringLiteral("could not be added")), qPrintable(message()),
                              kPatience);
    QTRY_VERIFY(find<QPushButton>("componentFile")->isVisible()); // to try again
    QVERIFY(!std::filesystem::exists(m_folder / "app/gpu.json"));
    writeBytes(m_folder / "component/cuda.so", "the GPU part");
}

// curl reads file: addresses like any other, and continues them too.
void tst_Doctor::aDownloadGoesOnWhereItStopped() {
    if (QStandardPaths::findExecutable(QStringLiteral("curl")).isEmpty()) QSKIP("curl is not installed");
    const QByteArray address =
        QUrl::fromLocalFile(QString::fromStdString(utf8FromPath(m_folder / "component"))).toEncoded() + "/";
    m_manifest["address"] = address.toStdString();
    writeBytes(m_folder / "component/gpu.json", m_manifest.dump());
    const std::string part = m_manifest["files"][1]["sha256"].get<std::string>() + ".part";
    m_folder.makeFolder("cache/downloads");
    writeBytes(m_folder / concat("cache/downloads/", part).c_str(), std::string(60'000, 'b'));
    auto* line = find<QLineEdit>("componentAddress");
    line->clear();
    QTest::keyClicks(line, QString::fromLatin1(address) + QStringLiteral("gpu.json"));
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY2_WITH_TIMEOUT(find<QPushButton>("componentRemove")->isVisible(), qPrintable(message()),
                              kPatience);
    QCOMPARE(readBytes(m_folder / "app/nvidia/blas.so.1"), std::string(100'000, 'b'));
    QVERIFY(!std::filesystem::exists(m_folder / concat("cache/downloads/", part).c_str()));
    remove();
}

void tst_Doctor::cleanupTestCase() {
    m_studio.reset();
}

int main(int argc, char** argv) {
    return attune::ui::runGuiTest<tst_Doctor>(argc, argv, QStringLiteral("doctor"));
}
#include "tst_Doctor.moc"
