// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/PickleReader.h"

#include "core/base/Text.h"
#include "core/tensor/format/PickleMachine.h"

#include <bit>

namespace attune::tensor::format {

using Kind = PickleValue::Kind;
using Op = PickleOp;

Result<PickleReading> PickleMachine::run() {
    if (m_reader.number<std::uint8_t>() != static_cast<std::uint8_t>(Op::Proto))
        return damagedPickle("it does not begin with a protocol");
    const auto protocol = m_reader.number<std::uint8_t>();
    if (!protocol || *protocol < 2 || *protocol > 5)
        return fail(ErrorCode::UnsupportedFormat, "The pickle is of a protocol other than 2 to 5");
    while (true) {
        const auto code = m_reader.number<std::uint8_t>();
        if (!code) return damagedPickle("it ends without a stop");
        if (*code == static_cast<std::uint8_t>(Op::Stop)) break;
        ATTUNE_CHECK(step(static_cast<Op>(*code)));
    }
    if (m_stack.size() != 1 || !m_marks.empty())
        return damagedPickle("more or less than one value is left at its end");
    ATTUNE_CHECK(checkShape(*m_stack.front(), m_limits));
    m_tree.m_root = m_stack.front();
    return PickleReading{std::move(m_tree), m_reader.position()};
}

Result<void> PickleMachine::step(Op op) {
    switch (op) {
    case Op::None: {
        if (m_none == nullptr) {
            ATTUNE_TRY(m_none, make(Kind::None));
        }
        return push(m_none);
    }
    case Op::NewTrue:
        return pushInteger(Kind::Bool, 1);
    case Op::NewFalse:
        return pushInteger(Kind::Bool, 0);
    case Op::BinFloat:
    case Op::BinInt:
    case Op::BinInt1:
    case Op::BinInt2:
    case Op::Long1:
    case Op::Long4:
        return stepNumber(op);
    case Op::BinString:
    case Op::ShortBinString:
    case Op::BinUnicode:
    case Op::ShortBinUnicode:
    case Op::BinUnicode8:
    case Op::BinBytes:
    case Op::ShortBinBytes:
    case Op::BinBytes8:
    case Op::ByteArray8:
        return stepText(op);
    case Op::Mark:
    case Op::Pop:
    case Op::PopMark:
    case Op::Dup:
    case Op::EmptyTuple:
    case Op::Tuple:
    case Op::Tuple1:
    case Op::Tuple2:
    case Op::Tuple3:
    case Op::EmptyList:
    case Op::Append:
    case Op::Appends:
    case Op::List:
    case Op::EmptyDict:
    case Op::SetItem:
    case Op::SetItems:
    case Op::Dict:
    case Op::EmptySet:
    case Op::AddItems:
    case Op::FrozenSet:
        return stepContainer(op);
    case Op::Put:
    case Op::BinPut:
    case Op::LongBinPut:
    case Op::Memoize:
    case Op::BinGet:
    case Op::LongBinGet:
        return stepMemo(op);
    case Op::Global:
    case Op::StackGlobal:
    case Op::Reduce:
    case Op::NewObj:
    case Op::NewObjEx:
    case Op::Build:
    case Op::BinPersId:
        return stepCall(op);
    case Op::Proto:
        return m_reader.number<std::uint8_t>() ? Result<void>() : damagedPickle("it is cut off");
    case Op::Frame:
        return m_reader.number<std::uint64_t>() ? Result<void>() : damagedPickle("it is cut off");
    case Op::Inst:
    case Op::Obj:
        return refusedName("INST or OBJ instruction");
    case Op::Ext1:
    case Op::Ext2:
    case Op::Ext4:
        return refusedName("EXT instruction");
    case Op::PersId:
    case Op::NextBuffer:
    case Op::ReadOnlyBuffer:
        return fail(ErrorCode::UnsupportedFormat,
                    "The pickle refers to data outside itself in a way that torch does not");
    default:
        return damagedPickle(
            concat("unknown instruction ", static_cast<int>(op), " at byte ", m_reader.position() - 1));
    }
}

Result<void> PickleMachine::stepNumber(Op op) {
    const auto cutOff = [] { return damagedPickle("it is cut off in a number"); };
    switch (op) {
    case Op::BinInt1: {
        const auto value = m_reader.number<std::uint8_t>();
        return value ? pushInteger(Kind::Integer, *value) : cutOff();
    }
    case Op::BinInt2: {
        const auto value = m_reader.number<std::uint16_t>();
        return value ? pushInteger(Kind::Integer, *value) : cutOff();
    }
    case Op::BinInt: {
        const auto value = m_reader.number<std::uint32_t>();
        return value ? pushInteger(Kind::Integer, static_cast<std::int32_t>(*value)) : cutOff();
    }
    case Op::BinFloat: {
        const auto bits = m_reader.text(8); // the one big-endian number of the format
        if (!bits) return cutOff();
        std::uint64_t value = 0;
        for (const char c : *bits) value = value << 8 | static_cast<unsigned char>(c);
        ATTUNE_TRY(const Value number, make(Kind::Float));
        number->number = std::bit_cast<double>(value);
        return push(number);
    }
    default:
        break;
    }
    std::optional<std::uint64_t> length;
    if (op == Op::Long1)
        length = m_reader.number<std::uint8_t>();
    else
        length = m_reader.number<std::uint32_t>();
    const auto digits = length ? m_reader.text(*length) : std::nullopt;
    if (!digits) return cutOff();
    if (digits->size() > 8) {
        ATTUNE_TRY(const Value big, makeText(Kind::BigInteger, *digits));
        return push(big);
    }
    // Two's complement of any length up to eight bytes: the last byte carries the sign.
    std::uint64_t value =
        !digits->empty() && (static_cast<unsigned char>(digits->back()) & 0x80) != 0 ? UINT64_MAX : 0;
    for (std::size_t i = digits->size(); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>((*digits)[i]);
    return pushInteger(Kind::Integer, static_cast<std::int64_t>(value));
}

Result<void> PickleMachine::stepText(Op op) {
    switch (op) {
    case Op::ShortBinUnicode:
        return pushText(Kind::Text, m_reader.number<std::uint8_t>());
    case Op::BinUnicode:
        return pushText(Kind::Text, m_reader.number<std::uint32_t>());
    case Op::BinUnicode8:
        return pushText(Kind::Text, m_reader.number<std::uint64_t>());
    case Op::ShortBinString:
        return pushText(Kind::Text, m_reader.number<std::uint8_t>());
    case Op::BinString:
        return pushText(Kind::Text, m_reader.number<std::uint32_t>());
    case Op::ShortBinBytes:
        return pushText(Kind::Bytes, m_reader.number<std::uint8_t>());
    case Op::BinBytes:
        return pushText(Kind::Bytes, m_reader.number<std::uint32_t>());
    default:
        return pushText(Kind::Bytes, m_reader.number<std::uint64_t>());
    }
}

Result<void> PickleMachine::stepContainer(Op op) {
    const auto pushEmpty = [this](Kind kind) -> Result<void> {
        ATTUNE_TRY(const Value container, make(kind));
        return push(container);
    };
    switch (op) {
    case Op::Mark:
        if (m_marks.size() >= m_limits.values) return damagedPickle("too many marks");
        m_marks.push_back(m_stack.size());
        return {};
    case Op::Pop: {
        ATTUNE_TRY([[maybe_unused]] const Value dropped, pop());
        return {};
    }
    case Op::PopMark: {
        ATTUNE_TRY([[maybe_unused]] const auto dropped, popToMark());
        return {};
    }
    case Op::Dup: {
        ATTUNE_TRY(const Value value, top());
        return push(value);
    }
    case Op::EmptyTuple:
        return pushTuple(0);
    case Op::Tuple1:
        return pushTuple(1);
    case Op::Tuple2:
        return pushTuple(2);
    case Op::Tuple3:
        return pushTuple(3);
    case Op::EmptyList:
        return pushEmpty(Kind::List);
    case Op::EmptyDict:
        return pushEmpty(Kind::Dict);
    case Op::EmptySet:
        return pushEmpty(Kind::Set);
    case Op::Append: {
        ATTUNE_TRY(const Value item, pop());
        return addItems(Kind::List, {item});
    }
    case Op::SetItem: {
        ATTUNE_TRY(const Value item, pop());
        ATTUNE_TRY(const Value key, pop());
        return addPairs({key, item});
    }
    default:
        break;
    }
    ATTUNE_TRY(const auto items, popToMark());
    switch (op) {
    case Op::Appends:
        return addItems(Kind::List, items);
    case Op::AddItems:
        return addItems(Kind::Set, items);
    case Op::SetItems:
        return addPairs(items);
    case Op::Dict:
        ATTUNE_CHECK(pushEmpty(Kind::Dict));
        return addPairs(items);
    case Op::List:
        ATTUNE_CHECK(pushEmpty(Kind::List));
        return addItems(Kind::List, items);
    case Op::FrozenSet:
        ATTUNE_CHECK(pushEmpty(Kind::Set));
        return addItems(Kind::Set, items);
    default:
        ATTUNE_CHECK(pushEmpty(Kind::Tuple));
        return addItems(Kind::Tuple, items);
    }
}

Result<void> PickleMachine::stepMemo(Op op) {
    std::optional<std::uint32_t> index;
    switch (op) {
    case Op::BinPut:
    case Op::BinGet:
        index = m_reader.number<std::uint8_t>();
        break;
    case Op::LongBinPut:
    case Op::LongBinGet:
        index = m_reader.number<std::uint32_t>();
        break;
    case Op::Memoize:
        index = static_cast<std::uint32_t>(m_memo.size());
        break;
    default:
        return fail(ErrorCode::UnsupportedFormat, "The pickle is of protocol 0"); // PUT with a decimal number
    }
    if (!index) return damagedPickle("it is cut off in a reference");
    const bool isKnown = *index < m_memo.size() && m_memo[*index] != nullptr;
    if (op == Op::BinGet || op == Op::LongBinGet)
        return isKnown ? push(m_memo[*index]) : damagedPickle("it refers to a value that it has not made");
    ATTUNE_TRY(const Value value, top());
    if (*index >= m_limits.values) return damagedPickle("too many references");
    if (*index >= m_memo.size()) m_memo.resize(*index + 1, nullptr);
    m_memo[*index] = value;
    return {};
}

Result<void> PickleMachine::stepCall(Op op) {
    switch (op) {
    case Op::Global: {
        const auto module = m_reader.line();
        const auto name = module ? m_reader.line() : std::nullopt;
        return name ? pushName(*module, *name) : damagedPickle("it is cut off in a name");
    }
    case Op::StackGlobal: {
        ATTUNE_TRY(const Value name, pop());
        ATTUNE_TRY(const Value module, pop());
        return module->isText() && name->isText() ? pushName(module->text, name->text)
                                                  : damagedPickle("a name is not a text");
    }
    case Op::BinPersId: {
        ATTUNE_TRY(const Value id, pop());
        return pushStorage(*id);
    }
    case Op::Build: {
        ATTUNE_TRY(const Value state, pop());
        ATTUNE_TRY(const Value object, top());
        if (!object->is(Kind::Dict) && !object->is(Kind::Object) && !object->is(Kind::Tensor))
            return damagedPickle("attributes are given to a value that has none");
        object->state = state;
        return {};
    }
    default:
        break;
    }
    if (op == Op::NewObjEx) { // with arguments by name, of which data types take none
        ATTUNE_TRY(const Value named, pop());
        if (!named->is(Kind::Dict) || !named->pairs.empty())
            return damagedPickle("a type is called with named arguments");
    }
    ATTUNE_TRY(const Value arguments, pop());
    ATTUNE_TRY(const Value callable, pop());
    ATTUNE_TRY(const Value result, call(*callable, *arguments, 0));
    return push(result);
}

Result<PickleMachine::Value> PickleMachine::make(Kind kind) {
    if (m_tree.m_values.size() >= m_limits.values) return damagedPickle("it holds too many values");
    m_tree.m_values.emplace_back().kind = kind;
    return &m_tree.m_values.back();
}

Result<PickleMachine::Value> PickleMachine::makeText(Kind kind, std::string_view text) {
    ATTUNE_TRY(const Value value, make(kind));
    value->text = kind == Kind::Text ? sanitizedUtf8(text) : std::string(text);
    return value;
}

Result<void> PickleMachine::push(Value value) {
    if (m_stack.size() >= m_limits.values) return damagedPickle("its stack grows too high");
    m_stack.push_back(value);
    return {};
}

Result<void> PickleMachine::pushInteger(Kind kind, std::int64_t value) {
    ATTUNE_TRY(const Value integer, make(kind));
    integer->integer = value;
    return push(integer);
}

Result<void> PickleMachine::pushText(Kind kind, std::optional<std::uint64_t> length) {
    const auto text = length ? m_reader.text(*length) : std::nullopt;
    if (!text) return damagedPickle("it is cut off in a text");
    ATTUNE_TRY(const Value value, makeText(kind, *text));
    return push(value);
}

Result<PickleMachine::Value> PickleMachine::top() {
    if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back())) return damagedPickle("its stack is empty");
    return m_stack.back();
}

Result<PickleMachine::Value> PickleMachine::pop() {
    ATTUNE_TRY(const Value value, top());
    m_stack.pop_back();
    return value;
}

Result<std::vector<PickleMachine::Value>> PickleMachine::popToMark() {
    if (m_marks.empty()) return damagedPickle("a mark is missing");
    const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<Value> values(first, m_stack.end());
    m_stack.erase(first, m_stack.end());
    m_marks.pop_back();
    return values;
}

Result<void> PickleMachine::pushTuple(std::size_t count) {
    ATTUNE_TRY(const Value tuple, make(Kind::Tuple));
    tuple->items.resize(count);
    for (std::size_t i = count; i-- > 0;) {
        ATTUNE_TRY(tuple->items[i], pop());
    }
    return push(tuple);
}

Result<void> PickleMachine::addItems(Kind kind, const std::vector<Value>& items) {
    ATTUNE_TRY(const Value container, top());
    if (!container->is(kind)) return damagedPickle("items are added to a value that holds none");
    container->items.insert(container->items.end(), items.begin(), items.end());
    return {};
}

Result<void> PickleMachine::addPairs(const std::vector<Value>& items) {
    ATTUNE_TRY(const Value dict, top());
    if (!dict->is(Kind::Dict) || items.size() % 2 != 0) return damagedPickle("keys and values do not pair");
    for (std::size_t i = 0; i < items.size(); i += 2) dict->pairs.emplace_back(items[i], items[i + 1]);
    return {};
}

bool looksLikePickle(std::span<const std::byte> bytes) noexcept {
    return bytes.size() >= 3 && bytes[0] == std::byte{0x80} && bytes[1] >= std::byte{2} &&
           bytes[1] <= std::byte{5};
}

Result<PickleReading> readPickle(std::span<const std::byte> bytes, const PickleLimits& limits) {
    return PickleMachine(bytes, limits).run();
}

} // namespace attune::tensor::format
