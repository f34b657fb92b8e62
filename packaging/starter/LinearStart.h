// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinearStart: first values for an Oobleck autoencoder that make it a working codec before any training.
//
// From random values a small autoencoder needs tens of thousands of steps until a sine comes out where one
// went in. Here every strided convolution starts as the principal components of the blocks that it sees,
// every transposed one as their transpose, residual units add nothing and the activations between them are
// nearly straight. What comes out is the Karhunen-Loève transform, stage by stage: low and tonal sounds
// survive, noise does not. A quarter of the channels of each stage keeps its random values, and training
// gives them and the activations their work.
//
// Threads: one.
#pragma once

#include "core/model/OobleckAutoencoder.h"

#include <ATen/core/Tensor.h>

namespace attune::starter {

// `sound` [B,2,S], S a multiple of the downsampling ratio: what the components are taken from. The parameters
// must have the usual initial values (model::initializeParameters). Requires even strides and a VAE
// bottleneck.
void startLinear(model::OobleckAutoencoder& autoencoder, const at::Tensor& sound);

} // namespace attune::starter
