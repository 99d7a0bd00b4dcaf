// What the emulated accelerators of a job have seen.
#pragma once

#include <cstdint>
#include <vector>

#include "core/histogram.h"

namespace ioproof {

/// One accelerator in one epoch. Nanoseconds; times of steps follow from the completions of reads alone.
struct RankEpoch {
    uint32_t steps = 0;
    uint64_t samples = 0;
    /// From the start of the epoch until the first batch was there.
    uint64_t firstBatchNs = 0;
    /// Wait for the first batch and compute on it: what MLPerf leaves out of the epoch.
    uint64_t firstStepNs = 0;
    /// Of all steps, and of all but the first.
    uint64_t computeNs = 0;
    uint64_t computeAfterFirstNs = 0;
    /// Time in which a batch was missing, of all steps and of all but the first.
    uint64_t dataWaitNs = 0;
    uint64_t dataWaitAfterFirstNs = 0;
    /// Time in which others were awaited.
    uint64_t barrierNs = 0;
};

struct TrainingEpoch {
    bool isEval = false;
    /// Of its kind, from 1.
    uint32_t number = 1;
    /// Within the measured time.
    uint64_t startNs = 0;
    uint64_t endNs = 0;
    /// False where the runtime or a stop has cut it off; then the end is that of the last step that all have done.
    bool complete = false;
    /// Steps of each rank in a complete one.
    uint64_t stepsPlanned = 0;
    std::vector<RankEpoch> ranks;
};

struct TrainingResult {
    std::vector<TrainingEpoch> epochs;
    /// Of training, over all ranks: a step from the end of the one before to its own end; its wait for data; the time
    /// of an item, from its first call to its last.
    Histogram step;
    Histogram dataWait;
    Histogram item;
    /// How late a reader was told that it may go on: what the emulation itself has cost.
    Histogram lateness;
    /// Samples and bytes of them (nominal: without containers) that batches were made of, in complete steps of
    /// training.
    uint64_t samples = 0;
    uint64_t sampleBytes = 0;
    /// Checksum over what was read, where bytes were touched.
    uint32_t checksum = 0;
};

/// For the live view and for a search that ends a try early.
struct TrainingSnapshot {
    bool isEval = false;
    uint32_t epoch = 0;
    uint64_t step = 0;
    uint64_t stepsPlanned = 0;
    /// Sums over the ranks, of this epoch, after the first step: compute, and all the time.
    uint64_t computeAfterFirstNs = 0;
    uint64_t elapsedAfterFirstNs = 0;
};

}  // namespace ioproof
