// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/GuiTest.h"
#include "tests/ui/FakeServices.h"
#include "ui/audio/Player.h"
#include "ui/help/HelpContent.h"
#include "ui/help/HelpPage.h"
#include "ui/help/HelpRequest.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTextBrowser>
#include <QtTest>

using namespace attune::ui;

namespace {

struct Bench {
    [[nodiscard]] DoctorServices services() { return {system, *player}; }
    fakes::System system;
    std::unique_ptr<Player> player{Player::withSystemOutput(nullptr)};
};

} // namespace

class tst_HelpPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void parsesEntries();
    void searchFindsTitlesFirst();
    void topicOfTheNearestWidget();
    void doctorLooksOnceByItself();
};

void tst_HelpPage::parsesEntries() {
    const HelpContent content = HelpContent::parse(
        QStringLiteral("# batch | Batch (batch_size)\nOne.\nTwo.\n\n# ema | Average (ema.enabled)\nThree.\n\n"
                       "# length | Length (clip_seconds, crop)\nFour.\n"));
    QCOMPARE(content.entries().size(), std::size_t{3});
    QCOMPARE(content.entries()[2].title, QStringLiteral("Length"));
    QCOMPARE(content.find(QStringLiteral("crop"))->key, QStringLiteral("length"));
    QCOMPARE(content.entries()[0].title, QStringLiteral("Batch"));
    QCOMPARE(content.entries()[0].text, QStringLiteral("One.\nTwo."));
    QCOMPARE(content.find(QStringLiteral("batch_size"))->key, QStringLiteral("batch"));
    QCOMPARE(content.find(QStringLiteral("ema.power"))->key,
             QStringLiteral("ema")); // a neighbour of its block
    QVERIFY(content.find(QStringLiteral("nothing")) == nullptr);
}

void tst_HelpPage::searchFindsTitlesFirst() {
    Bench bench;
    HelpPage page(bench.services());
    page.show();
    auto* search = page.findChild<QLineEdit*>(QStringLiteral("helpSearch"));
    auto* list = page.findChild<QListWidget*>(QStringLiteral("helpTopics"));
    QTest::keyClicks(search, QStringLiteral("epoch"));
    QVERIFY(list->count() >= 1);
    QCOMPARE(list->item(0)->text(), QStringLiteral("Epoch"));
    search->clear();
    QTest::keyClick(search, Qt::Key_Down); // without leaving the words
    QCOMPARE(list->currentRow(), 1);
    QTest::keyClick(search, Qt::Key_Up);
    QCOMPARE(list->currentRow(), 0);
    search->clear();
    QTest::keyClicks(search, QStringLiteral("xyzzy"));
    QCOMPARE(list->count(), 0);
    QVERIFY(!page.findChild<QTextBrowser*>(QStringLiteral("helpText"))
                 ->toPlainText()
                 .isEmpty()); // says that there is nothing
}

void tst_HelpPage::topicOfTheNearestWidget() {
    QWidget outer;
    QWidget inner(&outer);
    QLineEdit field(&inner);
    QCOMPARE(helpTopicAt(&field), QString());
    setHelpTopic(&outer, QStringLiteral("dataset"));
    QCOMPARE(helpTopicAt(&field), QStringLiteral("dataset"));
    setHelpTopic(&field, QStringLiteral("filter"));
    QCOMPARE(helpTopicAt(&field), QStringLiteral("filter"));
}

void tst_HelpPage::doctorLooksOnceByItself() {
    Bench bench;
    HelpPage page(bench.services());
    page.show();
    QVERIFY(bench.system.checks.isEmpty());
    page.showDoctor();
    QCOMPARE(bench.system.checks.size(), 1);
    page.showTopic(QStringLiteral("batch"));
    page.showDoctor();
    QCOMPARE(bench.system.checks.size(), 1); // it is there already
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("doctorCopy")), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Attune\n  Memory: 24 GB\n"));
}

int main(int argc, char** argv) {
    return runGuiTest<tst_HelpPage>(argc, argv);
}
#include "tst_HelpPage.moc"
