// Two gates with one mutex until the instant is known; from there on each rank looks at the clock alone.
#include "job/rank_release.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/process_facts.h"
#include "job/precise_wait.h"

namespace ioproof {
namespace {

/// How long a stop may go unnoticed.
constexpr auto look = std::chrono::milliseconds(20);
/// Until all ranks have woken up, so that none of them comes to the instant late.
constexpr uint64_t wakeUpNs = 2'000'000;
constexpr uint64_t wakeUpNsOfRank = 20'000;
/// A rank with a processor of its own takes nothing from the others by being awake for longer.
constexpr LastMoment alone{.awakeNs = 1'000'000, .yields = false};
constexpr LastMoment together{.awakeNs = awakeBeforeNs, .yields = true};
/// So long before a release, a rank does nothing but wait; before that it is called so often.
constexpr uint64_t quietNs = 200'000'000;
constexpr uint64_t idleEveryNs = 50'000'000;

void callWithout(std::unique_lock<std::mutex>& lock, const std::function<void()>& call) {
    if (!call) return;
    lock.unlock();
    call();
    lock.lock();
}

}  // namespace

RankRelease::RankRelease(uint32_t ranks, Prepare prepare)
    : ranks_(ranks), prepare_(std::move(prepare)), sharesProcessors_(ranks > usableProcessors()) {}

void RankRelease::useClock(const Clock& clock, uint64_t begin) {
    clock_ = &clock;
    begin_ = begin;
}

std::optional<uint64_t> RankRelease::wait(uint64_t reached, const std::atomic<bool>& stop, const Idle& idle,
                                          const Ready& ready) {
    Lock lock(mutex_);
    latest_ = came_.waiting == 0 ? reached : std::max(latest_, reached);
    if (!gather(came_, lock, stop, idle, [&] { prepare(lock); })) return std::nullopt;
    callWithout(lock, ready);
    if (!gather(ready_, lock, stop, idle, [this] { releaseAt_ = instantAfter(due_); })) return std::nullopt;
    const uint64_t at = releaseAt_;
    lock.unlock();
    if (clock_ != nullptr && !waitUntil(begin_ + at, stop, idle)) return std::nullopt;
    return at;
}

/// True once all ranks have come and the last of them has called `last`.
bool RankRelease::gather(Gate& gate, Lock& lock, const std::atomic<bool>& stop, const Idle& idle,
                         const std::function<void()>& last) {
    const uint64_t before = gate.opened;
    const bool isLast = ++gate.waiting == ranks_;
    while (gate.opened == before) {
        if (stop.load(std::memory_order_relaxed)) return false;
        if (isLast) {
            last();
            gate.waiting = 0;
            ++gate.opened;
            changed_.notify_all();
        } else if (changed_.wait_for(lock, look) == std::cv_status::timeout) {
            callWithout(lock, idle);
        }
    }
    return true;
}

bool RankRelease::waitUntil(uint64_t time, const std::atomic<bool>& stop, const Idle& idle) const {
    for (uint64_t now = clock_->now(); idle && now + quietNs < time && !stop; now = clock_->now()) {
        sleepUntilJustBefore(*clock_, std::min(now + idleEveryNs, time - quietNs), stop, 0);
        idle();
    }
    return waitPrecisely(*clock_, time, stop, sharesProcessors_ ? together : alone);
}

/// Without the mutex: those who wait must see a stop meanwhile.
void RankRelease::prepare(Lock& lock) {
    const uint64_t latest = latest_;
    lock.unlock();
    const uint64_t due = prepare_(latest);
    lock.lock();
    due_ = std::max(due, latest);
}

uint64_t RankRelease::instantAfter(uint64_t due) const {
    if (clock_ == nullptr) return due;
    return std::max(due, clock_->now() - begin_ + wakeUpNs + ranks_ * wakeUpNsOfRank);
}

}  // namespace ioproof
