// SPDX-License-Identifier: GPL-3.0-or-later
//
// Json: reading documents made by people and by other programs, with errors that name the place.
//
// A JsonView is a value and where it stands ("model.diffusion.config.embed_dim"), so that a wrong type says
// which key of which file is wrong. Views refer to the document they came from; keep it alive.
// Threads: const functions from any thread.
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::config {

using Json = nlohmann::ordered_json; // keeps the order of keys, which foreign formats show to people

// Errors: NotFound, ReadFailed; InvalidConfig with line and column for malformed text and for more than 256
// levels.
[[nodiscard]] Result<Json> parseJson(std::string_view text, const std::string& name);
[[nodiscard]] Result<Json> readJsonFile(const std::filesystem::path& file);
// Written beside and renamed; two spaces of indentation, UTF-8 as it is, a final newline.
[[nodiscard]] Result<void> writeJsonFile(const std::filesystem::path& file, const Json& document);

class JsonView {
public:
    JsonView(const Json& value, std::string path) : m_value(&value), m_path(std::move(path)) {}

    [[nodiscard]] const Json& value() const noexcept { return *m_value; }
    [[nodiscard]] const std::string& path() const noexcept { return m_path; }
    [[nodiscard]] bool has(std::string_view key) const; // present and not null

    // A required member. Errors: InvalidConfig naming the path ("model.sample_rate is missing").
    [[nodiscard]] Result<JsonView> at(std::string_view key) const;
    [[nodiscard]] std::optional<JsonView> find(std::string_view key) const; // empty when absent or null
    [[nodiscard]] Result<std::vector<JsonView>> elements() const;           // of an array

    // This value as a type. Integers accept 3.0 but not 3.5; numbers accept integers.
    [[nodiscard]] Result<std::int64_t> asInteger() const;
    [[nodiscard]] Result<std::uint64_t> asUnsigned() const; // 0 and more
    [[nodiscard]] Result<double> asNumber() const;
    [[nodiscard]] Result<bool> asBool() const;
    [[nodiscard]] Result<std::string> asString() const;

    // A required or optional member as a type.
    [[nodiscard]] Result<std::int64_t> integer(std::string_view key) const;
    [[nodiscard]] Result<std::int64_t> integerOr(std::string_view key, std::int64_t fallback) const;
    // A seed and the like: 0 to 2^64 - 1.
    [[nodiscard]] Result<std::uint64_t> unsignedOr(std::string_view key, std::uint64_t fallback) const;
    [[nodiscard]] Result<double> number(std::string_view key) const;
    [[nodiscard]] Result<double> numberOr(std::string_view key, double fallback) const;
    [[nodiscard]] Result<bool> boolOr(std::string_view key, bool fallback) const;
    [[nodiscard]] Result<std::string> string(std::string_view key) const;
    [[nodiscard]] Result<std::string> stringOr(std::string_view key, std::string fallback) const;
    [[nodiscard]] Result<std::vector<std::int64_t>> integers(std::string_view key) const;
    [[nodiscard]] Result<std::vector<std::string>> stringsOr(std::string_view key,
                                                             std::vector<std::string> fallback) const;

private:
    const Json* m_value;
    std::string m_path;
};

} // namespace attune::config
