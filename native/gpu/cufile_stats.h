// The statistics that cuFile keeps of a process, as numbers with names.
#pragma once

#include <cstddef>
#include <span>

#include "core/gpu_facts.h"

namespace ioproof {

/// Room for the structure of level 3, with enough to spare for those of later versions.
inline constexpr size_t cufileStatsRoom = size_t{16} << 10;

/// Of the structure of level 3, at least 5000 bytes of it; added up over the GPUs that it tells of.
CufileStats parseCufileStats(std::span<const std::byte> level3);

}  // namespace ioproof
