// The pipeline of tf.data: interleave, shuffle buffer, batch, map, prefetch.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sources/file_interleave.h"
#include "sources/torch_plan.h"

namespace ioproof {

struct TfStages {
    FileInterleave files;
    /// Samples of the shuffle buffer; 1: samples pass as they come.
    uint64_t buffer;
    /// Of what leaves the buffer the rank uses this sample and then every one that is `stride` further.
    uint64_t first;
    uint64_t stride;
    uint64_t batchSize;
    /// Batches that the last stage holds.
    uint64_t prefetch;
};

/// Sample k leaves the buffer when it is full, or when there are no more: when samples 0 … k + buffer − 1 were read.
/// The last stage asks for a batch while it holds fewer than `prefetch`, and the map before it has one more under way:
/// DLIO's default of one computation thread.
class TfPlan {
public:
    TfPlan(uint64_t steps, const TfStages& stages) : steps_(steps), stages_(stages) {}

    uint64_t itemsOfReader(uint32_t reader) const {
        return steps_ == 0 ? 0 : stages_.files.ownBefore(reader, samplesUntil(steps_ - 1));
    }
    /// Place of an item of a reader among those of the rank.
    uint64_t indexOf(uint32_t reader, uint64_t own) const { return stages_.files.indexOf(reader, own); }
    uint64_t neededBy(uint32_t reader, uint64_t own) const {
        const uint64_t passed = indexOf(reader, own) + 1;
        const uint64_t held = stages_.first + stages_.buffer;
        if (passed <= held) return 0;
        return (passed - held + stages_.stride - 1) / stages_.stride / stages_.batchSize;
    }
    uint64_t releasedBy(uint32_t reader, uint64_t own) const {
        const uint64_t step = neededBy(reader, own);
        return step < stepsAhead() ? atOnce : step - stepsAhead();
    }
    uint64_t itemsNeededBy(uint64_t step) const {
        return samplesUntil(step) - (step == 0 ? 0 : samplesUntil(step - 1));
    }
    uint64_t stepsAhead() const { return stages_.prefetch + 1; }

private:
    /// Samples that are read before the batch of this step is whole.
    uint64_t samplesUntil(uint64_t step) const {
        const uint64_t last = stages_.first + ((step + 1) * stages_.batchSize - 1) * stages_.stride;
        return std::min(last + stages_.buffer, stages_.files.size());
    }

    uint64_t steps_;
    TfStages stages_;
};

}  // namespace ioproof
