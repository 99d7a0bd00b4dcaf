// A job from its spec to its result: prepare, wait for the start, measure, drain, add up.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/job_result.h"
#include "core/job_spec.h"
#include "core/memory_traffic.h"
#include "core/process_facts.h"
#include "job/checkpoint_job.h"
#include "job/gpu_samples.h"
#include "job/job_files.h"
#include "job/job_gpu.h"
#include "job/job_summary.h"
#include "job/kv_cache_job.h"
#include "job/training_job.h"

namespace ioproof {

/// Lives on a control thread of its own: prepare() and run() are called there, once each, in this order. start(),
/// stop() and snapshot() may be called from any thread at any time.
class JobRunner {
public:
    using OnInterval = std::function<void(const IntervalResult&)>;

    /// `onInterval` is called on the control thread. Throws JobError BAD_SPEC.
    JobRunner(JobSpec spec, OnInterval onInterval);
    ~JobRunner();

    /// Returns when every worker is parked. Throws JobError or IoError; the job is over then.
    JobReady prepare();

    /// Waits for start() and returns when every worker is done. Failed operations are part of the result.
    JobResult run();

    /// `done` is called once, by run(), when the measured time is over, before anything is read back. Not where run()
    /// throws earlier, nor of a job that is stopped before its start. To be given before run().
    void onMeasured(std::function<void()> done) { onMeasured_ = std::move(done); }

    /// Releases the workers at this CLOCK_MONOTONIC time.
    void start(uint64_t atMonotonicNs);
    /// Stops issuing; what is in flight is awaited. Before start(): the job ends without an operation.
    void stop();
    Snapshot snapshot() const;

    /// On the control thread, once the job is over, however it ended: closes files and rings and gives memory back. The
    /// JavaScript object may live on until garbage collection, and the mount must not stay busy until then.
    void release();

private:
    void startThreads();
    void serve(Worker& worker);
    void waitUntilPrepared();
    /// False when the job was stopped before its start.
    bool waitForStart();
    void releaseWorkers();
    void prepareFilesAndGpus(EngineKind engine);
    /// Whether the workers have something to do after the measured time.
    bool hasAftermath() const { return spec_.verify == VerifyMode::After || takesSamples(); }
    bool takesSamples() const { return gpu_ && noSamplesReason(spec_).empty(); }
    /// Of a worker; false where it is not to be done.
    bool waitForAftermath();
    void doAftermath(Worker& worker);
    void releaseAftermath();
    void addGpu(JobResult& result) const;
    void addTraffic(MemoryTrafficMeter::Outcome outcome, JobResult& result) const;
    struct Baseline {
        CpuTime cpu;
        ProcessIo io;
    };
    Baseline releaseAndReadBaseline();
    void endWorkers();
    void joinAll();
    void rethrowFailure();
    JobReady describeReady() const;
    /// With the mutex held.
    Snapshot currentSnapshot() const;

    const JobSpec spec_;
    const OnInterval onInterval_;
    std::function<void()> onMeasured_;
    const FileNamespace names_;
    const FileSizes sizes_;
    std::optional<MemoryTrafficMeter> meter_;
    JobFiles files_;
    std::unique_ptr<JobGpu> gpu_;
    /// Null of other kinds than training.
    std::unique_ptr<TrainingJob> training_;
    /// Null of other kinds than checkpoint.
    std::unique_ptr<CheckpointJob> checkpoint_;
    /// Null of other kinds than kv-cache.
    std::unique_ptr<KvCacheJob> kvCache_;
    SampleTurns sampleTurns_;
    std::vector<Refusal> enginesRefused_;
    std::unique_ptr<JobContext> context_;
    Workers workers_;
    std::vector<std::thread> threads_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    uint32_t prepared_ = 0;
    bool startRequested_ = false;
    bool released_ = false;
    bool cancelled_ = false;
    bool stopRequested_ = false;
    enum class Decision : uint8_t { Open, Yes, No };
    /// Whether what was written is read back, and samples are taken.
    Decision aftermath_ = Decision::Open;
    CacheFacts cacheBeforeVerification_;
    uint64_t startAt_ = 0;
    std::exception_ptr failure_;
    Snapshot lastSnapshot_;
    std::atomic<Phase> phase_{Phase::Prepare};
};

}  // namespace ioproof
