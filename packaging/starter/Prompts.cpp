// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/Prompts.h"

#include <algorithm>
#include <cctype>

namespace attune::starter {
namespace {

// Up to three of the words, in random order.
std::vector<std::string> someOf(std::vector<std::string> words, Random& random) {
    std::vector<std::string> chosen;
    const std::size_t wanted = random.index(4);
    while (chosen.size() < wanted && !words.empty()) {
        const std::size_t at = random.index(words.size());
        chosen.push_back(words[at]);
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return chosen;
}

} // namespace

std::string promptFor(const Description& description, Random& random) {
    const bool isPlain = description.synonyms.empty() || random.chance(0.6);
    const std::string noun =
        isPlain ? description.kind : description.synonyms[random.index(description.synonyms.size())];
    const std::vector<std::string> adjectives = someOf(description.adjectives, random);
    std::string prompt;
    if (random.chance(0.7)) {
        for (const std::string& adjective : adjectives) prompt += adjective + " ";
        prompt += noun;
    } else {
        prompt = noun;
        for (const std::string& adjective : adjectives) prompt += ", " + adjective;
    }
    if (!description.endings.empty() && random.chance(0.6))
        prompt += " " + description.endings[random.index(description.endings.size())];
    if (random.chance(0.15))
        prompt[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(prompt[0])));
    return prompt;
}

} // namespace attune::starter
