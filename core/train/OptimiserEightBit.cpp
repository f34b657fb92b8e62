// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserEightBit.h"

#include <ATen/ops/amax.h>
#include <ATen/ops/bucketize.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/where.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace attune::train {

namespace {

std::vector<double> codeBookValues(CodeSign sign) {
    constexpr int kExponents = 7;
    std::vector<double> values{0.0, 1.0};
    for (int i = 0; i < kExponents; ++i) {
        const int intervals = 1 << (sign == CodeSign::Signed ? i : i + 1);
        const double scale = std::pow(10.0, i - (kExponents - 1));
        for (int k = 0; k < intervals; ++k) {
            const double middle = 0.1 + 0.9 * (k + 0.5) / intervals;
            values.push_back(scale * middle);
            if (sign == CodeSign::Signed) values.push_back(-scale * middle);
        }
    }
    std::ranges::sort(values);
    return values;
}

} // namespace

at::Tensor eightBitCodeBook(CodeSign sign) {
    return at::tensor(codeBookValues(sign), at::kDouble).to(at::kFloat);
}

EightBitQuantiser::EightBitQuantiser(CodeSign sign, const at::Device& device) : m_sign(sign) {
    const at::Tensor book = eightBitCodeBook(sign);
    const float* const values = book.const_data_ptr<float>();
    m_zeroCode = std::lower_bound(values, values + book.numel(), 0.0F) - values;
    m_book = book.to(device);
    m_boundaries = ((book.slice(0, 1) + book.slice(0, 0, -1)) * 0.5).to(device);
}

at::Tensor EightBitQuantiser::decode(const at::Tensor& codes, const at::Tensor& absmax) const {
    const at::Tensor values = at::index_select(m_book, 0, codes.to(at::kInt)).view({-1, kEightBitBlock});
    return values.mul_(absmax.unsqueeze(1));
}

EightBitQuantiser::Encoded EightBitQuantiser::encode(const at::Tensor& values) const {
    const at::Tensor absmax = at::amax(values.abs(), 1);
    const at::Tensor isEmpty = absmax.eq(0.0).unsqueeze(1);
    const at::Tensor shares = values / at::where(isEmpty, 1.0, absmax.unsqueeze(1));
    at::Tensor codes = at::bucketize(shares, m_boundaries, /*out_int32=*/true);
    if (m_sign == CodeSign::Signed)
        codes = codes - at::bitwise_and(at::signbit(values), codes.eq(m_zeroCode)).to(at::kInt);
    return {codes.masked_fill_(isEmpty, 0).to(at::kByte), absmax};
}

} // namespace attune::train
