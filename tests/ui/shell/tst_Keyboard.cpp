// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window by keyboard alone, on every page with something in it: everything is reached by Tab, can be seen
// to have the focus, has a name, no two letters clash, F1 leads to a text about it, and dialogs know Esc and
// Enter.
#include "tests/ui/GuiTest.h"
#include "tests/ui/MadeClips.h"
#include "tests/ui/shell/WindowBench.h"
#include "ui/dataset/RulesEditor.h"
#include "ui/generate/ExportDialog.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QLabel>
#include <QListWidget>
#include <QSettings>
#include <QStandardPaths>
#include <QTextEdit>
#include <QTranslator>

using namespace attune;
using namespace attune::ui;

namespace {

// A project with clips, a run, and demos of it.
struct FullBench : WindowBench {
    FullBench() {
        RunView run;
        run.id = QStringLiteral("0001-warm-kicks");
        run.number = 1;
        run.name = QStringLiteral("warm kicks");
        run.settings = config::jsonFromRunSettings({});
        run.resumeStep = 500;
        train.list = {run};
        listen.grid.runId = run.id;
        listen.grid.columns = {{0, {}, false, false, true, {}}, {500, 0.7, true, false, true, {}}};
        listen.grid.rows = {
            {QStringLiteral("a"),
             QStringLiteral("deep kick"),
             QStringLiteral("seed 7"),
             {{QStringLiteral("base.wav"), 0, {}, {}}, {QStringLiteral("500.wav"), 0, {}, {}}}}};
        open();
        Q_EMIT dataset.sourcesChanged({{dataset::SourceId{1}, "/sounds/kicks"}});
        Q_EMIT dataset.clipsLoaded(sharedClips(40));
        Q_EMIT train.runsChanged();
        window.resize(1440, 900);
        window.show();
        static_cast<void>(QTest::qWaitForWindowActive(&window));
    }
    // Waits until the clips are in the table.
    [[nodiscard]] bool isFilled() {
        const auto* table = window.findChild<QAbstractItemView*>(QStringLiteral("clipTable"));
        return QTest::qWaitFor(
            [table] { return table->model()->rowCount() == 40 && table->isVisibleTo(table->window()); });
    }
    [[nodiscard]] QList<QWidget*> stops() const {
        QList<QWidget*> stops;
        for (QWidget* widget : page()->findChildren<QWidget*>())
            if (isTabStop(*widget)) stops << widget;
        return stops;
    }
};

QString nameOf(const QWidget* widget) {
    return widget == nullptr ? QStringLiteral("nothing")
                             : QStringLiteral("%1 “%2” %3")
                                   .arg(QLatin1String(widget->metaObject()->className()),
                                        widget->objectName(), widget->accessibleName());
}

void addPlaces() {
    QTest::addColumn<int>("place");
    for (const auto& [place, name] : kPlaces) QTest::newRow(qPrintable(name)) << static_cast<int>(place);
}

} // namespace

class tst_Keyboard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingIsReached_data() { addPlaces(); }
    void everythingIsReached();
    void focusIsSeen_data() { addPlaces(); }
    void focusIsSeen();
    void everythingHasAName_data() { addPlaces(); }
    void everythingHasAName();
    void lettersDoNotClash_data();
    void lettersDoNotClash();
    void f1LeadsToAText_data() { addPlaces(); }
    void f1LeadsToAText();
    void dialogsKnowEscAndEnter();
};

void tst_Keyboard::everythingIsReached() {
    QFETCH(int, place);
    FullBench bench;
    QVERIFY(bench.isFilled());
    bench.window.go(static_cast<Place>(place));
    QSet<const QWidget*> visited;
    for (int i = 0; i < 600; ++i) {
        QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : &bench.window,
                        Qt::Key_Tab);
        const QWidget* now = QApplication::focusWidget();
        QVERIFY(now != nullptr);
        if (visited.contains(now) && bench.page()->isAncestorOf(now)) break; // once around
        visited.insert(now);
    }
    QStringList missed;
    for (const QWidget* stop : bench.stops())
        if (!visited.contains(stop) && stop->focusProxy() == nullptr) missed << nameOf(stop);
    QVERIFY2(missed.isEmpty(), qPrintable(missed.join(QLatin1Char('\n'))));
}

void tst_Keyboard::focusIsSeen() {
    QFETCH(int, place);
    FullBench bench;
    QVERIFY(bench.isFilled());
    bench.window.go(static_cast<Place>(place));
    QStringList unseen;
    for (QWidget* stop : bench.stops()) {
        bench.window.setFocus();
        const QImage before = stop->grab().toImage();
        stop->setFocus(Qt::TabFocusReason);
        if (QApplication::focusWidget() != stop) continue; // hands it on
        if (stop->grab().toImage() == before) unseen << nameOf(stop);
    }
    QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(QLatin1Char('\n'))));
}

void tst_Keyboard::everythingHasAName() {
    QFETCH(int, place);
    FullBench bench;
    QVERIFY(bench.isFilled());
    bench.window.go(static_cast<Place>(place));
    QCOMPARE(namelessControls(*bench.page()).join(QLatin1Char(' ')), QString());
}

// Alt with a letter must mean one thing: among what is on the screen, frame and page together.
void tst_Keyboard::lettersDoNotClash_data() {
    QTest::addColumn<int>("place");
    QTest::addColumn<QString>("language");
    for (const char* language : {"en", "de"})
        for (const auto& [place, name] : kPlaces)
            QTest::newRow(qPrintable(name + QLatin1Char(' ') + QLatin1String(language)))
                << static_cast<int>(place) << QString::fromLatin1(language);
    for (const char* language : {"en", "de"})
        QTest::newRow(QByteArray("cockpit ") + language)
            << static_cast<int>(Place::Train) << QString::fromLatin1(language);
}

void tst_Keyboard::lettersDoNotClash() {
    QFETCH(int, place);
    QFETCH(QString, language);
    QTranslator translator; // takes itself out again
    QVERIFY(translator.load(QStringLiteral(":/i18n/attune_%1.qm").arg(language)));
    QVERIFY(QCoreApplication::installTranslator(&translator));
    FullBench bench;
    QVERIFY(bench.isFilled());
    bench.jobs.set(jobs::JobState::Running); // Pause and Stop below
    bench.window.go(static_cast<Place>(place));
    if (QByteArray(QTest::currentDataTag()).startsWith("cockpit")) {
        bench.train.list.front().status = RunStatus::Running;
        bench.train.list.front().job = JobId{1};
        Q_EMIT bench.train.runStarted(bench.train.list.front().id);
        QVERIFY(bench.window.findChild<QWidget*>(QStringLiteral("cockpitPause"))->isVisible());
        QVERIFY(bench.window.findChild<QWidget*>(QStringLiteral("statusPause"))->isVisible());
    }
    QMap<QString, QStringList> users;
    const auto note = [&users](const QString& text) {
        const QKeySequence keys = QKeySequence::mnemonic(text);
        if (!keys.isEmpty()) users[keys.toString()] << text;
    };
    for (const QWidget* widget : bench.window.findChildren<QWidget*>()) {
        if (!widget->isVisible()) continue;
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            note(button->text());
        else if (const auto* label = qobject_cast<const QLabel*>(widget);
                 label != nullptr && label->buddy() != nullptr)
            note(label->text());
    }
    QStringList clashes;
    for (auto it = users.cbegin(); it != users.cend(); ++it)
        if (it->size() > 1) clashes << QStringLiteral("%1: %2").arg(it.key(), it->join(QStringLiteral(", ")));
    QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join(QLatin1Char('\n'))));
}

void tst_Keyboard::f1LeadsToAText() {
    QFETCH(int, place);
    if (static_cast<Place>(place) == Place::Help) QSKIP("it is there");
    FullBench bench;
    QVERIFY(bench.isFilled());
    bench.window.go(static_cast<Place>(place));
    QStringList silent;
    const auto* topics = bench.window.findChild<QListWidget*>(QStringLiteral("helpTopics"));
    const auto* text = bench.window.findChild<QTextEdit*>(QStringLiteral("helpText"));
    QVERIFY(topics != nullptr && text != nullptr);
    for (QWidget* stop : bench.stops()) {
        bench.window.go(static_cast<Place>(place));
        stop->setFocus(Qt::TabFocusReason);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F1);
        QApplication::sendPostedEvents(&bench.window);
        if (bench.page()->objectName() != QStringLiteral("helpPage") || text->toPlainText().isEmpty())
            silent << nameOf(stop);
    }
    QVERIFY2(silent.isEmpty(), qPrintable(silent.join(QLatin1Char('\n'))));
}

void tst_Keyboard::dialogsKnowEscAndEnter() {
    RulesEditor rules;
    rules.setRules(dataset::findPromptPreset("clean-names")->rules);
    rules.show();
    QVERIFY(QTest::qWaitForWindowActive(&rules));
    QCOMPARE(namelessControls(rules).join(QLatin1Char(' ')), QString());
    QSignalSpy applied(&rules, &RulesEditor::applied);
    QTest::keyClick(&rules, Qt::Key_Escape);
    QVERIFY(!rules.isVisible());
    QCOMPARE(applied.count(), 0);
    rules.show();
    QTest::keyClick(&rules, Qt::Key_Return);
    QCOMPARE(applied.count(), 1);
    QVERIFY(!rules.isVisible());
    ExportDialog dialog(QStringLiteral("0001"), 500, QDir::tempPath(), nullptr);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    QCOMPARE(namelessControls(dialog).join(QLatin1Char(' ')), QString());
    QSignalSpy exported(&dialog, &ExportDialog::exportRequested);
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(!dialog.isVisible());
    QCOMPARE(exported.count(), 0);
    dialog.show();
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(exported.count(), 1);
}

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("AttuneTest"));
    QCoreApplication::setApplicationName(QStringLiteral("keyboard"));
    QSettings().clear();
    return runGuiTest<tst_Keyboard>(argc, argv);
}
#include "tst_Keyboard.moc"
