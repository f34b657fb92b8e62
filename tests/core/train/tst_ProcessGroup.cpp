// SPDX-License-Identifier: GPL-3.0-or-later
//
// Data-parallel training with real processes: the program starts itself with --member WHAT FOLDER under
// torchrun's environment variables.
#include "core/base/platform/Process.h"
#include "core/train/ProcessGroupBackends.h"
#include "core/train/Trainer.h"

#include "core/tensor/SafeTensors.h"
#include "tests/core/train/TinyRun.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <ATen/ATen.h>
#include <QProcess>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <cstdio>
#include <memory>

using namespace attune;
using namespace attune::train;
using test::TinyJob;
using test::TinyRun;

namespace {

// A store on a port that the system chooses, as torchrun's agent has one.
c10::intrusive_ptr<c10d::TCPStore> serveStore() {
    c10d::TCPStoreOptions options;
    options.port = 0;
    options.isServer = true;
    options.waitWorkers = false;
    return c10::make_intrusive<c10d::TCPStore>("127.0.0.1", options);
}

enum class Server { Agent, ProcessZero };

struct Members {
    c10::intrusive_ptr<c10d::TCPStore> store = serveStore();
    std::vector<std::unique_ptr<QProcess>> processes;
    void start(int size, const QString& what, const std::filesystem::path& folder,
               Server server = Server::Agent) {
        const QString port = QString::number(store->getPort());
        if (server == Server::ProcessZero) store.reset(); // the port is free for process 0
        for (int rank = 0; rank < size; ++rank) {
            auto process = std::make_unique<QProcess>();
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("MASTER_ADDR"), QStringLiteral("127.0.0.1"));
            environment.insert(QStringLiteral("MASTER_PORT"), port);
            environment.insert(QStringLiteral("WORLD_SIZE"), QString::number(size));
            environment.insert(QStringLiteral("RANK"), QString::number(rank));
            environment.insert(QStringLiteral("LOCAL_RANK"), QString::number(rank));
            environment.insert(QStringLiteral("GLOO_SOCKET_IFNAME"), QStringLiteral("lo"));
            if (server == Server::Agent)
                environment.insert(QStringLiteral("TORCHELASTIC_USE_AGENT_STORE"), QStringLiteral("True"));
            process->setProcessEnvironment(environment);
            process->setProcessChannelMode(QProcess::MergedChannels);
            process->start(QCoreApplication::applicationFilePath(),
                           {QStringLiteral("--member"), what, test::qs(utf8FromPath(folder))});
            processes.push_back(std::move(process));
        }
    }
    QByteArray waitForAll() {
        QByteArray output;
        for (const auto& process : processes) {
            if (!process->waitForFinished(90000)) output += "a process did not end\n";
            output += process->readAll();
            if (process->exitStatus() != QProcess::NormalExit || process->exitCode() != 0)
                output += "FAILED\n";
        }
        return output;
    }
};

config::RunSettings sharedSettings() {
    config::RunSettings s = test::tinySettings(5);
    s.cfgDropout = 0.3;
    s.maskPadding = true;
    s.gradientClip = 1.0;
    s.accumulation = 2;
    s.validation = {2, 4, 4, true};
    return s;
}

struct WithVariables {
    explicit WithVariables(const std::vector<std::pair<const char*, const char*>>& wanted)
        : variables(wanted) {
        for (const auto& [name, value] : variables) qputenv(name, value);
    }
    ~WithVariables() {
        for (const auto& [name, value] : variables) qunsetenv(name);
    }
    std::vector<std::pair<const char*, const char*>> variables;
};

} // namespace

class TestProcessGroup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void environmentIsReadStrictly() {
        ATTUNE_ASSIGN_OK(const ProcessGroupAddress none, processGroupAddressFromEnvironment());
        QCOMPARE(none.size, 1);
        {
            const WithVariables set({{"MASTER_ADDR", "host7"},
                                     {"MASTER_PORT", "1234"},
                                     {"WORLD_SIZE", "4"},
                                     {"RANK", "3"},
                                     {"LOCAL_RANK", "1"}});
            ATTUNE_ASSIGN_OK(const ProcessGroupAddress four, processGroupAddressFromEnvironment());
            QCOMPARE(four.host, std::string("host7"));
            QCOMPARE(four.port, 1234);
            QCOMPARE(four.rank, 3);
            QCOMPARE(four.localRank, 1);
        }
        const std::vector<std::vector<std::pair<const char*, const char*>>> wrong = {
            {{"WORLD_SIZE", "two"}},
            {{"WORLD_SIZE", "2"}, {"RANK", "2"}, {"MASTER_ADDR", "x"}},
            {{"WORLD_SIZE", "2"}, {"MASTER_ADDR", "x"}},
            {{"WORLD_SIZE", "2"}, {"RANK", "0"}},
            {{"MASTER_PORT", "0"}},
            {{"WORLD_SIZE", "0"}}};
        for (const auto& variables : wrong) {
            const WithVariables set(variables);
            const auto address = processGroupAddressFromEnvironment();
            ATTUNE_VERIFY_ERROR(address, ErrorCode::InvalidConfig);
            QVERIFY(!address.error().context.empty());
        }
    }

    void aloneDoesNothing() {
        const auto alone = aloneProcessGroup();
        const at::Tensor tensor = at::arange(4);
        ATTUNE_VERIFY_OK(alone->sum({tensor}));
        ATTUNE_VERIFY_OK(alone->barrier());
        QVERIFY(at::equal(tensor, at::arange(4)));
        QVERIFY(alone->isMain());
        ATTUNE_ASSIGN_OK(const auto joined, joinProcessGroup({}, c10::kCPU));
        QCOMPARE(joined->size(), 1);
    }

    void buffersHoldManyTensors() {
        // Types, sizes and strides of all kinds; the collective doubles.
        std::vector<at::Tensor> tensors = {
            at::ones({3, 4}),         at::ones({2, 6}).t(),     at::ones({5}, at::kBFloat16),
            at::ones({7}, at::kHalf), at::ones({2}, at::kLong), at::empty({0}),
            at::ones({20 << 20})};
        int calls = 0;
        ATTUNE_VERIFY_OK(inBuffers(tensors, [&](at::Tensor& buffer) -> Result<void> {
            ++calls;
            if (buffer.scalar_type() == at::kBFloat16 || buffer.scalar_type() == at::kHalf)
                return fail(ErrorCode::Internal, "half precision travels as float32");
            buffer.mul_(2);
            return {};
        }));
        for (const at::Tensor& tensor : tensors) QVERIFY(tensor.eq(2).all().item<bool>());
        QCOMPARE(calls, 3); // floats and halves, longs, the large one
    }

    void processesAddUp() {
        const test::TemporaryFolder folder;
        Members members;
        members.start(3, QStringLiteral("sum"), folder.path(), Server::ProcessZero);
        const QByteArray output = members.waitForAll();
        QVERIFY2(output.count("sums agree") == 3, output.constData());
    }

    void twoProcessesDoWhatOneWouldWithTwiceTheBatch() {
        const test::TemporaryFolder folder;
        Members members;
        members.start(2, QStringLiteral("train"), folder.path());
        const QByteArray output = members.waitForAll();
        QVERIFY2(output.count("trained") == 2, output.constData());

        config::RunSettings s = sharedSettings();
        s.batchSize *= 2;
        TinyRun run("train_v_sao10", s, c10::kCPU, 14);
        TinyJob job;
        ATTUNE_ASSIGN_OK(const auto trainer, Trainer::create(run.inputs(folder / "one")));
        ATTUNE_VERIFY_OK(trainer->run(job.context));
        const auto metrics = job.metrics.drain();
        ATTUNE_ASSIGN_OK(const auto two, tensor::readSafeTensors(folder / "metrics.safetensors"));
        for (const char* name : {"train/loss", "train/grad_norm", "val/loss"}) {
            const std::vector<double> one = TinyJob::values(metrics, name);
            const at::Tensor theirs = *two.at(name);
            QCOMPARE(theirs.numel(), static_cast<std::int64_t>(one.size()));
            for (std::size_t i = 0; i < one.size(); ++i) {
                const double other = theirs[static_cast<std::int64_t>(i)].item<double>();
                QVERIFY2(std::abs(one[i] - other) <= 2e-5 * std::abs(one[i]),
                         qPrintable(QStringLiteral("%1[%2]: %3 against %4")
                                        .arg(QLatin1String(name))
                                        .arg(i)
                                        .arg(one[i])
                                        .arg(other)));
            }
        }
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint saved, CheckpointStore::view(folder / "two").loadNewest());
        ATTUNE_ASSIGN_OK(const LoadedCheckpoint mine, CheckpointStore::view(folder / "one").loadNewest());
        QCOMPARE(saved.progress.step, 5);
        QCOMPARE(saved.progress.examples, mine.progress.examples);
        for (const auto& [name, tensor] : mine.model) {
            const double far = (tensor - *saved.model.find(name)).abs().max().item<double>();
            QVERIFY2(far <= 1e-4, qPrintable(QStringLiteral("%1 is %2 away").arg(test::qs(name)).arg(far)));
        }
        // Both processes hold the same bits at the end.
        QCOMPARE(test::readBytes(folder / "weights-0").size(), test::readBytes(folder / "weights-1").size());
        QVERIFY(test::readBytes(folder / "weights-0") == test::readBytes(folder / "weights-1"));
    }

    void aDeadPeerIsAnError() {
        const test::TemporaryFolder folder;
        Members members;
        members.start(2, QStringLiteral("die"), folder.path());
        QVERIFY(members.processes[0]->waitForFinished(60000));
        const QByteArray output = members.processes[0]->readAll();
        QVERIFY2(output.contains("peer lost"), output.constData());
        members.processes[1]->waitForFinished(60000);
    }

    void nobodyThereIsAnError() {
        ProcessGroupAddress address;
        address.port = serveStore()->getPort(); // free again by now
        address.rank = 1;
        address.size = 2;
        const auto joined =
            joinProcessGroup(address, c10::kCPU, CollectiveLibrary::Gloo, std::chrono::seconds(1));
        ATTUNE_VERIFY_ERROR(joined, ErrorCode::DeviceUnavailable);
        QVERIFY(joined.error().remedy.find("MASTER_ADDR") != std::string::npos);
    }

    void stepInBackwardIsForOneProcess() {
        struct Two final : ProcessGroup {
            int rank() const noexcept override { return 0; }
            int size() const noexcept override { return 2; }
            int localRank() const noexcept override { return 0; }
            std::string description() const override { return "two"; }
            Result<void> sum(const std::vector<at::Tensor>&) override { return {}; }
            Result<void> broadcast(const std::vector<at::Tensor>&) override { return {}; }
            Result<void> barrier() override { return {}; }
        } two;
        const test::TemporaryFolder folder;
        config::RunSettings s = test::tinySettings(1);
        s.stepInBackward = true;
        TinyRun run("train_v_sao10", s);
        TrainerInputs in = run.inputs(folder / "c");
        in.processes = &two;
        ATTUNE_VERIFY_ERROR(Trainer::create(std::move(in)), ErrorCode::InvalidConfig);
    }
};

namespace {

int memberSum(ProcessGroup& group) {
    std::vector<at::Tensor> tensors = {at::full({1000}, group.rank() + 1.0F),
                                       at::full({3}, group.rank(), at::kLong),
                                       at::full({4}, 0.5, at::kBFloat16)};
    if (!group.sum(tensors)) return 5;
    const double expected = group.size() * (group.size() + 1) / 2.0;
    bool agree = tensors[0].eq(expected).all().item<bool>() && tensors[1].eq(3).all().item<bool>() &&
                 tensors[2].eq(1.5).all().item<bool>();
    const at::Tensor shared = at::full({5}, group.rank() + 10.0F);
    if (!group.broadcast({shared}) || !group.barrier()) return 6;
    agree = agree && shared.eq(10.0F).all().item<bool>();
    std::puts(agree ? "sums agree" : "sums differ");
    return agree ? 0 : 7;
}

int memberTrain(ProcessGroup& group, const std::filesystem::path& folder) {
    TinyRun run("train_v_sao10", sharedSettings(), c10::kCPU, 14);
    TinyJob job;
    TrainerInputs in = run.inputs(folder / "two");
    in.processes = &group;
    auto trainer = Trainer::create(std::move(in));
    if (!trainer) return 8;
    if (const auto outcome = (*trainer)->run(job.context); !outcome) {
        std::puts(outcome.error().describe().c_str());
        return 9;
    }
    const auto metrics = job.metrics.drain();
    tensor::NamedTensors values;
    for (const char* name : {"train/loss", "train/grad_norm", "val/loss"})
        values.set(name, at::tensor(TinyJob::values(metrics, name), at::kDouble));
    if (group.isMain() && !tensor::writeSafeTensors(folder / "metrics.safetensors", values)) return 10;
    if (!tensor::writeSafeTensors(folder / concat("weights-", group.rank()),
                                  (*trainer)->trainable().weights()))
        return 11;
    std::puts("trained");
    return 0;
}

int member(const std::string& what, const std::string& folder) {
    const auto address = processGroupAddressFromEnvironment();
    if (!address) return 2;
    auto group =
        joinProcessGroup(*address, c10::kCPU, CollectiveLibrary::Automatic, std::chrono::seconds(60));
    if (!group) {
        std::puts(group.error().describe().c_str());
        return 3;
    }
    if (what == "sum") return memberSum(**group);
    if (what == "train") return memberTrain(**group, pathFromUtf8(folder));
    if ((*group)->rank() == 1) std::_Exit(0); // dies without a word
    const auto lost = (*group)->sum({at::ones({1000})});
    std::puts(lost ? "nobody was missed" : "peer lost");
    std::fflush(stdout);
    std::_Exit(0); // a broken group has nothing to close
}

} // namespace

int main(int argc, char** argv) {
    const auto arguments = platform::utf8Arguments(argc, argv);
    if (arguments.size() >= 3 && arguments[0] == "--member") return member(arguments[1], arguments[2]);
    QCoreApplication application(argc, argv);
    TestProcessGroup test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ProcessGroup.moc"
