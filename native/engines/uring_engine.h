// Engine io_uring: every operation of a chain through one ring, one system call a batch.
#pragma once

#include <array>
#include <vector>

#include "engines/engine.h"
#include "engines/uring_entries.h"
#include "engines/uring_ring.h"

namespace ioproof {

/// submit() only writes entries; the system call that hands them over is the one in reap() that waits as well.
/// Operations of a chain follow each other as their completions arrive; those that the kernel has no entry for are
/// plain calls, which hold up the other chains of the worker. Where asked for, what opens a file, moves its data and
/// closes it is linked and handed over together, with a descriptor that only the ring knows.
class UringEngine final : public Engine {
public:
    explicit UringEngine(const EngineContext& context);

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;
    int32_t sync(uint32_t file) override;

private:
    void registerBuffers();
    void registerResources();
    void divideOperations();
    /// One descriptor for each slot, in the ring's own table.
    void registerDescriptors();
    /// The operation with which what is linked from the chain's next one on ends; the next one itself where nothing is.
    uint32_t lastLinked(const Chain& chain) const;
    void queue(Chain& chain);
    void queueLinked(Chain& chain, uint32_t last);
    uring::SubmissionEntry& writeEntry(Chain& chain, uint32_t index, bool linked);
    void enter(uint32_t waitFor, uint64_t deadline);
    void drain();
    void complete(uint64_t userData, int32_t result, uint64_t finishedAt);
    void settle(Chain& chain, Operation& operation, bool last);
    void proceed(Chain& chain);
    void finish(Chain& chain);

    EngineContext context_;
    const uint32_t mostLinked_;
    UringRing ring_;
    UringEntries entries_;
    /// Chains open their files in the ring's own table, at the number of their slot.
    bool ownDescriptors_ = false;
    std::vector<Chain*> bySlot_;
    /// By slot: the last of the operations that were handed over together, and the first of them that failed.
    struct Links {
        uint32_t last = 0;
        uint32_t failed = UINT32_MAX;
    };
    std::vector<Links> links_;
    /// Chains whose next entries are written but not handed over; their start is stamped at the system call.
    std::vector<Chain*> queued_;
    size_t queuedCount_ = 0;
    uint32_t queuedEntries_ = 0;
    std::vector<Chain*> finished_;
    size_t finishedCount_ = 0;
    uint32_t inKernel_ = 0;
    /// Operations that are plain calls between those in the ring.
    std::array<bool, operationKindCount> isPlainCall_{};
};

}  // namespace ioproof
