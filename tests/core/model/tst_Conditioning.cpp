// SPDX-License-Identifier: GPL-3.0-or-later
//
// T5, prompt and number conditioners: what turns metadata into conditions.
#include "core/model/Conditioner.h"
#include "core/model/NumberConditioner.h"
#include "core/model/T5Encoder.h"
#include "core/model/TextSource.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"

#include "tests/core/model/ModelTestSupport.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <ATen/Functions.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

using namespace attune;
using namespace attune::model;
using namespace attune::test;

namespace {

std::filesystem::path fixtures() {
    return attune::test::fixturesFolder();
}

// Features that say which prompt they are of.
class FakeTextSource : public TextSource {
public:
    explicit FakeTextSource(std::int64_t width) : m_width(width) {}
    Result<TextFeatures> features(std::span<const std::string> prompts, std::int64_t maxLength) override {
        lastPrompts.assign(prompts.begin(), prompts.end());
        TextFeatures result{at::ones({static_cast<std::int64_t>(prompts.size()), maxLength, m_width}),
                            at::zeros({static_cast<std::int64_t>(prompts.size()), maxLength}, at::kBool)};
        for (std::size_t i = 0; i < prompts.size(); ++i)
            result.mask.select(0, static_cast<std::int64_t>(i))
                .narrow(0, 0, static_cast<std::int64_t>(prompts[i].size()) + 1)
                .fill_(true);
        return result;
    }
    [[nodiscard]] std::int64_t width() const override { return m_width; }
    std::vector<std::string> lastPrompts;

private:
    std::int64_t m_width;
};

config::ConditioningConfig smallConditioning() {
    config::ConditioningConfig config;
    config.condDim = 8;
    config.conditioners = {
        {.id = "prompt", .kind = config::ConditionerKind::T5, .outputDim = 8, .maxLength = 6},
        {.id = "start",
         .kind = config::ConditionerKind::Number,
         .outputDim = 8,
         .minValue = 0.0,
         .maxValue = 10.0},
        {.id = "total",
         .kind = config::ConditionerKind::Number,
         .outputDim = 8,
         .minValue = 0.0,
         .maxValue = 10.0}};
    return config;
}

config::DiffusionConfig smallDiffusion() {
    config::DiffusionConfig config;
    config.conditioning = smallConditioning();
    config.crossAttentionIds = {"prompt", "total", "start"};
    config.globalIds = {"total", "start"};
    config.transformer.condTokenDim = 8;
    config.transformer.globalCondDim = 16;
    return config;
}

config::ClipMetadata clip(const char* prompt, double start, double total) {
    return {{"prompt", std::string(prompt)}, {"start", start}, {"total", total}, {"unused", 1.0}};
}

} // namespace

class TestConditioning : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void joinsInTheOrderOfTheIds();
    void masksPaddedPromptPositions();
    void numbersAreClampedAndTrained();
    void numberGradientsByFiniteDifferences();
    void defaultKeysStick();
    void namesWhatIsMissing();
    void numbersMayBeWrittenAsText();
    void projectsWhereWidthsDiffer();
    void widthsMustFit();
    void everythingOnTheMetaDevice();

    void bucketsOfT5Base();
    void t5ReadsItsConfiguration();
    void t5LoadsHuggingFaceFolders();
    void t5InLowerPrecisions();
};

void TestConditioning::joinsInTheOrderOfTheIds() {
    const config::DiffusionConfig config = smallDiffusion();
    Conditioner conditioner(*config.conditioning, 8);
    fillRandomly(conditioner, 1);
    FakeTextSource text(8);
    const std::vector clips{clip("ab", 1, 2), clip("", 3, 4)};
    ATTUNE_ASSIGN_OK(const std::vector<Condition> conditions, conditioner.forward(clips, &text));
    QCOMPARE(conditions.size(), std::size_t{3});
    QCOMPARE(conditions[1].id, std::string("start"));
    QCOMPARE(text.lastPrompts, (std::vector<std::string>{"ab", ""}));
    ATTUNE_ASSIGN_OK(const DiffusionCondition joined, assembleCondition(conditions, config));
    QCOMPARE(joined.crossAttention.sizes().vec(), (std::vector<std::int64_t>{2, 8, 8}));
    QCOMPARE(joined.crossAttentionMask[0].sum().item<std::int64_t>(), std::int64_t{3 + 2});
    QVERIFY(at::equal(joined.crossAttention.select(1, 6), conditions[2].embedding.select(1, 0)));
    QVERIFY(at::equal(joined.crossAttention.select(1, 7), conditions[1].embedding.select(1, 0)));
    QCOMPARE(joined.global.sizes().vec(), (std::vector<std::int64_t>{2, 16}));
    QVERIFY(at::equal(joined.global.narrow(1, 0, 8), conditions[2].embedding.select(1, 0)));
}

void TestConditioning::masksPaddedPromptPositions() {
    Conditioner conditioner(smallConditioning(), 8);
    fillRandomly(conditioner, 1);
    FakeTextSource text(8);
    const std::vector clips{clip("ab", 1, 2)};
    ATTUNE_ASSIGN_OK(const std::vector<Condition> conditions, conditioner.forward(clips, &text));
    QCOMPARE(conditions[0].embedding.narrow(1, 3, 3).abs().max().item<float>(), 0.0F);
    QCOMPARE(conditions[0].embedding.narrow(1, 0, 3).min().item<float>(), 1.0F);
    QCOMPARE(conditions[0].mask.scalar_type(), at::kLong);
}

void TestConditioning::numbersAreClampedAndTrained() {
    NumberConditioner number(smallConditioning().conditioners[1], {});
    fillRandomly(number, 1);
    const std::vector<double> outside{-5.0, 11.0};
    const std::vector<double> edges{0.0, 10.0};
    QVERIFY(at::equal(number.forward(outside), number.forward(edges)));
    number.forward(edges).square().sum().backward();
    QCOMPARE(number.parameters().size(), std::size_t{3});
    for (const at::Tensor& parameter : number.parameters())
        QVERIFY(parameter.grad().abs().max().item<float>() > 0.0F);
    std::vector<std::string> names;
    for (const auto& item : number.named_parameters()) names.push_back(item.key());
    QCOMPARE(names, (std::vector<std::string>{"embedder.embedding.0.weights", "embedder.embedding.1.weight",
                                              "embedder.embedding.1.bias"}));
}

void TestConditioning::numberGradientsByFiniteDifferences() {
    NumberConditioner number(smallConditioning().conditioners[1], {c10::kCPU, c10::kDouble});
    fillRandomly(number, 1);
    const std::vector<double> values{0.3, 7.7};
    QVERIFY(gradientError(number.parameters(), [&] { return number.forward(values).square().mean(); }) <
            1e-6);
}

void TestConditioning::defaultKeysStick() {
    config::ConditioningConfig config = smallConditioning();
    config.defaultKeys = {{"start", "offset"}};
    const std::vector<config::ClipMetadata> clips{
        {{"start", 1.0}}, {{"offset", 2.0}}, {{"start", 3.0}, {"offset", 4.0}}};
    ATTUNE_ASSIGN_OK(const std::vector<config::MetadataValue> values, collectValues(clips, "start", config));
    // The third clip has its own value, but the substitute of the second one stays, as in the reference.
    QCOMPARE(values, (std::vector<config::MetadataValue>{1.0, 2.0, 4.0}));
    const std::vector<config::ClipMetadata> gone{{{"offset", 2.0}}, {{"start", 3.0}}};
    ATTUNE_VERIFY_ERROR(collectValues(gone, "start", config), ErrorCode::MissingKey);
}

void TestConditioning::namesWhatIsMissing() {
    Conditioner conditioner(smallConditioning(), 8);
    fillRandomly(conditioner, 1);
    FakeTextSource text(8);
    const std::vector clips{clip("a", 1, 2),
                            config::ClipMetadata{{"prompt", std::string("b")}, {"start", 1.0}}};
    const auto missing = conditioner.forward(clips, &text);
    ATTUNE_VERIFY_ERROR(missing, ErrorCode::MissingKey);
    QVERIFY(qs(missing.error().message).contains(QLatin1String("total")));
    const std::vector<config::ClipMetadata> wrong{{{"prompt", 1.0}, {"start", 1.0}, {"total", 1.0}}};
    ATTUNE_VERIFY_ERROR(conditioner.forward(wrong, &text), ErrorCode::InvalidArgument);
    const std::vector fine{clip("a", 1, 2)};
    ATTUNE_VERIFY_ERROR(conditioner.forward(fine, nullptr), ErrorCode::InvalidArgument);
}

void TestConditioning::numbersMayBeWrittenAsText() {
    Conditioner conditioner(smallConditioning(), 8);
    fillRandomly(conditioner, 1);
    FakeTextSource text(8);
    const std::vector<config::ClipMetadata> numbers{
        {{"prompt", std::string("a")}, {"start", 1.5}, {"total", 2.0}}};
    const std::vector<config::ClipMetadata> texts{
        {{"prompt", std::string("a")}, {"start", std::string(" 1.5 ")}, {"total", std::string("2")}}};
    ATTUNE_ASSIGN_OK(const auto expected, conditioner.forward(numbers, &text));
    ATTUNE_ASSIGN_OK(const auto found, conditioner.forward(texts, &text));
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(at::equal(found[i].embedding, expected[i].embedding), expected[i].id.c_str());
    for (const char* odd : {"", "two", "2 s", "nan", "inf"}) {
        const std::vector<config::ClipMetadata> wrong{
            {{"prompt", std::string("a")}, {"start", 1.0}, {"total", std::string(odd)}}};
        ATTUNE_VERIFY_ERROR(conditioner.forward(wrong, &text), ErrorCode::InvalidArgument);
    }
}

void TestConditioning::projectsWhereWidthsDiffer() {
    const auto keys = [](const config::ConditioningConfig& config, std::int64_t width) {
        const Conditioner conditioner(config, width);
        return tensor::stateDictOf(conditioner).containsPrefix("conditioners.prompt.proj_out.");
    };
    config::ConditioningConfig config = smallConditioning();
    QVERIFY(!keys(config, 8));
    QVERIFY(keys(config, 12));
    config.conditioners[0].projectOut = true;
    QVERIFY(keys(config, 8));
}

void TestConditioning::widthsMustFit() {
    config::DiffusionConfig config = smallDiffusion();
    Conditioner conditioner(*config.conditioning, 8);
    fillRandomly(conditioner, 1);
    FakeTextSource other(12);
    const std::vector clips{clip("ab", 1, 2)};
    ATTUNE_VERIFY_ERROR(conditioner.forward(clips, &other), ErrorCode::ShapeMismatch);
    FakeTextSource text(8);
    ATTUNE_ASSIGN_OK(const std::vector<Condition> conditions, conditioner.forward(clips, &text));
    config.transformer.globalCondDim = 8;
    ATTUNE_VERIFY_ERROR(assembleCondition(conditions, config), ErrorCode::ShapeMismatch);
    config.transformer.globalCondDim = 16;
    config.transformer.condTokenDim = 9;
    ATTUNE_VERIFY_ERROR(assembleCondition(conditions, config), ErrorCode::ShapeMismatch);
}

void TestConditioning::everythingOnTheMetaDevice() {
    const config::DiffusionConfig config = smallDiffusion();
    for (const std::int64_t width : {8, 12}) {
        Conditioner conditioner(*config.conditioning, width, {c10::kMeta, c10::kHalf});
        FakeTextSource text(width);
        const std::vector clips{clip("ab", 1, 2)};
        ATTUNE_ASSIGN_OK(const std::vector<Condition> conditions, conditioner.forward(clips, &text));
        ATTUNE_ASSIGN_OK(const DiffusionCondition joined, assembleCondition(conditions, config));
        QVERIFY(joined.crossAttention.is_meta() && joined.global.is_meta() &&
                joined.crossAttentionMask.is_meta());
        (joined.crossAttention.sum() + joined.global.sum()).backward();
    }
}

void TestConditioning::bucketsOfT5Base() {
    const auto bucket = [](std::int64_t distance) { return t5RelativeBucket(distance, 32, 128); };
    for (std::int64_t d = 0; d < 8; ++d) QCOMPARE(bucket(-d), d);
    const std::vector<std::pair<std::int64_t, std::int64_t>> edges{
        {8, 8},   {11, 8},  {12, 9},  {15, 9},  {16, 10}, {22, 10}, {23, 11}, {31, 11},
        {32, 12}, {45, 12}, {46, 13}, {63, 13}, {64, 14}, {90, 14}, {91, 15}, {5000, 15}};
    for (const auto& [distance, expected] : edges) {
        QCOMPARE(bucket(-distance), expected);
        QCOMPARE(bucket(distance), expected + 16);
    }
    QCOMPARE(bucket(1), std::int64_t{17});
}

void TestConditioning::t5ReadsItsConfiguration() {
    const TemporaryFolder folder;
    const auto write = [&](const char* text) { std::ofstream(folder / "config.json") << text; };
    const char* base =
        R"({"d_model": 768, "d_kv": 64, "num_heads": 12, "d_ff": 3072, "num_layers": 12, "vocab_size": 32128})";
    write(base);
    ATTUNE_ASSIGN_OK(const T5Config config, T5Config::read(folder / "config.json"));
    const T5Encoder encoder(config, {c10::kMeta, c10::kHalf});
    QCOMPARE(keysOf(encoder).size(), std::size_t{99});
    std::int64_t count = 0;
    for (const at::Tensor& parameter : encoder.parameters()) count += parameter.numel();
    QCOMPARE(count, std::int64_t{109628544});
    write(
        R"({"d_model": 768, "d_kv": 64, "num_heads": 12, "d_ff": 3072, "num_layers": 12, "feed_forward_proj": "gated-silu"})");
    ATTUNE_VERIFY_ERROR(T5Config::read(folder / "config.json"), ErrorCode::InvalidConfig);
    write(R"({"d_kv": 64})");
    ATTUNE_VERIFY_ERROR(T5Config::read(folder / "config.json"), ErrorCode::InvalidConfig);
    write(R"({"d_model": 768, "d_kv": 64, "num_heads": 0, "d_ff": 3072, "num_layers": 12})");
    ATTUNE_VERIFY_ERROR(T5Config::read(folder / "config.json"), ErrorCode::InvalidConfig);
    write(R"({"d_model": 768, "d_kv": 9007199254740992, "num_heads": 4096, "d_ff": 3072, "num_layers": 12})");
    ATTUNE_VERIFY_ERROR(T5Config::read(folder / "config.json"), ErrorCode::InvalidConfig);
    ATTUNE_VERIFY_ERROR(T5Encoder::load(folder / "none"), ErrorCode::NotFound);
    write(base);
    ATTUNE_VERIFY_ERROR(T5Encoder::load(folder.path()), ErrorCode::NotFound); // no weights
}

void TestConditioning::t5LoadsHuggingFaceFolders() {
    // The embedding may be under its other name only; a weight may not be missing.
    const TemporaryFolder folder;
    std::filesystem::copy_file(fixtures() / "t5_relu" / "config.json", folder / "config.json");
    ATTUNE_ASSIGN_OK(tensor::NamedTensors weights,
                     tensor::readSafeTensors(fixtures() / "t5_relu" / "model.safetensors"));
    weights.set("encoder.embed_tokens.weight", weights.find("shared.weight")->clone());
    weights.erase("shared.weight");
    ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "model.safetensors", weights));
    ATTUNE_ASSIGN_OK(const auto renamed, T5Encoder::load(folder.path()));
    ATTUNE_ASSIGN_OK(const auto original, T5Encoder::load(fixtures() / "t5_relu"));
    const at::Tensor ids = at::tensor({5, 7, 1, 0}, at::kLong).view({1, 4});
    const at::Tensor mask = at::tensor({1, 1, 1, 0}, at::kLong).view({1, 4});
    QCOMPARE(maxDifference(renamed->forward(ids, mask), original->forward(ids, mask)), 0.0);
    for (const at::Tensor& parameter : original->parameters()) QVERIFY(!parameter.requires_grad());

    weights.erase("encoder.final_layer_norm.weight");
    ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "model.safetensors", weights));
    ATTUNE_VERIFY_ERROR(T5Encoder::load(folder.path()), ErrorCode::MissingKey);
}

void TestConditioning::t5InLowerPrecisions() {
    ATTUNE_ASSIGN_OK(const auto wide,
                     T5TextSource::load(fixtures() / "t5_gated", fixtures() / "tokenizer_tiny"));
    const std::vector<std::string> prompts{"warm analog pads", ""};
    ATTUNE_ASSIGN_OK(const TextFeatures expected, wide->features(prompts, 16));
    QCOMPARE(expected.mask.scalar_type(), at::kBool);
    QCOMPARE(expected.mask[1].sum().item<std::int64_t>(), std::int64_t{1});
    for (const auto& [type, limit] : {std::pair(c10::kHalf, 0.02), std::pair(c10::kBFloat16, 0.1)}) {
        ATTUNE_ASSIGN_OK(
            const auto narrow,
            T5TextSource::load(fixtures() / "t5_gated", fixtures() / "tokenizer_tiny", {c10::kCPU, type}));
        ATTUNE_ASSIGN_OK(const TextFeatures features, narrow->features(prompts, 16));
        QCOMPARE(features.hidden.scalar_type(), type);
        QVERIFY(maxDifference(features.hidden, expected.hidden) <
                limit * expected.hidden.abs().max().item<double>());
    }
}

QTEST_APPLESS_MAIN(TestConditioning)
#include "tst_Conditioning.moc"
