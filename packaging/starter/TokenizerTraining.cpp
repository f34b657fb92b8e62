// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/TokenizerTraining.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "packaging/starter/Prompts.h"
#include "packaging/starter/Synth.h"

#include <sentencepiece_trainer.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace attune::starter {
namespace {

// Words that people use for sounds and that the corpus lacks: they get pieces of their own, at least in part.
constexpr const char* kFreeWords[] = {
    "ambient atmosphere airy ancient analog analogue acoustic african arpeggio aggressive beat big booming "
    "boomy bouncy",
    "brass breath breathy brushed bpm cello chord chorus cinematic cold crackle crunchy dance deep delay "
    "digital dub dusty",
    "echo eerie electric ethereal fast field recording flute fm fx gentle glass gong granular gritty groove "
    "guitar hardcore",
    "harmonic heavy hip hop house impact indian industrial jazz jungle kalimba lofi lo-fi loop loud mallet "
    "marimba melody",
    "metal minimal modular moody noise one shot orchestral organ percussion percussive piano quiet rain "
    "resonance rhythm",
    "rim shot rock shaker sine slow snap solo space spacey sparkling strings sweet swell synthesizer "
    "tambourine tape techno",
    "texture thick thin timpani trance trap tremolo trumpet twang vintage violin vinyl vocal voice water "
    "wind wood wooden",
};

std::vector<std::string> sentences(std::uint64_t seed, const Recordings& recordings) {
    constexpr std::uint64_t kSounds = 4000;
    Random random(seed);
    std::vector<std::string> lines;
    for (std::uint64_t i = 0; i < kSounds; ++i) {
        const Description description = synthesise(seed, i).description;
        for (int visit = 0; visit < 3; ++visit) lines.push_back(promptFor(description, random));
    }
    for (const auto* group : {&recordings.training, &recordings.heldOut, &recordings.tabla})
        for (const Recording& recording : *group)
            for (int visit = 0; visit < 6; ++visit)
                lines.push_back(promptFor(recording.described.description, random));
    for (const char* words : kFreeWords)
        for (int visit = 0; visit < 40; ++visit) lines.emplace_back(words);
    for (char first = '!'; first <= '~'; ++first) // every printable character, alone and beside others
        for (int visit = 0; visit < 12; ++visit)
            lines.push_back(std::string(1, first) + static_cast<char>('a' + visit) + " " +
                            std::string(1, first));
    return lines;
}

class Sentences final : public sentencepiece::SentenceIterator {
public:
    explicit Sentences(std::vector<std::string> lines) : m_lines(std::move(lines)) {}
    [[nodiscard]] bool done() const override { return m_at >= m_lines.size(); }
    void Next() override { ++m_at; }
    [[nodiscard]] const std::string& value() const override { return m_lines[m_at]; }
    [[nodiscard]] sentencepiece::util::Status status() const override { return {}; }

private:
    std::vector<std::string> m_lines;
    std::size_t m_at{0};
};

} // namespace

Result<void> trainTokenizer(std::uint64_t seed, const Recordings& recordings, std::int64_t pieces,
                            const std::filesystem::path& target) {
    const std::string arguments =
        concat("--model_type=unigram --vocab_size=", pieces,
               " --normalization_rule_name=nmt_nfkc --character_coverage=1.0 --pad_id=0 --eos_id=1"
               " --unk_id=2 --bos_id=-1 --num_threads=1 --hard_vocab_limit=false"
               " --minloglevel=1 --shuffle_input_sentence=false");
    std::string model;
    Sentences lines(sentences(seed, recordings));
    const auto status = sentencepiece::SentencePieceTrainer::Train(arguments, &lines, &model);
    if (!status.ok())
        return fail(ErrorCode::WriteFailed, "The tokenizer could not be trained: " + status.ToString());
    return writeFileAtomically(target, std::as_bytes(std::span(model)));
}

} // namespace attune::starter
