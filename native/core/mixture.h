// Chains in given shares: in which order a worker runs them, and which mixtures there can be.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/job_spec.h"

namespace ioproof {

inline constexpr size_t mostShares = 20;
inline constexpr size_t scheduleLength = 100;

/// Which share each of a hundred chains is of; after them it starts again. Shares are whole percents that add up to
/// 100.
using ShareSchedule = std::array<uint8_t, scheduleLength>;

/// Tijdeman's solution of the chairman assignment problem: of any number of chains from the start, each share has less
/// than one more or less than its percent of them. Hence of any chains that follow each other, less than two: no
/// schedule can promise one for all mixtures.
ShareSchedule scheduleOf(const std::vector<MixShare>& mix);

/// Fewest files of a worker with which it always has one that is in no chain in flight.
uint64_t fewestFilesOfMix(uint32_t queueDepth, size_t shares);

/// Throws JobError BAD_SPEC for a mixture that the native side cannot run.
void checkMix(const JobSpec& spec);

}  // namespace ioproof
