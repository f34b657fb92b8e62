// SPDX-License-Identifier: GPL-3.0-or-later
//
// ShardStore: what was flushed is there, whatever happens: killed writers, damaged files, other processes.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/platform/Process.h"
#include "core/latents/ShardStore.h"
#include "core/latents/StoreUpkeep.h"
#include "tests/support/Sanitizers.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>
#include <QtTest/QtTest>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

using namespace attune;
using namespace attune::latents;
namespace fs = std::filesystem;

namespace {

const config::Json kIdentity{{"what", "test"}};

ContentHash keyOf(int number) {
    return hashBytes(std::as_bytes(std::span(&number, 1)));
}

std::string metaOf(int number) {
    return concat("record ", number);
}

std::vector<std::byte> payloadOf(int number) {
    std::vector<std::byte> payload(static_cast<std::size_t>(1 + number % 97));
    for (std::size_t i = 0; i < payload.size(); ++i)
        payload[i] = static_cast<std::byte>((static_cast<std::size_t>(number) + i) & 0xFFU);
    return payload;
}

Result<void> putNumber(ShardStore& store, int number) {
    return store.put(keyOf(number), metaOf(number), payloadOf(number));
}

bool holdsNumber(const ShardStore& store, int number) {
    const auto view = store.read(keyOf(number));
    const auto payload = payloadOf(number);
    return view && view->meta == metaOf(number) &&
           std::equal(view->payload.begin(), view->payload.end(), payload.begin(), payload.end());
}

std::vector<fs::path> shardsIn(const fs::path& folder) {
    std::vector<fs::path> shards;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".shard") shards.push_back(entry.path());
    return shards;
}

void overwrite(const fs::path& file, std::size_t offset, char value) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.put(value);
}

// The other process of writersMayBeKilled: adds three records, flushes, joins shards, says how many are safe,
// and so on for ever.
int writeForever(const std::string& folder) {
    auto store = ShardStore::open(pathFromUtf8(folder), kIdentity);
    if (!store) return 1;
    int number = static_cast<int>((*store)->recordCount());
    for (;;) {
        for (int i = 0; i < 3; ++i)
            if (!putNumber(**store, number++)) return 2;
        if (!(*store)->flush()) return 3;
        if (!(*store)->compact()) return 4; // joins shards again and again
        std::printf("%d\n", number);
        std::fflush(stdout);
    }
}

} // namespace

class TestShardStore : public QObject {
    Q_OBJECT

private:
    fs::path folder() const { return pathFromUtf8(m_folder->path().toStdString()) / "störe"; }
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void recordsComeBackBeforeAndAfterAFlush() {
        {
            auto store = ShardStore::open(folder(), kIdentity).value();
            for (int number = 0; number < 50; ++number) QVERIFY(putNumber(*store, number).has_value());
            QVERIFY(holdsNumber(*store, 7));
            QVERIFY(shardsIn(folder()).empty());
            QVERIFY(store->flush().has_value());
            QVERIFY(store->flush().has_value()); // nothing left to do
            QCOMPARE(shardsIn(folder()).size(), std::size_t{1});
            QVERIFY(holdsNumber(*store, 7));
            QVERIFY(putNumber(*store, 50).has_value());
        } // the destructor flushes
        const auto store =
            ShardStore::open(folder(), kIdentity, {ShardStoreOptions::Access::ReadOnly, 1}).value();
        QCOMPARE(store->recordCount(), std::int64_t{51});
        QCOMPARE(store->keys().size(), std::size_t{51});
        for (int number = 0; number <= 50; ++number) QVERIFY(holdsNumber(*store, number));
        QVERIFY(!store->contains(keyOf(51)));
        QCOMPARE(store->meta(keyOf(3)).value(), metaOf(3));
        QCOMPARE(store->meta(keyOf(51)).error().code, ErrorCode::NotFound);
        QCOMPARE(store->read(keyOf(51)).error().code, ErrorCode::NotFound);
        QCOMPARE(store->put(keyOf(51), "", {}).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(store->compact().error().code, ErrorCode::PermissionDenied);
    }

    void fullMemoryBecomesAShardByItself() {
        auto store =
            ShardStore::open(folder(), kIdentity, {ShardStoreOptions::Access::ReadWrite, 200}).value();
        for (int number = 0; number < 100; ++number) QVERIFY(putNumber(*store, number).has_value());
        QVERIFY(shardsIn(folder()).size() > 5);
        QCOMPARE(store->recordCount(), std::int64_t{100});
    }

    void emptyRecordsAreRecords() {
        auto store = ShardStore::open(folder(), kIdentity).value();
        QVERIFY(store->put(keyOf(1), "", {}).has_value());
        QVERIFY(store->flush().has_value());
        const auto view = store->read(keyOf(1));
        QVERIFY(view.has_value());
        QVERIFY(view->meta.empty() && view->payload.empty());
    }

    void newerRecordsWin() {
        const std::vector<std::byte> old(4, std::byte{1});
        const std::vector<std::byte> young(5, std::byte{2});
        {
            auto store = ShardStore::open(folder(), kIdentity).value();
            QVERIFY(store->put(keyOf(1), "old", old).has_value());
            QVERIFY(store->flush().has_value());
            QVERIFY(store->put(keyOf(1), "young", young).has_value());
            QCOMPARE(store->read(keyOf(1))->meta, std::string_view("young"));
            QVERIFY(store->flush().has_value());
        }
        auto store = ShardStore::open(folder(), kIdentity).value();
        QCOMPARE(store->read(keyOf(1))->meta, std::string_view("young"));
        QCOMPARE(store->storedBytes(), std::int64_t{5});
    }

    void otherIdentitiesAreRefused() {
        QVERIFY(ShardStore::open(folder(), kIdentity).has_value());
        QCOMPARE(ShardStore::open(folder(), {{"what", "else"}}).error().code, ErrorCode::InvalidConfig);
        QVERIFY(writeTextAtomically(
                    folder() / "store.json",
                    "{\"format\":\"attune-shards\",\"version\":99,\"identity\":{\"what\":\"test\"}}")
                    .has_value());
        QCOMPARE(ShardStore::open(folder(), kIdentity).error().code, ErrorCode::VersionTooNew);
        QVERIFY(writeTextAtomically(folder() / "store.json", "{\"shopping\":[\"milk\"]}").has_value());
        QCOMPARE(ShardStore::open(folder(), kIdentity).error().code, ErrorCode::InvalidConfig);
        QVERIFY(writeTextAtomically(folder() / "store.json", "{").has_value());
        QCOMPARE(ShardStore::open(folder(), kIdentity).error().code, ErrorCode::InvalidConfig);
        const auto none =
            ShardStore::open(folder() / "none", kIdentity, {ShardStoreOptions::Access::ReadOnly, 1});
        QCOMPARE(none.error().code, ErrorCode::NotFound);
    }

    void damageInAPayloadIsFoundAndNothingElseIsLost() {
        auto store = ShardStore::open(folder(), kIdentity).value();
        for (int number = 0; number < 10; ++number) QVERIFY(putNumber(*store, number).has_value());
        QVERIFY(store->flush().has_value());
        store.reset();
        overwrite(shardsIn(folder())[0], 8 + 8, 'x'); // inside the first record
        store = ShardStore::open(folder(), kIdentity).value();
        int bad = 0;
        for (int number = 0; number < 10; ++number)
            if (!holdsNumber(*store, number)) {
                ++bad;
                QCOMPARE(store->read(keyOf(number)).error().code, ErrorCode::Corrupt);
            }
        QCOMPARE(bad, 1);
        QCOMPARE(store->verify()->size(), std::size_t{1});
        QCOMPARE(store->recordCount(), std::int64_t{9});
        QVERIFY(store->verify()->empty());
        CancellationSource stop;
        stop.request();
        QCOMPARE(store->verify({}, stop.cancellation()).error().code, ErrorCode::Cancelled);
    }

    void everyCutOrFlippedByteOfAShardIsSurvived() {
        auto store = ShardStore::open(folder(), kIdentity).value();
        for (int number = 0; number < 4; ++number) QVERIFY(putNumber(*store, number).has_value());
        QVERIFY(store->flush().has_value());
        store.reset();
        const fs::path file = shardsIn(folder())[0];
        const std::string whole = readTextFile(file).value();
        for (std::size_t i = 0; i < whole.size(); i += 3) {
            std::string cut = whole.substr(0, i);
            std::string flipped = whole;
            flipped[i] = static_cast<char>(flipped[i] ^ 0x55);
            for (const std::string& text : {cut, flipped}) {
                QVERIFY(writeTextAtomically(file, text).has_value());
                const auto damaged = ShardStore::open(folder(), kIdentity);
                QVERIFY(damaged.has_value());
                for (int number = 0; number < 4; ++number) {
                    const auto view = (*damaged)->read(keyOf(number));
                    if (view) QVERIFY(holdsNumber(**damaged, number));
                }
            }
        }
    }

    void joiningKeepsWhatCounts() {
        auto store =
            ShardStore::open(folder(), kIdentity, {ShardStoreOptions::Access::ReadWrite, 1 << 20}).value();
        for (int number = 0; number < 40; ++number) {
            QVERIFY(putNumber(*store, number).has_value());
            QVERIFY(putNumber(*store, 0).has_value()); // again and again
            QVERIFY(store->flush().has_value());
        }
        QCOMPARE(shardsIn(folder()).size(), std::size_t{40});
        const auto held = store->read(keyOf(5)); // stays valid although its file goes
        QVERIFY(store->compact().has_value());
#ifdef _WIN32
        constexpr std::size_t kLeft = 2; // Windows does not let go of what is looked at
#else
        constexpr std::size_t kLeft = 1;
#endif
        QCOMPARE(shardsIn(folder()).size(), kLeft);
        QCOMPARE(held->meta, std::string_view(metaOf(5)));
        store.reset();
        store = ShardStore::open(folder(), kIdentity).value();
        QCOMPARE(store->recordCount(), std::int64_t{40});
        for (int number = 0; number < 40; ++number) QVERIFY(holdsNumber(*store, number));
    }

    void allStoresOfAProjectArePutInOrder() {
        const fs::path parent = folder();
        for (const char* name : {"a", "text/b"}) {
            auto store = ShardStore::open(parent / name, kIdentity).value();
            for (int number = 0; number < 12; ++number) {
                QVERIFY(putNumber(*store, number).has_value());
                QVERIFY(putNumber(*store, 0).has_value());
                QVERIFY(store->flush().has_value());
            }
        }
        fs::create_directories(parent / "broken");
        std::ofstream(parent / "broken" / "store.json") << "{";
        const auto report = compactStoresBelow(parent);
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        QCOMPARE(report->stores, std::int64_t{2});
        QCOMPARE(report->shardsBefore, std::int64_t{24});
        QCOMPARE(report->shardsAfter, std::int64_t{2});
        QVERIFY(report->freedBytes() > 0);
        for (const char* name : {"a", "text/b"}) {
            const auto store = ShardStore::open(parent / name, kIdentity).value();
            for (int number = 0; number < 12; ++number) QVERIFY(holdsNumber(*store, number));
        }
        QCOMPARE(compactStoresBelow(parent / "absent")->stores, std::int64_t{0});
        CancellationSource stop;
        stop.request();
        QCOMPARE(compactStoresBelow(parent, {}, stop.cancellation()).error().code, ErrorCode::Cancelled);
    }

    void processesShareAStore() {
        auto mine = ShardStore::open(folder(), kIdentity).value();
        auto theirs = ShardStore::open(folder(), kIdentity).value();
        QVERIFY(putNumber(*mine, 1).has_value());
        QVERIFY(putNumber(*theirs, 2).has_value());
        QVERIFY(mine->flush().has_value());
        QVERIFY(theirs->flush().has_value());
        QVERIFY(!mine->contains(keyOf(2)));
        QVERIFY(mine->refresh().has_value());
        QVERIFY(holdsNumber(*mine, 1));
        QVERIFY(holdsNumber(*mine, 2));
    }

    void threadsShareAStore() {
        auto store =
            ShardStore::open(folder(), kIdentity, {ShardStoreOptions::Access::ReadWrite, 500}).value();
        {
            std::vector<std::jthread> users;
            for (int user = 0; user < 4; ++user)
                users.emplace_back([&store, user] {
                    for (int i = 0; i < 100; ++i) {
                        const int number = user * 100 + i;
                        if (!putNumber(*store, number) || !holdsNumber(*store, number))
                            qFatal("a record was lost");
                    }
                });
        }
        QCOMPARE(store->recordCount(), std::int64_t{400});
    }

    void writersMayBeKilled() {
        if (attune::test::kCannotStartPrograms) QSKIP("ThreadSanitizer does not survive the way in which Qt starts a program");
        std::mt19937 random(20240917); // which moments, not whether it works
        int safe = 0;
        for (int round = 0; round < 12; ++round) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(),
                         {QStringLiteral("--write-forever"), QString::fromStdString(utf8FromPath(folder()))});
            QVERIFY(writer.waitForStarted());
            const int lines = static_cast<int>(random() % 12U);
            for (int line = 0; line <= lines; ++line) {
                while (!writer.canReadLine()) QVERIFY(writer.waitForReadyRead());
                safe = std::max(safe, writer.readLine().trimmed().toInt());
            }
            for (auto spin = random() % 100000U; spin > 0; --spin)
                std::atomic_signal_fence(std::memory_order_seq_cst);
            writer.kill();
            QVERIFY(writer.waitForFinished());
            while (writer.canReadLine()) safe = std::max(safe, writer.readLine().trimmed().toInt());

            const auto store = ShardStore::open(folder(), kIdentity).value();
            for (int number = 0; number < safe; ++number)
                QVERIFY2(holdsNumber(*store, number), qPrintable(QString::number(number)));
            QVERIFY(store->verify()->empty());
            for (const fs::path& shard : shardsIn(folder())) QVERIFY(fs::file_size(shard) > 56);
        }
        QVERIFY(safe > 0);
    }
};

int main(int argc, char** argv) {
    const auto arguments = platform::utf8Arguments(argc, argv);
    if (arguments.size() == 2 && arguments[0] == "--write-forever") return writeForever(arguments[1]);
    QCoreApplication application(argc, argv);
    TestShardStore test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_ShardStore.moc"
