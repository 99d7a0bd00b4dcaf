// The map-style loader of PyTorch: each reader builds whole batches, one sample after the other.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/training_spec.h"

namespace ioproof {

/// No step has to begin before.
inline constexpr uint64_t atOnce = UINT64_MAX;

/// Batches that each reader of PyTorch is told of ahead: the share of a reader in `prefetch`, rounded up, and two where
/// it is 0, as DLIO has it.
inline uint64_t batchesAhead(const TrainingSpec& spec) {
    if (spec.prefetch == 0) return 2;
    return (spec.prefetch + spec.readThreads - 1) / spec.readThreads;
}

/// Batch k is built by reader k modulo their number. At first each reader is told of `ahead` batches; whenever one is
/// taken, of one more.
class TorchPlan {
public:
    TorchPlan(uint64_t steps, uint64_t batchSize, uint32_t readers, uint64_t ahead)
        : steps_(steps), batchSize_(batchSize), readers_(readers), ahead_(ahead) {}

    uint64_t itemsOfReader(uint32_t reader) const {
        return reader < steps_ ? (steps_ - reader + readers_ - 1) / readers_ * batchSize_ : 0;
    }
    /// Place of an item of a reader among those of the rank.
    uint64_t indexOf(uint32_t reader, uint64_t own) const {
        return neededBy(reader, own) * batchSize_ + own % batchSize_;
    }
    uint64_t neededBy(uint32_t reader, uint64_t own) const { return own / batchSize_ * readers_ + reader; }
    uint64_t releasedBy(uint32_t reader, uint64_t own) const {
        const uint64_t step = neededBy(reader, own);
        return step < stepsAhead() ? atOnce : step - stepsAhead();
    }
    uint64_t itemsNeededBy(uint64_t) const { return batchSize_; }
    uint64_t stepsAhead() const { return ahead_ * readers_; }

private:
    uint64_t steps_;
    uint64_t batchSize_;
    uint32_t readers_;
    uint64_t ahead_;
};

}  // namespace ioproof
