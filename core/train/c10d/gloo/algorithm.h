// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stand-in for Gloo's header of this name; see ../README.md.
#pragma once
