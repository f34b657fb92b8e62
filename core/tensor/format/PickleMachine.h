// SPDX-License-Identifier: GPL-3.0-or-later
//
// PickleMachine: the stack machine behind PickleReader; see there. Internal to this folder.
//
// PickleReader.cpp runs the instructions, PickleCalls.cpp makes values of the calls that a pickle asks for,
// PickleShape.cpp judges the finished tree. Threads: none of its own.
#pragma once

#include "core/tensor/format/ByteReader.h"
#include "core/tensor/format/PickleReader.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::tensor::format {

// clang-format off
// The instructions that data need; names as in Python's pickletools.
enum class PickleOp : unsigned char {
    Mark = '(', Stop = '.', Pop = '0', PopMark = '1', Dup = '2',
    BinFloat = 'G', BinInt = 'J', BinInt1 = 'K', BinInt2 = 'M', None = 'N', NewTrue = 0x88, NewFalse = 0x89,
    Long1 = 0x8A, Long4 = 0x8B,
    BinString = 'T', ShortBinString = 'U', BinUnicode = 'X', ShortBinUnicode = 0x8C, BinUnicode8 = 0x8D,
    BinBytes = 'B', ShortBinBytes = 'C', BinBytes8 = 0x8E, ByteArray8 = 0x96,
    EmptyTuple = ')', Tuple = 't', Tuple1 = 0x85, Tuple2 = 0x86, Tuple3 = 0x87,
    EmptyList = ']', Append = 'a', Appends = 'e', List = 'l',
    EmptyDict = '}', SetItem = 's', SetItems = 'u', Dict = 'd',
    EmptySet = 0x8F, AddItems = 0x90, FrozenSet = 0x91,
    Put = 'p', BinPut = 'q', LongBinPut = 'r', Memoize = 0x94, BinGet = 'h', LongBinGet = 'j',
    Global = 'c', StackGlobal = 0x93, Reduce = 'R', NewObj = 0x81, NewObjEx = 0x92, Build = 'b', BinPersId = 'Q',
    Proto = 0x80, Frame = 0x95,
    // Known only to be refused.
    Inst = 'i', Obj = 'o', PersId = 'P', Ext1 = 0x82, Ext2 = 0x83, Ext4 = 0x84, NextBuffer = 0x97, ReadOnlyBuffer = 0x98
};
// clang-format on

[[nodiscard]] tl::unexpected<Error> damagedPickle(std::string what);
[[nodiscard]] tl::unexpected<Error> refusedName(const std::string& name);

// Refuses cycles, deep nesting, and small trees that are huge when walked ("billion laughs").
[[nodiscard]] Result<void> checkShape(const PickleValue& root, const PickleLimits& limits);

// One run of the machine. Values live in the tree; the stack and the memo refer to them.
class PickleMachine {
public:
    PickleMachine(std::span<const std::byte> bytes, const PickleLimits& limits)
        : m_reader(bytes), m_limits(limits) {}
    Result<PickleReading> run();

private:
    using Value = PickleValue*;

    Result<void> step(PickleOp op);
    Result<void> stepNumber(PickleOp op);
    Result<void> stepText(PickleOp op);
    Result<void> stepContainer(PickleOp op);
    Result<void> stepMemo(PickleOp op);
    Result<void> stepCall(PickleOp op);

    Result<Value> make(PickleValue::Kind kind);
    Result<Value> makeText(PickleValue::Kind kind, std::string_view text);
    Result<void> push(Value value);
    Result<void> pushInteger(PickleValue::Kind kind, std::int64_t value);
    Result<void> pushText(PickleValue::Kind kind, std::optional<std::uint64_t> length);
    Result<Value> pop();
    Result<Value> top();
    Result<std::vector<Value>> popToMark();
    Result<void> pushTuple(std::size_t count);
    Result<void> addItems(PickleValue::Kind kind, const std::vector<Value>& items);
    Result<void> addPairs(const std::vector<Value>& items);
    Result<void> pushName(std::string_view module, std::string_view name);
    Result<Value> call(const PickleValue& callable, const PickleValue& arguments, std::size_t depth);
    Result<void> mayCopy(std::size_t members);
    Result<Value> makeDict(const PickleValue* from);
    Result<Value> makeSequence(PickleValue::Kind kind, const PickleValue& arguments);
    Result<Value> makeTensor(const PickleValue& arguments, bool hasOwnType);
    Result<void> pushStorage(const PickleValue& id);

    ByteReader m_reader;
    PickleLimits m_limits;
    PickleTree m_tree;
    std::vector<Value> m_stack;
    std::vector<std::size_t> m_marks; // heights of the stack
    std::vector<Value> m_memo;
    std::size_t m_copied{0}; // members of values made from other values, see mayCopy()
    Value m_none{nullptr};
};

} // namespace attune::tensor::format
