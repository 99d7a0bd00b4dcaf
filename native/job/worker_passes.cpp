// A worker between two passes over cold data.
#include "job/worker.h"

namespace ioproof {
namespace {

int64_t since(uint64_t begin, uint64_t time) { return static_cast<int64_t>(time - begin); }

}  // namespace

bool Worker::awaitNextPass() {
    if (!takesPartInPasses_) return true;
    // The kernel drops no pages that are mapped.
    engine_->releasePages();
    const auto resume =
        job_.passBarrier->wait({.reached = since(measureFrom_, engine_->now()),
                                .chains = chainsDone_ - chainsOfEarlierPasses_,
                                .endsAt = endAt_ == UINT64_MAX ? INT64_MAX : since(measureFrom_, endAt_)},
                               job_.stop);
    chainsOfEarlierPasses_ = chainsDone_;
    if (resume) {
        const uint64_t at = measureFrom_ + static_cast<uint64_t>(resume->at);
        engine_->idleUntil(job_.clock, at);
        pausedNs_ += lastPausedNs_ = resume->pausedNs;
        if (endAt_ != UINT64_MAX) endAt_ += resume->pausedNs;
        recorder_.lengthen(lastIntervalOf(job_.spec, pausedNs_));
        if (resume->at > 0) endedAt_ = at;
    } else {
        engine_->idleUntil(job_.clock, 0);
    }
    // Notices what has ended the job meanwhile.
    take({});
    return !isEnding();
}

void Worker::leavePasses() {
    if (takesPartInPasses_) job_.passBarrier->leave();
    takesPartInPasses_ = false;
}

}  // namespace ioproof
