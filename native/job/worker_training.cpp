// The worker's part of a training: its loop, which waits for steps to begin, and the bytes that it looks at.
#include <sys/prctl.h>

#include <algorithm>
#include <chrono>

#include "core/crc32c.h"
#include "core/io_error.h"
#include "job/worker.h"

namespace ioproof {
namespace {

/// How long a stop may go unnoticed.
constexpr uint64_t lookNs = 20'000'000;
/// A sleeping thread wakes some microseconds late; the end of a wait is spent looking, so long.
constexpr uint64_t leastSpinNs = 10'000;
constexpr uint64_t mostSpinNs = 200'000;
/// The kernel wakes nobody from the wait for a completion because of what others have read.
constexpr uint64_t lookAtOthersNs = 50'000;

}  // namespace

uint64_t Worker::sinceBegin(uint64_t time) const { return time > measureFrom_ ? time - measureFrom_ : 0; }

/// On the worker's clock.
uint64_t Worker::trainingWakeAt() const {
    const uint64_t at = training_->wakeAt();
    return at == unknownTime ? unknownTime : measureFrom_ + at;
}

void Worker::runTraining() {
    prctl(PR_SET_TIMERSLACK, 1UL);
    for (;;) {
        if (!isEnding()) lookForSteps();
        if (!isEnding() && training_->hasReady() && slots_->freeCount() > 0) {
            issueReady();
            continue;
        }
        if (slots_->inFlight() > 0) {
            take(engine_->reap(1, isEnding() ? noDeadline : awaitCompletion()));
        } else {
            if (isEnding()) return;
            sleepUntilStep();
            take({});
        }
    }
}

/// The clock of the engine stands still while nothing is under way.
void Worker::lookForSteps() {
    training_->look(sinceBegin(engine_->now()));
    if (slots_->inFlight() > 0 || training_->hasReady()) return;
    if (training_->waitsForDrain()) {
        if (awaitNextPass()) training_->resumeAt(sinceBegin(engine_->now()), lastPausedNs_);
    } else if (training_->isOver() && engine_->now() >= trainingWakeAt()) {
        endedAt_ = std::max(endedAt_, trainingWakeAt());
        end(EndReason::Passes);
    }
}

void Worker::issueReady() {
    const auto offered = slots_->offer(static_cast<uint32_t>(std::min(slots_->freeCount(), size_t{submitBatch_})));
    const uint32_t filled = training_->fill(offered);
    engine_->submit(offered.first(filled));
    slots_->take(offered, filled);
    chainsIssued_ += filled;
}

/// Until when a completion may be waited for.
uint64_t Worker::awaitCompletion() const {
    const uint64_t now = engine_->now();
    const uint64_t wake = trainingWakeAt();
    if (isVirtual_) return std::min(wake, endAt_);
    const bool toldByOthers = training_->listens() && job_.spec.workers > 1;
    const uint64_t look = std::min(endAt_, now + (toldByOthers ? lookAtOthersNs : lookNs));
    return std::min(look, wake > now + spinNs_ ? wake - spinNs_ : now);
}

void Worker::sleepUntilStep() {
    const uint64_t wake = std::min(trainingWakeAt(), endAt_);
    if (isVirtual_) {
        if (wake == unknownTime) throw JobError("TRAINING_STUCK", "no step is under way and none will begin");
        return engine_->idleUntil(job_.clock, wake);
    }
    const uint64_t now = job_.clock.now();
    const uint64_t nearWake = wake == unknownTime ? unknownTime : wake - std::min(wake, spinNs_);
    const uint64_t sleepEnd = std::min(nearWake, now + lookNs);
    if (sleepEnd > now) {
        if (!training_->prepareSleep()) return engine_->idleUntil(job_.clock, 0);
        training_->bell().waitUntil(job_.clock, sleepEnd);
        training_->endSleep();
        noteWakeUp(sleepEnd, job_.clock.now());
    }
    if (job_.clock.now() >= nearWake)
        while (job_.clock.now() < wake) {
        }
    engine_->idleUntil(job_.clock, 0);
}

/// How late sleeps end is different on each machine: twice of what they were late on average is spent looking instead.
void Worker::noteWakeUp(uint64_t meant, uint64_t came) {
    if (came < meant) return;
    const uint64_t wanted = std::min(2 * (came - meant), mostSpinNs);
    spinNs_ = std::max((spinNs_ * 7 + wanted) / 8, leastSpinNs);
}

void Worker::touch(const Chain& chain) {
    for (uint32_t index = 0; index < chain.executed; ++index) {
        const Operation& operation = chain.operations[index];
        if (operation.kind != OperationKind::Read || operation.result <= 0) continue;
        checksum_ += crc32c(operation.data, static_cast<size_t>(operation.result));
    }
}

void Worker::trainingEnded(const Chain& chain) {
    uint64_t lookedAtUntil = 0;
    if (job_.spec.training->touch) {
        touch(chain);
        if (!isVirtual_) lookedAtUntil = job_.clock.now();
    }
    training_->setTimes(measureFrom_, lookedAtUntil);
    training_->ended(chain);
}

}  // namespace ioproof
