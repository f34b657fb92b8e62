// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/shell/TourGuide.h"

#include <QPushButton>
#include <QtTest>

using namespace attune;
using namespace attune::ui;

class tst_TourGuide : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leadsThroughByOneButton();
    void triesAgainAfterAFailure();
    void canBeLeft();
    void isLedByTheKeyboard();
};

namespace {

struct Bench {
    Bench() {
        QObject::connect(&guide, &TourGuide::placeRequested, &guide,
                         [this](Place place) { places.push_back(place); });
    }
    void next() {
        QTest::mouseClick(guide.findChild<QPushButton*>(QStringLiteral("tourNext")), Qt::LeftButton);
    }
    [[nodiscard]] bool mayGoOn() const {
        return guide.findChild<QPushButton*>(QStringLiteral("tourNext"))->isEnabled();
    }
    fakes::Project project;
    fakes::Encode encode;
    fakes::Train train;
    fakes::Listen listen;
    std::vector<Place> places;
    TourGuide guide{{project, encode, train, listen}};
};

DemoGrid gridWith(std::initializer_list<qint64> steps) {
    DemoGrid grid;
    grid.runId = QStringLiteral("0001-tour");
    grid.rows.push_back({QStringLiteral("row"), QStringLiteral("kick"), {}, {}});
    for (const qint64 step : steps) {
        DemoColumn column;
        column.step = step;
        column.canGenerate = true;
        grid.columns.push_back(column);
        grid.rows.front().cells.push_back({QStringLiteral("/demo-%1.flac").arg(step), 0, {}, {}});
    }
    return grid;
}

} // namespace

void tst_TourGuide::leadsThroughByOneButton() {
    Bench bench;
    bench.project.openNow(QStringLiteral("/tour"), QStringLiteral("Tour"));
    QVERIFY(bench.guide.isHidden());
    bench.guide.begin();
    QVERIFY(!bench.guide.isHidden());
    QVERIFY(!bench.mayGoOn()); // nothing is scanned yet
    bench.encode.plan();
    QVERIFY(bench.mayGoOn());
    bench.next();
    QCOMPARE(bench.encode.starts, 1);
    Q_EMIT bench.encode.encoded();
    QCOMPARE(bench.guide.step(), TourGuide::Step::Train);
    bench.next();
    QCOMPARE(bench.train.started.size(), std::size_t{1});
    QCOMPARE(bench.train.started.front()["model"].get<std::string>(), std::string("small"));
    Q_EMIT bench.train.runStarted(QStringLiteral("0001-tour"));
    QCOMPARE(bench.guide.step(), TourGuide::Step::Watch);
    Q_EMIT bench.listen.gridReady(gridWith({0}));
    QVERIFY(!bench.mayGoOn()); // the base model alone cannot be compared
    Q_EMIT bench.listen.gridReady(gridWith({0, 40}));
    QVERIFY(bench.mayGoOn());
    bench.next();
    QCOMPARE(bench.guide.step(), TourGuide::Step::Compare);
    bench.next();
    QCOMPARE(bench.listen.exports.size(), std::size_t{1});
    QCOMPARE(bench.listen.exports.front().step, 40);
    QCOMPARE(bench.listen.exports.front().targetFolder, QStringLiteral("/tour/export"));
    Q_EMIT bench.listen.exported(QStringLiteral("/tour/export/x.safetensors"));
    QCOMPARE(bench.guide.step(), TourGuide::Step::Done);
    QSignalSpy finished(&bench.guide, &TourGuide::finished);
    bench.next();
    QCOMPARE(finished.count(), 1);
    QCOMPARE(bench.places, (std::vector<Place>{Place::Dataset, Place::Train, Place::Listen}));
}

void tst_TourGuide::triesAgainAfterAFailure() {
    Bench bench;
    bench.guide.begin();
    bench.encode.plan();
    bench.next();
    Q_EMIT bench.encode.failed(Error{ErrorCode::DiskFull, "full", {}, {}},
                               QStringLiteral("Encoding stopped"));
    QCOMPARE(bench.guide.step(), TourGuide::Step::Hear);
    bench.encode.plan();
    bench.next();
    QCOMPARE(bench.encode.starts, 2);
}

void tst_TourGuide::canBeLeft() {
    Bench bench;
    bench.guide.begin();
    QTest::mouseClick(bench.guide.findChild<QPushButton*>(QStringLiteral("tourLeave")), Qt::LeftButton);
    QVERIFY(bench.guide.isHidden());
    Q_EMIT bench.encode.encoded(); // goes on without it
    QCOMPARE(bench.guide.step(), TourGuide::Step::Hear);
}

void tst_TourGuide::isLedByTheKeyboard() {
    Bench bench;
    bench.project.openNow(QStringLiteral("/tour"), QStringLiteral("Tour"));
    bench.guide.begin();
    bench.encode.plan();
    bench.guide.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bench.guide));
    auto* next = bench.guide.findChild<QPushButton*>(QStringLiteral("tourNext"));
    next->setFocus();
    QTest::keyClick(next, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(bench.encode.starts, 1);
    // Another Enter does not leave the tour while the button waits.
    QVERIFY(!next->isEnabled());
    QVERIFY(!bench.guide.findChild<QPushButton*>(QStringLiteral("tourLeave"))->hasFocus());
    Q_EMIT bench.encode.encoded();
    QVERIFY(next->isEnabled());
    QVERIFY(next->hasFocus());
    QTest::keyClick(next, Qt::Key_Enter, Qt::ControlModifier | Qt::KeypadModifier);
    QCOMPARE(bench.train.started.size(), std::size_t{1});
}

int main(int argc, char** argv) {
    return runGuiTest<tst_TourGuide>(argc, argv);
}
#include "tst_TourGuide.moc"
