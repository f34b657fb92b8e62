// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/GuiTest.h"
#include "ui/shell/Notifier.h"

#include <QFile>
#include <QtTest>

using namespace attune::ui;

class tst_Notifier : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutATrayNotifySendIsAsked();
    void aWindowHiddenInATrayThatWentComesBack();
};

// The offscreen platform has no tray.
void tst_Notifier::withoutATrayNotifySendIsAsked() {
#ifdef _WIN32
    QSKIP("notify-send is a program of Linux desktops");
#endif
    const QTemporaryDir folder;
    const QString said = folder.filePath(QStringLiteral("said"));
    QFile program(folder.filePath(QStringLiteral("notify-send")));
    QVERIFY(program.open(QIODevice::WriteOnly));
    program.write("#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + said.toUtf8() + ".new'\nmv '" + said.toUtf8() +
                  ".new' '" + said.toUtf8() + "'\n");
    program.close();
    QVERIFY(program.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", folder.path().toUtf8() + ':' + path);
    QWidget window;
    TrayNotifier notifier(window);
    QVERIFY(!notifier.canHideWindow());
    notifier.notify(QStringLiteral("Demos"), QStringLiteral("-- fertig, „neu“"));
    QTRY_VERIFY(QFile::exists(said));
    qputenv("PATH", path);
    QFile file(said);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(QString::fromUtf8(file.readAll()).endsWith(QStringLiteral("--\nDemos\n-- fertig, „neu“\n")));
}

void tst_Notifier::aWindowHiddenInATrayThatWentComesBack() {
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere"); // no message on the screen of who tests
    QWidget window;
    TrayNotifier notifier(window);
    notifier.notify(QStringLiteral("Demos"), QStringLiteral("ready"));
    qputenv("PATH", path);
    QVERIFY(window.isVisible() && window.isMinimized());
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Notifier>(argc, argv);
}
#include "tst_Notifier.moc"
