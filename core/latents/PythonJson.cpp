// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/PythonJson.h"

#include "core/base/Text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace attune::latents {

namespace {

using config::Json;

void append(std::string& out, const Json& value);

void appendList(std::string& out, const Json& value) {
    out += '[';
    bool isFirst = true;
    for (const Json& element : value) {
        if (!std::exchange(isFirst, false)) out += ", ";
        append(out, element);
    }
    out += ']';
}

void appendObject(std::string& out, const Json& value) {
    out += '{';
    bool isFirst = true;
    for (const auto& [key, member] : value.items()) {
        if (!std::exchange(isFirst, false)) out += ", ";
        out += Json(key).dump(-1, ' ', true);
        out += ": ";
        append(out, member);
    }
    out += '}';
}

void append(std::string& out, const Json& value) {
    switch (value.type()) {
    case Json::value_t::array:
        appendList(out, value);
        break;
    case Json::value_t::object:
        appendObject(out, value);
        break;
    case Json::value_t::number_float:
        out += pythonFloat(value.get<double>());
        break;
    default:
        out += value.dump(-1, ' ', true);
        break; // scalars and strings are written alike
    }
}

} // namespace

std::string pythonFloat(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    if (value == 0.0) return std::signbit(value) ? "-0.0" : "0.0";
    // repr: the shortest digits that give the number back; an exponent below 1e-4 and from 1e16 on.
    std::array<char, 512> buffer{};
    const double magnitude = std::abs(value);
    const bool hasExponent = magnitude < 1e-4 || magnitude >= 1e16;
    const auto format = hasExponent ? std::chars_format::scientific : std::chars_format::fixed;
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
    std::string text(buffer.data(), end);
    if (!hasExponent && text.find('.') == std::string::npos) text += ".0";
    return text;
}

std::string pythonJson(const Json& value) {
    std::string out;
    append(out, value);
    return out;
}

} // namespace attune::latents
