// The worker's part of a cache: its loop, which waits for requests to arrive and for what they need.
#include <sys/prctl.h>

#include <algorithm>

#include "core/io_error.h"
#include "job/worker.h"

namespace ioproof {
namespace {

/// How long a stop may go unnoticed.
constexpr uint64_t lookNs = 20'000'000;
/// A wait for a completion does not hear the bell.
constexpr uint64_t lookAtBellNs = 1'000'000;

}  // namespace

/// On the worker's clock.
uint64_t Worker::kvCacheWakeAt() const {
    const uint64_t at = kvCache_->wakeAt();
    return at == KvQueue::never ? KvQueue::never : measureFrom_ + at;
}

void Worker::runKvCache() {
    prctl(PR_SET_TIMERSLACK, 1UL);
    for (;;) {
        if (!isEnding()) lookForRequests();
        if (!isEnding() && kvCache_->hasReady() && slots_->freeCount() > 0) {
            issueTransfers();
            continue;
        }
        if (slots_->inFlight() > 0) {
            take(engine_->reap(1, isEnding() ? noDeadline : awaitTransfer()));
        } else {
            if (isEnding()) break;
            sleepUntilRequest();
            take({});
        }
    }
    kvCache_->leave(sinceBegin(endedAt_));
}

void Worker::lookForRequests() {
    kvCache_->look(sinceBegin(engine_->now()));
    if (kvCache_->isOver() && slots_->inFlight() == 0) {
        endedAt_ = std::max(endedAt_, engine_->now());
        end(EndReason::Passes);
    }
}

void Worker::issueTransfers() {
    const auto offered = slots_->offer(static_cast<uint32_t>(std::min(slots_->freeCount(), size_t{submitBatch_})));
    const uint32_t filled = kvCache_->fill(offered);
    engine_->submit(offered.first(filled));
    slots_->take(offered, filled);
    chainsIssued_ += filled;
}

/// Until when a completion may be waited for.
uint64_t Worker::awaitTransfer() const {
    const uint64_t wake = std::min(kvCacheWakeAt(), endAt_);
    if (isVirtual_ || slots_->freeCount() == 0) return wake;
    return std::min(wake, engine_->now() + lookAtBellNs);
}

void Worker::sleepUntilRequest() {
    const uint64_t wake = std::min(kvCacheWakeAt(), endAt_);
    if (isVirtual_) {
        if (wake == KvQueue::never) throw JobError("REQUESTS_STUCK", "no request is served and none will come");
        return engine_->idleUntil(job_.clock, wake);
    }
    kvCache_->bell().waitUntil(job_.clock, std::min(wake, job_.clock.now() + lookNs));
    engine_->idleUntil(job_.clock, 0);
}

}  // namespace ioproof
