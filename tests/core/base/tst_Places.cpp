// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where a user's data belong: what the environment says, in the order in which it counts.
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/Process.h"

#include <QtTest/QtTest>

using namespace attune;
using namespace attune::platform;

class tst_Places : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ownVariablesComeFirst() {
        setEnvironmentText("ATTUNE_DATA_HOME", "/somewhere/d\xc3\xa4ta");
        setEnvironmentText("ATTUNE_CACHE_HOME", "/somewhere/cache");
        QCOMPARE(genericUtf8FromPath(applicationDataFolder()), std::string("/somewhere/d\xc3\xa4ta"));
        QCOMPARE(genericUtf8FromPath(cacheFolder()), std::string("/somewhere/cache"));
    }

    void thenThoseOfTheSystem() {
#ifdef __linux__
        qunsetenv("ATTUNE_DATA_HOME");
        qunsetenv("ATTUNE_CACHE_HOME");
        qputenv("HOME", "/home/somebody");
        qunsetenv("XDG_DATA_HOME");
        qunsetenv("XDG_CACHE_HOME");
        QCOMPARE(utf8FromPath(applicationDataFolder()), std::string("/home/somebody/.local/share/attune"));
        QCOMPARE(utf8FromPath(cacheFolder()), std::string("/home/somebody/.cache/attune"));
        qputenv("XDG_DATA_HOME", "/data");
        qputenv("XDG_CACHE_HOME", "/cache");
        QCOMPARE(utf8FromPath(applicationDataFolder()), std::string("/data/attune"));
        QCOMPARE(utf8FromPath(cacheFolder()), std::string("/cache/attune"));
#else
        QSKIP("The variables are those of Linux.");
#endif
    }

    // A service may have none of them, and not even a folder for temporary files.
    void nothingIsNoReasonToThrow() {
#ifdef __linux__
        for (const char* name :
             {"ATTUNE_DATA_HOME", "ATTUNE_CACHE_HOME", "HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
            qunsetenv(name);
        qputenv("TMPDIR", "/there/is/no/such/folder");
        QCOMPARE(utf8FromPath(applicationDataFolder().filename()), std::string("attune-data"));
        QCOMPARE(utf8FromPath(cacheFolder().filename()), std::string("attune-cache"));
#else
        QSKIP("The variables are those of Linux.");
#endif
    }
};

QTEST_APPLESS_MAIN(tst_Places)
#include "tst_Places.moc"
