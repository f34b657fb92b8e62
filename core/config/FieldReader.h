// SPDX-License-Identifier: GPL-3.0-or-later
//
// FieldReader: fills a struct from a JSON object, one line a key, and knows afterwards which keys nobody
// asked for.
//
//     FieldReader fields(view);
//     fields.optional("channels", config.channels).required("latent_dim", config.latentDim);
//     ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
//
// The first error is kept and returned by finish(); what follows it is skipped.
// Ownership: refers to the document behind the view. Threads: one.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace attune::config {

enum class UnknownKeys {
    Refuse, // an error: the reference passes these keys to a constructor
    Note    // logged and kept: the reference looks up the names it knows
};

class FieldReader {
public:
    explicit FieldReader(const JsonView& view); // which must outlive it
    explicit FieldReader(JsonView&&) = delete;

    // Leaves `target` as it is when the key is absent or null.
    template <typename T>
    FieldReader& optional(std::string_view key, T& target) {
        m_known.emplace(key);
        if (m_error) return *this;
        if (const auto view = m_view.find(key)) assign(*view, target);
        return *this;
    }
    template <typename T>
    FieldReader& required(std::string_view key, T& target) {
        m_known.emplace(key);
        if (m_error) return *this;
        if (auto view = m_view.at(key); view) {
            assign(*view, target);
        } else {
            m_error = std::move(view).error();
        }
        return *this;
    }
    // Read elsewhere, or without effect.
    FieldReader& known(std::string_view key);
    // An option of the reference that we do not have: an error unless absent, null or `neutral`.
    FieldReader& unsupported(std::string_view key, const Json& neutral);

    // The first error; InvalidConfig for unknown keys when they are refused.
    [[nodiscard]] Result<void> finish(UnknownKeys unknown);

private:
    void assign(const JsonView& view, std::int64_t& target);
    void assign(const JsonView& view, double& target);
    void assign(const JsonView& view, bool& target);
    void assign(const JsonView& view, std::string& target);
    void assign(const JsonView& view, std::vector<std::int64_t>& target);
    void assign(const JsonView& view, std::vector<double>& target);
    void assign(const JsonView& view, std::vector<std::string>& target);
    template <typename T>
    void assign(const JsonView& view, std::optional<T>& target) {
        T value{};
        assign(view, value);
        if (!m_error) target = std::move(value);
    }
    template <typename T>
    void keep(Result<T> result, T& target) {
        if (result) {
            target = *std::move(result);
        } else {
            m_error = std::move(result).error();
        }
    }

    const JsonView& m_view;
    std::set<std::string, std::less<>> m_known;
    std::optional<Error> m_error;
};

} // namespace attune::config
