// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/PickleJson.h"

namespace attune::tensor {

using config::Json;
using format::PickleValue;

// Recursion is safe: the reader bounds the depth of every tree, and its size when unfolded.
Result<Json> jsonFromPickle(const PickleValue& value) {
    switch (value.kind) {
    case PickleValue::Kind::None:
        return Json(nullptr);
    case PickleValue::Kind::Bool:
        return Json(value.integer != 0);
    case PickleValue::Kind::Integer:
        return Json(value.integer);
    case PickleValue::Kind::Float:
        return Json(value.number);
    case PickleValue::Kind::Text:
        return Json(value.text);
    case PickleValue::Kind::List:
    case PickleValue::Kind::Tuple:
    case PickleValue::Kind::Set: {
        Json array = Json::array();
        for (const PickleValue* item : value.items) {
            ATTUNE_TRY(Json element, jsonFromPickle(*item));
            array.push_back(std::move(element));
        }
        return array;
    }
    case PickleValue::Kind::Dict: {
        Json object = Json::object();
        for (const auto& [key, item] : value.pairs) {
            if (!key->isText() && !key->is(PickleValue::Kind::Integer))
                return fail(ErrorCode::UnsupportedFormat,
                            "A dictionary of the checkpoint has keys that JSON has not");
            ATTUNE_TRY(Json member, jsonFromPickle(*item));
            object[key->isText() ? key->text : std::to_string(key->integer)] = std::move(member);
        }
        return object;
    }
    default:
        return fail(ErrorCode::UnsupportedFormat, "A value of the checkpoint is not plain data");
    }
}

} // namespace attune::tensor
