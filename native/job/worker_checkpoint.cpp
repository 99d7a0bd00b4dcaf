// The worker's part of a checkpoint: one rank, from the release of a round to its end.
#include <sys/prctl.h>

#include <chrono>
#include <thread>

#include "core/io_error.h"
#include "job/checkpoint_job.h"
#include "job/worker.h"

namespace ioproof {
namespace {

/// Between two looks at whether another rank has made a shared file.
constexpr auto looksForFile = std::chrono::microseconds(20);

IoFailure failureOf(const IoError& refused, uint32_t worker) {
    IoFailure failure = refused.failure();
    failure.worker = worker;
    return failure;
}

}  // namespace

size_t Worker::pathBytes() const {
    if (job_.spec.kind == JobKind::Block) return 0;
    return checkpoint_ != nullptr ? job_.checkpoint->files().pathCapacity() : job_.names.pathCapacity();
}

std::span<const int> Worker::openFiles() const {
    if (checkpoint_ != nullptr) return checkpoint_->descriptors();
    return job_.files;
}

void Worker::runCheckpoint() {
    // The last moment before a release is not slept through.
    prctl(PR_SET_TIMERSLACK, 1UL);
    CheckpointJob& job = *job_.checkpoint;
    // Intervals are told of while a rank waits, too.
    const RankRelease::Idle idle = [this] {
        if (!isVirtual_) recorder_.advance(job_.clock.now());
    };
    for (uint32_t round = 0; round < job.roundCount() && !isEnding(); ++round) {
        if (!isVirtual_) engine_->idleUntil(job_.clock, 0);
        const auto releasedAt = awaitRelease(round, idle);
        if (!releasedAt) break;
        runRound(*releasedAt);
        if (index_ == 0 && !isEnding()) endRound(*releasedAt, idle);
    }
    if (!isEnding()) end(EndReason::Passes);
}

/// What the file system refuses between two rounds ends the job, and those that are over stay in its result; before the
/// first of them there is none.
std::optional<uint64_t> Worker::awaitRelease(uint32_t round, const RankRelease::Idle& idle) {
    const auto makeReady = [this] {
        const CheckpointJob::Round next = job_.checkpoint->current();
        checkpoint_->prepareRound(next.isLoad, next.number, slots_->next());
    };
    try {
        const auto at = job_.checkpoint->release().wait(sinceBegin(engine_->now()), job_.stop, idle, makeReady);
        if (!at) end(EndReason::Stopped);
        return at;
    } catch (const IoError& refused) {
        if (round == 0) throw;
        fail(failureOf(refused, index_));
        return std::nullopt;
    }
}

void Worker::runRound(uint64_t releasedAt) {
    const uint64_t at = measureFrom_ + releasedAt;
    engine_->idleUntil(job_.clock, at);
    checkpoint_->beginRound(at, engine_->now());
    if (checkpoint_->copiesFirst()) copyToMemory();
    runSteps(at);
    checkpoint_->endRound();
    if (isEnding()) checkpoint_->abandon();
    else if (checkpoint_->isLoad()) job_.checkpoint->addCompared(*checkpoint_);
    job_.checkpoint->arrive(index_, checkpoint_->times(), releasedAt, !isEnding());
}

void Worker::copyToMemory() {
    while (!isEnding() && checkpoint_->copyMore()) take({});
    engine_->idleUntil(job_.clock, 0);
    checkpoint_->endStall(engine_->now());
}

/// To the end of the steps, or of the worker: then until nothing is under way.
void Worker::runSteps(uint64_t releasedAt) {
    while (!isEnding() || slots_->inFlight() > 0) {
        if (!isEnding() && checkpoint_->hasReady() && slots_->freeCount() > 0) {
            issueStep(releasedAt);
            // Engines hand over what they have been given when they are asked for what is done.
            take(engine_->reap(0, noDeadline));
        } else if (slots_->inFlight() > 0) {
            take(engine_->reap(1, noDeadline));
        } else if (checkpoint_->isOver()) {
            return;
        } else {
            awaitSharedFile();
        }
    }
}

void Worker::issueStep(uint64_t releasedAt) {
    // Each virtual clock is its own: on this one, the file may not be there yet.
    if (isVirtual_ && checkpoint_->opensSharedFile())
        engine_->idleUntil(job_.clock, releasedAt + *checkpoint_->fileMadeAt());
    const auto offered = slots_->offer(1);
    const uint32_t filled = checkpoint_->fill(offered);
    engine_->submit(offered.first(filled));
    slots_->take(offered, filled);
    chainsIssued_ += filled;
}

void Worker::awaitSharedFile() {
    while (!isEnding() && checkpoint_->awaitsFile()) {
        std::this_thread::sleep_for(looksForFile);
        take({});
    }
    if (!isVirtual_) engine_->idleUntil(job_.clock, 0);
}

/// Rank 0, once its own part is over.
void Worker::endRound(uint64_t releasedAt, const RankRelease::Idle& idle) {
    CheckpointJob& job = *job_.checkpoint;
    const auto slowest = job.awaitRanks(job_.stop, idle);
    if (!slowest) return end(EndReason::Stopped);
    const uint64_t at = measureFrom_ + releasedAt;
    engine_->idleUntil(job_.clock, isVirtual_ ? at + *slowest : 0);
    uint64_t endNs = *slowest;
    if (!checkpoint_->isLoad()) {
        checkpoint_->beginClosing();
        const bool hasMore = !checkpoint_->isOver();
        runSteps(at);
        if (isEnding()) return checkpoint_->abandon();
        if (hasMore) endNs = std::max(endNs, checkpoint_->lastEndNs());
    }
    try {
        job.endRound(endNs);
    } catch (const IoError& refused) {
        fail(failureOf(refused, index_));
    }
}

/// True when the chain goes on with what it has not moved yet.
bool Worker::checkpointGoesOn(Chain& chain) {
    const bool goesOn = checkpoint_->endedOrGoesOn(chain);
    if (goesOn && !isEnding()) readBacks_.push_back(&chain);
    return goesOn && !isEnding();
}

}  // namespace ioproof
