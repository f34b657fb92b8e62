// SPDX-License-Identifier: GPL-3.0-or-later
//
// The GPU libraries as a component: from files, by download with resume, what is refused, and removal.
#include "app/engine/GpuComponent.h"
#include "core/base/AtomicFile.h"
#include "core/base/Sha256.h"
#include "core/config/Json.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <QStandardPaths>

#include <algorithm>

using namespace attune;
using namespace attune::engine;
using namespace attune::test;

namespace {

#ifdef _WIN32
constexpr const char* kThisSystem = "windows-x64";
#else
constexpr const char* kThisSystem = "linux-x64";
#endif
constexpr const char* kBase = "torch/lib/cpu.so";

std::string hashOf(std::string_view text) {
    Sha256 hash;
    hash.add(std::as_bytes(std::span(text.data(), text.size())));
    return hash.finish();
}

config::Json entry(const std::string& path, std::string_view bytes) {
    return {{"path", path}, {"size", bytes.size()}, {"sha256", hashOf(bytes)}};
}

// An installation, a component of two files in a folder of its own, and a place for downloads.
struct Fixture {
    Fixture() {
        folder.makeFolder("app/torch/lib");
        folder.makeFolder("component/nvidia/lib");
        folder.makeFolder("downloads");
        writeBytes(folder / "app/torch/lib/cpu.so", "the CPU part");
        writeBytes(folder / "component/cuda.so", "the GPU part");
        writeBytes(folder / "component/nvidia/lib/blas.so.1", std::string(100'000, 'b'));
        manifest = {{"format", "attune-gpu"},
                    {"version", 1},
                    {"system", kThisSystem},
                    {"base", entry(kBase, "the CPU part")}};
        manifest["files"] = config::Json::array(
            {entry("cuda.so", "the GPU part"), entry("nvidia/lib/blas.so.1", std::string(100'000, 'b'))});
    }
    std::filesystem::path writeManifest(const char* place = "component/gpu.json") const {
        writeBytes(folder / place, manifest.dump());
        return folder / place;
    }
    Result<void> add(const std::string& place) const {
        jobs::JobControls controls;
        jobs::MetricFeed metrics;
        jobs::JobContext context{controls, metrics, [](const Progress&) {}, [](jobs::JobState) {}};
        return makeGpuComponentJob({place, folder / "app", folder / "downloads"})->run(context);
    }
    Result<void> add() const { return add(utf8FromPath(writeManifest())); }

    TemporaryFolder folder;
    config::Json manifest;
};

} // namespace

class tst_GpuComponent : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addsAndRemoves();
    void keepsWhatIsRight();
    void refusesWhatDoesNotFit();
    void refusesWrongFiles();
    void refusesWrongManifests_data();
    void refusesWrongManifests();
    void downloadsAndResumes();
    void stops();
};

void tst_GpuComponent::addsAndRemoves() {
    const Fixture fixture;
    ATTUNE_VERIFY_OK(fixture.add());
    QCOMPARE(readBytes(fixture.folder / "app/cuda.so"), std::string("the GPU part"));
    QCOMPARE(readBytes(fixture.folder / "app/nvidia/lib/blas.so.1").size(), std::size_t{100'000});
    QCOMPARE(qs(listing(fixture.folder / "app")), qs("cuda.so gpu.json nvidia torch"));
    ATTUNE_VERIFY_OK(removeGpuComponent(fixture.folder / "app"));
    QCOMPARE(qs(listing(fixture.folder / "app")), qs("torch"));
    ATTUNE_VERIFY_ERROR(removeGpuComponent(fixture.folder / "app"), ErrorCode::NotFound);
}

void tst_GpuComponent::keepsWhatIsRight() {
    const Fixture fixture;
    writeBytes(fixture.folder / "app/cuda.so", "the GPU part");
    std::filesystem::remove(fixture.folder / "component/cuda.so"); // so it cannot come from there
    ATTUNE_VERIFY_OK(fixture.add());
    writeBytes(fixture.folder / "app/cuda.so", "a broken one");
    ATTUNE_VERIFY_ERROR(fixture.add(), ErrorCode::NotFound); // of the same length, so only its hash tells
}

void tst_GpuComponent::refusesWhatDoesNotFit() {
    Fixture fixture;
    writeBytes(fixture.folder / "app/torch/lib/cpu.so", "another version");
    ATTUNE_VERIFY_ERROR(fixture.add(), ErrorCode::Refused);
    fixture.manifest["system"] = "amiga";
    ATTUNE_VERIFY_ERROR(fixture.add(), ErrorCode::Refused);
    QCOMPARE(qs(listing(fixture.folder / "app")), qs("torch"));
    ATTUNE_VERIFY_ERROR(fixture.add(utf8FromPath(fixture.folder / "absent.json")), ErrorCode::NotFound);
}

void tst_GpuComponent::refusesWrongFiles() {
    const Fixture fixture;
    writeBytes(fixture.folder / "component/nvidia/lib/blas.so.1", std::string(100'000, 'x'));
    ATTUNE_VERIFY_ERROR(fixture.add(), ErrorCode::Corrupt);
    QVERIFY(!std::filesystem::exists(fixture.folder / "app/nvidia/lib/blas.so.1"));
    QVERIFY(!std::filesystem::exists(fixture.folder / "app/gpu.json"));
}

void tst_GpuComponent::refusesWrongManifests_data() {
    QTest::addColumn<QString>("change"); // a JSON merge patch
    QTest::newRow("another format") << qs(R"({"format": "x"})");
    QTest::newRow("format of another type") << qs(R"({"format": 1})");
    QTest::newRow("newer") << qs(R"({"version": 2})");
    QTest::newRow("no files") << qs(R"({"files": null})");
    QTest::newRow("a file out of the folder")
        << qs(R"({"files": [{"path": "../x", "size": 1, "sha256": "%1"}]})").arg(QString(64, u'a'));
    QTest::newRow("an absolute path")
        << qs(R"({"files": [{"path": "/x", "size": 1, "sha256": "%1"}]})").arg(QString(64, u'a'));
    QTest::newRow("a drive")
        << qs(R"({"files": [{"path": "C:x", "size": 1, "sha256": "%1"}]})").arg(QString(64, u'a'));
    QTest::newRow("sizes whose sum is no number")
        << qs(R"({"files": [{"path": "x", "size": 9223372036854775807, "sha256": "%1"}]})")
               .arg(QString(64, u'a'));
    QTest::newRow("no hash") << qs(R"({"files": [{"path": "x", "size": 1}]})");
    QTest::newRow("size of another type") << qs(R"({"files": [{"path": 5, "size": "1", "sha256": []}]})");
    QTest::newRow("plain http") << qs(R"({"address": "http://example.org/"})");
}

void tst_GpuComponent::refusesWrongManifests() {
    QFETCH(QString, change);
    Fixture fixture;
    fixture.manifest.merge_patch(config::Json::parse(change.toStdString()));
    const auto result = gpuManifestFromText(fixture.manifest.dump(), "here");
    QVERIFY(!result);
    QVERIFY(result.error().code == ErrorCode::InvalidConfig ||
            result.error().code == ErrorCode::VersionTooNew);
    ATTUNE_VERIFY_ERROR(gpuManifestFromText("no JSON", "here"), ErrorCode::InvalidConfig);
}

// curl reads file: addresses like any other, and continues them too.
void tst_GpuComponent::downloadsAndResumes() {
    if (QStandardPaths::findExecutable(QStringLiteral("curl")).isEmpty()) QSKIP("curl is not installed");
    Fixture fixture;
    const QByteArray address =
        QUrl::fromLocalFile(qs(utf8FromPath(fixture.folder / "component"))).toEncoded() + "/";
    fixture.manifest["address"] = address.toStdString();
    const std::string elsewhere = utf8FromPath(fixture.writeManifest("gpu.json"));
    // The first half came in an earlier try.
    const std::string part = fixture.manifest["files"][1]["sha256"].get<std::string>() + ".part";
    writeBytes(fixture.folder / concat("downloads/", part).c_str(), std::string(60'000, 'b'));
    ATTUNE_VERIFY_OK(fixture.add(elsewhere));
    QCOMPARE(readBytes(fixture.folder / "app/nvidia/lib/blas.so.1"), std::string(100'000, 'b'));
    QCOMPARE(qs(listing(fixture.folder / "downloads")), QString());

    // Wrong bytes from an earlier try are found out and thrown away, so that the next try is a clean one.
    ATTUNE_VERIFY_OK(removeGpuComponent(fixture.folder / "app"));
    writeBytes(fixture.folder / concat("downloads/", part).c_str(), std::string(60'000, 'x'));
    ATTUNE_VERIFY_ERROR(fixture.add(elsewhere), ErrorCode::Corrupt);
    ATTUNE_VERIFY_OK(fixture.add((address + "../gpu.json").toStdString())); // the manifest by address too

    fixture.manifest["files"].push_back(entry("absent.so", "x"));
    ATTUNE_VERIFY_ERROR(fixture.add(utf8FromPath(fixture.writeManifest("gpu.json"))), ErrorCode::ReadFailed);
}

void tst_GpuComponent::stops() {
    const Fixture fixture;
    jobs::JobControls controls;
    jobs::MetricFeed metrics;
    controls.requestStop();
    jobs::JobContext context{controls, metrics, [](const Progress&) {}, [](jobs::JobState) {}};
    const auto job = makeGpuComponentJob(
        {utf8FromPath(fixture.writeManifest()), fixture.folder / "app", fixture.folder / "downloads"});
    ATTUNE_VERIFY_ERROR(job->run(context), ErrorCode::Cancelled);
    QCOMPARE(qs(listing(fixture.folder / "app")), qs("torch"));
}

QTEST_GUILESS_MAIN(tst_GpuComponent)
#include "tst_GpuComponent.moc"
