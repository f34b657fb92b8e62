// SPDX-License-Identifier: GPL-3.0-or-later
//
// attune-starter: makes resources/starter, step by step. packaging/starter/make calls the steps in order.
#include "core/base/Text.h"
#include "core/config/Json.h"
#include "core/config/ModelConfig.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"
#include "packaging/starter/AutoencoderTraining.h"
#include "packaging/starter/Demos.h"
#include "packaging/starter/DiffusionTraining.h"
#include "packaging/starter/Package.h"
#include "packaging/starter/Recordings.h"
#include "packaging/starter/Synth.h"
#include "packaging/starter/TokenizerTraining.h"
#include "packaging/starter/Work.h"

#include <ATen/Parallel.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <iostream>

namespace attune::starter {
namespace {

constexpr int kDemoSteps = 40;
constexpr double kDemoGuidance = 4.0;

Result<void> makeTokenizer(const Work& work) {
    ATTUNE_TRY(const Recordings recordings, readRecordings(work.recordings));
    ATTUNE_TRY(const config::Json text, config::readJsonFile(work.textConfig()));
    ATTUNE_TRY(const std::int64_t pieces, config::JsonView(text, "t5_config").integer("vocab_size"));
    return trainTokenizer(work.seed, recordings, pieces, work.tokenizer());
}

Result<void> makeAutoencoder(const Work& work, AutoencoderTrainingOptions options) {
    ATTUNE_TRY(const config::ModelConfig modelConfig, config::ModelConfig::read(work.modelConfig()));
    ATTUNE_TRY(const Recordings recordings, readRecordings(work.recordings));
    model::OobleckAutoencoder autoencoder(*modelConfig.anyAutoencoder());
    options.seed = work.seed;
    options.stateFile = work.autoencoderState();
    ATTUNE_CHECK(trainAutoencoder(autoencoder, recordings, options));
    return tensor::writeSafeTensors(work.autoencoderWeights(), tensor::stateDictOf(autoencoder));
}

Result<void> makeDiffusion(const Work& work, std::uint64_t sounds, const DiffusionTrainingOptions& options) {
    ATTUNE_TRY(const config::ModelConfig plain, config::ModelConfig::read(work.modelConfig()));
    ATTUNE_TRY(const Recordings recordings, readRecordings(work.recordings));
    ATTUNE_TRY(const tensor::NamedTensors weights, tensor::readSafeTensors(work.autoencoderWeights()));
    ATTUNE_TRY(const auto loaded, model::ModelFactory::loadAutoencoderFrom(*plain.anyAutoencoder(), weights));
    const LatentCorpus corpus = LatentCorpus::build(*loaded.autoencoder, recordings, work.seed, sounds);
    ATTUNE_CHECK(writeScaledConfig(work, corpus.scale()));
    ATTUNE_TRY(const config::ModelConfig scaled, config::ModelConfig::read(work.scaledConfig()));
    std::cout << corpus.size() << " sounds encoded, scale of the latents " << corpus.scale() << std::endl;
    return trainDiffusion(work, scaled, corpus, options);
}

Result<void> makePackage(const Work& work, const std::filesystem::path& target) {
    ATTUNE_TRY(const Recordings recordings, readRecordings(work.recordings));
    ATTUNE_CHECK(packageModel(work, target));
    return packageClips(recordings, target);
}

Result<void> makeDemos(const std::filesystem::path& package, const std::vector<std::string>& prompts,
                       double secondsTotal, const std::filesystem::path& target) {
    ATTUNE_TRY(DemoMaker maker, DemoMaker::load(package));
    std::vector<DemoRequest> requests;
    for (const std::string& prompt : prompts) requests.push_back({prompt, secondsTotal, 1});
    ATTUNE_TRY(const std::vector<StereoSound> sounds, maker.make(requests, kDemoSteps, kDemoGuidance));
    std::error_code error;
    std::filesystem::create_directories(target, error);
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        std::string name = prompts[i];
        std::replace_if(
            name.begin(), name.end(), [](char c) { return c == ' ' || c == '/' || c == '\\'; }, '-');
        ATTUNE_CHECK(writeFlac(target / pathFromUtf8(name + ".flac"), sounds[i], prompts[i]));
    }
    return {};
}

struct Hits {
    int first{0};
    int amongThree{0};
    int all{0};
    void count(const std::vector<std::string>& ranked, const std::string& wanted) {
        const auto place = std::find(ranked.begin(), ranked.end(), wanted) - ranked.begin();
        first += place == 0 ? 1 : 0;
        amongThree += place < 3 ? 1 : 0;
        ++all;
    }
    void print(const std::string& what) const {
        std::cout << what << ": right kind first " << first << " of " << all << ", among three " << amongThree
                  << " of " << all << std::endl;
    }
};

// How often demos, and for comparison sounds that no training heard, look like their own kind.
Result<void> reportKinds(const std::filesystem::path& package, std::uint64_t seed) {
    constexpr std::size_t kRounds = 4;
    ATTUNE_TRY(DemoMaker maker, DemoMaker::load(package));
    ATTUNE_TRY(const KindJudge judge, KindJudge::build(tensor::deriveSeed(seed, "judge"), 40));
    Hits synthesised;
    Hits demos;
    for (std::size_t round = 0; round < kRounds; ++round) {
        std::vector<DemoRequest> requests;
        for (std::size_t kind = 0; kind < kinds().size(); ++kind) {
            const DescribedSound original =
                synthesise(tensor::deriveSeed(seed, "held out"), round * kinds().size() + kind);
            ATTUNE_TRY(const auto ranked, judge.rank(original.sound));
            synthesised.count(ranked, kinds()[kind].name);
            requests.push_back({kinds()[kind].name, original.sound.durationSeconds(), 100 * round + kind});
        }
        ATTUNE_TRY(const std::vector<StereoSound> sounds, maker.make(requests, kDemoSteps, kDemoGuidance));
        for (std::size_t kind = 0; kind < sounds.size(); ++kind) {
            ATTUNE_TRY(const auto ranked, judge.rank(sounds[kind]));
            demos.count(ranked, kinds()[kind].name);
            if (round == 0)
                std::cout << "  \"" << kinds()[kind].name << "\" resembles " << ranked[0] << ", " << ranked[1]
                          << ", " << ranked[2] << '\n';
        }
    }
    synthesised.print("held-out sounds");
    demos.print("demos");
    return {};
}

Result<void> report(const Work& work, const std::filesystem::path& package) {
    ATTUNE_TRY(const config::ModelConfig modelConfig,
               config::ModelConfig::read(package / "model_config.json"));
    ATTUNE_TRY(const Recordings recordings, readRecordings(work.recordings));
    ATTUNE_TRY(const auto loaded,
               model::ModelFactory::loadAutoencoder(modelConfig, package / "model.safetensors"));
    const auto print = [](const char* what, const ReconstructionFigures& figures) {
        std::cout << what << ": SI-SDR " << figures.siSdrDb << " dB (median), spectral distance "
                  << figures.spectralDistance << std::endl;
    };
    print("round trip, held-out synthesised sounds", measureSynthesised(*loaded.autoencoder, work.seed));
    print("round trip, held-out recordings", measureRecordings(*loaded.autoencoder, recordings.heldOut));
    print("round trip, tabla", measureRecordings(*loaded.autoencoder, recordings.tabla));
    return reportKinds(package, work.seed);
}

// One sound of each kind, one after another: as synthesised, after a round trip, and as a demo of its kind's
// name.
Result<void> writeFigures(const Work& work, const std::filesystem::path& package) {
    ATTUNE_TRY(DemoMaker maker, DemoMaker::load(package));
    std::vector<DemoRequest> requests;
    StereoSound originals;
    StereoSound returned;
    StereoSound demos;
    const auto append = [](StereoSound& all, const StereoSound& one) {
        all.left.insert(all.left.end(), one.left.begin(), one.left.end());
        all.right.insert(all.right.end(), one.right.begin(), one.right.end());
        all.left.resize((all.left.size() + kWindowFrames - 1) / kWindowFrames * kWindowFrames);
        all.right.resize(all.left.size());
    };
    for (std::size_t kind = 0; kind < kinds().size(); ++kind) {
        const StereoSound sound = synthesise(tensor::deriveSeed(work.seed, "held out"), kind).sound;
        append(originals, sound);
        append(returned, maker.roundTrip(sound));
        requests.push_back({kinds()[kind].name, sound.durationSeconds(), kind});
    }
    ATTUNE_TRY(const std::vector<StereoSound> made, maker.make(requests, kDemoSteps, kDemoGuidance));
    for (const StereoSound& sound : made) append(demos, sound);
    const std::filesystem::path folder = work.folder / "figures";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    ATTUNE_CHECK(writeFlac(folder / "originals.flac", originals, "one sound of each kind"));
    ATTUNE_CHECK(writeFlac(folder / "round-trips.flac", returned, "the same after encoding and decoding"));
    return writeFlac(folder / "demos.flac", demos, "the name of each kind as a prompt");
}

int finish(const Result<void>& result) {
    if (result) return 0;
    std::cerr << "attune-starter: " << result.error().describe() << '\n';
    return 1;
}

} // namespace
} // namespace attune::starter

int main(int argc, char** argv) {
    using namespace attune::starter;
    CLI::App app{
        "Makes resources/starter: tokenizer, autoencoder, transformer with text encoder, package, figures"};
    app.require_subcommand(1);
    Work work;
    int threads = 1;
    std::filesystem::path package{"resources/starter"};
    app.add_option("--work", work.folder, "Folder for what is being made")->required();
    app.add_option("--configs", work.configs, "Folder of the configurations")->capture_default_str();
    app.add_option("--recordings", work.recordings, "Folder of sonic-pi-samples")->capture_default_str();
    app.add_option("--package", package, "The result")->capture_default_str();
    app.add_option("--seed", work.seed, "Everything follows from it")->capture_default_str();
    app.add_option("--threads", threads, "CPU threads of LibTorch")->capture_default_str();
    std::function<attune::Result<void>()> command;
    const auto add = [&](const char* name, const char* what, std::function<attune::Result<void>()> run) {
        CLI::App* sub = app.add_subcommand(name, what);
        sub->callback([&command, run = std::move(run)] { command = run; });
        return sub;
    };

    add("tokenizer", "Train spiece.model", [&] { return makeTokenizer(work); });
    AutoencoderTrainingOptions autoencoder;
    add("autoencoder", "Train the autoencoder, or go on with it",
        [&] { return makeAutoencoder(work, autoencoder); })
        ->add_option("--steps", autoencoder.steps)
        ->capture_default_str();
    DiffusionTrainingOptions diffusion;
    std::uint64_t sounds = 1600;
    CLI::App* train = add("diffusion", "Train transformer and text encoder, or go on",
                          [&] { return makeDiffusion(work, sounds, diffusion); });
    train->add_option("--steps", diffusion.steps)->capture_default_str();
    train->add_option("--batch", diffusion.batch)->capture_default_str();
    train->add_option("--sounds", sounds, "How many to synthesise and encode")->capture_default_str();
    add("package", "Write --package from what was trained", [&] { return makePackage(work, package); });
    add("report", "Figures of --package", [&] { return report(work, package); });
    add("figures", "Sounds of --package to look at, into <work>/figures",
        [&] { return writeFigures(work, package); });
    std::vector<std::string> prompts{"deep kick drum", "bright snare drum", "warm pad in A minor",
                                     "bell in C"};
    double secondsTotal = 1.4;
    CLI::App* demos = add("demos", "Sounds of --package into <work>/demos",
                          [&] { return makeDemos(package, prompts, secondsTotal, work.folder / "demos"); });
    demos->add_option("prompts", prompts);
    demos->add_option("--seconds-total", secondsTotal)->capture_default_str();

    CLI11_PARSE(app, argc, argv);
    at::set_num_threads(threads);
    std::error_code error;
    std::filesystem::create_directories(work.folder, error);
    return finish(command());
}
