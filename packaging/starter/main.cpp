// SPDX-License-Identifier: GPL-3.0-or-later
//
// attune-starter: makes resources/starter, step by step. packaging/starter/make calls the steps in order.
#include "core/base/Text.h"
#include "core/config/Json.h"
#include "core/config/ModelConfig.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"
#include "packaging/starter/AutoencoderTraining.h"
#include "packaging/starter/Recordings.h"
#include "packaging/starter/TokenizerTraining.h"
#include "packaging/starter/Work.h"

#include <ATen/Parallel.h>
#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>

namespace attune::starter {
namespace {

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
    const ReconstructionFigures figures = measureRecordings(autoencoder, recordings.heldOut);
    std::cout << "held-out recordings: SI-SDR " << figures.siSdrDb << " dB (median), spectral distance " << figures.spectralDistance << '\n';
    return tensor::writeSafeTensors(work.autoencoderWeights(), tensor::stateDictOf(autoencoder));
}

int report(const Result<void>& result) {
    if (result) return 0;
    std::cerr << "attune-starter: " << result.error().describe() << '\n';
    return 1;
}

} // namespace
} // namespace attune::starter

int main(int argc, char** argv) {
    using namespace attune::starter;
    CLI::App app{"Makes resources/starter: sounds, tokenizer, autoencoder, transformer, package"};
    app.require_subcommand(1);
    Work work;
    int threads = 1;
    app.add_option("--work", work.folder, "Folder for what is being made")->required();
    app.add_option("--configs", work.configs, "Folder of the configurations")->capture_default_str();
    app.add_option("--recordings", work.recordings, "Folder of sonic-pi-samples")->capture_default_str();
    app.add_option("--seed", work.seed, "Everything follows from it")->capture_default_str();
    app.add_option("--threads", threads, "CPU threads of LibTorch")->capture_default_str();
    std::function<attune::Result<void>()> command;

    app.add_subcommand("tokenizer", "Train spiece.model")->callback([&] { command = [&] { return makeTokenizer(work); }; });

    AutoencoderTrainingOptions autoencoder;
    CLI::App* trainAutoencoderCommand = app.add_subcommand("autoencoder", "Train the autoencoder, or go on with it");
    trainAutoencoderCommand->add_option("--steps", autoencoder.steps)->capture_default_str();
    trainAutoencoderCommand->callback([&] { command = [&] { return makeAutoencoder(work, autoencoder); }; });

    CLI11_PARSE(app, argc, argv);
    at::set_num_threads(threads);
    std::error_code error;
    std::filesystem::create_directories(work.folder, error);
    return report(command());
}
