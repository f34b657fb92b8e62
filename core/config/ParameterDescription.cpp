// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/ParameterDescription.h"

#include "core/base/NumberText.h"
#include "core/base/Text.h"
#include "core/config/RunSettings.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace attune::config {

namespace {

Json parseNumber(std::string_view text, bool whole) {
    text = trimAscii(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    const char* const end = text.data() + text.size();
    std::int64_t integer = 0; // not set when the digits do not fit into it
    if (const auto [stop, error] = std::from_chars(text.data(), end, integer);
        error == std::errc() && stop == end)
        return integer;
    double number = 0.0;
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || !std::isfinite(number)) return nullptr;
    if (whole && number == std::floor(number) && std::abs(number) < 9.0e15)
        return static_cast<std::int64_t>(number);
    return number;
}

tl::unexpected<Error> bad(const ParameterDescription& parameter, const std::string& why) {
    return fail(ErrorCode::InvalidConfig, concat(parameter.path, " ", why), std::string(parameter.path),
                concat("Allowed: ", rangeText(parameter), "."));
}

Result<void> checkNumber(const ParameterDescription& parameter, const Json& value, bool whole) {
    if (!value.is_number()) return bad(parameter, concat("should be a ", whole ? "whole " : "", "number"));
    const double number = value.get<double>();
    if (!std::isfinite(number)) return bad(parameter, "should be a finite number");
    if (whole && number != std::floor(number)) return bad(parameter, "should be a whole number");
    const bool tooSmall =
        parameter.excludesMinimum ? number <= parameter.minimum : number < parameter.minimum;
    if (tooSmall || number > parameter.maximum) return bad(parameter, concat("is ", value.dump()));
    return {};
}

Result<void> checkList(const ParameterDescription& parameter, const Json& value) {
    if (!value.is_array()) return bad(parameter, "should be a list");
    for (const Json& member : value) {
        if (parameter.kind == ParameterKind::TextList) {
            if (!member.is_string()) return bad(parameter, "should be a list of texts");
        } else {
            ATTUNE_CHECK(checkNumber(parameter, member, parameter.kind == ParameterKind::IntegerList));
        }
    }
    return {};
}

std::string numberText(double number) {
    if (number == std::floor(number) && std::abs(number) < 1e15)
        return concat(static_cast<std::int64_t>(number));
    return shortestText(number);
}

Result<Json> listFromText(const ParameterDescription& parameter, std::string_view text) {
    Json list = Json::array();
    if (trimAscii(text).empty()) return list;
    for (const std::string& part : split(text, ',')) {
        if (parameter.kind == ParameterKind::TextList) {
            list.push_back(std::string(trimAscii(part)));
        } else {
            Json number = parseNumber(part, parameter.kind == ParameterKind::IntegerList);
            if (number.is_null()) return bad(parameter, concat("cannot take \"", part, "\" for a number"));
            list.push_back(std::move(number));
        }
    }
    return list;
}

} // namespace

const ParameterDescription* findRunParameter(std::string_view path) {
    const auto all = runParameters();
    const auto it =
        std::find_if(all.begin(), all.end(), [&](const auto& parameter) { return parameter.path == path; });
    return it == all.end() ? nullptr : &*it;
}

const ParameterDescription* findRunParameterByOption(std::string_view option) {
    const auto all = runParameters();
    const auto it = std::find_if(all.begin(), all.end(), [&](const auto& parameter) {
        return !option.empty() && parameter.option == option;
    });
    return it == all.end() ? nullptr : &*it;
}

Json defaultValue(const ParameterDescription& parameter) {
    static const Json document = jsonFromRunSettings(RunSettings{});
    return valueAt(document, parameter.path);
}

Json valueAt(const Json& document, std::string_view path) {
    const Json* place = &document;
    for (const std::string& key : split(path, '.')) {
        if (!place->is_object()) return nullptr;
        const auto it = place->find(key);
        if (it == place->end()) return nullptr;
        place = &*it;
    }
    return *place;
}

void setValueAt(Json& document, std::string_view path, Json value) {
    Json* place = &document;
    for (const std::string& key : split(path, '.')) {
        if (!place->is_object()) *place = Json::object();
        place = &(*place)[key];
    }
    *place = std::move(value);
}

bool appliesTo(const ParameterDescription& parameter, const Json& document) {
    if (parameter.appliesWhen.empty()) return true;
    const std::size_t equals = parameter.appliesWhen.find('=');
    const Json value = valueAt(document, parameter.appliesWhen.substr(0, equals));
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    const auto allowed = split(parameter.appliesWhen.substr(equals + 1), ',');
    return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

Result<void> checkValue(const ParameterDescription& parameter, const Json& value) {
    switch (parameter.kind) {
    case ParameterKind::Integer:
        return checkNumber(parameter, value, true);
    case ParameterKind::Number:
        return checkNumber(parameter, value, false);
    case ParameterKind::Boolean:
        if (!value.is_boolean()) return bad(parameter, "should be true or false");
        return {};
    case ParameterKind::Text:
        if (!value.is_string()) return bad(parameter, "should be a text");
        return {};
    case ParameterKind::Choice: {
        if (!value.is_string()) return bad(parameter, "should be a text");
        const std::string& text = value.get_ref<const std::string&>();
        const bool known = std::any_of(parameter.choices.begin(), parameter.choices.end(),
                                       [&](const ParameterChoice& choice) { return choice.value == text; });
        return known ? Result<void>() : bad(parameter, concat("is \"", text, '"'));
    }
    case ParameterKind::NumberList:
    case ParameterKind::IntegerList:
    case ParameterKind::TextList:
        return checkList(parameter, value);
    case ParameterKind::Prompts:
        if (!value.is_array()) return bad(parameter, "should be a list of prompts");
        return {};
    }
    return {};
}

Result<Json> valueFromText(const ParameterDescription& parameter, std::string_view text) {
    Json value;
    switch (parameter.kind) {
    case ParameterKind::Integer:
    case ParameterKind::Number:
        value = parseNumber(text, parameter.kind == ParameterKind::Integer);
        if (value.is_null()) return bad(parameter, concat("cannot take \"", text, "\" for a number"));
        break;
    case ParameterKind::Boolean: {
        const std::string word = toLowerAscii(trimAscii(text));
        if (word == "true" || word == "yes" || word == "on" || word == "1")
            value = true;
        else if (word == "false" || word == "no" || word == "off" || word == "0")
            value = false;
        else
            return bad(parameter, concat("cannot take \"", text, "\" for on or off"));
        break;
    }
    case ParameterKind::Text:
    case ParameterKind::Choice:
        value = std::string(text);
        break;
    case ParameterKind::NumberList:
    case ParameterKind::IntegerList:
    case ParameterKind::TextList: {
        ATTUNE_TRY(value, listFromText(parameter, text));
        break;
    }
    case ParameterKind::Prompts: // one prompt a line; seeds are counted up
        value = Json::array();
        for (const std::string& line : split(text, '\n'))
            if (!trimAscii(line).empty())
                value.push_back(Json{{"prompt", std::string(trimAscii(line))},
                                     {"seed", static_cast<std::int64_t>(value.size()) + 1}});
        break;
    }
    ATTUNE_CHECK(checkValue(parameter, value));
    return value;
}

std::string rangeText(const ParameterDescription& parameter) {
    switch (parameter.kind) {
    case ParameterKind::Boolean:
        return "on or off";
    case ParameterKind::Text:
    case ParameterKind::TextList:
        return "any text";
    case ParameterKind::Prompts:
        return "any number of prompts";
    case ParameterKind::Choice: {
        std::string text = "one of ";
        for (const ParameterChoice& choice : parameter.choices)
            text += concat(&choice == parameter.choices.data() ? "" : ", ",
                           choice.value.empty() ? "\"\" (nothing)" : choice.value);
        return text;
    }
    default:
        break;
    }
    const std::string unit = parameter.unit.empty() ? std::string() : concat(' ', parameter.unit);
    const std::string zero = parameter.zero.empty() ? std::string() : concat(" (", parameter.zero, ')');
    return concat(parameter.excludesMinimum ? "more than " : "", numberText(parameter.minimum), zero, " to ",
                  numberText(parameter.maximum), unit);
}

} // namespace attune::config
