// What a job of kind training emulates: accelerators that compute, and the loaders that feed them.
#pragma once

#include <cstdint>

namespace ioproof {

/// How samples are shared among the ranks: as MLPerf Storage v1.0, v2.0 or v3.0 has it in its code.
enum class TrainingRules : uint8_t { V1, V2, V3 };

/// `Torch`: a reader builds a whole batch, one sample after the other. `Tf`: readers go through files side by side, and
/// a shuffle buffer and batches are filled from them in turn. `Stream`: each reader has files of its own and reads a
/// window of them ahead.
enum class LoaderKind : uint8_t { Torch, Tf, Stream };

enum class ComputeForm : uint8_t { Fixed, Normal, Exponential };

/// The law of the time that an accelerator computes on a batch.
struct ComputeTime {
    ComputeForm form = ComputeForm::Fixed;
    /// Mean, in nanoseconds.
    uint64_t meanNs = 0;
    /// Of `Normal`, in nanoseconds; draws below 0 are 0.
    uint64_t deviationNs = 0;
};

/// Mirror of NativeTraining in src/native/contract/training.ts, which tells the meaning of each field.
struct TrainingSpec {
    TrainingRules rules = TrainingRules::V2;
    LoaderKind loader = LoaderKind::Torch;
    uint32_t accelerators = 1;
    uint32_t readThreads = 1;
    uint32_t prefetch = 2;
    uint64_t shuffleBuffer = 0;
    uint32_t window = 64;
    uint32_t inFlight = 1;
    uint32_t batchSize = 1;
    bool fileShuffle = false;
    bool sampleShuffle = false;
    bool newOrderEachEpoch = true;
    uint64_t steps = 0;
    ComputeTime compute;
    uint32_t barrierEvery = 1;
    /// Each item is read by one call.
    bool wholeItems = false;
    bool touch = false;
    uint32_t evalEvery = 0;
    uint32_t evalBatchSize = 1;
    ComputeTime evalCompute;
};

}  // namespace ioproof
