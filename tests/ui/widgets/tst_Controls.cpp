// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/GuiTest.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/ElidedLabel.h"

#include <QLabel>
#include <QPushButton>
#include <QtTest>

using namespace attune::ui;

class tst_Controls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void labelsSayWhatTheyAreGiven();
    void namesHaveNoMnemonic();
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

int main(int argc, char** argv) {
    return runGuiTest<tst_Controls>(argc, argv);
}
#include "tst_Controls.moc"
