// SPDX-License-Identifier: GPL-3.0-or-later
//
// PickleWriter: writes plain data as a pickle of protocol 2, with tensors as torch's zip files refer to them.
//
// Values are given in order, containers by begin and end; the members of a dictionary are key, value, key,
// value. Only instructions and names that torch.load(weights_only=True) accepts are written. Threads: one
// thread.
#pragma once

#include "core/tensor/format/SafeTensorsHeader.h" // ElementType

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace attune::tensor::format {

class PickleWriter {
public:
    PickleWriter();

    void none();
    void boolean(bool value);
    void integer(std::int64_t value);
    void number(double value);
    void text(std::string_view utf8);

    void beginDict();
    void beginOrderedDict();
    void endDict(); // of both kinds
    void beginList();
    void endList();
    void beginTuple();
    void endTuple();

    // A dense tensor that is the whole of the storage `key`. The type must have a class: storageClassOf().
    void tensor(std::string_view key, ElementType type, std::span<const std::int64_t> shape);

    // The finished pickle; nothing may be added afterwards.
    [[nodiscard]] std::string finish();

private:
    void name(std::string_view module, std::string_view name);
    std::string m_bytes;
};

} // namespace attune::tensor::format
