// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "t5": the text encoder from a Hugging Face folder.
#include "app/parity/Parity.h"

#include "core/model/T5Encoder.h"

namespace attune::parity {

Result<void> runT5(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const auto inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const auto expected, fixture.tensors("expected.safetensors"));
    ATTUNE_TRY(const std::shared_ptr<model::T5Encoder> encoder, model::T5Encoder::load(fixture.folder));
    report.compare("last_hidden_state", encoder->forward(inputs.at("input_ids"), inputs.at("attention_mask")),
                   expected.at("last_hidden_state"), fixture.tolerance);
    return {};
}

} // namespace attune::parity
