// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person reads of an error: the engine's own sentence where it was written for people, else the words
// for its kind; always something to do.
#include "ui/widgets/ErrorText.h"

#include <QtTest>

using namespace attune;
using namespace attune::ui;

class tst_ErrorText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sentencesForPeopleAreKept();
    void othersGetTheWordsOfTheirKind();
};

void tst_ErrorText::sentencesForPeopleAreKept() {
    const ErrorText text =
        ErrorTexts::of(Error{ErrorCode::AlreadyExists, "This folder is part of a source already", "/music",
                             "Its sounds are among the clips; rescan to find new ones."},
                       QStringLiteral("The folder could not be added"));
    QVERIFY2(text.sentence.contains(QStringLiteral("part of a source already")), qPrintable(text.sentence));
    QVERIFY2(text.remedy.contains(QStringLiteral("rescan")), qPrintable(text.remedy));
    QVERIFY(text.details.contains(QStringLiteral("/music")));
}

void tst_ErrorText::othersGetTheWordsOfTheirKind() {
    const ErrorText page =
        ErrorTexts::of(Error{ErrorCode::UnsupportedFormat, "This is a web page, not a model", "a.ckpt", {}},
                       QStringLiteral("The model could not be added"));
    QVERIFY2(page.sentence.contains(QStringLiteral("a web page")), qPrintable(page.sentence));
    const ErrorText text = ErrorTexts::of(Error{ErrorCode::AlreadyExists, "EEXIST 17", "/music", {}},
                                          QStringLiteral("The folder could not be added"));
    QVERIFY2(!text.sentence.contains(QStringLiteral("EEXIST")), qPrintable(text.sentence));
    QVERIFY(!text.remedy.isEmpty());
    QVERIFY(text.details.contains(QStringLiteral("EEXIST"))); // folded
}

QTEST_APPLESS_MAIN(tst_ErrorText)
#include "tst_ErrorText.moc"
