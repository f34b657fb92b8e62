// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/help/HelpRequest.h"
#include "ui/model/ModelPage.h"

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QtTest>

using namespace attune;
using namespace attune::ui;

namespace {

ModelView model(const QString& id, bool canTrain) {
    ModelView view;
    view.id = id;
    view.name = id;
    view.kind = QStringLiteral("whole model, rectified flow");
    view.windowSeconds = 11.9;
    view.canTrain = canTrain;
    view.canTrainWhy =
        canTrain ? QStringLiteral("All parts are there.") : QStringLiteral("It was post-trained.");
    view.parts = {{QStringLiteral("transformer"), 341'000'000, QStringLiteral("fp32")},
                  {QStringLiteral("conditioner"), 31'000, QStringLiteral("fp32")}};
    return view;
}

QStringList labels(const QWidget& page) {
    QStringList texts;
    for (const QLabel* label : page.findChildren<QLabel*>()) texts << label->text();
    return texts;
}

} // namespace

class tst_ModelPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cardsSayWhatCanBeTrained();
    void theFirstFitModelIsChosen();
    void theNextStepIsHighlighted();
    void withoutWeightsThereIsTheStarter();
    void helpIsOneClickAway();
    void theKeyboardStaysOnTheCard();
};

void tst_ModelPage::cardsSayWhatCanBeTrained() {
    fakes::Models service;
    service.list = {model(QStringLiteral("small"), true), model(QStringLiteral("arc"), false)};
    ModelPage page(service);
    page.setChosen(QStringLiteral("small"));
    page.show();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // cards of before
    const QString all = labels(page).join(QLatin1Char('\n'));
    QVERIFY(all.contains(QStringLiteral("It was post-trained.")));
    QVERIFY(all.contains(QStringLiteral("Transformer")));
    QVERIFY(all.contains(QLocale().toString(31'000)));
    QVERIFY(
        !page.findChild<QPushButton*>(QStringLiteral("choose:small"))->isVisible()); // it is the chosen one
    QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("choose:arc"))->isEnabled());
    QCOMPARE(page.findChild<QPushButton*>(QStringLiteral("convert:arc"))->menu()->actions().size(), 4);
}

void tst_ModelPage::theFirstFitModelIsChosen() {
    fakes::Models service;
    service.list = {model(QStringLiteral("arc"), false), model(QStringLiteral("small"), true)};
    ModelPage page(service);
    QSignalSpy chosen(&page, &ModelPage::modelChosen);
    ModelService& base = service; // the fake keeps what it was asked under the same name
    Q_EMIT base.added(QStringLiteral("arc"));
    QCOMPARE(chosen.count(), 0);
    Q_EMIT base.added(QStringLiteral("small"));
    QCOMPARE(chosen.count(), 1);
    page.addFiles({QStringLiteral("/x/model.safetensors")});
    QCOMPARE(service.added, QStringList{QStringLiteral("/x/model.safetensors")});
}

// One primary button: add a model, choose one, then nothing more.
void tst_ModelPage::theNextStepIsHighlighted() {
    fakes::Models service;
    ModelPage page(service);
    const auto isPrimary = [&page](const char* name) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // cards of before
        return page.findChild<QPushButton*>(QString::fromLatin1(name))->property("role").toString() ==
               QStringLiteral("primary");
    };
    QVERIFY(isPrimary("addModel"));
    service.list = {model(QStringLiteral("arc"), false)};
    Q_EMIT service.modelsChanged();
    QVERIFY(isPrimary("addModel"));
    QVERIFY(!isPrimary("choose:arc"));
    service.list.push_back(model(QStringLiteral("small"), true));
    Q_EMIT service.modelsChanged();
    QVERIFY(!isPrimary("addModel"));
    QVERIFY(isPrimary("choose:small"));
    page.setChosen(QStringLiteral("small"));
    QVERIFY(!isPrimary("choose:small") && !isPrimary("addModel"));
}

void tst_ModelPage::withoutWeightsThereIsTheStarter() {
    fakes::Models service;
    ModelPage page(service);
    page.resize(1200, 700);
    page.show();
    auto* starter = page.findChild<QPushButton*>(QStringLiteral("addStarter"));
    QTest::mouseClick(starter, Qt::LeftButton);
    QCOMPARE(service.added, QStringList{QStringLiteral("starter")});
    service.list = {model(QStringLiteral("toy"), true)};
    service.list.front().isStarter = true;
    Q_EMIT service.modelsChanged();
    QVERIFY(!starter->isVisible()); // it is there
}

void tst_ModelPage::helpIsOneClickAway() {
    fakes::Models service;
    ModelPage page(service);
    page.show();
    QString topic;
    struct Listener final : QObject {
        explicit Listener(QString& heard) : m_heard(heard) {}
        bool eventFilter(QObject*, QEvent* event) override {
            if (event->type() == HelpRequestEvent::eventType())
                m_heard = static_cast<HelpRequestEvent*>(event)->topic;
            return false;
        }
        QString& m_heard;
    } listener(topic);
    page.installEventFilter(&listener);
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("modelHelp")), Qt::LeftButton);
    QTRY_COMPARE(topic, QStringLiteral("weights"));
}

// The button that was pressed goes; the keyboard must not land in the name of the project.
void tst_ModelPage::theKeyboardStaysOnTheCard() {
    fakes::Models service;
    service.list = {model(QStringLiteral("small"), true), model(QStringLiteral("one"), true)};
    ModelPage page(service);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    auto* choose = page.findChild<QPushButton*>(QStringLiteral("choose:one"));
    choose->setFocus();
    page.setChosen(QStringLiteral("one"));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(page.findChild<QPushButton*>(QStringLiteral("convert:one"))->hasFocus());
    service.list.pop_back();
    Q_EMIT service.modelsChanged();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(QApplication::focusWidget() != nullptr && page.isAncestorOf(QApplication::focusWidget()));
}

int main(int argc, char** argv) {
    return runGuiTest<tst_ModelPage>(argc, argv);
}
#include "tst_ModelPage.moc"
