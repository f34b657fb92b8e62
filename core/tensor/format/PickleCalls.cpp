// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"
#include "core/tensor/format/PickleMachine.h"
#include "core/tensor/format/PickleNames.h"

namespace attune::tensor::format {

using Kind = PickleValue::Kind;

tl::unexpected<Error> damagedPickle(std::string what) {
    return fail(ErrorCode::Corrupt, "The pickle is damaged: " + std::move(what));
}

tl::unexpected<Error> refusedName(const std::string& name) {
    return fail(ErrorCode::Refused,
                concat("The file asks to use \"", name, "\", which can run code; it was not loaded"), name,
                "Ask for the model as a safetensors file, which cannot hold code.");
}

Result<void> PickleMachine::pushName(std::string_view module, std::string_view name) {
    if (module == "__builtin__") module = "builtins"; // its name in protocol 2
    std::string whole = concat(module, '.', name);
    if (!pickleCallOf(whole)) return refusedName(shown(whole));
    ATTUNE_TRY(const Value value, makeText(Kind::Name, whole));
    return push(value);
}

Result<PickleMachine::Value> PickleMachine::call(const PickleValue& callable, const PickleValue& arguments,
                                                 std::size_t depth) {
    if (!callable.is(Kind::Name) || !arguments.is(Kind::Tuple) || depth > 4)
        return damagedPickle("something is called that is no type");
    const auto& items = arguments.items;
    switch (pickleCallOf(callable.text).value_or(PickleCall::Never)) {
    case PickleCall::Never:
        return damagedPickle(concat(callable.text, " is called"));
    case PickleCall::Dict:
        return makeDict(items.empty() ? nullptr : items.front());
    case PickleCall::DictOfFactory:
        return makeDict(items.size() > 1 ? items[1] : nullptr);
    case PickleCall::Tuple:
        return makeSequence(Kind::Tuple, arguments);
    case PickleCall::List:
        return makeSequence(Kind::List, arguments);
    case PickleCall::Set:
        return makeSequence(Kind::Set, arguments);
    case PickleCall::Tensor:
        return makeTensor(arguments, false);
    case PickleCall::TensorOfType:
        return makeTensor(arguments, true);
    case PickleCall::FirstArgument:
        if (items.empty() || !items.front()->is(Kind::Tensor))
            return damagedPickle("a parameter is not made of a tensor");
        return const_cast<Value>(items.front()); // of this very tree, which we are still building
    case PickleCall::CallOfArguments:
        if (items.size() < 3) return damagedPickle("a tensor type is made of too little");
        return call(*items[0], *items[2], depth + 1);
    case PickleCall::Opaque:
        break;
    }
    ATTUNE_CHECK(mayCopy(items.size()));
    ATTUNE_TRY(const Value object, makeText(Kind::Object, callable.text));
    object->items = items;
    return object;
}

// Making values of values is the one way in which a few bytes of pickle could fill any memory.
Result<void> PickleMachine::mayCopy(std::size_t members) {
    m_copied += members;
    return m_copied <= m_limits.walk ? Result<void>() : damagedPickle("it copies too many values");
}

Result<PickleMachine::Value> PickleMachine::makeDict(const PickleValue* from) {
    ATTUNE_TRY(const Value dict, make(Kind::Dict));
    if (from == nullptr || from->is(Kind::None)) return dict;
    ATTUNE_CHECK(mayCopy(from->pairs.size() + from->items.size()));
    if (from->is(Kind::Dict)) {
        dict->pairs = from->pairs;
        return dict;
    }
    if (!from->is(Kind::List) && !from->is(Kind::Tuple))
        return damagedPickle("a dictionary is made of something else than pairs");
    for (const PickleValue* pair : from->items) {
        if ((!pair->is(Kind::Tuple) && !pair->is(Kind::List)) || pair->items.size() != 2)
            return damagedPickle("a dictionary is made of something else than pairs");
        dict->pairs.emplace_back(pair->items[0], pair->items[1]);
    }
    return dict;
}

Result<PickleMachine::Value> PickleMachine::makeSequence(Kind kind, const PickleValue& arguments) {
    ATTUNE_TRY(const Value sequence, make(kind));
    if (arguments.items.empty()) return sequence;
    const PickleValue& from = *arguments.items.front();
    if (!from.is(Kind::List) && !from.is(Kind::Tuple) && !from.is(Kind::Set))
        return damagedPickle("a sequence is made of something else");
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
    const bool isWhole = items.size() >= (hasOwnType ? 7U : 4U) && items[0]->is(Kind::Storage) &&
                         items[1]->is(Kind::Integer) && items[1]->integer >= 0 &&
                         readIntegers(*items[2], tensor->shape) && readIntegers(*items[3], tensor->strides) &&
                         tensor->shape.size() == tensor->strides.size();
    if (!isWhole) return damagedPickle("a tensor is described wrongly");
    tensor->element = items[0]->element;
    if (hasOwnType) {
        const auto element = items[6]->is(Kind::Name) ? elementOfDtype(items[6]->text) : std::nullopt;
        if (!element) return damagedPickle("a tensor has no known element type");
        tensor->element = *element;
    }
    tensor->integer = items[1]->integer;
    tensor->items = {items[0]};
    return tensor;
}

// ("storage", class, key, place, element count) and, in torch's older format, a view that newer files never
// have.
Result<void> PickleMachine::pushStorage(const PickleValue& id) {
    const auto& items = id.items;
    const bool isWhole = id.is(Kind::Tuple) && items.size() >= 5 && items[0]->isText() &&
                         items[0]->text == "storage" && items[1]->is(Kind::Name) && items[2]->isText() &&
                         items[2]->text.size() <= 256 && items[4]->is(Kind::Integer) &&
                         items[4]->integer >= 0 && (items.size() == 5 || items[5]->is(Kind::None));
    if (!isWhole) return damagedPickle("a storage is described wrongly");
    const auto element = elementOfStorageClass(items[1]->text);
    if (!element) return damagedPickle(concat(items[1]->text, " is no storage"));
    ATTUNE_TRY(const Value storage, makeText(Kind::Storage, items[2]->text));
    storage->element = *element;
    storage->integer = items[4]->integer;
    return push(storage);
}

} // namespace attune::tensor::format
