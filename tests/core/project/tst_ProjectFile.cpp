// SPDX-License-Identifier: GPL-3.0-or-later
//
// The file that opens a project by a double click: written, kept, found again after moves, named for every
// system.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/project/Project.h"
#include "core/project/ProjectFile.h"

#include <QtTest/QtTest>

#include <filesystem>

using namespace attune;
using namespace attune::project;
namespace fs = std::filesystem;

class TestProjectFile : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path root() const { return pathFromUtf8(m_temporary->path().toStdString()); }

    std::vector<std::string> projectFilesIn(const fs::path& folder) const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder))
            if (isProjectFile(entry.path())) names.push_back(utf8FromPath(entry.path().filename()));
        return names;
    }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void newProjectsHaveOneAndOpenByIt() {
        const fs::path folder = root() / pathFromUtf8("Klänge");
        QVERIFY(Project::create(folder, "Warme Töne").has_value());
        const fs::path file = folder / pathFromUtf8("Warme Töne.attune");
        QVERIFY(fs::is_regular_file(file));
        QVERIFY(Project::isProject(file));
        const Project project = Project::open(file).value();
        QCOMPARE(project.name(), std::string("Warme Töne"));
        QCOMPARE(project.folder(), folder);
        QVERIFY(!project.isReadOnly());
    }

    void olderProjectsGetOneWhenTheyAreOpenedForWriting() {
        { const Project project = Project::create(root() / "a", "Kicks").value(); }
        QVERIFY(fs::remove(root() / "a" / "Kicks.attune"));
        { const Project reader = Project::open(root() / "a", Access::ReadOnly).value(); }
        QVERIFY(projectFilesIn(root() / "a").empty());
        { const Project writer = Project::open(root() / "a").value(); }
        QCOMPARE(projectFilesIn(root() / "a"), std::vector<std::string>{"Kicks.attune"});
    }

    void theOneThatIsThereIsKept() {
        { const Project project = Project::create(root() / "a", "Kicks").value(); }
        fs::rename(root() / "a" / "Kicks.attune", root() / "a" / "My own name.ATTUNE");
        {
            Project project = Project::open(root() / "a").value();
            project.setName("Snares");
            QVERIFY(project.save().has_value());
        }
        { const Project again = Project::open(root() / "a" / "My own name.ATTUNE").value(); }
        QCOMPARE(projectFilesIn(root() / "a"), std::vector<std::string>{"My own name.ATTUNE"});
    }

    void itFollowsTheNameOfTheProject() {
        { const Project project = Project::create(root() / "a", "Kicks").value(); }
        QVERIFY(renameProjectFile(root() / "a", "Kicks", "Warme Töne").has_value());
        QCOMPARE(projectFilesIn(root() / "a"), std::vector<std::string>{"Warme Töne.attune"});
        QVERIFY(Project::isProject(root() / "a" / pathFromUtf8("Warme Töne.attune")));
        // One that the user has named stays, and none is written over.
        QVERIFY(renameProjectFile(root() / "a", "Kicks", "Snares").has_value());
        QCOMPARE(projectFilesIn(root() / "a"), std::vector<std::string>{"Warme Töne.attune"});
        QVERIFY(writeTextAtomically(root() / "a" / "Snares.attune", "mine").has_value());
        QVERIFY(renameProjectFile(root() / "a", "Warme Töne", "Snares").has_value());
        QCOMPARE(readTextFile(root() / "a" / "Snares.attune").value(), std::string("mine"));
        QVERIFY(fs::exists(root() / "a" / pathFromUtf8("Warme Töne.attune")));
        QVERIFY(renameProjectFile(root() / "nowhere", "a", "b").has_value()); // nothing to rename
    }

    void movedAndRenamedFoldersOpenByIt() {
        { const Project project = Project::create(root() / "a", "Kicks").value(); }
        fs::create_directories(root() / "disk");
        fs::rename(root() / "a", root() / "disk" / "b");
        QCOMPARE(Project::open(root() / "disk" / "b" / "Kicks.attune").value().folder(),
                 root() / "disk" / "b");
        fs::copy(root() / "disk" / "b", root() / "copy", fs::copy_options::recursive);
        QCOMPARE(Project::open(root() / "copy" / "Kicks.attune").value().folder(), root() / "copy");
    }

    void aFileThatLeftItsFolderSaysSo() {
        { const Project project = Project::create(root() / "a", "Kicks").value(); }
        fs::rename(root() / "a" / "Kicks.attune", root() / "Kicks.attune");
        QVERIFY(!Project::isProject(root() / "Kicks.attune"));
        const auto opened = Project::open(root() / "Kicks.attune");
        QCOMPARE(opened.error().code, ErrorCode::NotFound);
        QVERIFY2(opened.error().message.find("not in its project's folder") != std::string::npos,
                 opened.error().message.c_str());
        // One that is nowhere is only not found.
        QCOMPARE(Project::open(root() / "none.attune").error().code, ErrorCode::NotFound);
    }

    void foldersMayBeCalledSo() {
        QVERIFY(!isProjectFile(root() / "x.attune"));
        { const Project project = Project::create(root() / "x.attune", "X").value(); }
        QVERIFY(fs::is_directory(root() / "x.attune"));
        QVERIFY(!isProjectFile(root() / "x.attune"));
        QCOMPARE(Project::open(root() / "x.attune").value().folder(), root() / "x.attune");
    }

    void aFolderWhereItCannotBeWrittenIsAProjectAllTheSame() {
        { const Project project = Project::create(root() / "a", "Kicks").value(); }
        fs::remove(root() / "a" / "Kicks.attune");
        fs::create_directories(root() / "a" / "Kicks.attune" / "in the way");
        QVERIFY(!Project::open(root() / "a").value().isReadOnly());
    }

    void namesSuitEverySystem_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("plain") << QByteArray("Warm kicks") << QByteArray("Warm kicks.attune");
        QTest::newRow("signs") << QByteArray("Kicks: warm/2?") << QByteArray("Kicks_ warm_2_.attune");
        QTest::newRow("script") << QByteArray("太鼓 ♫") << QByteArray("太鼓 ♫.attune");
        QTest::newRow("control") << QByteArray("a\nb") << QByteArray("a_b.attune");
        QTest::newRow("hidden") << QByteArray(" ..x. ") << QByteArray("x.attune");
        QTest::newRow("nothing") << QByteArray(" . ") << QByteArray("project.attune");
        QTest::newRow("device") << QByteArray("Aux") << QByteArray("projectAux.attune");
        QTest::newRow("device with suffix")
            << QByteArray("com1.kicks") << QByteArray("projectcom1.kicks.attune");
        QTest::newRow("long") << QByteArray(70, 'a') + QByteArray("ÄÖÜÄÖÜÄÖÜ")
                              << QByteArray(70, 'a') + QByteArray("ÄÖÜÄÖ.attune");
        QTest::newRow("cut before a space")
            << QByteArray(79, 'a') + QByteArray(" b") << QByteArray(79, 'a') + QByteArray(".attune");
    }
    void namesSuitEverySystem() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, file);
        QCOMPARE(QByteArray::fromStdString(projectFileName(name.toStdString())), file);
    }
};

QTEST_GUILESS_MAIN(TestProjectFile)
#include "tst_ProjectFile.moc"
