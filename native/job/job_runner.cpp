// Threads and phases of a job. The control thread sleeps, collects intervals and adds up; it never does I/O under test.
#include "job/job_runner.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/file_set.h"
#include "core/io_error.h"
#include "core/page_cache.h"
#include "core/path_limits.h"
#include "core/process_facts.h"
#include "engines/engine_registry.h"
#include "job/interval_collector.h"
#include "job/precise_wait.h"

namespace ioproof {
namespace {

constexpr auto collectEvery = std::chrono::milliseconds(20);
JobSpec packed(JobSpec spec) {
    spec.packShards();
    spec.layOutSamples();
    return spec;
}

/// A path is computed only from what was found to be right.
const JobSpec& checked(const JobSpec& spec) {
    spec.check();
    return spec;
}

}  // namespace

JobRunner::JobRunner(JobSpec spec, OnInterval onInterval)
    : spec_(packed(std::move(spec))),
      onInterval_(std::move(onInterval)),
      names_(namespaceOf(checked(spec_))),
      sizes_(spec_.sizesOfFiles()),
      sampleTurns_(spec_.workers) {}

JobRunner::~JobRunner() { release(); }

JobReady JobRunner::prepare() {
    EngineChoice engine = chooseEngine(spec_.engine, spec_.memory);
    enginesRefused_ = std::move(engine.refused);
    if (spec_.engine != EngineKind::Null) {
        allowOpenFiles(openFilesOf(spec_, usableQueueDepth(engine.used, spec_.queueDepth)));
        if (spec_.kind != JobKind::Checkpoint) requireNamesFit(spec_, names_);
    }
    // What has too few samples is told before anything is done to a file.
    if (spec_.kind == JobKind::Training) training_ = std::make_unique<TrainingJob>(spec_);
    if (spec_.kind == JobKind::Checkpoint) checkpoint_ = std::make_unique<CheckpointJob>(spec_);
    if (spec_.kind == JobKind::KvCache) kvCache_ = std::make_unique<KvCacheJob>(spec_);
    prepareFilesAndGpus(engine.used);
    auto context = std::make_unique<JobContext>(spec_, Clock::instance(), names_, engine.used,
                                                usableQueueDepth(engine.used, spec_.queueDepth), std::vector<int>(),
                                                files_.openFlags, files_.readUnit);
    for (const auto& file : files_.files) context->files.push_back(file.get());
    if (gpu_) context->gpu = &gpu_->session();
    if (training_) context->training = &training_->context();
    context->checkpoint = checkpoint_.get();
    if (kvCache_) context->kvCache = &kvCache_->context();
    if (spec_.coldPasses != ColdPasses::None && !checkpoint_)
        context->passBarrier =
            std::make_unique<PassBarrier>(spec_.workers, [this] { return dropBetweenPasses(spec_, names_, sizes_); });
    {
        const std::lock_guard lock(mutex_);
        context->stop = stopRequested_;
        context_ = std::move(context);
    }
    for (uint32_t index = 0; index < spec_.workers; ++index)
        workers_.push_back(std::make_unique<Worker>(*context_, index));
    startThreads();
    waitUntilPrepared();
    rethrowFailure();
    meter_.emplace();
    if (gpu_) gpu_->readBefore();
    phase_ = Phase::Ready;
    return describeReady();
}

/// What the libraries of GPUs refuse is told before anything is done to a file.
void JobRunner::prepareFilesAndGpus(EngineKind engine) {
    if (spec_.usesGpu()) gpu_ = std::make_unique<JobGpu>(spec_, engine);
    files_ = checkpoint_ ? checkpoint_->prepareFiles() : prepareFiles(spec_, names_, sizes_);
    if (gpu_ && engine == EngineKind::Cufile) gpu_->registerFiles(files_.files, names_);
}

void JobRunner::startThreads() {
    for (const auto& worker : workers_) threads_.emplace_back([this, &worker] { serve(*worker); });
}

void JobRunner::serve(Worker& worker) {
    const auto noteFailure = [this] {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
        changed_.notify_all();
    };
    try {
        worker.prepare();
    } catch (...) {
        noteFailure();
    }
    uint64_t startAt = 0;
    {
        std::unique_lock lock(mutex_);
        ++prepared_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return released_ || cancelled_ || failure_; });
        if (!released_ || failure_) return worker.leave();
        startAt = startAt_;
    }
    if (!waitPrecisely(context_->clock, startAt, context_->stop)) return worker.leave();
    try {
        worker.run(startAt);
        // Another one may have failed by then, and who has gone on waits for all turns.
        if (waitForAftermath()) doAftermath(worker);
        else sampleTurns_.leave();
    } catch (...) {
        noteFailure();
        context_->stop = true;
        worker.leave();
        sampleTurns_.leave();
    }
}

void JobRunner::waitUntilPrepared() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return prepared_ == spec_.workers; });
}

void JobRunner::rethrowFailure() {
    std::exception_ptr failure;
    {
        const std::lock_guard lock(mutex_);
        failure = failure_;
    }
    if (!failure) return;
    joinAll();
    std::rethrow_exception(failure);
}

void JobRunner::start(uint64_t atMonotonicNs) {
    const std::lock_guard lock(mutex_);
    if (cancelled_) return;  // the workers have left
    startAt_ = atMonotonicNs;
    startRequested_ = true;
    changed_.notify_all();
}

void JobRunner::stop() {
    const std::lock_guard lock(mutex_);
    stopRequested_ = true;
    if (!startRequested_) cancelled_ = true;
    if (context_) context_->stop = true;
    changed_.notify_all();
}

bool JobRunner::waitForStart() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return startRequested_ || cancelled_; });
    return startRequested_;
}

void JobRunner::releaseWorkers() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
}

/// The counters are read just before the measured time begins: later, a short job would be over already.
JobRunner::Baseline JobRunner::releaseAndReadBaseline() {
    const uint64_t measureFrom = startAt_ + spec_.rampNs;
    const auto read = [this] {
        meter_->start();
        return Baseline{.cpu = processCpuTime(), .io = processIo()};
    };
    if (spec_.nullLatencyNs == 0) {
        if (context_->passBarrier) context_->passBarrier->useClock(context_->clock, measureFrom);
        if (checkpoint_) checkpoint_->release().useClock(context_->clock, measureFrom);
    }
    if (spec_.rampNs == 0 || context_->clock.now() + awakeBeforeNs >= measureFrom) {
        const Baseline baseline = read();
        releaseWorkers();
        return baseline;
    }
    releaseWorkers();
    sleepUntilJustBefore(context_->clock, measureFrom, context_->stop);
    return read();
}

JobResult JobRunner::run() {
    const auto kinds = recordedKinds(spec_);
    if (!waitForStart()) {
        joinAll();
        phase_ = Phase::Done;
        JobResult result = addUp(*context_, workers_, makeTotals(kinds, false), UINT64_MAX);
        if (gpu_) addGpu(result);
        if (training_) training_->addTo(result, workers_, 0);
        if (checkpoint_) checkpoint_->addTo(result);
        if (kvCache_) kvCache_->addTo(result, workers_);
        return result;
    }
    phase_ = spec_.rampNs > 0 ? Phase::Ramp : Phase::Measure;
    const Baseline before = releaseAndReadBaseline();
    phase_ = Phase::Measure;

    IntervalCollector collector(kinds, spec_.intervalNs, onInterval_);
    const PassBarrier* const barrier = context_->passBarrier.get();
    if (barrier != nullptr)
        collector.leaveOut([barrier](uint64_t from, uint64_t until) { return barrier->pausedIn(from, until); });
    std::vector<Recorder*> recorders;
    for (const auto& worker : workers_) recorders.push_back(&worker->recorder());
    while (!collector.collect(recorders)) std::this_thread::sleep_for(collectEvery);
    if (!hasAftermath()) joinAll();
    rethrowFailure();
    const CpuTime cpuAfter = processCpuTime();
    const ProcessIo ioAfter = processIo();
    if (onMeasured_) onMeasured_();
    MemoryTrafficMeter::Outcome traffic = meter_->stop();
    if (gpu_) gpu_->readAfter(workers_);
    releaseAftermath();
    joinAll();
    rethrowFailure();

    const uint64_t elapsed = longestElapsed(workers_);
    if (elapsed > 0) collector.finish(elapsed + (barrier == nullptr ? 0 : barrier->pausedIn(0, UINT64_MAX)));
    JobResult result = addUp(*context_, workers_, collector.takeTotals(), startAt_);
    if (result.verification) result.verification->cacheBefore = cacheBeforeVerification_;
    result.userNs = cpuAfter.userNs - before.cpu.userNs;
    result.systemNs = cpuAfter.systemNs - before.cpu.systemNs;
    result.processIo = difference(ioAfter, before.io);
    addTraffic(std::move(traffic), result);
    if (gpu_) addGpu(result);
    const uint64_t elapsedWithPauses = result.elapsedNs + (barrier == nullptr ? 0 : barrier->pausedIn(0, UINT64_MAX));
    if (training_) training_->addTo(result, workers_, elapsedWithPauses);
    if (checkpoint_) checkpoint_->addTo(result);
    if (kvCache_) kvCache_->addTo(result, workers_);
    if (barrier != nullptr) addPasses(*barrier, files_.cacheBefore, workers_, result);
    if (spec_.reads() && spec_.engine != EngineKind::Null && !checkpoint_ && !kvCache_)
        result.cacheAfter = measureResidency(names_, sizes_);
    phase_ = Phase::Done;
    return result;
}

/// However far the job came: no worker waits for the start or for the collector any more.
void JobRunner::endWorkers() {
    stop();
    {
        const std::lock_guard lock(mutex_);
        cancelled_ = true;
        changed_.notify_all();
    }
    for (const auto& worker : workers_) worker->recorder().abandon();
    joinAll();
}

void JobRunner::joinAll() {
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

JobReady JobRunner::describeReady() const {
    JobReady ready;
    ready.engineUsed = context_->engine;
    ready.enginesRefused = enginesRefused_;
    ready.queueDepthUsed = context_->queueDepth;
    ready.direct = files_.direct;
    ready.cacheBefore = files_.cacheBefore;
    ready.resumedBytes = files_.resumedBytes;
    const Worker& first = *workers_.front();
    ready.features = first.engine().features();
    ready.featuresRefused = first.engine().refused();
    if (files_.reservationRefusal != 0)
        ready.featuresRefused.push_back({"fallocate", errnoName(files_.reservationRefusal)});
    if (first.nodeRefusal() && first.nodeRefusal()->empty()) ready.features.push_back("on-gpu-node");
    else if (first.nodeRefusal()) ready.featuresRefused.push_back({"on-gpu-node", *first.nodeRefusal()});
    if (training_)
        if (auto refusal = training_->refusal()) ready.featuresRefused.push_back(*std::move(refusal));
    if (!first.buffers().refusal().empty()) ready.featuresRefused.push_back({"memory", first.buffers().refusal()});
    return ready;
}

Snapshot JobRunner::snapshot() const {
    const std::lock_guard lock(mutex_);
    return context_ ? currentSnapshot() : lastSnapshot_;
}

Snapshot JobRunner::currentSnapshot() const {
    const Phase phase = phase_.load();
    // The workers are still being made.
    if (phase == Phase::Prepare || !context_) return {.phase = phase};
    Snapshot snapshot = countersOf(spec_, workers_, phase == Phase::Verify);
    snapshot.phase = phase;
    const uint64_t startAt = released_ ? startAt_ + spec_.rampNs : UINT64_MAX;
    const uint64_t now = context_->clock.now();
    snapshot.elapsedNs = now > startAt ? now - startAt : 0;
    if (context_->passBarrier) leavePausesOut(*context_->passBarrier, snapshot);
    if (training_) training_->addTo(snapshot);
    if (checkpoint_) checkpoint_->addTo(snapshot);
    if (kvCache_) kvCache_->addTo(snapshot, workers_);
    if (phase == Phase::Verify || spec_.runtimeNs == 0) return snapshot;
    if (snapshot.phase == Phase::Measure && snapshot.elapsedNs > spec_.runtimeNs) snapshot.phase = Phase::Drain;
    snapshot.fractionDone = std::max(snapshot.fractionDone, share(snapshot.elapsedNs, spec_.runtimeNs));
    return snapshot;
}

}  // namespace ioproof
