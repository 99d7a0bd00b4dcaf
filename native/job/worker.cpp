// The hot loop: issue, reap, record. No lock, no allocation and no system call of ours between two operations.
#include "job/worker.h"

#include <sys/prctl.h>

#include <algorithm>
#include <cerrno>
#include <thread>
#include <utility>

#include "engines/engine_registry.h"
#include "job/checkpoint_job.h"
#include "job/worker_content.h"
#include "job/worker_source.h"

namespace ioproof {
namespace {

/// A stonewall ends no chain.
constexpr uint64_t neverEnds = UINT64_MAX;

/// A listing that was told to end before it came to the end of the directory is neither done nor failed.
bool isStopped(const Operation& operation) {
    return operation.kind == OperationKind::List && operation.result == -ECANCELED;
}

}  // namespace

Worker::Worker(JobContext& job, uint32_t index)
    : job_(job),
      index_(index),
      submitBatch_(std::min(job.spec.submitBatch, job.queueDepth)),
      completeBatch_(std::min(job.spec.completeBatch, job.queueDepth)),
      writes_(job.spec.writes()),
      refills_(writes_ && job.spec.refill && job.kvCache == nullptr),
      recordsChains_(recordedKinds(job.spec)[indexOf(OperationKind::Chain)]),
      recordsFirstByte_(hasFirstByte(job.spec)),
      readsItems_(job.spec.kind == JobKind::Files && job.spec.reads() && job.spec.mix.empty()),
      openLoop_(job.spec.openLoop()),
      checksReads_(job.spec.verify == VerifyMode::During),
      countsShares_(!job.spec.mix.empty()),
      isVirtual_(job.spec.nullLatencyNs > 0 && job.engine == EngineKind::Null),
      uploads_(job.spec.usesGpu() && (refills_ || job.spec.stampsWrites() || checksReads_)),
      gate_(job.spec, index),
      gated_(!gate_.standsOpen()),
      content_(contentOf(job.spec, index)),
      sampleContent_(sampleContentOf(job.spec, index)),
      source_(sourceOf(job, index)),
      training_(job.training == nullptr ? nullptr : static_cast<TrainingSource*>(source_.get())),
      checkpoint_(job.checkpoint == nullptr ? nullptr : static_cast<CheckpointSource*>(source_.get())),
      kvCache_(job.kvCache == nullptr ? nullptr : static_cast<KvCacheSource*>(source_.get())),
      tracksChains_(source_->tracksChains()),
      recorder_(recordedKinds(job.spec), openLoop_, job.spec.intervalNs, lastIntervalOf(job.spec, 0)),
      listing_(recorder_, job.stop, job.spec.stonewallNs == 0 ? std::as_const(endAt_) : neverEnds, operationsDone_,
               live_.operations),
      shares_(job.spec.mix.size()),
      takesPartInPasses_(job.passBarrier != nullptr) {
    if (job.spec.stampDataset != 0) verifier_.emplace(job.spec, job.names, index);
    if (checksReads_ || checkpoint_ != nullptr) readBacks_.reserve(job.queueDepth);
}

void Worker::prepare() {
    const JobSpec& spec = job_.spec;
    const int32_t node = takePlace();
    slots_.emplace(spec, job_.queueDepth, pathBytes(), node);
    for (size_t slot = 0; slot < slots_->count(); ++slot)
        content_.fill(slots_->buffers().data() + slot * slots_->bufferStride(), slots_->bufferStride());
    if (checkpoint_ != nullptr)
        checkpoint_->useBuffers(slots_->buffers().data(), slots_->bufferStride(), slots_->count());
    engine_ = makeEngine(job_.engine, {.spec = spec,
                                       .clock = job_.clock,
                                       .queueDepth = job_.queueDepth,
                                       .files = openFiles(),
                                       .buffers = slots_->buffers().data(),
                                       .bufferBytes = slots_->bufferBytes(),
                                       .bufferStride = slots_->bufferStride(),
                                       .openFlags = job_.openFlags,
                                       .content = refills_ ? &content_ : nullptr,
                                       .entryObserver = &listing_,
                                       .sampleContent = sampleContent_.get(),
                                       .gpu = job_.gpu,
                                       .worker = index_});
    if (job_.gpu == nullptr) return;
    for (size_t slot = 0; slot < slots_->count(); ++slot) engine_->upload(slots_->chain(slot), slots_->bufferBytes());
}

void Worker::run(uint64_t startAt) {
    startedAt_ = engine_->now();
    if (!isVirtual_) startedAt_ = job_.clock.now();
    const uint64_t origin = isVirtual_ ? startedAt_ : startAt;
    measureFrom_ = origin + job_.spec.rampNs;
    // A job has one of them or none.
    const uint64_t limit = job_.spec.runtimeNs + job_.spec.stonewallNs;
    endAt_ = limit > 0 ? measureFrom_ + limit : UINT64_MAX;
    recorder_.beginAt(measureFrom_);
    gate_.beginAt(origin);
    endedAt_ = origin;
    // Sleeps end when they are meant to: the default slack of 50 us would be seen in every intended start.
    if (gated_) prctl(PR_SET_TIMERSLACK, 1UL);

    if (checkpoint_ != nullptr) runCheckpoint();
    else if (training_ != nullptr) runTraining();
    else if (kvCache_ != nullptr) runKvCache();
    else runLoop();
    leavePasses();
    if (job_.spec.fsyncAtEnd) syncAtEnd();
    if (job_.spec.verify == VerifyMode::After) engine_->releasePages();
    recorder_.finish();
}

void Worker::runLoop() {
    for (;;) {
        if (state_ == State::Issuing) issue();
        else if (!isEnding()) makeGood();
        const uint32_t inFlight = slots_->inFlight();
        if (inFlight == 0) {
            if (isEnding()) break;
            waitForNext();
            take({});
            continue;
        }
        const bool mayIssue = state_ == State::Issuing || !(isEnding() || isHeldUp());
        const bool waits = !mayIssue || slots_->freeCount() == 0 || source_->waitsForDrain() ||
                           (gated_ && gate_.nextAt() > engine_->now());
        const uint64_t deadline = gated_ && mayIssue ? waitLimit() : noDeadline;
        const uint32_t least = gated_ ? 1 : std::min(completeBatch_, inFlight);
        take(engine_->reap(waits ? least : 0, deadline));
    }
}

void Worker::leave() {
    if (busy_) isLastAtWork();
    leavePasses();
    end(EndReason::Stopped);
    recorder_.finish();
}

void Worker::end(EndReason reason) {
    state_ = State::Ending;
    endReason_ = reason;
    tellStonewall(0);
}

/// Once, whatever ends this worker: the others wait for it. `elapsedNs` 0: it ends.
void Worker::tellStonewall(uint64_t elapsedNs) {
    if (toldStonewall_) return;
    toldStonewall_ = true;
    if (elapsedNs > 0) job_.stonewall.reach(chainsIssued_, elapsedNs);
    else job_.stonewall.pass(chainsIssued_);
}

void Worker::reachEnd(uint64_t now) {
    if (job_.spec.stonewallNs == 0) {
        end(EndReason::Runtime);
        // Waiting for the next operation that is due is measured time, too.
        endedAt_ = endAt_;
        return;
    }
    endAt_ = UINT64_MAX;
    state_ = State::MakingGood;
    tellStonewall(now - measureFrom_);
}

void Worker::makeGood() {
    if (!job_.stonewall.isAgreed()) return;
    const uint64_t most = job_.stonewall.mostChains();
    if (chainsIssued_ < most) issue(most - chainsIssued_);
    else end(EndReason::Passes);
}

void Worker::waitForNext() {
    if (isHeldUp()) std::this_thread::sleep_for(waitsForOthers);
    else engine_->idleUntil(job_.clock, waitLimit());
}

uint64_t Worker::waitLimit() const {
    constexpr uint64_t stopCheckNs = 100'000'000;
    const uint64_t look = std::min(endAt_, engine_->now() + stopCheckNs);
    return slots_->freeCount() > 0 ? std::min(look, gate_.nextAt()) : look;
}

void Worker::issue(uint64_t most) {
    if (source_->waitsForDrain()) {
        if (slots_->inFlight() > 0 || !awaitNextPass()) return;
        source_->drained();
    }
    if (gated_) issueDue(most);
    else issueBatch(static_cast<uint32_t>(std::min({slots_->freeCount(), size_t{submitBatch_}, size_t{most}})));
}

/// One chain at a time, since each has an intended start of its own.
void Worker::issueDue(uint64_t most) {
    for (; most > 0 && slots_->freeCount() > 0 && !isEnding() && gate_.nextAt() <= engine_->now(); --most) {
        Chain& chain = slots_->next();
        if (openLoop_) chain.intendedAt = gate_.intendedAt();
        if (issueBatch(1) == 0) return;
        uint64_t bytes = 0;
        for (uint32_t index = 0; index < chain.count; ++index) bytes += chain.operations[index].length;
        gate_.issued(engine_->now(), bytes);
    }
}

uint32_t Worker::issueBatch(uint32_t wanted) {
    const auto offered = slots_->offer(wanted);
    const uint32_t filled = source_->fill(offered);
    if (filled < wanted && !source_->waitsForDrain()) end(EndReason::Passes);
    if (filled == 0) return 0;
    const auto batch = offered.first(filled);
    fillBuffers(batch);
    engine_->submit(batch);
    slots_->take(offered, filled);
    chainsIssued_ += filled;
    return filled;
}

void Worker::fillBuffers(std::span<Chain* const> batch) {
    if (refills_) {
        for (const Chain* chain : batch) {
            const Operation& first = chain->operations[0];
            if (first.kind == OperationKind::Write) content_.fill(first.data, first.length);
        }
    }
    if (verifier_) [[unlikely]]
        stampBuffers(batch);
    if (uploads_) uploadBuffers(batch);
}

void Worker::stampBuffers(std::span<Chain* const> batch) {
    for (const Chain* chain : batch) {
        const Operation& first = chain->operations[0];
        if (first.kind == OperationKind::Write) verifier_->stamp(first, chain->pass);
        else if (checksReads_ && first.kind == OperationKind::Read) DataVerifier::spoil(first);
    }
}

void Worker::take(std::span<Chain* const> finished) {
    const uint64_t now = engine_->now();
    if (now >= endAt_ && !isEnding()) reachEnd(now);
    if (job_.stop.load(std::memory_order_relaxed) && !isEnding()) end(EndReason::Stopped);
    if (finished.empty()) return;
    recorder_.advance(now);
    endedAt_ = now;
    const bool measuring = recorder_.measuring(now);
    size_t failed = 0;
    for (Chain* chain : finished) {
        const Operation& last = chain->operations[chain->executed - 1];
        if (measuring) [[likely]] {
            failed += !record(*chain);
        } else if (last.result < 0 && !isStopped(last)) {
            ++failed;
            fail(*chain, last);
        }
        if (checksReads_ && verify(*chain)) continue;
        if (checkpoint_ != nullptr && checkpointGoesOn(*chain)) continue;
        if (training_ != nullptr) trainingEnded(*chain);
        else if (tracksChains_) source_->ended(*chain);
        slots_->giveBack(*chain);
    }
    publish(finished.size() - failed - readBacks_.size());
    if (!readBacks_.empty()) {
        engine_->submit(readBacks_);
        readBacks_.clear();
    }
    if (gated_ && slots_->inFlight() == 0) gate_.drained(now);
}

bool Worker::recordAll(const Chain& chain) {
    for (uint32_t index = 0; index < chain.executed; ++index) {
        const Operation& operation = chain.operations[index];
        const bool endOfFile = operation.result == 0 && operation.length > 0;
        if (operation.result < 0 || endOfFile) [[unlikely]] {
            if (isStopped(operation)) return false;
            recorder_.failure(operation.kind);
            if (countsShares_) ++shares_[chain.share].errors;
            fail(chain, operation);
            return false;
        }
        recordOperation(operation);
    }
    return true;
}

bool Worker::record(const Chain& chain) {
    if (!recordAll(chain)) return false;
    chainsDone_ += !chain.readsBack;
    if (recordsChains_) {
        const uint64_t latency = chain.operations[chain.executed - 1].finishedAt - chain.operations[0].startedAt;
        recorder_.success(OperationKind::Chain, latency, 0, false);
        if (countsShares_) {
            ++shares_[chain.share].chains;
            shares_[chain.share].latency.record(latency);
        }
    }
    if (recordsFirstByte_) recordFirstByte(chain);
    if (readsItems_) samplesDone_ += samplesOf(chain);
    if (openLoop_) recordIntended(chain);
    return true;
}

void Worker::recordFirstByte(const Chain& chain) {
    const Operation* read = chain.operations;
    while (read->kind != OperationKind::Read) ++read;
    recorder_.success(OperationKind::FirstByte, read->finishedAt - chain.operations[0].startedAt, 0, false);
}

uint64_t Worker::samplesOf(const Chain& chain) const {
    if (const auto& samples = job_.spec.samples)
        return chain.item < samples->dataFiles() ? samples->spec().samplesPerFile : 0;
    return job_.spec.shards ? job_.spec.shards->samplesOf(chain.item) : 1;
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
    recorder_.success(operation.kind, operation.finishedAt - operation.startedAt, bytes,
                      bytes + operation.beyondEnd < operation.length);
    // What is no transfer has a result only where it has read a directory.
    if (operation.length == 0 && operation.result > 0) [[unlikely]]
        recorder_.entries(operation.kind, static_cast<uint64_t>(operation.result));
    ++operationsDone_;
    bytesDone_ += bytes;
}

void Worker::fail(const IoFailure& failure) {
    ++errors_;
    // The first failure ends the whole job: what follows would be numbers of a broken mount.
    job_.stop.store(true, std::memory_order_relaxed);
    end(EndReason::Error);
    if (!firstError_) firstError_ = failure;
}

void Worker::fail(const Chain& chain, const Operation& operation) {
    // Where files stay open, not every chain has a path.
    const uint64_t file = operation.file == chainDescriptor ? chain.item : static_cast<uint64_t>(operation.file);
    const bool hasPath = checkpoint_ != nullptr || (operation.file == chainDescriptor && training_ == nullptr);
    const std::string path = hasPath ? std::string(chain.pathOf(operation.name)) : job_.names.path(file);
    fail(IoFailure{.operation = operation.kind,
                   .path = path,
                   .offset = operation.offset,
                   .length = operation.length,
                   .error = operation.result < 0 ? -operation.result : 0,
                   .worker = index_});
}

void Worker::publish(size_t chains) {
    constexpr auto relaxed = std::memory_order_relaxed;
    live_.operations.store(operationsDone_, relaxed);
    live_.bytes.store(bytesDone_, relaxed);
    live_.errors.store(errors_, relaxed);
    live_.chains.store(live_.chains.load(relaxed) + chains, relaxed);
}

uint64_t Worker::doneNs() const {
    const uint64_t done = std::max(endedAt_, syncedAt_);
    return done > measureFrom_ ? done - measureFrom_ - pausedNs_ : 0;
}

WorkerResult Worker::result() const {
    return {.elapsedNs = endedAt_ > measureFrom_ ? endedAt_ - measureFrom_ - pausedNs_ : 0,
            .operations = operationsDone_,
            .bytes = bytesDone_,
            .chains = chainsDone_,
            .samples = training_ == nullptr ? samplesDone_ : training_->samples()};
}

}  // namespace ioproof
