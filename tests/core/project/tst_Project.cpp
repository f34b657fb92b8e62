// SPDX-License-Identifier: GPL-3.0-or-later
//
// Projects that are moved, shared, damaged, newer or not to be written; paths that survive; recent projects.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/project/Project.h"
#include "core/project/RecentProjects.h"
#include "core/project/Slug.h"
#include "core/project/StoredPath.h"

#include <QtTest/QtTest>

#include <filesystem>
#include <vector>

using namespace attune;
using namespace attune::project;
namespace fs = std::filesystem;
using config::Json;

namespace {

std::string documentOf(const Project& project) {
    return readTextFile(project.documentFile()).value();
}

void writeDocument(const fs::path& folder, const Json& document) {
    if (!writeTextAtomically(folder / "project.json", document.dump()))
        qFatal("cannot write the test's document");
}

} // namespace

class TestProject : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path root() const { return pathFromUtf8(m_temporary->path().toStdString()); }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void projectsComeBackAsTheyWereSaved() {
        const fs::path folder = root() / "Mein Klang ♫";
        {
            Project project = Project::create(folder, "Warm kicks").value();
            QVERIFY(!project.isReadOnly());
            QVERIFY(!project.isModified());
            project.setModelId("sao-small");
            project.setNotes("half of them are too loud");
            project.setSection(section::kSplit, {{"held_out", 0.1}});
            QVERIFY(project.isModified());
            QVERIFY(project.save().has_value());
            QVERIFY(!project.isModified());
            project.setModelId("sao-small"); // the same again is no change
            QVERIFY(!project.isModified());
        }
        const Project project = Project::open(folder / "project.json").value();
        QCOMPARE(project.name(), std::string("Warm kicks"));
        QCOMPARE(project.modelId(), std::string("sao-small"));
        QCOMPARE(project.notes(), std::string("half of them are too loud"));
        QVERIFY(project.sectionOf(section::kSplit) == Json({{"held_out", 0.1}}));
        QVERIFY(project.sectionOf(section::kEncode).is_null());
        QVERIFY(project.createdUtc().ends_with('Z'));
        QCOMPARE(project.runsFolder(), folder / "runs");
    }

    void creatingRefusesWhatItWouldDamage() {
        QVERIFY(Project::create(root() / "a", "A").has_value());
        QCOMPARE(Project::create(root() / "a", "B").error().code, ErrorCode::AlreadyExists);
        QCOMPARE(Project::create(root() / "b", "  ").error().code, ErrorCode::InvalidArgument);
        QVERIFY(writeTextAtomically(root() / "file", "x").has_value());
        QVERIFY(!Project::create(root() / "file" / "inside", "C").has_value());
        // Other files in the folder are no obstacle.
        fs::create_directories(root() / "d");
        QVERIFY(writeTextAtomically(root() / "d" / "kick.wav", "x").has_value());
        QVERIFY(Project::create(root() / "d", "D").has_value());
        QVERIFY(fs::exists(root() / "d" / "kick.wav"));
    }

    void onlyOneMayWrite() {
        const Project first = Project::create(root() / "a", "A").value();
        QCOMPARE(Project::open(root() / "a").error().code, ErrorCode::Locked);
        Project reader = Project::open(root() / "a", Access::ReadOnly).value();
        QVERIFY(reader.isReadOnly());
        reader.setName("B");
        QCOMPARE(reader.save().error().code, ErrorCode::Refused);
        QCOMPARE(Project::open(root() / "a", Access::ReadOnly).value().name(), std::string("A"));
    }

    void theLockGoesWithTheProject() {
        { const Project project = Project::create(root() / "a", "A").value(); }
        QVERIFY(!Project::open(root() / "a").value().isReadOnly());
        QVERIFY(!Project::open(root() / "a").value().isReadOnly());
    }

    void openingSweepsWhatKillsLeft() {
        { const Project project = Project::create(root() / "a", "A").value(); }
        const std::vector<fs::path> folders{root() / "a", root() / "a" / "runs", root() / "a" / "exports",
                                            root() / "a" / "exports" / "0001-step-12",
                                            root() / "a" / "latents" / "imported"};
        const char* const half = ".attune-tmp-2147483647-1-0"; // of a process that is no more
        for (const fs::path& folder : folders) {
            fs::create_directories(folder);
            QVERIFY(writeTextAtomically(folder / half, "x").has_value());
            QVERIFY(writeTextAtomically(folder / "whole", "x").has_value());
        }
        { const Project reader = Project::open(root() / "a", Access::ReadOnly).value(); }
        for (const fs::path& folder : folders)
            QVERIFY(fs::exists(folder / half)); // whoever only looks changes nothing
        { const Project project = Project::open(root() / "a").value(); }
        for (const fs::path& folder : folders)
            QVERIFY(!fs::exists(folder / half) && fs::exists(folder / "whole"));
    }

    void openingLeavesFinishedCheckpointsToTheirRun() {
        const fs::path checkpoints = root() / "a" / "runs" / "0001-x" / "checkpoints";
        const fs::path half = checkpoints / ".attune-tmp-2147483647-1-0";
        const fs::path finished = checkpoints / ".attune-tmp-2147483647-1-1"; // but for its name
        { const Project project = Project::create(root() / "a", "A").value(); }
        for (const fs::path& folder : {half, finished}) {
            fs::create_directories(folder);
            QVERIFY(writeTextAtomically(folder / "model.safetensors", "x").has_value());
        }
        QVERIFY(writeTextAtomically(finished / "state.json", "{}").has_value());
        { const Project project = Project::open(root() / "a").value(); }
        QVERIFY(!fs::exists(half));
        QVERIFY(fs::exists(finished));
    }

    void movedProjectsOpen() {
        {
            Project project = Project::create(root() / "a", "A").value();
            project.setSection("table", jsonFromPath(root() / "a" / "prompts.csv", project.folder()));
            QVERIFY(project.save().has_value());
        }
        fs::create_directories(root() / "elsewhere");
        fs::rename(root() / "a", root() / "elsewhere" / "z");
        const Project project = Project::open(root() / "elsewhere" / "z").value();
        QCOMPARE(project.name(), std::string("A"));
        const Json& stored = project.sectionOf("table");
        QCOMPARE(pathFromJson({stored, "table"}, project.folder()).value(),
                 root() / "elsewhere" / "z" / "prompts.csv");
    }

    void unknownKeysAreKept() {
        { const Project project = Project::create(root() / "a", "A").value(); }
        Json document = config::readJsonFile(root() / "a" / "project.json").value();
        document["colour"] = {{"accent", "#ff8800"}};
        writeDocument(root() / "a", document);
        {
            Project project = Project::open(root() / "a").value();
            project.setName("B");
            QVERIFY(project.save().has_value());
        }
        const Json again = config::readJsonFile(root() / "a" / "project.json").value();
        QVERIFY(again.at("colour") == document.at("colour"));
        QCOMPARE(again.at("name").get<std::string>(), std::string("B"));
    }

    void newerProjectsAreReadAndNeverWritten() {
        { const Project project = Project::create(root() / "a", "A").value(); }
        Json document = config::readJsonFile(root() / "a" / "project.json").value();
        document["version"] = kProjectVersion + 1;
        writeDocument(root() / "a", document);
        Project project = Project::open(root() / "a").value();
        QCOMPARE(project.readOnlyReason()->code, ErrorCode::VersionTooNew);
        QCOMPARE(project.name(), std::string("A"));
        const std::string before = documentOf(project);
        project.setName("B");
        QCOMPARE(project.save().error().code, ErrorCode::VersionTooNew);
        QCOMPARE(documentOf(project), before);
        QVERIFY(Project::open(root() / "a").has_value()); // and it does not hold the lock
    }

    void foldersThatCannotBeWrittenAreRead() {
        { const Project project = Project::create(root() / "a", "A").value(); }
        // Whoever runs the tests may write everywhere; a folder in the place of the lock nobody can open as a
        // file.
        fs::remove(root() / "a" / "project.lock");
        fs::create_directories(root() / "a" / "project.lock");
        Project project = Project::open(root() / "a").value();
        QCOMPARE(project.readOnlyReason()->code, ErrorCode::PermissionDenied);
        project.setName("B");
        QCOMPARE(project.save().error().code, ErrorCode::PermissionDenied);
    }

    void damagedDocumentsAreNamed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"format\": \"attune-project\", \"ver");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("other program") << QByteArray("{\"name\": \"x\", \"version\": 1}");
        QTest::newRow("no version") << QByteArray("{\"format\": \"attune-project\"}");
        QTest::newRow("version zero") << QByteArray("{\"format\": \"attune-project\", \"version\": 0}");
        QTest::newRow("version text") << QByteArray("{\"format\": \"attune-project\", \"version\": \"1\"}");
        QTest::newRow("name is a number")
            << QByteArray("{\"format\": \"attune-project\", \"version\": 1, \"name\": 3}");
    }
    void damagedDocumentsAreNamed() {
        QFETCH(QByteArray, text);
        fs::create_directories(root() / "a");
        QVERIFY(writeTextAtomically(root() / "a" / "project.json", text.toStdString()).has_value());
        const auto opened = Project::open(root() / "a");
        QCOMPARE(opened.error().code, ErrorCode::InvalidConfig);
        QVERIFY(!opened.error().context.empty());
        QCOMPARE(readTextFile(root() / "a" / "project.json").value(), text.toStdString());
    }

    void missingProjectsAreNotFound() {
        QCOMPARE(Project::open(root() / "none").error().code, ErrorCode::NotFound);
        QVERIFY(!Project::isProject(root() / "none"));
        QVERIFY(!Project::isProject(root()));
    }

    void pathsSurviveMovesOfEitherOrBoth() {
        const fs::path base = root() / "one" / "project";
        const fs::path sounds = root() / "one" / "sounds";
        fs::create_directories(base);
        fs::create_directories(sounds);
        const Json inside = jsonFromPath(base / "clips" / pathFromUtf8("ä.wav"), base);
        QCOMPARE(QString::fromStdString(inside.dump()), QString::fromUtf8(R"({"relative":"clips/ä.wav"})"));
        const Json outside = jsonFromPath(sounds, base);
        QCOMPARE(outside.at("relative").get<std::string>(), std::string("../sounds"));
        QCOMPARE(pathFromJson({outside, "x"}, base).value(), sounds);
        // The project moves alone: the absolute path still holds.
        const fs::path moved = root() / "two" / "project";
        fs::create_directories(moved);
        QCOMPARE(pathFromJson({outside, "x"}, moved).value(), sounds);
        // Both move: only the way between them is left.
        fs::rename(root() / "one", root() / "three");
        QCOMPARE(pathFromJson({outside, "x"}, root() / "three" / "project").value(),
                 root() / "three" / "sounds");
        // Neither is there: the absolute one is what the user is told.
        QCOMPARE(pathFromJson({outside, "x"}, root() / "nowhere").value(), sounds);
        QCOMPARE(pathFromJson({Json::object(), "x"}, base).error().code, ErrorCode::InvalidConfig);
        QCOMPARE(pathFromJson({Json{{"path", 3}}, "x"}, base).error().code, ErrorCode::InvalidConfig);
    }

    void insideMeansInside() {
        QVERIFY(isInside("/a/b/c", "/a/b"));
        QVERIFY(isInside("/a/b", "/a/b/"));
        QVERIFY(!isInside("/a/bc", "/a/b"));
        QVERIFY(!isInside("/a/b/../c", "/a/b"));
    }

    void slugsAreSafeAndReadable() {
        QCOMPARE(slugFromName("Warm kicks / 2"), std::string("warm-kicks-2"));
        QCOMPARE(slugFromName("  ..\\:*? "), std::string("run"));
        QCOMPARE(slugFromName("Käfer Ωmega"), std::string("käfer-Ωmega"));
        const std::string longName = slugFromName(std::string(47, 'a') + "ää");
        QCOMPARE(longName, std::string(47, 'a')); // never half a letter
        QVERIFY(isValidUtf8(slugFromName("\xff\xfe")));
    }

    void recentProjectsKeepTheirOrder() {
        RecentProjects recent(root() / "data" / "recent.json");
        QVERIFY(recent.list().empty());
        for (int number = 0; number < 25; ++number)
            QVERIFY(recent.add(root() / concat("p", number), concat("P", number)).has_value());
        { const Project project = Project::create(root() / "p10", "P10").value(); }
        QVERIFY(recent.add(root() / "x" / ".." / "p10", "P ten").has_value());
        const auto list = recent.list();
        QCOMPARE(list.size(), RecentProjects::kMost);
        QCOMPARE(list[0].name, std::string("P ten"));
        QVERIFY(list[0].exists);
        QCOMPARE(list[1].name, std::string("P24"));
        QVERIFY(!list[1].exists);
        QVERIFY(recent.remove(root() / "p24").has_value());
        QVERIFY(recent.remove(root() / "never there").has_value());
        QCOMPARE(recent.list()[1].name, std::string("P23"));
        // A damaged list is an empty one, and is replaced at the next opening.
        QVERIFY(writeTextAtomically(root() / "data" / "recent.json", "[1,").has_value());
        QVERIFY(recent.list().empty());
        QVERIFY(recent.add(root() / "p1", "P1").has_value());
        QCOMPARE(recent.list().size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestProject)
#include "tst_Project.moc"
