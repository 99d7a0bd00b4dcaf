// One mutex: a worker takes it once a pass.
#include "job/pass_barrier.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace ioproof {
namespace {

/// How long a stop may go unnoticed.
constexpr int64_t lookNs = 20'000'000;
/// Until all workers have woken up, so that they start at one instant.
constexpr uint64_t wakeUpNs = 1'000'000;
constexpr uint64_t wakeUpNsOfWorker = 20'000;

uint64_t measured(int64_t time) { return static_cast<uint64_t>(std::max<int64_t>(time, 0)); }

/// -1 stays: the kernel does not tell.
int64_t sum(int64_t total, int64_t more) { return total < 0 || more < 0 ? -1 : total + more; }

}  // namespace

void PassBarrier::useClock(const Clock& clock, uint64_t measureFrom) {
    clock_ = &clock;
    measureFrom_ = measureFrom;
}

int64_t PassBarrier::clockTime() const { return static_cast<int64_t>(clock_->now() - measureFrom_); }

std::optional<PassBarrier::Resume> PassBarrier::wait(const Arrival& arrival, const std::atomic<bool>& stop) {
    std::unique_lock lock(mutex_);
    ++waiting_;
    chains_ += arrival.chains;
    latest_ = std::max(latest_, arrival.reached);
    const size_t passed = pauses_.size();
    while (pauses_.size() == passed) {
        if (isOverFor(arrival, stop)) {
            --waiting_;
            chains_ -= arrival.chains;
            return std::nullopt;
        }
        if (!pausing_ && waiting_ == members_) pause(lock);
        else waitForOthers(lock, arrival);
    }
    return Resume{.at = resumeAt_, .pausedNs = pauses_.back().until - pauses_.back().from};
}

/// A pause that has begun is part of nobody's time: only a stop ends the wait for its end.
bool PassBarrier::isOverFor(const Arrival& arrival, const std::atomic<bool>& stop) const {
    if (stop.load(std::memory_order_relaxed)) return true;
    if (pausing_) return false;
    return arrival.reached >= arrival.endsAt || (clock_ != nullptr && clockTime() >= arrival.endsAt);
}

void PassBarrier::waitForOthers(std::unique_lock<std::mutex>& lock, const Arrival& arrival) {
    int64_t ns = lookNs;
    if (clock_ != nullptr && !pausing_) ns = std::clamp<int64_t>(arrival.endsAt - clockTime(), 0, lookNs);
    changed_.wait_for(lock, std::chrono::nanoseconds(ns));
}

void PassBarrier::pause(std::unique_lock<std::mutex>& lock) {
    pausing_ = true;
    Pause over{.from = measured(latest_), .until = 0, .chains = chains_, .caches = {}};
    resumeAt_ = latest_;
    lock.unlock();
    try {
        over.caches = dropAndAccount();
    } catch (...) {
        lock.lock();
        pausing_ = false;
        --waiting_;
        throw;
    }
    lock.lock();
    pausing_ = false;
    if (clock_ != nullptr) resumeAt_ = clockTime() + static_cast<int64_t>(wakeUpNs + members_ * wakeUpNsOfWorker);
    over.until = measured(resumeAt_);
    pauses_.push_back(std::move(over));
    waiting_ = 0;
    chains_ = 0;
    latest_ = INT64_MIN;
    changed_.notify_all();
}

/// All workers wait: what the process spends meanwhile is spent here.
ColdCaches PassBarrier::dropAndAccount() {
    const CpuTime cpuBefore = processCpuTime();
    const ProcessIo ioBefore = processIo();
    ColdCaches caches = drop_();
    const CpuTime cpuAfter = processCpuTime();
    const ProcessIo io = difference(processIo(), ioBefore);
    cpu_.userNs += cpuAfter.userNs - cpuBefore.userNs;
    cpu_.systemNs += cpuAfter.systemNs - cpuBefore.systemNs;
    io_ = {.readBytes = sum(io_.readBytes, io.readBytes),
           .writeBytes = sum(io_.writeBytes, io.writeBytes),
           .rchar = sum(io_.rchar, io.rchar),
           .wchar = sum(io_.wchar, io.wchar)};
    return caches;
}

void PassBarrier::leave() {
    const std::lock_guard lock(mutex_);
    --members_;
    changed_.notify_all();
}

PassBarrier::Pauses PassBarrier::pausesAt(int64_t now) const {
    const std::lock_guard lock(mutex_);
    Pauses all{.goingOn = pausing_};
    const uint64_t end = measured(now);
    for (const Pause& pause : pauses_) all.pausedNs += std::min(pause.until, end) - std::min(pause.from, end);
    if (pausing_) all.pausedNs += end - std::min(measured(resumeAt_), end);
    return all;
}

uint64_t PassBarrier::pausedIn(uint64_t from, uint64_t until) const {
    const std::lock_guard lock(mutex_);
    uint64_t paused = 0;
    // Those that are asked for are mostly the last ones.
    for (auto pause = pauses_.rbegin(); pause != pauses_.rend() && pause->until > from; ++pause)
        paused += std::min(pause->until, until) - std::clamp(pause->from, from, std::min(pause->until, until));
    return paused;
}

std::vector<PassResult> PassBarrier::passes(const CacheFacts& beforeFirst, uint64_t elapsedNs, uint64_t chains) const {
    std::vector<PassResult> passes{{.cacheBefore = beforeFirst}};
    uint64_t begin = 0;
    for (const Pause& pause : pauses_) {
        passes.back().elapsedNs = pause.from - begin;
        passes.back().chains = pause.chains;
        begin = pause.until;
        elapsedNs -= std::min(elapsedNs, passes.back().elapsedNs);
        chains -= std::min(chains, pause.chains);
        passes.push_back({.pausedNs = pause.until - pause.from,
                          .cacheBefore = pause.caches.files,
                          .systemCaches = pause.caches.system});
    }
    passes.back().elapsedNs = elapsedNs;
    passes.back().chains = chains;
    return passes;
}

}  // namespace ioproof
