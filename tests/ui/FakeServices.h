// SPDX-License-Identifier: GPL-3.0-or-later
//
// FakeServices: services that remember what they were asked and say what the test tells them to.
#pragma once

#include "core/config/RunSettings.h"
#include "ui/bridge/DatasetService.h"
#include "ui/bridge/EncodeService.h"
#include "ui/bridge/JobCenter.h"
#include "ui/bridge/ListenService.h"
#include "ui/bridge/ModelService.h"
#include "ui/bridge/ProjectService.h"
#include "ui/bridge/SystemService.h"
#include "ui/bridge/TrainService.h"

namespace attune::ui::fakes {

class Jobs final : public JobCenter {
public:
    JobId submit(std::unique_ptr<jobs::Job>) override { return JobId{1}; }
    void stop(JobId id) override { calls << QStringLiteral("stop %1").arg(id.value); }
    void pause(JobId id) override { calls << QStringLiteral("pause %1").arg(id.value); }
    void resume(JobId id) override { calls << QStringLiteral("resume %1").arg(id.value); }
    void requestCheckpoint(JobId id) override { calls << QStringLiteral("checkpoint %1").arg(id.value); }
    void requestDemo(JobId id) override { calls << QStringLiteral("demo %1").arg(id.value); }
    void moveInQueue(JobId id, int position) override {
        calls << QStringLiteral("move %1 %2").arg(id.value).arg(position);
    }
    void stopAll() override { calls << QStringLiteral("stop all"); }
    std::vector<jobs::JobSnapshot> snapshots() const override { return shots; }
    void set(JobState state) {
        jobs::JobSnapshot shot;
        shot.id = JobId{1};
        shot.title = "Training “warm kicks”";
        shot.device = jobs::DeviceUse::Exclusive;
        shot.state = state;
        shot.progress = {"Training", 1840, 4000, "steps", ""};
        shots = {shot};
        Q_EMIT stateChanged(shot.id, state);
        Q_EMIT progressed(shot.id, shot.progress);
    }
    QStringList calls;
    std::vector<jobs::JobSnapshot> shots;
};

class Project final : public ProjectService {
public:
    const ProjectView& project() const override { return view; }
    std::vector<RecentProject> recent() const override { return recents; }
    bool isBusy() const override { return isOpening; }
    void create(const QString& folder, const QString& name) override { openNow(folder, name); }
    void open(const QString& place) override {
        if (locked.contains(place)) {
            Q_EMIT failed(Error{ErrorCode::Locked, "Another program works on it", place.toStdString(), {}},
                          QStringLiteral("The project could not be opened"));
            Q_EMIT lockedElsewhere(place);
        } else {
            openNow(place, QStringLiteral("Tape Drums"));
        }
    }
    void openForReading(const QString& place) override {
        view.readOnlyWhy = QStringLiteral("opened for reading");
        openNow(place, QStringLiteral("Tape Drums"));
    }
    void close() override {
        if (!view.isOpen()) return;
        view = {};
        Q_EMIT closed();
    }
    void forgetRecent(const QString& folder) override { forgotten << folder; }
    void startTour() override {
        openNow(QStringLiteral("/tour"), QStringLiteral("Tour"));
        Q_EMIT tourStarted();
    }
    void importReference(const QString& path) override { importedPaths << path; }
    void rename(const QString& name) override {
        view.name = name;
        Q_EMIT changed();
    }
    void setRules(const dataset::PromptRules& rules) override { view.rules = rules; }
    void setPromptTable(const QString& file) override { view.promptTable = file; }
    void setModel(const QString& id) override {
        view.modelId = id;
        Q_EMIT changed();
    }
    void setDraft(const config::Json& draft) override { view.draft = draft; }
    void openNow(const QString& folder, const QString& name) {
        view.folder = folder;
        view.name = name;
        view.modelId = QStringLiteral("small");
        Q_EMIT opened();
    }
    ProjectView view;
    std::vector<RecentProject> recents;
    QStringList importedPaths;
    QStringList forgotten; // recent projects
    QStringList locked;    // by another program
    bool isOpening{false};
};

class Dataset final : public DatasetService {
public:
    void open(const QString& file, bool) override { opened << file; }
    void addFolders(const QStringList& paths) override { added << paths; }
    void rescan() override { ++rescans; }
    void setPromptTable(const QString& file) override { promptTable = file; }
    void setWatching(bool watching) override { isWatching = watching; }
    void removeSource(dataset::SourceId) override {}
    bool refusesEdits() override { return isReadOnly; }
    void save(std::vector<ClipEdit> edits) override { saved.push_back(std::move(edits)); }
    void check(const dataset::DoctorSettings&) override { ++checks; }
    void applyRules(const dataset::PromptRules& rules) override { applied.push_back(rules); }
    void previewRules(const dataset::PromptRules&, std::vector<ClipId> ids) override {
        previewed = std::move(ids);
    }
    void assignSplit(const dataset::SplitOptions& options) override { splits.push_back(options); }
    QStringList opened;
    QStringList added;
    std::vector<std::vector<ClipEdit>> saved;
    std::vector<dataset::PromptRules> applied;
    std::vector<ClipId> previewed;
    std::vector<dataset::SplitOptions> splits;
    int rescans{0};
    bool isWatching{false};
    bool isReadOnly{false};
    QString promptTable;
    int checks{0};
};

class Encode final : public EncodeService {
public:
    void plan() override { Q_EMIT planReady(answer); }
    void start() override { ++starts; }
    LongFiles longFiles() const override { return choice; }
    void setLongFiles(LongFiles files) override {
        choice = files;
        plan();
    }
    void roundTrip(const QString& file) override { roundTrips << file; }
    EncodePlanView answer{5186, 0, 1260.0, 4'200'000, 0, {}, nullptr, 1'100'000'000, 0};
    LongFiles choice{LongFiles::Beginning};
    QStringList roundTrips;
    int starts{0};
};

class Models final : public ModelService {
public:
    std::vector<ModelView> models() const override { return list; }
    void addFiles(const QStringList& paths) override { added << paths; }
    void addStarter() override { added << QStringLiteral("starter"); }
    void remove(const QString&) override {}
    void exportModel(const ModelExportRequest&) override {}
    std::vector<ModelView> list;
    QStringList added;
};

class Train final : public TrainService {
public:
    std::vector<config::Json> presets() const override {
        config::RunSettings settings;
        settings.name = presetName;
        settings.batchSize = presetBatch;
        settings.demos.prompts = {{"deep kick, tape", "", 7, 0.0, 0.0}, {"", "", 11, 0.0, 0.0}};
        return {config::jsonFromRunSettings(settings)};
    }
    void plan(const config::Json& settings) override {
        planned = settings;
        Q_EMIT planReady(answer);
    }
    void measure(const config::Json& settings) override { measuredSettings.push_back(settings); }
    void start(const config::Json& settings) override { started.push_back(settings); }
    void resume(const QString& id) override { resumed << id; }
    void goOn(const QString& id, qint64 step) override {
        calls << QStringLiteral("go on %1 %2").arg(id).arg(step);
    }
    std::vector<RunView> runs() const override { return list; }
    std::vector<CheckpointView> checkpoints(const QString&) const override { return points; }
    std::vector<RunNoteView> notes(const QString&) const override { return noteList; }
    void loadMetrics(const QString& id) override { Q_EMIT metricsLoaded(id, metrics); }
    void addNote(const QString&, qint64 step, const QString& text) override {
        noteList.push_back({step, text});
    }
    void setRunNotes(const QString& id, const QString& notes) override {
        calls << QStringLiteral("notes %1 %2").arg(id, notes);
    }
    void pin(const QString&, qint64 step, bool on) override {
        pins << QStringLiteral("%1 %2").arg(step).arg(on);
    }
    void removeRun(const QString& id) override { calls << QStringLiteral("remove %1").arg(id); }
    void cleanUp(const QString& id) override { calls << QStringLiteral("clean %1").arg(id); }
    QStringList calls;
    std::vector<RunNoteView> noteList;
    std::int64_t presetBatch{4};
    std::string presetName{"Stable Audio Open Small"};
    RunPlanView answer;
    config::Json planned;
    std::vector<config::Json> measuredSettings;
    std::vector<config::Json> started;
    QStringList resumed;
    QStringList pins;
    std::vector<RunView> list;
    std::vector<CheckpointView> points;
    std::vector<jobs::MetricPoint> metrics;
};

class Listen final : public ListenService {
public:
    void loadGrid(const QString& id) override {
        grid.runId = id;
        Q_EMIT gridReady(grid);
    }
    void generate(const GenerateRequest& request) override { generatedRequests.push_back(request); }
    void setStars(const QString& run, const QString& row, qint64 step, int stars) override {
        ratings << QStringLiteral("%1 %2 %3 %4").arg(run, row).arg(step).arg(stars);
    }
    void setNote(const QString&, const QString&, qint64, const QString& note) override { noted << note; }
    void exportCheckpoint(const ExportRequest& request) override { exports.push_back(request); }
    QStringList samplers() const override { return {QStringLiteral("euler"), QStringLiteral("rk4")}; }
    DemoGrid grid;
    std::vector<GenerateRequest> generatedRequests;
    std::vector<ExportRequest> exports;
    QStringList ratings;
    QStringList noted;
};

class System final : public SystemService {
public:
    void requestDevices() override {
        Q_EMIT devicesReady({{QStringLiteral("cpu"), QStringLiteral("Processor (24 GB)")}},
                            QStringLiteral("no NVIDIA driver was found"));
    }
    void check(CheckDepth depth) override {
        checks << depth;
        if (answersChecks) Q_EMIT checked(items, QStringLiteral("Attune\n  Memory: 24 GB\n"), depth);
    }
    void stopCheck() override { calls << QStringLiteral("stop check"); }
    void requestGraphics() override { Q_EMIT graphicsReady(graphics); }
    void addGpuComponent(const QString& manifest) override { calls << QStringLiteral("add ") + manifest; }
    void stopGpuComponent() override { calls << QStringLiteral("stop"); }
    void removeGpuComponent() override { calls << QStringLiteral("remove"); }
    void keepAwake(bool on) override { awake = on; }
    void watchGpu(bool on) override { isWatched = on; }
    std::vector<CheckView> items{
        {CheckVerdict::Good, QStringLiteral("Memory"), QStringLiteral("24 GB, 9 GB free"), {}},
        {CheckVerdict::Warning, QStringLiteral("Disk speed"), QStringLiteral("writes 20 MB a second"),
         QStringLiteral("Keep projects on a faster disk.")}};
    GraphicsView graphics{{QStringLiteral("NVIDIA GeForce RTX 4090, 24 GB")}, true, {}, {}, 0, true};
    QList<CheckDepth> checks;
    bool answersChecks{true};
    QStringList calls;
    bool awake{false};
    bool isWatched{false};
};

} // namespace attune::ui::fakes
