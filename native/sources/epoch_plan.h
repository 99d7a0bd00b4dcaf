// What the readers of the accelerators load in one epoch: which items, in which order, for which step, and how far
// ahead.
#pragma once

#include <algorithm>
#include <cstdint>
#include <variant>

#include "core/training_spec.h"
#include "sources/sample_order.h"
#include "sources/stream_plan.h"
#include "sources/tf_plan.h"
#include "sources/torch_plan.h"

namespace ioproof {

/// How the items of one rank are spread over its readers and steps. Steps, readers and items are numbered from 0.
/// Constant; any number of threads may ask it.
class EpochPlan {
public:
    /// Of the epoch that `order`, to which a reference is kept, has begun; good until it begins the next.
    EpochPlan(const TrainingSpec& spec, const SampleOrder& order, uint32_t rank);

    uint64_t steps() const { return steps_; }
    uint32_t readers() const { return readers_; }
    /// Those that the steps need; what only fills a batch that is dropped is not loaded.
    uint64_t itemsOfReader(uint32_t reader) const;
    LoadItem item(uint32_t reader, uint64_t index) const;
    /// The first step that needs it; those after it may need its further samples, too. Never falls from one item of a
    /// reader to the next.
    uint64_t neededBy(uint32_t reader, uint64_t index) const;
    /// The step with whose begin the reader may load it, or `atOnce`; `atOnce` comes first, and then it never falls
    /// from one item of a reader to the next.
    uint64_t releasedBy(uint32_t reader, uint64_t index) const;
    /// Items of all readers that this step is the first to need.
    uint64_t itemsNeededBy(uint64_t step) const;
    /// Steps that may have items under way or ready at the same time: no item is released with a step that is further
    /// before the one that needs it, and none at once that a later step than the last of the first so many needs.
    uint64_t stepsAhead() const;

private:
    using Plan = std::variant<TorchPlan, TfPlan, StreamPlan>;
    static Plan planOf(const TrainingSpec& spec, const SampleOrder& order, uint32_t rank, uint64_t steps);

    const SampleOrder& order_;
    uint32_t rank_;
    uint32_t readers_;
    uint64_t steps_;
    Plan plan_;
};

}  // namespace ioproof
