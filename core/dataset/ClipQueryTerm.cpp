// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/ClipQueryTerm.h"

#include "core/base/Text.h"
#include "core/dataset/TextCase.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace attune::dataset {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool holds(double value, QueryOperator op, double wanted) {
    if (std::isnan(value)) return false; // nothing is known: neither less nor more
    // Times and rates are typed with few digits.
    const double near = std::abs(wanted) * 1e-6 + 1e-9;
    switch (op) {
    case QueryOperator::Is:
    case QueryOperator::Equal:
        return std::abs(value - wanted) <= near;
    case QueryOperator::NotEqual:
        return std::abs(value - wanted) > near;
    case QueryOperator::Less:
        return value < wanted;
    case QueryOperator::LessOrEqual:
        return value <= wanted + near;
    case QueryOperator::Greater:
        return value > wanted;
    case QueryOperator::GreaterOrEqual:
        return value >= wanted - near;
    }
    return false;
}

using NumberOf = double (*)(const ClipRecord&);

NumberOf numberField(std::string_view field) {
    struct Field {
        std::string_view name;
        NumberOf of;
    };
    static constexpr std::array<Field, 9> kFields{{
        {"length", [](const ClipRecord& c) { return c.durationSeconds(); }},
        {"rate", [](const ClipRecord& c) { return static_cast<double>(c.sampleRate.hz); }},
        {"channels", [](const ClipRecord& c) { return static_cast<double>(c.channelCount); }},
        {"loudness", [](const ClipRecord& c) { return c.loudnessLufs.value_or(kNone); }},
        {"peak",
         [](const ClipRecord& c) {
             return c.peak > 0.0F ? 20.0 * std::log10(static_cast<double>(c.peak)) : kNone;
         }},
        {"dc", [](const ClipRecord& c) { return static_cast<double>(std::abs(c.dcOffset)); }},
        {"size", [](const ClipRecord& c) { return static_cast<double>(c.sizeBytes); }},
        {"group", [](const ClipRecord& c) { return static_cast<double>(c.contentGroup); }},
        {"source", [](const ClipRecord& c) { return static_cast<double>(c.source.value); }},
    }};
    for (const Field& entry : kFields)
        if (entry.name == field) return entry.of;
    return nullptr;
}

using TextOf = std::function<std::string(const ClipRecord&)>;

TextOf textField(const std::string& field) {
    if (field == "name") return [](const ClipRecord& c) { return c.fileName(); };
    if (field == "path") return [](const ClipRecord& c) { return c.path; };
    if (field == "prompt") return [](const ClipRecord& c) { return c.prompt; };
    if (field == "folder")
        return [](const ClipRecord& c) {
            const std::size_t slash = c.path.rfind('/');
            return slash == std::string::npos ? std::string() : c.path.substr(0, slash);
        };
    if (field == "format")
        return [](const ClipRecord& c) {
            return concat(audio::containerName(c.container), ' ', audio::encodingName(c.encoding));
        };
    if (field.starts_with("tags."))
        return [key = field.substr(5)](const ClipRecord& c) {
            const auto it = c.tags.find(key);
            return it == c.tags.end() ? std::string() : it->second;
        };
    return {};
}

std::optional<bool> flagField(const std::string& field, const ClipRecord& clip) {
    if (field == "included") return clip.isIncluded;
    if (field == "edited") return clip.isPromptEdited;
    if (field == "missing") return clip.isMissing;
    if (field == "readable") return clip.isReadable();
    if (field == "rejected") return clip.isRejected;
    if (field == "usable") return clip.isUsable();
    return std::nullopt;
}

Result<QueryTerm> findingTerm(const std::string& value) {
    if (value == "any") return QueryTerm([](const ClipRecord& c) { return !c.findings.isEmpty(); });
    if (value == "none") return QueryTerm([](const ClipRecord& c) { return c.findings.isEmpty(); });
    FindingSet set;
    for (const FindingFacts& facts : allFindings()) {
        const bool isSeverity = (value == "problem" && facts.severity == Severity::Problem) ||
                                (value == "warning" && facts.severity == Severity::Warning);
        const bool isKind = value == "duplicate" && (facts.finding == Finding::ExactDuplicate ||
                                                     facts.finding == Finding::NearDuplicate);
        if (facts.name == value || isSeverity || isKind) set.add(facts.finding);
    }
    if (set.isEmpty())
        return fail(ErrorCode::InvalidArgument, concat("There is no finding named “", value, "”"));
    return QueryTerm([bits = set.bits()](const ClipRecord& c) { return (c.findings.bits() & bits) != 0; });
}

Result<QueryTerm> splitTerm(const std::string& value) {
    SplitSide side = SplitSide::Unassigned;
    if (value == "train")
        side = SplitSide::Train;
    else if (value == "held-out" || value == "heldout")
        side = SplitSide::HeldOut;
    else if (value != "none")
        return fail(ErrorCode::InvalidArgument, "split is train, held-out or none");
    return QueryTerm([side](const ClipRecord& c) { return c.split == side; });
}

QueryTerm denied(QueryTerm term) {
    return [term = std::move(term)](const ClipRecord& clip) { return !term(clip); };
}

Result<QueryTerm> textTerm(TextOf of, QueryOperator op, const std::string& value, bool isQuoted) {
    const std::string wanted = lowerCase(value);
    if (op == QueryOperator::Is && !(isQuoted && wanted.empty()))
        return QueryTerm([of, wanted](const ClipRecord& c) { return containsFolded(of(c), wanted); });
    if (op != QueryOperator::Is && op != QueryOperator::Equal && op != QueryOperator::NotEqual)
        return fail(ErrorCode::InvalidArgument, "Texts are compared with :, = or !=");
    QueryTerm equal = [of, wanted](const ClipRecord& c) { return lowerCase(of(c)) == wanted; };
    return op == QueryOperator::NotEqual ? denied(std::move(equal)) : equal;
}

} // namespace

Result<double> numberWithUnit(std::string_view text) {
    const std::string lower = toLowerAscii(trimAscii(text));
    double value = 0.0;
    const auto [end, error] = std::from_chars(lower.data(), lower.data() + lower.size(), value);
    if (error != std::errc()) return fail(ErrorCode::InvalidArgument, concat("“", text, "” is no number"));
    const std::string_view unit =
        trimAscii(std::string_view(end, static_cast<std::size_t>(lower.data() + lower.size() - end)));
    struct Unit {
        std::string_view name;
        double factor;
    };
    constexpr Unit kUnits[] = {{"", 1.0},   {"s", 1.0},   {"ms", 1e-3},  {"min", 60.0}, {"hz", 1.0},
                               {"k", 1e3},  {"khz", 1e3}, {"lufs", 1.0}, {"db", 1.0},   {"b", 1.0},
                               {"kb", 1e3}, {"mb", 1e6},  {"gb", 1e9}};
    for (const Unit& known : kUnits)
        if (unit == known.name) return value * known.factor;
    return fail(ErrorCode::InvalidArgument, concat("“", unit, "” is no unit that is known here"));
}

Result<QueryTerm> makeQueryTerm(const std::string& field, QueryOperator op, const std::string& value,
                                bool isQuoted, const OwnFields& own) {
    const std::string word = lowerCase(value);
    if (const NumberOf of = numberField(field)) {
        ATTUNE_TRY(const double wanted, numberWithUnit(value));
        return QueryTerm([of, op, wanted](const ClipRecord& c) { return holds(of(c), op, wanted); });
    }
    if (TextOf of = textField(field)) return textTerm(std::move(of), op, value, isQuoted);
    const bool isOrder =
        op != QueryOperator::Is && op != QueryOperator::Equal && op != QueryOperator::NotEqual;
    const bool isKnown = field == "finding" || field == "split" || flagField(field, ClipRecord{}).has_value();
    if (isOrder && isKnown)
        return fail(ErrorCode::InvalidArgument, concat(field, " is compared with :, = or !="));
    Result<QueryTerm> term =
        fail(ErrorCode::InvalidArgument, concat("There is no field named “", field, "”"));
    if (field == "finding") {
        term = findingTerm(word);
    } else if (field == "split") {
        term = splitTerm(word);
    } else if (flagField(field, ClipRecord{})) {
        if (word != "yes" && word != "no")
            return fail(ErrorCode::InvalidArgument, concat(field, " is yes or no"));
        term = QueryTerm(
            [field, wanted = word == "yes"](const ClipRecord& c) { return flagField(field, c) == wanted; });
    } else if (own) {
        if (auto made = own(field, word)) term = *std::move(made);
        if (term && isOrder)
            return fail(ErrorCode::InvalidArgument, concat(field, " is compared with :, = or !="));
    }
    if (!term) return term;
    return op == QueryOperator::NotEqual ? denied(*std::move(term)) : term;
}

} // namespace attune::dataset
