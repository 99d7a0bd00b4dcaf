// From the spec to arrivals, pacer and pauses.
#include "job/issue_gate.h"

#include <algorithm>

#include "core/random.h"

namespace ioproof {
namespace {

constexpr uint64_t never = UINT64_MAX;
constexpr uint64_t secondNs = 1'000'000'000;
/// A closed loop may catch up on what a late wake-up cost it, and on no more: a stall must not end in a burst.
constexpr uint64_t catchUpNs = 10'000'000;

uint64_t amountOf(const JobSpec& spec, uint64_t bytes) { return spec.rateBytes > 0 ? bytes : 1; }

}  // namespace

void IssueGate::beginAt(uint64_t start) {
    start_ = start;
    if (!spec_.paced()) return;
    const Rate rate{.amount = spec_.rateBytes > 0 ? spec_.rateBytes : spec_.rateOperations, .ns = secondNs};
    if (!spec_.openLoop()) {
        pacer_.emplace(rate, catchUpNs, start);
        return;
    }
    const ArrivalLaw law = spec_.arrival == Arrival::Poisson ? ArrivalLaw::Poisson : ArrivalLaw::Fixed;
    const uint64_t first = amountOf(spec_, spec_.blockSize);
    arrivals_.emplace(rate, law, mix64(spec_.seed) + worker_, staggered(rate, first, worker_, spec_.workers), first);
}

uint64_t IssueGate::nextAt() const {
    if (pauseIsDue_) return never;
    uint64_t time = pausedUntil_;
    if (arrivals_) time = std::max(time, intendedAt());
    if (pacer_) time = std::max(time, pacer_->allowedAt());
    return time;
}

void IssueGate::issued(uint64_t now, uint64_t bytes) {
    if (arrivals_) arrivals_->advance(amountOf(spec_, bytes));
    if (pacer_) pacer_->take(now, amountOf(spec_, bytes));
    if (spec_.thinkNs > 0 && ++sincePause_ == spec_.thinkEvery) {
        sincePause_ = 0;
        pauseIsDue_ = true;
    }
}

void IssueGate::drained(uint64_t now) {
    if (!pauseIsDue_) return;
    pauseIsDue_ = false;
    pausedUntil_ = now + spec_.thinkNs;
}

}  // namespace ioproof
