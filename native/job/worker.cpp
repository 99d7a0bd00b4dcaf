// The hot loop: issue, reap, record. No lock, no allocation and no system call of ours between two operations.
#include "job/worker.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <thread>

#include "core/process_facts.h"
#include "core/random.h"
#include "engines/engine_registry.h"

namespace ioproof {
namespace {

constexpr size_t pageBytes = 4096;

uint64_t lastInterval(const JobSpec& spec) {
    return spec.runtimeNs == 0 ? UINT64_MAX : (spec.runtimeNs - 1) / spec.intervalNs;
}

/// Content is new in every run: storage that finds the same bytes at the same place could save itself the write.
uint64_t contentSeed(uint64_t seed, uint32_t worker) {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    const auto instant = static_cast<uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(now.tv_nsec);
    return mix64(seed) ^ mix64(~uint64_t{worker}) ^ mix64(instant ^ (static_cast<uint64_t>(getpid()) << 40));
}

}  // namespace

Worker::Worker(JobContext& job, uint32_t index)
    : job_(job),
      index_(index),
      submitBatch_(std::min(job.spec.submitBatch, job.queueDepth)),
      completeBatch_(std::min(job.spec.completeBatch, job.queueDepth)),
      writes_(job.spec.writes()),
      refills_(writes_ && job.spec.refill),
      recordsChains_(job.spec.kind == JobKind::Files && job.spec.operations.size() > 1),
      openLoop_(job.spec.openLoop()),
      gate_(job.spec, index),
      gated_(!gate_.standsOpen()),
      bufferBytes_(std::max<size_t>(job.spec.blockSize, 1)),
      bufferStride_((bufferBytes_ + pageBytes - 1) / pageBytes * pageBytes),
      pattern_(contentSeed(job.spec.seed, index)),
      source_(makeSource(job.spec, job.names, {.index = index, .count = job.spec.workers})),
      recorder_(recordedKinds(job.spec), openLoop_, job.spec.intervalNs, lastInterval(job.spec)) {}

void Worker::prepare() {
    const JobSpec& spec = job_.spec;
    if (!spec.cpus.empty()) pinThread(spec.cpus[index_ % spec.cpus.size()]);
    buffers_ = AlignedBuffer(bufferStride_ * job_.queueDepth, spec.hugePages, spec.numaNode);
    pattern_.fill(buffers_.data(), buffers_.size());
    makeSlots();
    engine_ = makeEngine(job_.engine, {.spec = spec,
                                       .clock = job_.clock,
                                       .queueDepth = job_.queueDepth,
                                       .files = job_.files,
                                       .buffers = buffers_.data(),
                                       .bufferBytes = bufferBytes_,
                                       .bufferStride = bufferStride_,
                                       .openFlags = job_.openFlags,
                                       .content = refills_ ? &pattern_ : nullptr});
}

void Worker::makeSlots() {
    const auto perChain = static_cast<size_t>(job_.spec.operationsPerChain());
    const size_t pathBytes = job_.spec.kind == JobKind::Files ? job_.names.pathCapacity() : 0;
    operations_.resize(perChain * job_.queueDepth);
    paths_.resize(pathBytes * job_.queueDepth);
    chains_.resize(job_.queueDepth);
    free_.resize(job_.queueDepth);
    for (uint32_t slot = 0; slot < job_.queueDepth; ++slot) {
        Chain& chain = chains_[slot];
        chain.operations = &operations_[slot * perChain];
        chain.slot = slot;
        if (pathBytes > 0) chain.path = &paths_[slot * pathBytes];
        for (size_t index = 0; index < perChain; ++index)
            chain.operations[index].data = buffers_.data() + slot * bufferStride_;
        free_[job_.queueDepth - 1 - slot] = &chain;
    }
    freeCount_ = job_.queueDepth;
}

void Worker::run(uint64_t startAt) {
    startedAt_ = engine_->now();
    const bool virtualTime = job_.spec.nullLatencyNs > 0 && job_.engine == EngineKind::Null;
    if (!virtualTime) startedAt_ = job_.clock.now();
    const uint64_t origin = virtualTime ? startedAt_ : startAt;
    measureFrom_ = origin + job_.spec.rampNs;
    endAt_ = job_.spec.runtimeNs > 0 ? measureFrom_ + job_.spec.runtimeNs : UINT64_MAX;
    recorder_.beginAt(measureFrom_);
    gate_.beginAt(origin);
    endedAt_ = origin;
    // Sleeps end when they are meant to: the default slack of 50 us would be seen in every intended start.
    if (gated_) prctl(PR_SET_TIMERSLACK, 1UL);

    for (;;) {
        if (!ending_) issue();
        const auto inFlight = static_cast<uint32_t>(job_.queueDepth - freeCount_);
        if (inFlight == 0) {
            if (ending_) break;
            engine_->idleUntil(job_.clock, waitLimit());
            take({});
            continue;
        }
        const bool waits = ending_ || freeCount_ == 0 || (gated_ && gate_.nextAt() > engine_->now());
        const uint64_t deadline = gated_ && !ending_ ? waitLimit() : noDeadline;
        const uint32_t least = gated_ ? 1 : std::min(completeBatch_, inFlight);
        take(engine_->reap(waits ? least : 0, deadline));
    }
    if (job_.spec.fsyncAtEnd && !job_.files.empty()) {
        awaitOthers();
        if (!firstError_) syncFiles();
    }
    recorder_.finish();
}

void Worker::leave() {
    if (busy_) job_.busy.fetch_sub(1, std::memory_order_release);
    busy_ = false;
    end(EndReason::Stopped);
    recorder_.finish();
}

/// A file is synced by one worker but may be written by all: what is still in flight would not be synced.
void Worker::awaitOthers() {
    job_.busy.fetch_sub(1, std::memory_order_release);
    busy_ = false;
    while (job_.busy.load(std::memory_order_acquire) > 0) std::this_thread::sleep_for(std::chrono::microseconds(50));
}

void Worker::end(EndReason reason) {
    ending_ = true;
    endReason_ = reason;
}

uint64_t Worker::waitLimit() const {
    constexpr uint64_t stopCheckNs = 100'000'000;
    const uint64_t look = std::min(endAt_, engine_->now() + stopCheckNs);
    return freeCount_ > 0 ? std::min(look, gate_.nextAt()) : look;
}

void Worker::issue() {
    if (gated_) issueDue();
    else issueBatch(static_cast<uint32_t>(std::min<size_t>(freeCount_, submitBatch_)));
}

/// One chain at a time, since each has an intended start of its own.
void Worker::issueDue() {
    while (freeCount_ > 0 && !ending_ && gate_.nextAt() <= engine_->now()) {
        Chain& chain = *free_[freeCount_ - 1];
        if (openLoop_) chain.intendedAt = gate_.intendedAt();
        if (issueBatch(1) == 0) return;
        uint64_t bytes = 0;
        for (uint32_t index = 0; index < chain.count; ++index) bytes += chain.operations[index].length;
        gate_.issued(engine_->now(), bytes);
    }
}

uint32_t Worker::issueBatch(uint32_t wanted) {
    const std::span<Chain* const> slots(&free_[freeCount_ - wanted], wanted);
    const uint32_t filled = source_->fill(slots);
    if (filled < wanted) end(EndReason::Passes);
    if (filled == 0) return 0;
    // The source has filled the first slots; the rest of a short batch stays free at the top of the stack.
    const auto batch = slots.first(filled);
    if (refills_) {
        for (const Chain* chain : batch) {
            const Operation& first = chain->operations[0];
            if (first.kind == OperationKind::Write) pattern_.fill(first.data, first.length);
        }
    }
    engine_->submit(batch);
    std::copy(slots.begin() + filled, slots.end(), free_.begin() + static_cast<std::ptrdiff_t>(freeCount_ - wanted));
    freeCount_ -= filled;
    return filled;
}

void Worker::take(std::span<Chain* const> finished) {
    const uint64_t now = engine_->now();
    if (now >= endAt_ && !ending_) end(EndReason::Runtime);
    if (job_.stop.load(std::memory_order_relaxed) && !ending_) end(EndReason::Stopped);
    if (finished.empty()) return;
    recorder_.advance(now);
    endedAt_ = now;
    const bool measuring = recorder_.measuring(now);
    for (Chain* chain : finished) {
        if (measuring) [[likely]]
            record(*chain);
        else if (chain->operations[chain->executed - 1].result < 0)
            fail(*chain, chain->operations[chain->executed - 1]);
        free_[freeCount_++] = chain;
    }
    publish(finished.size());
}

void Worker::record(const Chain& chain) {
    for (uint32_t index = 0; index < chain.executed; ++index) {
        const Operation& operation = chain.operations[index];
        const bool endOfFile = operation.result == 0 && operation.length > 0;
        if (operation.result < 0 || endOfFile) [[unlikely]] {
            recorder_.failure(operation.kind);
            fail(chain, operation);
            return;
        }
        recordOperation(operation);
    }
    if (recordsChains_) {
        const uint64_t start = chain.operations[0].startedAt;
        recorder_.success(OperationKind::Chain, chain.operations[chain.executed - 1].finishedAt - start, 0, false);
    }
    if (openLoop_) recordIntended(chain);
}

/// What was waited for is the whole chain.
void Worker::recordIntended(const Chain& chain) {
    const Operation& last = chain.operations[chain.executed - 1];
    const OperationKind kind = recordsChains_ ? OperationKind::Chain : last.kind;
    recorder_.intended(kind, last.finishedAt - std::min(last.finishedAt, chain.intendedAt));
}

void Worker::recordOperation(const Operation& operation) {
    // Only transfers have a length; an open's result, say, is no number of bytes.
    const auto bytes = operation.length > 0 ? static_cast<uint64_t>(operation.result) : 0;
    recorder_.success(operation.kind, operation.finishedAt - operation.startedAt, bytes, bytes < operation.length);
    ++operationsDone_;
    bytesDone_ += bytes;
}

void Worker::fail(const Chain& chain, const Operation& operation) {
    ++errors_;
    // The first failure ends the whole job: what follows would be numbers of a broken mount.
    job_.stop.store(true, std::memory_order_relaxed);
    end(EndReason::Error);
    if (firstError_) return;
    const std::string path = operation.file == chainDescriptor ? std::string(chain.path)
                                                               : job_.names.path(static_cast<uint64_t>(operation.file));
    firstError_ = IoFailure{.operation = operation.kind,
                            .path = path,
                            .offset = operation.offset,
                            .length = operation.length,
                            .error = operation.result < 0 ? -operation.result : 0,
                            .worker = index_};
}

void Worker::publish(size_t chains) {
    constexpr auto relaxed = std::memory_order_relaxed;
    live_.operations.store(operationsDone_, relaxed);
    live_.bytes.store(bytesDone_, relaxed);
    live_.errors.store(errors_, relaxed);
    live_.chains.store(live_.chains.load(relaxed) + chains, relaxed);
}

/// Each worker syncs the files that carry its index, so that all are synced once, side by side.
void Worker::syncFiles() {
    for (size_t file = index_; file < job_.files.size(); file += job_.spec.workers) {
        Operation operation{.kind = OperationKind::Fsync, .file = static_cast<int32_t>(file)};
        operation.startedAt = job_.clock.now();
        operation.result = engine_->sync(static_cast<uint32_t>(file));
        operation.finishedAt = job_.clock.now();
        endedAt_ = std::max(endedAt_, operation.finishedAt);
        recorder_.advance(operation.finishedAt);
        if (operation.result < 0) {
            recorder_.failure(operation.kind);
            fail(chains_[0], operation);
        } else {
            recordOperation(operation);
        }
    }
}

WorkerResult Worker::result() const {
    return {.elapsedNs = endedAt_ > measureFrom_ ? endedAt_ - measureFrom_ : 0,
            .operations = operationsDone_,
            .bytes = bytesDone_};
}

}  // namespace ioproof
