// Once a job: extremes of counters, and how many have not told yet.
#include "job/stonewall.h"

namespace ioproof {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

void raise(std::atomic<uint64_t>& extreme, uint64_t value) {
    uint64_t seen = extreme.load(relaxed);
    while (seen < value && !extreme.compare_exchange_weak(seen, value, relaxed)) {
    }
}

void lower(std::atomic<uint64_t>& extreme, uint64_t value) {
    uint64_t seen = extreme.load(relaxed);
    while (seen > value && !extreme.compare_exchange_weak(seen, value, relaxed)) {
    }
}

}  // namespace

void Stonewall::reach(uint64_t chains, uint64_t elapsedNs) {
    raise(reachedNs_, elapsedNs);
    pass(chains);
}

void Stonewall::pass(uint64_t chains) {
    lower(least_, chains);
    raise(most_, chains);
    // What was told before is seen by whoever sees that nobody is missing.
    missing_.fetch_sub(1, std::memory_order_acq_rel);
}

std::optional<StonewallResult> Stonewall::result() const {
    if (!isAgreed() || reachedNs_.load(relaxed) == 0) return std::nullopt;
    return StonewallResult{
        .reachedNs = reachedNs_.load(relaxed), .leastItems = least_.load(relaxed), .mostItems = most_.load(relaxed)};
}

}  // namespace ioproof
