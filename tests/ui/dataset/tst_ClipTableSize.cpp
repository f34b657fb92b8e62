// SPDX-License-Identifier: GPL-3.0-or-later
//
// 100,000 clips: the model keeps its contract, memory stays within 600 bytes a row beyond the texts, and the
// times of filtering, sorting and painting are printed (a benchmark: busy machines are no failure).
#include "core/base/platform/Platform.h"
#include "tests/ui/GuiTest.h"
#include "tests/ui/MadeClips.h"
#include "ui/audio/PeakCache.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/dataset/ClipTableView.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QtTest>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

using namespace attune;
using namespace attune::ui;

namespace {

constexpr int kRows = 100'000;
constexpr int kStride = 7919; // out of order

// Bytes that the heap holds; 0 where that cannot be asked.
std::int64_t heapBytes() {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    const auto info = mallinfo2();
    return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
#else
    return 0;
#endif
}

std::int64_t textBytes(const std::vector<dataset::ClipRecord>& clips) {
    std::int64_t bytes = 0;
    for (const dataset::ClipRecord& clip : clips)
        for (const std::string* text : {&clip.path, &clip.prompt, &clip.unreadableReason})
            bytes += text->capacity() > std::string().capacity()
                         ? static_cast<std::int64_t>(text->capacity()) + 1
                         : 0;
    return bytes;
}

} // namespace

class tst_ClipTableSize : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contractAndMemory();
    void filterAndSort();
    void scrolling();

private:
    static void settle(ClipTableModel& model) { QTRY_VERIFY_WITH_TIMEOUT(!model.isArranging(), 60'000); }
};

void tst_ClipTableSize::contractAndMemory() {
    const std::int64_t before = heapBytes();
    ClipTableModel model;
    std::int64_t texts = 0;
    {
        const MadeClips clips = sharedClips(kRows, kStride);
        texts = textBytes(*clips);
        model.setClips(clips);
    }
    settle(model);
    const std::int64_t perRow = (heapBytes() - before - texts) / kRows;
    qInfo("%lld bytes a row beyond the texts", static_cast<long long>(perRow));
    QVERIFY2(perRow <= 600, qPrintable(QString::number(perRow)));
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setQueryText(QStringLiteral("deep length<2"));
    settle(model);
    model.sort(ClipTableModel::Loudness, Qt::DescendingOrder);
    settle(model);
    QVERIFY(model.rowCount() > 1000);
    QVERIFY(model.rowCount() < kRows);
}

void tst_ClipTableSize::filterAndSort() {
    ClipTableModel model;
    model.setClips(sharedClips(kRows, kStride));
    settle(model);
    QElapsedTimer clock;
    const auto measure = [&](const char* what, auto work) {
        clock.start();
        work();
        settle(model);
        qInfo("%s: %lld ms", what, static_cast<long long>(clock.elapsed()));
    };
    measure("filter by text", [&] { model.setQueryText(QStringLiteral("deep")); });
    QCOMPARE(model.rowCount(), kRows / 2);
    measure("filter by number", [&] { model.setQueryText(QStringLiteral("length<2 rate!=44100")); });
    measure("no filter", [&] { model.setQueryText({}); });
    measure("sort by name", [&] { model.sort(ClipTableModel::Name, Qt::AscendingOrder); });
    QCOMPARE(QString::fromStdString(model.record(1).fileName()), QStringLiteral("kick_1.wav"));
    QCOMPARE(QString::fromStdString(model.record(10).fileName()),
             QStringLiteral("kick_10.wav")); // as people count
    measure("sort by loudness", [&] { model.sort(ClipTableModel::Loudness, Qt::AscendingOrder); });
    QCOMPARE(*model.record(0).loudnessLufs, -30.0);
}

void tst_ClipTableSize::scrolling() {
    const QTemporaryDir folder;
    PeakCache peaks(folder.path().toStdString());
    ClipTableModel model;
    model.setClips(sharedClips(kRows, kStride));
    settle(model);
    ClipTableView view(model, peaks);
    view.resize(1000, 700);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QElapsedTimer clock;
    clock.start();
    constexpr int kFrames = 120;
    double worst = 0.0;
    for (int i = 0; i < kFrames; ++i) {
        QElapsedTimer frame;
        frame.start();
        view.verticalScrollBar()->setValue(i * 977);
        view.viewport()->repaint();
        worst = std::max(worst, static_cast<double>(frame.nsecsElapsed()) / 1e6);
    }
    qInfo("scrolling: %.2f ms a frame, worst %.2f ms",
          static_cast<double>(clock.nsecsElapsed()) / 1e6 / kFrames, worst);
    QVERIFY(view.rowAt(10) > 1000); // it did scroll
}

int main(int argc, char** argv) {
    return runGuiTest<tst_ClipTableSize>(argc, argv);
}
#include "tst_ClipTableSize.moc"
