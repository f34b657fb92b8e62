// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/PickleWriter.h"

#include "core/base/Assert.h"
#include "core/tensor/format/PickleNames.h"

#include <bit>
#include <vector>

namespace attune::tensor::format {

namespace {

void appendLittleEndian(std::string& bytes, std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

} // namespace

PickleWriter::PickleWriter() : m_bytes("\x80\x02") {}

void PickleWriter::none() {
    m_bytes += 'N';
}
void PickleWriter::boolean(bool value) {
    m_bytes += value ? '\x88' : '\x89';
}

void PickleWriter::integer(std::int64_t value) {
    if (value == static_cast<std::int32_t>(value)) {
        m_bytes += 'J';
        appendLittleEndian(m_bytes, static_cast<std::uint32_t>(static_cast<std::int32_t>(value)), 4);
    } else {
        m_bytes += "\x8A\x08"; // LONG1 of eight bytes
        appendLittleEndian(m_bytes, static_cast<std::uint64_t>(value), 8);
    }
}

void PickleWriter::number(double value) {
    m_bytes += 'G';
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int i = 7; i >= 0; --i) m_bytes += static_cast<char>(bits >> (8 * i) & 0xFF);
}

void PickleWriter::text(std::string_view utf8) {
    m_bytes += 'X';
    appendLittleEndian(m_bytes, utf8.size(), 4);
    m_bytes += utf8;
}

void PickleWriter::beginDict() {
    m_bytes += "}(";
}

void PickleWriter::beginOrderedDict() {
    name("collections", "OrderedDict");
    m_bytes += ")R(";
}

void PickleWriter::endDict() {
    m_bytes += 'u';
}
void PickleWriter::beginList() {
    m_bytes += "](";
}
void PickleWriter::endList() {
    m_bytes += 'e';
}
void PickleWriter::beginTuple() {
    m_bytes += '(';
}
void PickleWriter::endTuple() {
    m_bytes += 't';
}

void PickleWriter::name(std::string_view module, std::string_view name) {
    m_bytes += 'c';
    m_bytes += module;
    m_bytes += '\n';
    m_bytes += name;
    m_bytes += '\n';
}

void PickleWriter::tensor(std::string_view key, ElementType type, std::span<const std::int64_t> shape) {
    ATTUNE_ASSERT(!storageClassOf(type).empty());
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * std::max<std::int64_t>(shape[i], 1);
    const std::int64_t count = shape.empty() ? 1 : strides.front() * shape.front();
    const auto integers = [this](std::span<const std::int64_t> values) {
        beginTuple();
        for (const std::int64_t value : values) integer(value);
        endTuple();
    };

    name("torch._utils", "_rebuild_tensor_v2");
    beginTuple();
    {
        beginTuple();
        text("storage");
        name("torch", storageClassOf(type));
        text(key);
        text("cpu");
        integer(count);
        endTuple();
        m_bytes += 'Q';
    }
    integer(0);
    integers(shape);
    integers(strides);
    boolean(false);
    beginOrderedDict(); // backward hooks: none
    endDict();
    endTuple();
    m_bytes += 'R';
}

std::string PickleWriter::finish() {
    m_bytes += '.';
    return std::move(m_bytes);
}

} // namespace attune::tensor::format
