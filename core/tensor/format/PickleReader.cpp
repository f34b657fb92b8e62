// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/PickleReader.h"

#include "core/base/Text.h"
#include "core/tensor/format/ByteReader.h"
#include "core/tensor/format/PickleNames.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

namespace attune::tensor::format {

namespace {

using Kind = PickleValue::Kind;

// The instructions of the pickle machine that data need; names as in Python's pickletools.
enum class Op : unsigned char {
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

tl::unexpected<Error> damaged(std::string what) { return fail(ErrorCode::Corrupt, "The pickle is damaged: " + std::move(what)); }

tl::unexpected<Error> refuse(const std::string& name) {
    return fail(ErrorCode::Refused, concat("The file asks to use \"", name, "\", which can run code; it was not loaded"), name,
                "Ask for the model as a safetensors file, which cannot hold code.");
}

} // namespace

// One run of the machine. Values live in the tree; the stack and the memo refer to them.
class PickleMachine {
public:
    PickleMachine(std::span<const std::byte> bytes, const PickleLimits& limits) : m_reader(bytes), m_limits(limits) {}
    Result<PickleReading> run();

private:
    using Value = PickleValue*;

    Result<void> step(Op op);
    Result<void> stepNumber(Op op);
    Result<void> stepText(Op op);
    Result<void> stepContainer(Op op);
    Result<void> stepMemo(Op op);
    Result<void> stepCall(Op op);

    Result<Value> make(Kind kind);
    Result<Value> makeText(Kind kind, std::string_view text);
    Result<void> push(Value value);
    Result<void> pushInteger(Kind kind, std::int64_t value);
    Result<void> pushText(Kind kind, std::optional<std::uint64_t> length);
    Result<Value> pop();
    Result<Value> top();
    Result<std::vector<Value>> popToMark();
    Result<void> pushTuple(std::size_t count);
    Result<void> addItems(Kind kind, const std::vector<Value>& items);
    Result<void> addPairs(const std::vector<Value>& items);
    Result<void> pushName(std::string_view module, std::string_view name);
    Result<Value> call(const PickleValue& callable, const PickleValue& arguments, std::size_t depth);
    Result<void> mayCopy(std::size_t members);
    Result<Value> makeDict(const PickleValue* from);
    Result<Value> makeSequence(Kind kind, const PickleValue& arguments);
    Result<Value> makeTensor(const PickleValue& arguments, bool hasOwnType);
    Result<void> pushStorage(const PickleValue& id);
    Result<void> checkShape(const PickleValue& root) const;

    ByteReader m_reader;
    PickleLimits m_limits;
    PickleTree m_tree;
    std::vector<Value> m_stack;
    std::vector<std::size_t> m_marks; // heights of the stack
    std::vector<Value> m_memo;
    std::size_t m_copied{0}; // members of values made from other values, see mayCopy()
    Value m_none{nullptr};
};

Result<PickleReading> PickleMachine::run() {
    if (m_reader.number<std::uint8_t>() != static_cast<std::uint8_t>(Op::Proto)) return damaged("it does not begin with a protocol");
    const auto protocol = m_reader.number<std::uint8_t>();
    if (!protocol || *protocol < 2 || *protocol > 5)
        return fail(ErrorCode::UnsupportedFormat, "The pickle is of a protocol other than 2 to 5");
    while (true) {
        const auto code = m_reader.number<std::uint8_t>();
        if (!code) return damaged("it ends without a stop");
        if (*code == static_cast<std::uint8_t>(Op::Stop)) break;
        ATTUNE_CHECK(step(static_cast<Op>(*code)));
    }
    if (m_stack.size() != 1 || !m_marks.empty()) return damaged("more or less than one value is left at its end");
    ATTUNE_CHECK(checkShape(*m_stack.front()));
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
    case Op::NewTrue: return pushInteger(Kind::Bool, 1);
    case Op::NewFalse: return pushInteger(Kind::Bool, 0);
    case Op::BinFloat: case Op::BinInt: case Op::BinInt1: case Op::BinInt2: case Op::Long1: case Op::Long4:
        return stepNumber(op);
    case Op::BinString: case Op::ShortBinString: case Op::BinUnicode: case Op::ShortBinUnicode: case Op::BinUnicode8:
    case Op::BinBytes: case Op::ShortBinBytes: case Op::BinBytes8: case Op::ByteArray8:
        return stepText(op);
    case Op::Mark: case Op::Pop: case Op::PopMark: case Op::Dup: case Op::EmptyTuple: case Op::Tuple: case Op::Tuple1:
    case Op::Tuple2: case Op::Tuple3: case Op::EmptyList: case Op::Append: case Op::Appends: case Op::List: case Op::EmptyDict:
    case Op::SetItem: case Op::SetItems: case Op::Dict: case Op::EmptySet: case Op::AddItems: case Op::FrozenSet:
        return stepContainer(op);
    case Op::Put: case Op::BinPut: case Op::LongBinPut: case Op::Memoize: case Op::BinGet: case Op::LongBinGet:
        return stepMemo(op);
    case Op::Global: case Op::StackGlobal: case Op::Reduce: case Op::NewObj: case Op::NewObjEx: case Op::Build:
    case Op::BinPersId:
        return stepCall(op);
    case Op::Proto: return m_reader.number<std::uint8_t>() ? Result<void>() : damaged("it is cut off");
    case Op::Frame: return m_reader.number<std::uint64_t>() ? Result<void>() : damaged("it is cut off");
    case Op::Inst: case Op::Obj: return refuse("INST or OBJ instruction");
    case Op::Ext1: case Op::Ext2: case Op::Ext4: return refuse("EXT instruction");
    case Op::PersId: case Op::NextBuffer: case Op::ReadOnlyBuffer:
        return fail(ErrorCode::UnsupportedFormat, "The pickle refers to data outside itself in a way that torch does not");
    default: return damaged(concat("unknown instruction ", static_cast<int>(op), " at byte ", m_reader.position() - 1));
    }
}

Result<void> PickleMachine::stepNumber(Op op) {
    const auto cutOff = [] { return damaged("it is cut off in a number"); };
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
    default: break;
    }
    std::optional<std::uint64_t> length;
    if (op == Op::Long1) length = m_reader.number<std::uint8_t>();
    else length = m_reader.number<std::uint32_t>();
    const auto digits = length ? m_reader.text(*length) : std::nullopt;
    if (!digits) return cutOff();
    if (digits->size() > 8) {
        ATTUNE_TRY(const Value big, makeText(Kind::BigInteger, *digits));
        return push(big);
    }
    // Two's complement of any length up to eight bytes: the last byte carries the sign.
    std::uint64_t value = !digits->empty() && (static_cast<unsigned char>(digits->back()) & 0x80) != 0 ? UINT64_MAX : 0;
    for (std::size_t i = digits->size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>((*digits)[i]);
    return pushInteger(Kind::Integer, static_cast<std::int64_t>(value));
}

Result<void> PickleMachine::stepText(Op op) {
    switch (op) {
    case Op::ShortBinUnicode: return pushText(Kind::Text, m_reader.number<std::uint8_t>());
    case Op::BinUnicode: return pushText(Kind::Text, m_reader.number<std::uint32_t>());
    case Op::BinUnicode8: return pushText(Kind::Text, m_reader.number<std::uint64_t>());
    case Op::ShortBinString: return pushText(Kind::Text, m_reader.number<std::uint8_t>());
    case Op::BinString: return pushText(Kind::Text, m_reader.number<std::uint32_t>());
    case Op::ShortBinBytes: return pushText(Kind::Bytes, m_reader.number<std::uint8_t>());
    case Op::BinBytes: return pushText(Kind::Bytes, m_reader.number<std::uint32_t>());
    default: return pushText(Kind::Bytes, m_reader.number<std::uint64_t>());
    }
}

Result<void> PickleMachine::stepContainer(Op op) {
    const auto pushEmpty = [this](Kind kind) -> Result<void> {
        ATTUNE_TRY(const Value container, make(kind));
        return push(container);
    };
    switch (op) {
    case Op::Mark:
        if (m_marks.size() >= m_limits.values) return damaged("too many marks");
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
    case Op::EmptyTuple: return pushTuple(0);
    case Op::Tuple1: return pushTuple(1);
    case Op::Tuple2: return pushTuple(2);
    case Op::Tuple3: return pushTuple(3);
    case Op::EmptyList: return pushEmpty(Kind::List);
    case Op::EmptyDict: return pushEmpty(Kind::Dict);
    case Op::EmptySet: return pushEmpty(Kind::Set);
    case Op::Append: {
        ATTUNE_TRY(const Value item, pop());
        return addItems(Kind::List, {item});
    }
    case Op::SetItem: {
        ATTUNE_TRY(const Value item, pop());
        ATTUNE_TRY(const Value key, pop());
        return addPairs({key, item});
    }
    default: break;
    }
    ATTUNE_TRY(const auto items, popToMark());
    switch (op) {
    case Op::Appends: return addItems(Kind::List, items);
    case Op::AddItems: return addItems(Kind::Set, items);
    case Op::SetItems: return addPairs(items);
    case Op::Dict: ATTUNE_CHECK(pushEmpty(Kind::Dict)); return addPairs(items);
    case Op::List: ATTUNE_CHECK(pushEmpty(Kind::List)); return addItems(Kind::List, items);
    case Op::FrozenSet: ATTUNE_CHECK(pushEmpty(Kind::Set)); return addItems(Kind::Set, items);
    default: ATTUNE_CHECK(pushEmpty(Kind::Tuple)); return addItems(Kind::Tuple, items);
    }
}

Result<void> PickleMachine::stepMemo(Op op) {
    std::optional<std::uint32_t> index;
    switch (op) {
    case Op::BinPut: case Op::BinGet: index = m_reader.number<std::uint8_t>(); break;
    case Op::LongBinPut: case Op::LongBinGet: index = m_reader.number<std::uint32_t>(); break;
    case Op::Memoize: index = static_cast<std::uint32_t>(m_memo.size()); break;
    default: return fail(ErrorCode::UnsupportedFormat, "The pickle is of protocol 0"); // PUT with a decimal number
    }
    if (!index) return damaged("it is cut off in a reference");
    const bool isKnown = *index < m_memo.size() && m_memo[*index] != nullptr;
    if (op == Op::BinGet || op == Op::LongBinGet)
        return isKnown ? push(m_memo[*index]) : damaged("it refers to a value that it has not made");
    ATTUNE_TRY(const Value value, top());
    if (*index >= m_limits.values) return damaged("too many references");
    if (*index >= m_memo.size()) m_memo.resize(*index + 1, nullptr);
    m_memo[*index] = value;
    return {};
}

Result<void> PickleMachine::stepCall(Op op) {
    switch (op) {
    case Op::Global: {
        const auto module = m_reader.line();
        const auto name = module ? m_reader.line() : std::nullopt;
        return name ? pushName(*module, *name) : damaged("it is cut off in a name");
    }
    case Op::StackGlobal: {
        ATTUNE_TRY(const Value name, pop());
        ATTUNE_TRY(const Value module, pop());
        return module->isText() && name->isText() ? pushName(module->text, name->text) : damaged("a name is not a text");
    }
    case Op::BinPersId: {
        ATTUNE_TRY(const Value id, pop());
        return pushStorage(*id);
    }
    case Op::Build: {
        ATTUNE_TRY(const Value state, pop());
        ATTUNE_TRY(const Value object, top());
        if (!object->is(Kind::Dict) && !object->is(Kind::Object) && !object->is(Kind::Tensor))
            return damaged("attributes are given to a value that has none");
        object->state = state;
        return {};
    }
    default: break;
    }
    if (op == Op::NewObjEx) { // arguments by name are kept as one more argument; only Opaque calls may have any
        ATTUNE_TRY(const Value named, pop());
        if (!named->is(Kind::Dict) || !named->pairs.empty()) return damaged("a type is called with named arguments");
    }
    ATTUNE_TRY(const Value arguments, pop());
    ATTUNE_TRY(const Value callable, pop());
    ATTUNE_TRY(const Value result, call(*callable, *arguments, 0));
    return push(result);
}

Result<PickleMachine::Value> PickleMachine::make(Kind kind) {
    if (m_tree.m_values.size() >= m_limits.values) return damaged("it holds too many values");
    m_tree.m_values.emplace_back().kind = kind;
    return &m_tree.m_values.back();
}

Result<PickleMachine::Value> PickleMachine::makeText(Kind kind, std::string_view text) {
    ATTUNE_TRY(const Value value, make(kind));
    value->text = kind == Kind::Text ? sanitizedUtf8(text) : std::string(text);
    return value;
}

Result<void> PickleMachine::push(Value value) {
    if (m_stack.size() >= m_limits.values) return damaged("its stack grows too high");
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
    if (!text) return damaged("it is cut off in a text");
    ATTUNE_TRY(const Value value, makeText(kind, *text));
    return push(value);
}

Result<PickleMachine::Value> PickleMachine::top() {
    if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back())) return damaged("its stack is empty");
    return m_stack.back();
}

Result<PickleMachine::Value> PickleMachine::pop() {
    ATTUNE_TRY(const Value value, top());
    m_stack.pop_back();
    return value;
}

Result<std::vector<PickleMachine::Value>> PickleMachine::popToMark() {
    if (m_marks.empty()) return damaged("a mark is missing");
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
    if (!container->is(kind)) return damaged("items are added to a value that holds none");
    container->items.insert(container->items.end(), items.begin(), items.end());
    return {};
}

Result<void> PickleMachine::addPairs(const std::vector<Value>& items) {
    ATTUNE_TRY(const Value dict, top());
    if (!dict->is(Kind::Dict) || items.size() % 2 != 0) return damaged("keys and values do not pair");
    for (std::size_t i = 0; i < items.size(); i += 2) dict->pairs.emplace_back(items[i], items[i + 1]);
    return {};
}

Result<void> PickleMachine::pushName(std::string_view module, std::string_view name) {
    if (module == "__builtin__") module = "builtins"; // its name in protocol 2
    std::string whole = concat(module, '.', name);
    if (!pickleCallOf(whole)) return refuse(shown(whole));
    ATTUNE_TRY(const Value value, makeText(Kind::Name, whole));
    return push(value);
}

Result<PickleMachine::Value> PickleMachine::call(const PickleValue& callable, const PickleValue& arguments, std::size_t depth) {
    if (!callable.is(Kind::Name) || !arguments.is(Kind::Tuple) || depth > 4) return damaged("something is called that is no type");
    const auto& items = arguments.items;
    switch (pickleCallOf(callable.text).value_or(PickleCall::Never)) {
    case PickleCall::Never: return damaged(concat(callable.text, " is called"));
    case PickleCall::Dict: return makeDict(items.empty() ? nullptr : items.front());
    case PickleCall::DictOfFactory: return makeDict(items.size() > 1 ? items[1] : nullptr);
    case PickleCall::Tuple: return makeSequence(Kind::Tuple, arguments);
    case PickleCall::List: return makeSequence(Kind::List, arguments);
    case PickleCall::Set: return makeSequence(Kind::Set, arguments);
    case PickleCall::Tensor: return makeTensor(arguments, false);
    case PickleCall::TensorOfType: return makeTensor(arguments, true);
    case PickleCall::FirstArgument:
        if (items.empty() || !items.front()->is(Kind::Tensor)) return damaged("a parameter is not made of a tensor");
        return const_cast<Value>(items.front()); // of this very tree, which we are still building
    case PickleCall::CallOfArguments:
        if (items.size() < 3) return damaged("a tensor type is made of too little");
        return call(*items[0], *items[2], depth + 1);
    case PickleCall::Opaque: break;
    }
    ATTUNE_CHECK(mayCopy(items.size()));
    ATTUNE_TRY(const Value object, makeText(Kind::Object, callable.text));
    object->items = items;
    return object;
}

// Making values of values is the one way in which a few bytes of pickle could fill any memory.
Result<void> PickleMachine::mayCopy(std::size_t members) {
    m_copied += members;
    return m_copied <= m_limits.walk ? Result<void>() : damaged("it copies too many values");
}

Result<PickleMachine::Value> PickleMachine::makeDict(const PickleValue* from) {
    ATTUNE_TRY(const Value dict, make(Kind::Dict));
    if (from == nullptr || from->is(Kind::None)) return dict;
    ATTUNE_CHECK(mayCopy(from->pairs.size() + from->items.size()));
    if (from->is(Kind::Dict)) {
        dict->pairs = from->pairs;
        return dict;
    }
    if (!from->is(Kind::List) && !from->is(Kind::Tuple)) return damaged("a dictionary is made of something else than pairs");
    for (const PickleValue* pair : from->items) {
        if ((!pair->is(Kind::Tuple) && !pair->is(Kind::List)) || pair->items.size() != 2)
            return damaged("a dictionary is made of something else than pairs");
        dict->pairs.emplace_back(pair->items[0], pair->items[1]);
    }
    return dict;
}

Result<PickleMachine::Value> PickleMachine::makeSequence(Kind kind, const PickleValue& arguments) {
    ATTUNE_TRY(const Value sequence, make(kind));
    if (arguments.items.empty()) return sequence;
    const PickleValue& from = *arguments.items.front();
    if (!from.is(Kind::List) && !from.is(Kind::Tuple) && !from.is(Kind::Set)) return damaged("a sequence is made of something else");
    ATTUNE_CHECK(mayCopy(from.items.size()));
    sequence->items = from.items;
    return sequence;
}

namespace {

bool readIntegers(const PickleValue& from, std::vector<std::int64_t>& to) {
    if ((!from.is(Kind::Tuple) && !from.is(Kind::List)) || from.items.size() > 64) return false;
    for (const PickleValue* item : from.items) {
        if (!item->is(Kind::Integer) || item->integer < 0) return false;
        to.push_back(item->integer);
    }
    return true;
}

} // namespace

Result<PickleMachine::Value> PickleMachine::makeTensor(const PickleValue& arguments, bool hasOwnType) {
    const auto& items = arguments.items;
    ATTUNE_TRY(const Value tensor, make(Kind::Tensor));
    const bool isWhole = items.size() >= (hasOwnType ? 7U : 4U) && items[0]->is(Kind::Storage) && items[1]->is(Kind::Integer) &&
                         items[1]->integer >= 0 && readIntegers(*items[2], tensor->shape) &&
                         readIntegers(*items[3], tensor->strides) && tensor->shape.size() == tensor->strides.size();
    if (!isWhole) return damaged("a tensor is described wrongly");
    tensor->element = items[0]->element;
    if (hasOwnType) {
        const auto element = items[6]->is(Kind::Name) ? elementOfDtype(items[6]->text) : std::nullopt;
        if (!element) return damaged("a tensor has no known element type");
        tensor->element = *element;
    }
    tensor->integer = items[1]->integer;
    tensor->items = {items[0]};
    return tensor;
}

// ("storage", class, key, place, element count) and, in torch's older format, a view that newer files never have.
Result<void> PickleMachine::pushStorage(const PickleValue& id) {
    const auto& items = id.items;
    const bool isWhole = id.is(Kind::Tuple) && items.size() >= 5 && items[0]->isText() && items[0]->text == "storage" &&
                         items[1]->is(Kind::Name) && items[2]->isText() && items[2]->text.size() <= 256 && items[4]->is(Kind::Integer) && items[4]->integer >= 0 &&
                         (items.size() == 5 || items[5]->is(Kind::None));
    if (!isWhole) return damaged("a storage is described wrongly");
    const auto element = elementOfStorageClass(items[1]->text);
    if (!element) return damaged(concat(items[1]->text, " is no storage"));
    ATTUNE_TRY(const Value storage, makeText(Kind::Storage, items[2]->text));
    storage->element = *element;
    storage->integer = items[4]->integer;
    return push(storage);
}

// Refuses cycles, deep nesting, and small trees that are huge when walked ("billion laughs"). Every container is
// visited once; its height and its size when unfolded follow from those of its members.
Result<void> PickleMachine::checkShape(const PickleValue& root) const {
    struct Facts {
        std::size_t height{0}; // 0 while its members are being visited
        std::size_t unfolded{0};
    };
    struct Visit {
        const PickleValue* value;
        std::size_t next{0};
    };
    const auto member = [](const PickleValue& value, std::size_t i) -> const PickleValue* {
        if (i < value.items.size()) return value.items[i];
        i -= value.items.size();
        if (i < 2 * value.pairs.size()) return i % 2 == 0 ? value.pairs[i / 2].first : value.pairs[i / 2].second;
        return i == 2 * value.pairs.size() ? value.state : nullptr;
    };
    const auto isLeaf = [](const PickleValue& value) { return value.items.empty() && value.pairs.empty() && value.state == nullptr; };
    std::unordered_map<const PickleValue*, Facts> facts;
    std::vector<Visit> path{{&root}};
    facts[&root] = {};
    while (!path.empty()) {
        Visit& visit = path.back();
        if (const PickleValue* next = member(*visit.value, visit.next)) {
            ++visit.next;
            if (isLeaf(*next)) continue;
            const auto [known, isNew] = facts.try_emplace(next);
            if (isNew) path.push_back({next});
            else if (known->second.height == 0) return damaged("a value contains itself");
            if (path.size() > m_limits.depth) return damaged("it is nested too deeply");
            continue;
        }
        Facts sum{1, 1};
        for (std::size_t i = 0; const PickleValue* part = member(*visit.value, i); ++i) {
            const Facts of = isLeaf(*part) ? Facts{1, 1} : facts[part];
            sum.height = std::max(sum.height, of.height + 1);
            sum.unfolded = std::min(sum.unfolded + of.unfolded, m_limits.walk + 1);
        }
        if (sum.unfolded > m_limits.walk || sum.height > m_limits.depth) return damaged("it unfolds into too many values");
        facts[visit.value] = sum;
        path.pop_back();
    }
    return {};
}

bool looksLikePickle(std::span<const std::byte> bytes) noexcept {
    return bytes.size() >= 3 && bytes[0] == std::byte{0x80} && bytes[1] >= std::byte{2} && bytes[1] <= std::byte{5};
}

Result<PickleReading> readPickle(std::span<const std::byte> bytes, const PickleLimits& limits) {
    return PickleMachine(bytes, limits).run();
}

} // namespace attune::tensor::format
