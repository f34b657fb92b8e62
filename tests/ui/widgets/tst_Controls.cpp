// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/GuiTest.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/ElidedLabel.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

using namespace attune::ui;

class tst_Controls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void labelsSayWhatTheyAreGiven();
    void namesHaveNoMnemonic();
    void enterPressesButtons();
};

// Names of files and prompts come from anywhere: nothing in them is a tag, and nothing is loaded for them.
void tst_Controls::labelsSayWhatTheyAreGiven() {
    QWidget page;
    const QString text = QStringLiteral("<h1>kick</h1><img src=\"/dev/zero\">");
    const ElidedLabel elided(text, LabelRole::Body, &page);
    for (const QLabel* label : {static_cast<const QLabel*>(makeLabel(text, LabelRole::Body, &page)),
                                static_cast<const QLabel*>(makeWrappedLabel(text, LabelRole::Item, &page)),
                                static_cast<const QLabel*>(&elided)}) {
        QCOMPARE(label->text(), text);
        QCOMPARE(label->textFormat(), Qt::PlainText);
    }
}

void tst_Controls::namesHaveNoMnemonic() {
    QWidget page;
    QCOMPARE(makeButton(QStringLiteral("&Encode"), ButtonRole::Primary, QStringLiteral("encode"), &page)
                 ->accessibleName(),
             QStringLiteral("Encode"));
}

// Also outside of dialogs, where Qt knows only Space.
void tst_Controls::enterPressesButtons() {
    QWidget page;
    QPushButton* button = makeButton(QStringLiteral("Go"), ButtonRole::Normal, QStringLiteral("go"), &page);
    QToolButton* icon =
        makeIconButton(QStringLiteral("loop"), QStringLiteral("Loop"), QStringLiteral("loop"), &page);
    for (QAbstractButton* each : std::initializer_list<QAbstractButton*>{button, icon}) {
        QSignalSpy clicked(each, &QAbstractButton::clicked);
        QTest::keyClick(each, Qt::Key_Return);
        QTest::keyClick(each, Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(clicked.count(), 2);
        QTest::keyClick(each, Qt::Key_Return, Qt::ControlModifier); // somebody else's
        QCOMPARE(clicked.count(), 2);
        each->setEnabled(false);
        QTest::keyClick(each, Qt::Key_Return);
        QCOMPARE(clicked.count(), 2);
    }
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Controls>(argc, argv);
}
#include "tst_Controls.moc"
