// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/Json.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

#include <cmath>
#include <cstdint>

namespace attune::config {

namespace {

// Documents are copied, compared and written by recursion, for which a file of a million brackets has no
// stack.
constexpr int kDeepest = 256;

// "line 3, column 7" of the byte at `index`.
std::string placeIn(std::string_view text, std::size_t index) {
    std::size_t line = 1;
    std::size_t column = 1;
    for (std::size_t i = 0; i < index && i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++line;
            column = 1;
        } else {
            ++column;
        }
    }
    return concat("line ", line, ", column ", column);
}

// Where the nesting goes beyond kDeepest. Of malformed text it may say anything; the parser refuses that.
std::optional<std::size_t> tooDeepAt(std::string_view text) noexcept {
    int depth = 0;
    bool isInText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char character = text[i];
        if (isInText) {
            if (character == '\\') ++i;
            isInText = character != '"';
        } else if (character == '"') {
            isInText = true;
        } else if (character == '[' || character == '{') {
            if (++depth > kDeepest) return i;
        } else if (character == ']' || character == '}') {
            --depth;
        }
    }
    return std::nullopt;
}

} // namespace

Result<Json> parseJson(std::string_view text, const std::string& name) {
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3); // a byte order mark, as Windows editors write
    if (const auto place = tooDeepAt(text))
        return fail(ErrorCode::InvalidConfig,
                    concat("The JSON is nested too deeply at ", placeIn(text, *place)), name);
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        return fail(ErrorCode::InvalidConfig,
                    concat("Not valid JSON at ", placeIn(text, error.byte > 0 ? error.byte - 1 : 0)), name,
                    "Check for a missing comma, quote or bracket there.");
    } catch (const Json::out_of_range&) { // the only one of parsing: a number beyond all doubles
        return fail(ErrorCode::InvalidConfig, "A number in the JSON is too large", name,
                    "Look for a number with a very large exponent.");
    } catch (const std::exception& error) {
        return fail(errorFromException(error, name));
    }
}

Result<Json> readJsonFile(const std::filesystem::path& file) {
    ATTUNE_TRY(const std::string text, readTextFile(file));
    return parseJson(text, utf8FromPath(file));
}

Result<void> writeJsonFile(const std::filesystem::path& file, const Json& document) {
    try {
        return writeTextAtomically(file, document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
    } catch (const std::exception& error) {
        return fail(errorFromException(error, utf8FromPath(file)));
    }
}

namespace {

std::string joined(const std::string& path, std::string_view key) {
    return path.empty() ? std::string(key) : concat(path, '.', key);
}

tl::unexpected<Error> wrongType(const JsonView& view, const char* wanted) {
    return fail(ErrorCode::InvalidConfig,
                concat(view.path(), " should be ", wanted, ", not ", view.value().type_name()), view.path());
}

} // namespace

bool JsonView::has(std::string_view key) const {
    return find(key).has_value();
}

std::optional<JsonView> JsonView::find(std::string_view key) const {
    if (!m_value->is_object()) return std::nullopt;
    const auto it = m_value->find(std::string(key));
    if (it == m_value->end() || it->is_null()) return std::nullopt;
    return JsonView(*it, joined(m_path, key));
}

Result<JsonView> JsonView::at(std::string_view key) const {
    if (!m_value->is_object()) return wrongType(*this, "an object");
    if (auto member = find(key)) return *std::move(member);
    return fail(ErrorCode::InvalidConfig, joined(m_path, key) + " is missing", joined(m_path, key));
}

Result<std::vector<JsonView>> JsonView::elements() const {
    if (!m_value->is_array()) return wrongType(*this, "a list");
    std::vector<JsonView> views;
    views.reserve(m_value->size());
    for (std::size_t i = 0; i < m_value->size(); ++i)
        views.emplace_back((*m_value)[i], concat(m_path, '[', i, ']'));
    return views;
}

Result<std::int64_t> JsonView::asInteger() const {
    if (m_value->is_number_unsigned() && m_value->get<std::uint64_t>() > INT64_MAX)
        return fail(ErrorCode::InvalidConfig, m_path + " is too large a number", m_path);
    if (m_value->is_number_integer()) return m_value->get<std::int64_t>();
    if (m_value->is_number_float()) {
        const double number = m_value->get<double>();
        if (number == std::floor(number) && std::abs(number) < 9.0e15)
            return static_cast<std::int64_t>(number);
    }
    return wrongType(*this, "a whole number");
}

Result<std::uint64_t> JsonView::asUnsigned() const {
    if (m_value->is_number_unsigned()) return m_value->get<std::uint64_t>();
    ATTUNE_TRY(const std::int64_t number, asInteger());
    if (number < 0) return fail(ErrorCode::InvalidConfig, m_path + " cannot be negative", m_path);
    return static_cast<std::uint64_t>(number);
}

Result<double> JsonView::asNumber() const {
    if (!m_value->is_number()) return wrongType(*this, "a number");
    return m_value->get<double>();
}

Result<bool> JsonView::asBool() const {
    if (!m_value->is_boolean()) return wrongType(*this, "true or false");
    return m_value->get<bool>();
}

Result<std::string> JsonView::asString() const {
    if (!m_value->is_string()) return wrongType(*this, "a text");
    return m_value->get<std::string>();
}

Result<std::int64_t> JsonView::integer(std::string_view key) const {
    return at(key).and_then([](const JsonView& view) { return view.asInteger(); });
}
Result<std::int64_t> JsonView::integerOr(std::string_view key, std::int64_t fallback) const {
    const auto view = find(key);
    return view ? view->asInteger() : Result<std::int64_t>(fallback);
}
Result<std::uint64_t> JsonView::unsignedOr(std::string_view key, std::uint64_t fallback) const {
    const auto view = find(key);
    return view ? view->asUnsigned() : Result<std::uint64_t>(fallback);
}
Result<double> JsonView::number(std::string_view key) const {
    return at(key).and_then([](const JsonView& view) { return view.asNumber(); });
}
Result<double> JsonView::numberOr(std::string_view key, double fallback) const {
    const auto view = find(key);
    return view ? view->asNumber() : Result<double>(fallback);
}
Result<bool> JsonView::boolOr(std::string_view key, bool fallback) const {
    const auto view = find(key);
    return view ? view->asBool() : Result<bool>(fallback);
}
Result<std::string> JsonView::string(std::string_view key) const {
    return at(key).and_then([](const JsonView& view) { return view.asString(); });
}
Result<std::string> JsonView::stringOr(std::string_view key, std::string fallback) const {
    const auto view = find(key);
    return view ? view->asString() : Result<std::string>(std::move(fallback));
}

Result<std::vector<std::int64_t>> JsonView::integers(std::string_view key) const {
    ATTUNE_TRY(const JsonView list, at(key));
    ATTUNE_TRY(const std::vector<JsonView> views, list.elements());
    std::vector<std::int64_t> values;
    for (const JsonView& view : views) {
        ATTUNE_TRY(const std::int64_t value, view.asInteger());
        values.push_back(value);
    }
    return values;
}

Result<std::vector<std::string>> JsonView::stringsOr(std::string_view key,
                                                     std::vector<std::string> fallback) const {
    const auto list = find(key);
    if (!list) return fallback;
    ATTUNE_TRY(const std::vector<JsonView> views, list->elements());
    std::vector<std::string> values;
    for (const JsonView& view : views) {
        ATTUNE_TRY(std::string value, view.asString());
        values.push_back(std::move(value));
    }
    return values;
}

} // namespace attune::config
