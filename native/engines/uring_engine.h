// Engine io_uring: every operation of a chain through one ring, one system call a batch.
#pragma once

#include <memory>
#include <vector>

#include "engines/engine.h"
#include "engines/uring_ring.h"

namespace ioproof {

/// submit() only writes entries; the system call that hands them over is the one in reap() that waits as well.
/// Operations of a chain follow each other as their completions arrive; where the kernel can, those from the first to
/// the one that closes the file are linked and handed over together, with a descriptor that only the ring knows.
class UringEngine final : public Engine {
public:
    explicit UringEngine(const EngineContext& context);

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;
    int32_t sync(uint32_t file) override;

private:
    void registerResources();
    /// One descriptor for each slot, in the ring's own table.
    void registerDescriptors();
    /// The operation with which what is linked from the chain's next one on ends; the next one itself where nothing is.
    uint32_t lastLinked(const Chain& chain) const;
    void queue(Chain& chain);
    void queueLinked(Chain& chain, uint32_t last);
    void prepare(uring::SubmissionEntry& entry, Chain& chain, const Operation& operation, bool linked);
    void prepareTransfer(uring::SubmissionEntry& entry, const Chain& chain, const Operation& operation,
                         bool linked) const;
    void preparePathOperation(uring::SubmissionEntry& entry, Chain& chain, const Operation& operation, bool linked);
    void enter(uint32_t waitFor, uint64_t deadline);
    void drain();
    void complete(uint64_t userData, int32_t result);
    void proceed(Chain& chain);

    EngineContext context_;
    const uint32_t mostLinked_;
    UringRing ring_;
    bool fixedBuffers_ = false;
    bool fixedFiles_ = false;
    /// Chains open their files in the ring's own table, at the number of their slot.
    bool ownDescriptors_ = false;
    std::vector<Chain*> bySlot_;
    /// By slot: the last of the operations that are linked, and the first of them that failed.
    struct Links {
        uint32_t last = 0;
        uint32_t failed = UINT32_MAX;
    };
    std::vector<Links> links_;
    /// Chains whose next entry is written but not handed over; their start is stamped at the system call.
    std::vector<Chain*> queued_;
    size_t queuedCount_ = 0;
    uint32_t queuedEntries_ = 0;
    std::vector<Chain*> finished_;
    size_t finishedCount_ = 0;
    uint32_t inKernel_ = 0;
    /// 256 bytes a slot for the answers of statx.
    std::unique_ptr<std::byte[]> statAnswers_;
};

}  // namespace ioproof
