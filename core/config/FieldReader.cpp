// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/FieldReader.h"

#include "core/base/Log.h"
#include "core/base/Text.h"

namespace attune::config {

namespace {

std::string place(const JsonView& view, std::string_view key) {
    return view.path().empty() ? std::string(key) : concat(view.path(), '.', key);
}

template <typename T, typename Read>
Result<std::vector<T>> listOf(const JsonView& view, Read&& read) {
    ATTUNE_TRY(const std::vector<JsonView> elements, view.elements());
    std::vector<T> values;
    values.reserve(elements.size());
    for (const JsonView& element : elements) {
        ATTUNE_TRY(T value, read(element));
        values.push_back(std::move(value));
    }
    return values;
}

} // namespace

FieldReader::FieldReader(const JsonView& view) : m_view(view) {
    if (!view.value().is_object())
        m_error = Error{ErrorCode::InvalidConfig,
                        concat(view.path(), " should be an object, not ", view.value().type_name()),
                        view.path(),
                        {}};
}

FieldReader& FieldReader::known(std::string_view key) {
    m_known.emplace(key);
    return *this;
}

FieldReader& FieldReader::unsupported(std::string_view key, const Json& neutral) {
    m_known.emplace(key);
    if (m_error) return *this;
    const auto view = m_view.find(key);
    if (view && view->value() != neutral)
        m_error = Error{ErrorCode::InvalidConfig,
                        concat(view->path(), " = ", view->value().dump(), " is not supported"), view->path(),
                        "Attune works with models of the Stable Audio Open family."};
    return *this;
}

Result<void> FieldReader::finish(UnknownKeys unknown) {
    if (m_error) return fail(*std::move(m_error));
    for (const auto& item : m_view.value().items()) {
        if (m_known.contains(item.key())) continue;
        const std::string path = place(m_view, item.key());
        if (unknown == UnknownKeys::Refuse)
            return fail(ErrorCode::InvalidConfig, concat("Unknown key ", path), path,
                        "Remove it or correct its spelling.");
        log::warnOnce(concat("The configuration's key ", path, " is unknown and has no effect"));
    }
    return {};
}

void FieldReader::assign(const JsonView& view, std::int64_t& target) {
    keep(view.asInteger(), target);
}
void FieldReader::assign(const JsonView& view, double& target) {
    keep(view.asNumber(), target);
}
void FieldReader::assign(const JsonView& view, bool& target) {
    keep(view.asBool(), target);
}
void FieldReader::assign(const JsonView& view, std::string& target) {
    keep(view.asString(), target);
}
void FieldReader::assign(const JsonView& view, std::vector<std::int64_t>& target) {
    keep(listOf<std::int64_t>(view, [](const JsonView& element) { return element.asInteger(); }), target);
}
void FieldReader::assign(const JsonView& view, std::vector<double>& target) {
    keep(listOf<double>(view, [](const JsonView& element) { return element.asNumber(); }), target);
}
void FieldReader::assign(const JsonView& view, std::vector<std::string>& target) {
    keep(listOf<std::string>(view, [](const JsonView& element) { return element.asString(); }), target);
}

} // namespace attune::config
