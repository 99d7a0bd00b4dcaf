// What the workers of a job agree on when they have reached the stonewall: how much each of them is to do.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "core/job_result.h"

namespace ioproof {

/// Each worker tells once what it has issued, at the stonewall or at its own end if that comes first; then all go on up
/// to the most that one of them has told. Lock-free: nobody waits for anybody inside, and one that fails or is stopped
/// has told, too, so that the others never wait for it in vain.
class Stonewall {
public:
    explicit Stonewall(uint32_t workers) : missing_(workers) {}

    /// A worker is at the stonewall, so many nanoseconds into its measured time.
    void reach(uint64_t chains, uint64_t elapsedNs);
    /// A worker was done before.
    void pass(uint64_t chains);

    /// All have told.
    bool isAgreed() const { return missing_.load(std::memory_order_acquire) == 0; }
    /// Chains of each worker. Valid once agreed.
    uint64_t mostChains() const { return most_.load(std::memory_order_relaxed); }
    /// Nothing where no worker was still at work then. Valid once agreed.
    std::optional<StonewallResult> result() const;

private:
    std::atomic<uint64_t> least_{UINT64_MAX};
    std::atomic<uint64_t> most_{0};
    /// When the last of them came; 0: none.
    std::atomic<uint64_t> reachedNs_{0};
    std::atomic<uint32_t> missing_;
};

}  // namespace ioproof
