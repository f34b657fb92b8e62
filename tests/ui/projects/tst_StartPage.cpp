// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/projects/RecentDelegate.h"
#include "ui/projects/StartPage.h"

#include <QFileDialog>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QtTest>

using namespace attune::ui;

class tst_StartPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tourNeedsOneClick();
    void recentProjectsOpenByMouseAndKey();
    void tabLeadsFromTheTourToTheProjects();
    void aClosedProjectShowsItsSounds();
    void aMissingFolderOffersWhatCanBeDone();
    void newProjectAsksForAName();
    void oneWishAtATime();
};

void tst_StartPage::tourNeedsOneClick() {
    fakes::Project service;
    StartPage page(service);
    page.show();
    QSignalSpy started(&service, &ProjectService::tourStarted);
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("startTour")), Qt::LeftButton);
    QCOMPARE(started.count(), 1);
}

void tst_StartPage::recentProjectsOpenByMouseAndKey() {
    fakes::Project service;
    service.recents = {
        {QStringLiteral("Tape Drums"), QStringLiteral("/music/tape"), QDateTime::currentDateTime(), true},
        {QStringLiteral("Choir"), QStringLiteral("/music/choir"), QDateTime::currentDateTime(), true}};
    StartPage page(service);
    page.resize(900, 600);
    page.show();
    auto* list = page.findChild<QListWidget*>(QStringLiteral("recentProjects"));
    QCOMPARE(list->count(), 2);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
    QCOMPARE(service.view.folder, QStringLiteral("/music/choir"));
    service.view = {};
    list->setCurrentRow(0);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(service.view.folder, QStringLiteral("/music/tape"));
}

void tst_StartPage::tabLeadsFromTheTourToTheProjects() {
    fakes::Project service;
    service.recents = {
        {QStringLiteral("Choir"), QStringLiteral("/music/choir"), QDateTime::currentDateTime(), true}};
    StartPage page(service);
    page.resize(900, 600);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    page.setFocus();
    for (const char* next : {"startTour", "newProject", "openProject", "recentProjects"}) {
        QCOMPARE(page.focusWidget()->objectName(), QString::fromLatin1(next));
        QTest::keyClick(page.focusWidget(), Qt::Key_Tab);
    }
}

void tst_StartPage::aClosedProjectShowsItsSounds() {
    fakes::Project service;
    service.recents = {
        {QStringLiteral("Choir"), QStringLiteral("/music/choir"), QDateTime::currentDateTime(), true}};
    StartPage page(service);
    QByteArray strip;
    page.setStrips([&strip](const QString&) { return strip; });
    service.openNow(QStringLiteral("/music/choir"), QStringLiteral("Choir"));
    strip = QByteArray(84, '\x40'); // what the window keeps when it leaves the project
    service.close();
    const auto* list = page.findChild<QListWidget*>(QStringLiteral("recentProjects"));
    QCOMPARE(list->item(0)->data(RecentDelegate::StripRole).toByteArray(), strip);
}

void tst_StartPage::aMissingFolderOffersWhatCanBeDone() {
    fakes::Project service;
    service.recents = {
        {QStringLiteral("Gone"), QStringLiteral("/usb/gone"), QDateTime::currentDateTime(), false}};
    StartPage page(service);
    page.resize(900, 600);
    page.show();
    auto* list = page.findChild<QListWidget*>(QStringLiteral("recentProjects"));
    QVERIFY(!list->item(0)->toolTip().isEmpty());
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
    QVERIFY(service.view.folder.isEmpty());
    const auto press = [&page, list](const char* button) {
        list->setCurrentRow(0);
        QTest::keyClick(list, Qt::Key_Return);
        for (auto* box : page.findChildren<QMessageBox*>())
            if (box->isVisible())
                QTest::mouseClick(box->findChild<QPushButton*>(QString::fromLatin1(button)), Qt::LeftButton);
    };
    press("forget");
    QCOMPARE(service.forgotten, QStringList(QStringLiteral("/usb/gone")));
    service.forgotten.clear();
    press("tryAgain");
    QCOMPARE(service.view.folder, QStringLiteral("/usb/gone"));
    QVERIFY(service.forgotten.isEmpty());
    service.view = {};
    const QTemporaryDir found;
    press("locate");
    auto* dialog = page.findChild<QFileDialog*>(QStringLiteral("whereItIs"));
    QVERIFY(dialog != nullptr);
    Q_EMIT dialog->fileSelected(found.path());
    QCOMPARE(service.view.folder, found.path());
    QCOMPARE(service.forgotten, QStringList(QStringLiteral("/usb/gone"))); // its new place is in the list
    delete dialog;
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(service.forgotten.size(), 2);
}

void tst_StartPage::newProjectAsksForAName() {
    fakes::Project service;
    StartPage page(service);
    page.show();
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("newProject")), Qt::LeftButton);
    auto* dialog = page.findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(QFileInfo(dialog->selectedFiles().value(0)).fileName(), QStringLiteral("My sounds"));
    Q_EMIT dialog->fileSelected(QStringLiteral("/music/warm kicks"));
    QCOMPARE(service.view.name, QStringLiteral("warm kicks"));
    dialog->close();
}

// While a project is being made, a second click would make another.
void tst_StartPage::oneWishAtATime() {
    fakes::Project service;
    StartPage page(service);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    auto* tour = page.findChild<QPushButton*>(QStringLiteral("startTour"));
    tour->setFocus();
    Q_EMIT service.busyChanged(true);
    QSignalSpy started(&service, &ProjectService::tourStarted);
    QTest::mouseClick(tour, Qt::LeftButton);
    QCOMPARE(started.count(), 0);
    Q_EMIT service.busyChanged(false); // it could not be made
    QVERIFY(tour->hasFocus());
    QTest::keyClick(tour, Qt::Key_Space);
    QCOMPARE(started.count(), 1);
}

int main(int argc, char** argv) {
    return runGuiTest<tst_StartPage>(argc, argv);
}
#include "tst_StartPage.moc"
