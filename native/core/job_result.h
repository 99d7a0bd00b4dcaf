// What a job found out. Mirror of NativeReady, NativeJobResult, NativeInterval in src/native/contract.ts.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/checkpoint_result.h"
#include "core/gpu_facts.h"
#include "core/histogram.h"
#include "core/io_error.h"
#include "core/job_spec.h"
#include "core/kv_cache_result.h"
#include "core/operation.h"
#include "core/sector_stamp.h"
#include "core/system_caches.h"
#include "core/training_result.h"

namespace ioproof {

/// Counters and latencies of one kind of operation. Bytes are those of completions.
struct OperationTotals {
    uint64_t count = 0;
    uint64_t bytes = 0;
    uint64_t errors = 0;
    uint64_t shortCount = 0;
    /// Of directories that were read to their end.
    uint64_t entries = 0;
    /// Of list: entries that were gone when it looked at them.
    uint64_t missing = 0;
    Histogram latency;
    /// From the intended start; of an open loop only.
    std::unique_ptr<Histogram> intended;

    void merge(const OperationTotals& other);
    void clear();
};

/// Totals of the kinds that a job can do; the others stay null.
using Totals = std::array<std::unique_ptr<OperationTotals>, operationKindCount>;

struct Refusal {
    std::string what;
    std::string reason;
};

struct DirectFacts {
    bool requested = false;
    bool used = false;
    uint32_t memoryAlignment = 0;
    uint32_t offsetAlignment = 0;
    std::string method = "none";
    std::string reason;
};

struct CacheFacts {
    uint64_t residentBytes = 0;
    uint64_t totalBytes = 0;
    std::string method = "none";
};

/// What dropping caches between two passes has come to.
struct ColdCaches {
    CacheFacts files;
    /// Only where the caches of the whole machine were to be dropped.
    std::optional<SystemCacheFacts> system;
};

/// One pass of a job with cold passes.
struct PassResult {
    uint64_t elapsedNs = 0;
    /// Of the pause before it.
    uint64_t pausedNs = 0;
    uint64_t chains = 0;
    CacheFacts cacheBefore;
    std::optional<SystemCacheFacts> systemCaches{};
};

struct JobReady {
    EngineKind engineUsed = EngineKind::Null;
    std::vector<Refusal> enginesRefused;
    std::vector<std::string> features;
    std::vector<Refusal> featuresRefused;
    uint32_t queueDepthUsed = 1;
    DirectFacts direct;
    CacheFacts cacheBefore;
    /// Of files that an earlier job has written, as `resumeAt` says.
    uint64_t resumedBytes = 0;
};

/// Deltas of /proc/self/io; -1 where the kernel does not tell.
struct ProcessIo {
    int64_t readBytes = -1;
    int64_t writeBytes = -1;
    int64_t rchar = -1;
    int64_t wchar = -1;
};

enum class EndReason : uint8_t { Runtime, Passes, Error, Stopped };

struct WorkerResult {
    uint64_t elapsedNs = 0;
    uint64_t operations = 0;
    uint64_t bytes = 0;
    /// Chains that completed in the measured time.
    uint64_t chains = 0;
    /// Files that were read whole, or the samples in them.
    uint64_t samples = 0;
};

/// What the workers had issued, in chains, when the last of those still at work came to the stonewall.
struct StonewallResult {
    uint64_t reachedNs = 0;
    uint64_t leastItems = 0;
    uint64_t mostItems = 0;
};

/// One sector that is not what was written there.
struct Mismatch {
    std::string path;
    uint32_t worker = 0;
    SectorMismatch sector{};
};

struct Verification {
    /// By verdict.
    std::array<uint64_t, sectorVerdictCount> sectors{};
    uint64_t bytes = 0;
    /// Of reading back after the measured time.
    uint64_t elapsedNs = 0;
    /// What was still in memory when that began; of reading back during the measured time, nothing is known.
    CacheFacts cacheBefore;
    std::vector<Mismatch> mismatches;

    void merge(const Verification& other);
};

/// What a share of a mixture has done in the measured time.
struct ShareResult {
    uint32_t percent = 0;
    std::vector<OperationKind> operations;
    uint64_t chains = 0;
    uint64_t errors = 0;
    /// Of whole chains.
    Histogram latency;
};

/// What the memory of the host has moved, for all that ran on the machine.
struct MemoryTraffic {
    uint64_t readBytes = 0;
    uint64_t writeBytes = 0;
    std::string method;
};

struct JobResult {
    EndReason endReason = EndReason::Passes;
    uint64_t startSkewNs = 0;
    uint64_t elapsedNs = 0;
    uint64_t firstDoneNs = 0;
    Totals operations;
    uint64_t userNs = 0;
    uint64_t systemNs = 0;
    ProcessIo processIo;
    CacheFacts cacheAfter;
    std::optional<IoFailure> firstError;
    std::optional<Verification> verification;
    uint64_t newestGeneration = 0;
    uint64_t coveredGeneration = 0;
    std::vector<WorkerResult> workers;
    /// Nothing without a stonewall, or where every worker was done before it.
    std::optional<StonewallResult> stonewall;
    std::vector<ShareResult> mix;
    /// Only of a job with cold passes.
    std::vector<PassResult> passes;
    /// Of all workers.
    uint64_t samples = 0;
    /// Nothing with memory of the host.
    std::optional<GpuResult> gpu;
    /// Nothing where it cannot be told; then there is a reason.
    std::optional<MemoryTraffic> memoryTraffic;
    std::string memoryTrafficReason;
    /// Nothing of other kinds than training.
    std::optional<TrainingResult> training;
    /// Nothing of other kinds than checkpoint.
    std::optional<CheckpointResult> checkpoint;
    /// Nothing of other kinds than kv-cache.
    std::optional<KvCacheResult> kvCache;
};

struct IntervalResult {
    uint64_t index = 0;
    uint64_t startNs = 0;
    uint64_t durationNs = 0;
    Totals operations;
};

enum class Phase : uint8_t { Prepare, Ready, Ramp, Measure, Pause, Drain, Verify, Done };

struct Snapshot {
    Phase phase = Phase::Prepare;
    uint64_t elapsedNs = 0;
    uint64_t operations = 0;
    uint64_t bytes = 0;
    uint64_t errors = 0;
    double fractionDone = 0;
    /// Of all pauses between passes; they are not in `elapsedNs`.
    uint64_t pausedNs = 0;
    /// Kind files: chains of each worker, those of `resumeAt` included. Failed ones are not counted.
    std::vector<uint64_t> workersDone{};
    std::optional<TrainingSnapshot> training{};
    std::optional<CheckpointSnapshot> checkpoint{};
    std::optional<KvCacheSnapshot> kvCache{};
};

}  // namespace ioproof
